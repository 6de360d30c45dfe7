"""Claims in words: differences, "no significant difference", the most frequent answer, causes and proof."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from polls.reporting.checking.groups import NamedGroup
from polls.reporting.checking.linking import Linker, Place
from polls.reporting.checking.marks import Mark, MarkKind, Verdict
from polls.reporting.checking.numerals import Numeral, Said
from polls.reporting.checking.passages import Sentence
from polls.reporting.checking.phrases import explain
from polls.reporting.document import Comparison, Report, Row, RowKind
from polls.reporting.wording import key_row


class Kind(StrEnum):
    """What a phrase claims."""

    NONE_SHOWN = "none_shown"
    SAME = "same"
    DIFFERENT = "different"


_SIGNIFICANT = r"(?:statistisch |statistically )?(?:significant\w*|aantoonba\w+\b(?! vanaf))"
_PATTERNS = (
    (Kind.NONE_SHOWN, rf"\b(?:(?:verschil(?:len|t)|differ)\s(?:\w+\s){{0,4}}?)?"
                      rf"(?:geen|niet|no|not)\s(?:\w+\s){{0,2}}?{_SIGNIFICANT}(?:\s(?:verschil\w*|differ\w*))?|"
                      rf"\b(?:niet|not)\s(?:be\s)?(?:aangetoond|shown)\b|\bgeen verschil aangetoond\b"),
    (Kind.SAME, r"\bgeen (?:enkel )?verschil\b|\bverschillen (?:onderling )?niet\b|\beven (?:vaak|veel|positief)\b|"
                r"\bevenveel\b|\bnet zo (?:vaak|veel)\b|\bno difference\b|\bequally (?:often|likely)\b|"
                r"\b(?:just )?as often as\b|\bdo(?:es)? not differ\b|\bidenti\w+ answers?\b|\bzijn gelijk\b"),
    (Kind.DIFFERENT, rf"\b{_SIGNIFICANT}\s?(?:\w+\s)?(?:verschil\w*|differ\w*|vaker|meer|minder|hoger|lager|more|less|"
                     r"higher|lower)?|\bverschil(?:len|t)\b|\bdiffers?\b"),
    (Kind.DIFFERENT, r"\b(?P<word>vaker|minder vaak|meer|minder|hoger|lager|groter|kleiner|positiever|negatiever|"
                     r"zwaarder|sterker|belangrijker|eerder|liever)\b"
                     r"(?=[^.;]{0,140}?\bdan\b)"),
    (Kind.DIFFERENT, r"\b(?P<word>more important|stronger|more often|more likely|"
                     r"less often|less likely|higher|lower|larger|smaller|more|less|"
                     r"fewer)\b(?=[^.;]{0,140}?\bthan\b)"),
)  # fmt: skip
PATTERNS = tuple((kind, re.compile(pattern, re.IGNORECASE)) for kind, pattern in _PATTERNS)

ALL = 10.0
"""No place is too unlikely for a claim: the first that was tested is the one."""

ENOUGH = 0.4
"""So much of a question's wording must be named for a claim without an answer to be about it."""

