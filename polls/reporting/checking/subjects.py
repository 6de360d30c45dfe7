"""The questions, answers and groups of a report as words, and where a text names them."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from polls.codebook.schema import QuestionKind
from polls.reporting.checking.groups import groups_of
from polls.reporting.checking.named import Named, strongest
from polls.reporting.checking.tokens import NEGATIONS, PARTICLES, STOP_WORDS, Token, alike, content, tokens_of
from polls.reporting.document import QuestionReport, Report, Row, RowKind

ENOUGH = 0.45
"""Which part of the weight of a label must be named for the label to be named."""

LEAST = 1.5
"""A question made of nothing but the words of the whole poll is not named by them."""

COMPOUND = 0.9
"""How well one word names a label of several words that are its parts ("kostenbesparing")."""

INFLECTED = 0.75
"""Points of a scale must be named by their own words: "oneens" is not "eens"."""

_REACH = 7
_SAYING = frozenset(
    {"met", "with", "antwoordt", "antwoorden", "zegt", "zeggen", "answer", "answers", "answered", "say", "says", "said"}
)
_NO_NAME = STOP_WORDS | NEGATIONS | {"ja", "nee", "yes", "anders", "namelijk", "other", "namely", "nog", "yet", "al"}


@dataclass(frozen=True)
class NamedAnswer(Named):
    """An answer, by the codes of its question and its row."""

    question: str = ""
    row: str = ""


@dataclass(frozen=True)
class Label:
    """Words of a label by stem, with their weights: words that many labels share weigh little."""

    weights: Mapping[str, float]
    least: float = 0.0
    """The weight that counts as all of it where its own words weigh less."""

    def found(self, tokens: Sequence[Token]) -> tuple[float, list[Token]]:
        """Say which part of its weight these words name, and by which words."""
        total = max(sum(self.weights.values()), self.least)
        best: dict[str, tuple[float, Token]] = {}
        for stem in self.weights:
            of_stem = max(
                ((alike(stem, token.stem), token) for token in tokens), key=lambda pair: pair[0], default=None
            )
            if of_stem is not None and of_stem[0]:
                best[stem] = of_stem
        count = Counter(token for _value, token in best.values())
        named = sum(
            self.weights[stem] * (max(value, COMPOUND) if count[token] > 1 else value)
            for stem, (value, token) in best.items()
        )
        return (named / total if total else 0.0), list(count)


class Subjects:
    """What a text about this report can speak of."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.title = frozenset(content(report.title))
        self.questions: Mapping[str, QuestionReport] = {each.code: each for each in report.questions}
        self.answers = {code: self._answers(question) for code, question in self.questions.items()}
        self.groups = groups_of(report, self.title)

    @cached_property
    def joined(self) -> frozenset[str]:
        """Stems of verbs whose particle may stand apart in a text."""
        stems: set[str] = set()
        for group in self.groups:
            stems |= group.shared | group.apart
        for question in self.questions.values():
            stems |= set(content(question.text)) | {stem for row in question.total.rows for stem in content(row.label)}
        return frozenset(stem for stem in stems if any(stem.startswith(part) for part in PARTICLES))

    @cached_property
    def wordings(self) -> Mapping[str, Label]:
        """The texts of the questions; words that many questions share weigh little."""
        texts = {code: set(content(question.text)) for code, question in self.questions.items()}
        count = Counter(stem for stems in texts.values() for stem in stems)
        return {
            code: Label({stem: 1.0 / count[stem] * (0.5 if stem in self.title else 1.0) for stem in stems}, LEAST)
            for code, stems in texts.items()
        }

    def yes_and_no(self, code: str) -> tuple[str, str] | None:
        """Give the rows of a question that is answered by yes or no."""
        rows = [row for row in self.questions[code].total.rows if row.kind is RowKind.CHOICE]
        words = [row.label.lower().split()[:1] for row in rows]
        if len(rows) == 2 and words[0] in (["ja"], ["yes"]) and words[1] in (["nee"], ["no"]):
            return rows[0].code, rows[1].code
        return None

    def implied_rows(self, code: str) -> tuple[str, str] | None:
        """Give the yes and the no that a question's own wording implies ("uses AI"), also beside other answers."""
        rows = {row.label.lower(): row.code for row in self.questions[code].total.rows if row.kind is RowKind.CHOICE}
        bare = [code for label, code in rows.items() if label in ("ja", "yes", "nee", "no")]
        return self.yes_and_no(code) or ((bare[0], bare[1]) if len(bare) == 2 else None)

    def _answers(self, question: QuestionReport) -> dict[str, Label]:
        rows = [row for row in question.total.rows if row.kind is RowKind.CHOICE]
        words = {row.code: _stems_of(row) for row in rows}
        count = Counter(stem for stems in words.values() for stem in stems)
        asked = set(content(question.text)) | self.title
        return {
            code: Label({stem: 1.0 / (count[stem] + (1 if stem in asked else 0)) ** 2 for stem in stems})
            for code, stems in words.items()
            if stems
        }

    def named_answers(self, tokens: Sequence[Token], text: str, offset: int) -> list[NamedAnswer]:
        """Find the answers of all questions that a text names; ``offset`` is where it begins."""
        named: list[NamedAnswer] = []
        for question, labels in self.answers.items():
            if self.questions[question].kind is QuestionKind.SCALE or self.yes_and_no(question):
                named += self._points_of_scale(question, tokens, text, offset)
                continue
            own = [
                NamedAnswer(*each, question=question, row=row)
                for row, label in labels.items()
                for each in _windows(label, tokens)
            ]
            named += strongest(
                [*own, *self._quoted(question, text, offset), *self._bare(question, tokens, text, offset)]
            )
        return named

    def _bare(self, question: str, tokens: Sequence[Token], text: str, offset: int) -> list[NamedAnswer]:
        """Find answers such as "yes" and "none of these", where somebody says them."""
        rows = [row for row in self.questions[question].total.rows if row.kind is RowKind.CHOICE]
        return [
            NamedAnswer(token.start, token.end, 1.0, question, row.code)
            for row in rows
            if row.code not in self.answers[question]
            for token in tokens
            if token.word == row.label.lower() and _is_said(token, tokens, text, offset)
        ]

    def _quoted(self, question: str, text: str, offset: int) -> list[NamedAnswer]:
        """Find the answers of a question whose whole label stands in the text."""
        labels = {row.code: row.label for row in self.questions[question].total.rows if row.kind is RowKind.CHOICE}
        return [
            NamedAnswer(match.start() + offset, match.end() + offset, 1.0, question, row)
            for row, label in labels.items()
            if len(label) > 3
            for match in re.finditer(rf"(?<!\w){re.escape(label)}(?!\w)", text, re.IGNORECASE)
        ]

    def _points_of_scale(self, question: str, tokens: Sequence[Token], text: str, offset: int) -> list[NamedAnswer]:
        """Find answers of a scale by their whole label, and its nets by both answers or by the bare word."""
        rows = [row for row in self.questions[question].total.rows if row.kind is RowKind.CHOICE]
        is_plain = self.yes_and_no(question) is not None
        exact: list[NamedAnswer] = []
        for row in sorted(rows, key=lambda each: -len(each.label)):
            words = [token.stem for token in tokens_of(row.label)]
            for at in range(len(tokens) - len(words) + 1):
                window = tokens[at : at + len(words)]
                is_named = all(alike(a, b.stem) >= INFLECTED for a, b in zip(words, window, strict=True))
                is_taken = any(each.start <= window[0].start and window[-1].end <= each.end for each in exact)
                if is_named and not is_taken and (not is_plain or _is_said(window[0], tokens, text, offset)):
                    exact.append(NamedAnswer(window[0].start, window[-1].end, 1.0, question, row.code))
        return exact + self._nets(question, exact)

    def nets(self, question: str) -> Mapping[str, Sequence[str]]:
        """Give the nets of a scale with the answers that they add up, by code."""
        rows = self.questions[question].total.rows
        codes = [row.code for row in rows if row.kind is RowKind.CHOICE]
        nets = {row.code for row in rows if row.kind is RowKind.NET}
        return {net: of_net for net, of_net in (("top2", codes[-2:]), ("bottom2", codes[:2])) if net in nets}

    def _nets(self, question: str, exact: Sequence[NamedAnswer]) -> list[NamedAnswer]:
        found: list[NamedAnswer] = []
        for net, codes in self.nets(question).items():
            of_net = sorted((each for each in exact if each.row in codes), key=lambda each: each.start)
            found += [NamedAnswer(of_net[0].start, of_net[-1].end, 1.0, question, net)] if of_net else []
        return found