_DEFINED = re.compile(r"\b(?:significant betekent|significant means)\b", re.IGNORECASE)
_THAN = re.compile(r"\b(?:dan|than)\b", re.IGNORECASE)
_DOWN = re.compile(r"\b(?:minder|lager|kleiner|negatiever|less|lower|fewer|smaller)\b", re.IGNORECASE)
_COMPARATIVE = re.compile(
    r"\b(?:vaker|minder|meer|hoger|lager|groter|kleiner|positiever|zwaarder|sterker|belangrijker|eerder|liever|more|less|higher|lower|larger|smaller|fewer)\b",
    re.IGNORECASE,
)
_HIGHEST = re.compile(
    r"\b(?:(?:meest|vaakst) (?:genoemd\w*|gekozen|gegeven)|het vaakst\b(?: genoemd)?|staat (?:\w+ ){0,4}?bovenaan|"
    r"most (?:often|frequently|commonly) (?:named|mentioned|chosen|cited|given)|"
    r"most (?:common|frequent|popular) (?:answer|reason|choice)|named most (?:often|frequently)|tops the list|"
    r"(?:is|blijft|vormt|vormen|zijn|are|remains)\s(?:\(?(?:met|with)\s[\d.,]+\s?(?:%|procent|percent|per cent)\)?\s)?"
    r"(?:verreweg |by far )?(?:het|de|the) (?:belangrijkste|most important))\b",
    re.IGNORECASE,
)
_CAUSAL = re.compile(
    r"\b(?:bewij(?:s|st|zen)|bewezen|toont aan|tonen aan|veroorzaak\w*|leid(?:t|en|de|den) tot|zorg(?:t|en) ervoor|"
    r"doordat|omdat|daardoor|hierdoor|dankzij|als gevolg van|komt door|prove[sdn]?|proof|cause[sd]?|causing|because|"
    r"due to|leads? to|led to|thanks to|as a result of|owing to)\b(?!\s(?:of )?(?:rounding|afronding))",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Subject:
    """What a claim compares: two segments of a variable, by code, in the order of the text."""

    variable: str
    first: str
    second: str
    has_order: bool


class Claims:
    """Judges claims in words. ``told_in`` is the language of the explanations."""

    def __init__(self, report: Report, linker: Linker, told_in: str) -> None:
        self.report, self.linker, self.told_in = report, linker, told_in
        self.before: Subject | None = None

    def tests(self, sentence: Sentence) -> list[Comparison]:
        """Give the comparisons that a sentence may speak of, the likeliest first."""
        subject = self._subject(sentence) or self.before
        return [] if subject is None else self._all_tests(sentence, subject)

    def marks(self, sentence: Sentence) -> Iterator[Mark]:
        """Judge the claims of a sentence."""
        taken = [(each.start, each.end) for each in sentence.numbers]
        taken += [(each.start, each.end) for each in sentence.answers]
        is_denied = False
        for kind, pattern in PATTERNS:
            for match in pattern.finditer(sentence.text):
                if is_denied and kind is Kind.DIFFERENT and not _COMPARATIVE.search(match[0]):
                    continue
                span = (match.start() + sentence.start, len(match[0].rstrip()) + match.start() + sentence.start)
                if any(start < span[1] and span[0] < end for start, end in taken):
                    continue
                mark = self._claim(sentence, kind, span)
                taken.append(span)
                is_denied |= kind is not Kind.DIFFERENT
                if mark is not None:
                    yield mark
        yield from self._highest(sentence)
        yield from self._causes(sentence)
        self.before = self._subject(sentence) or (None if sentence.groups else self.before)

    def forget(self) -> None:
        """Begin a new paragraph."""
        self.before = None

    def _claim(self, sentence: Sentence, kind: Kind, span: tuple[int, int]) -> Mark | None:
        if _DEFINED.search(sentence.text):
            return None
        subject = self._subject(sentence)
        if kind is Kind.DIFFERENT and (subject is None or not self._has_two_groups(sentence)):
            order = self._order(sentence, span)
            if order is not None:
                return order
        subject = subject or self.before
        if subject is None:
            is_about_poll = bool(sentence.numbers or sentence.answers or sentence.groups)
            is_strong = re.search(_SIGNIFICANT, sentence.text, re.IGNORECASE) is not None
            if not (is_about_poll or is_strong):
                return None
            return self._by_variable(sentence, kind, span) or self._mark(span, Verdict.NOT_FOUND, "not_tested")
        tests = self._tests(sentence, subject)
        if not tests:
            return self._by_variable(sentence, kind, span) or self._mark(span, Verdict.NOT_FOUND, "not_tested")
        marks = [self._verdict(sentence, kind, span, subject, test) for test in tests]
        return next((mark for mark in marks if mark.verdict is Verdict.AGREES), marks[0])

    def _verdict(
        self, sentence: Sentence, kind: Kind, span: tuple[int, int], subject: Subject, test: Comparison
    ) -> Mark:
        told = f"{test.test_name}, {test.p_text}"
        if test.verdict == "not_testable":
            return self._mark(span, Verdict.DIFFERS, "not_testable")
        if kind is Kind.DIFFERENT:
            if not test.is_significant:
                return self._mark(span, Verdict.DIFFERS, "difference_not", test=told)
            if subject.has_order and self._goes_other_way(sentence, subject, test):
                return self._mark(span, Verdict.DIFFERS, "difference_other_way")
            return self._mark(span, Verdict.AGREES, "difference_supported", test=told)
        if test.is_significant:
            return self._mark(span, Verdict.DIFFERS, "no_difference_not", test=told)
        if kind is Kind.NONE_SHOWN:
            return self._mark(span, Verdict.AGREES, "no_difference_supported", test=told)
        is_similar = test.verdict == "similar"
        verdict = Verdict.AGREES if is_similar else Verdict.DIFFERS
        return self._mark(span, verdict, "similar_supported" if is_similar else "similar_not")

    def _goes_other_way(self, sentence: Sentence, subject: Subject, test: Comparison) -> bool:
        difference = test.difference or 0.0
        if test.first != subject.first:
            difference = -difference
        return difference > 0 if _DOWN.search(sentence.text) else difference < 0

    def _by_variable(self, sentence: Sentence, kind: Kind, span: tuple[int, int]) -> Mark | None:
        """Judge a claim on a question by a whole variable ("differs by size")."""
        places = self.linker.places(sentence, None)
        for variable in self.report.overview.segment_variables:
            if variable.label.lower() not in sentence.text.lower():
                continue
            for code in dict.fromkeys(code for code, _row in places):
                test = self.linker.subjects.questions[code].views[variable.code].overall
                if test is not None:
                    return self._verdict(sentence, kind, span, Subject(variable.code, "", "", False), test)
        return None

    def _subject(self, sentence: Sentence) -> Subject | None:
        """Give the two groups that a sentence compares: those named, or one named and the only other one."""
        by_variable: dict[str, list[NamedGroup]] = {}
        for group in sentence.groups:
            known = by_variable.setdefault(group.variable, [])
            if all(group.segment != each.segment for each in known):
                known.append(group)
        for variable, groups in by_variable.items():
            if len(groups) >= 2:
                return self._in_order(sentence, variable, groups[0], groups[1])
        for variable, groups in by_variable.items():
            segments = self.linker.segments(variable)
            if len(segments) == 2 and _COMPARATIVE.search(sentence.text):
                other = next(code for code in segments if code != groups[0].segment)
                than = _THAN.search(sentence.text)
                is_object = than is not None and groups[0].start > than.start() + sentence.start
                pair = (other, groups[0].segment) if is_object else (groups[0].segment, other)
                return Subject(variable, *pair, has_order=True)
        return None

    def _in_order(self, sentence: Sentence, variable: str, first: NamedGroup, second: NamedGroup) -> Subject:
        """Put the group after "than" second."""
        than = _THAN.search(sentence.text)
        has_order = than is not None and _COMPARATIVE.search(sentence.text) is not None
        if than is not None and has_order:
            place = than.start() + sentence.start
            if first.start > place and second.start > place:
                return Subject(variable, second.segment, first.segment, has_order)
        return Subject(variable, first.segment, second.segment, has_order)

    def _tests(self, sentence: Sentence, subject: Subject) -> list[Comparison]:
        return self._all_tests(sentence, subject)[:1]

    def _all_tests(self, sentence: Sentence, subject: Subject) -> list[Comparison]:
        found = []
        for code, row in self._places(sentence):
            view = self.linker.subjects.questions[code].views.get(subject.variable)
            for test in view.comparisons if view else ():
                is_row = test.row == row or (test.scope == "mean" and view is not None and not view.rows)
                if {test.first, test.second} == {subject.first, subject.second} and is_row:
                    found.append(test)
        return found

    def _places(self, sentence: Sentence) -> list[Place]:
        """Give the answers that a claim may be about; without any, what the claims on the question are about.

        A net before its parts: "agree or strongly agree" is one thing.
        """
        asked = [code for code, named in sentence.questions.items() if named > 1]
        places = [place for place in self.linker.places(sentence, None, clear=ALL) if not asked or place[0] in asked]
        if places:
            return sorted(places, key=lambda place: (place[0] != places[0][0], not self._is_net(place)))
        code, named = max(sentence.questions.items(), key=lambda pair: pair[1], default=("", 0.0))
        row = key_row(self.linker.subjects.questions[code].total) if named >= ENOUGH else None
        return [(code, row.code if row else "")] if named >= ENOUGH else []

    def _is_net(self, place: Place) -> bool:
        rows = self.linker.subjects.questions[place[0]].total.rows
        return any(row.code == place[1] and row.kind is RowKind.NET for row in rows)

    def _has_two_groups(self, sentence: Sentence) -> bool:
        """Whether a sentence names two groups of one variable."""
        segments = {(group.variable, group.segment) for group in sentence.groups}
        return len(segments) > len({variable for variable, _segment in segments})

    def _order(self, sentence: Sentence, span: tuple[int, int]) -> Mark | None:
        """Judge "A more often than B", of two answers of one question in one group."""
        than = _THAN.search(sentence.text)
        if than is None:
            return None
        place = than.start() + sentence.start
        for question in dict.fromkeys(each.question for each in sentence.answers):
            own = [each for each in sentence.answers if each.question == question]
            before, after = [e for e in own if e.end <= place], [e for e in own if e.start >= place]
            if not before or not after:
                continue
            said = Said(span[0], span[1], Numeral.OTHER, Fraction(0))
            if re.search(_SIGNIFICANT, sentence.text, re.IGNORECASE):
                return self._mark(span, Verdict.NOT_FOUND, "not_tested")
            cells = [
                self.linker.cell(question, each.row, self.linker.groups(sentence, said))
                for each in (before[-1], after[0])
            ]
            if cells[0] is None or cells[1] is None:
                continue
            is_more = cells[0].exact > cells[1].exact
            is_right = not is_more if _DOWN.search(sentence.text) else is_more
            right = f"{cells[0].percent} – {cells[1].percent}"
            verdict = Verdict.AGREES if is_right else Verdict.DIFFERS
            return self._mark(span, verdict, "order_agrees" if is_right else "order_not", right=right)
        return None

    def _highest(self, sentence: Sentence) -> Iterator[Mark]:
        for match in _HIGHEST.finditer(sentence.text):
            span = (match.start() + sentence.start, match.end() + sentence.start)
            said = Said(*span, Numeral.OTHER, Fraction(0))
            link = self.linker.link(sentence, said)
            if not link.cells or not sentence.answers:
                continue
            choices = [each for each in link.cells if each.row.kind is RowKind.CHOICE]
            if any(each.cell.is_highest for each in choices):
                yield self._mark(span, Verdict.AGREES, "highest_agrees", kind=MarkKind.HIGHEST)
            elif choices:
                best = choices[0]
                position = best.table.columns.index(best.column)
                highest = next((row for row in best.table.rows if _is_highest(row, position)), best.row)
                yield self._mark(span, Verdict.DIFFERS, "highest_not", kind=MarkKind.HIGHEST, right=highest.label)

    def _causes(self, sentence: Sentence) -> Iterator[Mark]:
        for match in _CAUSAL.finditer(sentence.text):
            span = (match.start() + sentence.start, match.end() + sentence.start)
            if not any(each.start <= span[0] < each.end for each in sentence.answers):
                yield self._mark(span, Verdict.WORDING, "causal", kind=MarkKind.CAUSAL)

    def _mark(
        self,
        span: Sequence[int],
        verdict: Verdict,
        key: str,
        *,
        kind: MarkKind = MarkKind.DIFFERENCE,
        right: str = "",
        test: str = "",
    ) -> Mark:
        message = explain(self.told_in, key, right=right, test=test)
        return Mark(span[0], span[1], verdict, kind, message, right)


def _is_highest(row: Row, position: int) -> bool:
    cell = row.cells[position]
    return cell is not None and cell.is_highest