def _stems_of(row: Row) -> set[str]:
    """Give what an answer can be known by; of "none of these" nothing but the whole label."""
    return {token.stem for token in tokens_of(row.label) if token.word not in _NO_NAME}


def _is_said(token: Token, tokens: Sequence[Token], text: str, offset: int) -> bool:
    """Tell whether a bare "yes" or "no" is an answer: it is quoted, or somebody says it."""
    at = token.start - offset
    if text[max(0, at - 1) : at] in ("‘", "“", '"', "'"):
        return True
    before = next((each for each in reversed(tokens) if each.end <= token.start), None)
    return before is not None and before.word in _SAYING


def _windows(label: Label, tokens: Sequence[Token]) -> list[tuple[int, int, float]]:
    """Find the places where enough of a label is named within few words."""
    places: list[tuple[int, int, float]] = []
    hits = [
        (position, token)
        for position, token in enumerate(tokens)
        if any(weight and alike(stem, token.stem) for stem, weight in label.weights.items())
    ]
    at = 0
    while at < len(hits):
        first = hits[at][0]
        inside = [pair for pair in hits[at:] if pair[0] - first < _REACH]
        cut = next((each[0] for each in inside[1:] if any(t.is_apart for t in tokens[first + 1 : each[0] + 1])), None)
        inside = [pair for pair in inside if cut is None or pair[0] < cut]
        strength, used = label.found([token for _position, token in inside])
        if strength >= ENOUGH:
            places.append((min(t.start for t in used), max(t.end for t in used), strength))
            at += len(inside)
        else:
            at += 1
    return places
