"""Checks a text against a run: finds its numbers and claims, and says of each what the run has."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from polls.reporting.checking.claims import Claims
from polls.reporting.checking.judging import Judge
from polls.reporting.checking.linking import Link, Linker
from polls.reporting.checking.marks import CheckedText, Mark, MarkKind, Verdict
from polls.reporting.checking.measures import Measures
from polls.reporting.checking.numerals import Numeral, Said
from polls.reporting.checking.passages import Sentence, is_share, sentences_of
from polls.reporting.checking.phrases import explain
from polls.reporting.checking.subjects import Subjects
from polls.reporting.checking.supported import is_supported
from polls.reporting.checking.tokens import tokens_of
from polls.reporting.document import Report
from polls.reporting.numbers import number

_DUTCH = frozenset({"de", "het", "een", "van", "en", "bij", "niet", "dat", "voor", "met", "zijn", "op", "aan", "noemt"})
_ENGLISH = frozenset({"the", "of", "and", "at", "not", "that", "for", "with", "are", "in", "to", "a", "by", "name"})
_MEAN = re.compile(r"\b(?:gemiddeld\w*|average|mean)\b", re.IGNORECASE)
_SMALL = re.compile(r"kleine groep|klein aantal|indicatief|small group|small number|indicative", re.IGNORECASE)


def language_of(text: str) -> str:
    """Give the language that a text seems to be in: ``nl`` or ``en``."""
    words = [token.word for token in tokens_of(text)]
    return "nl" if sum(word in _DUTCH for word in words) >= sum(word in _ENGLISH for word in words) else "en"


def check_text(text: str, report: Report, *, told_in: str) -> CheckedText:
    """Check a text in the language of ``report``, which is one after disclosure control. Never raises for any text.

    ``told_in`` is the language of the explanations.
    """
    return Checker(text, report, told_in).checked()


class Checker:
    """Checks one text, sentence by sentence."""

    def __init__(self, text: str, report: Report, told_in: str) -> None:
        self.text, self.report, self.told_in = text, report, told_in
        subjects = Subjects(report)
        self.linker = Linker(subjects)
        self.judge = Judge(report, self.linker, told_in)
        self.measures = Measures(report, self.linker, told_in)
        self.claims = Claims(report, self.linker, told_in)
        self.sentences = sentences_of(text, subjects)

    def checked(self) -> CheckedText:
        marks: list[Mark] = []
        paragraph = -1
        for sentence in self.sentences:
            if sentence.paragraph != paragraph:
                self.claims.forget()
                paragraph = sentence.paragraph
            self.linker.begin(sentence)
            shares = self.judge.shares(sentence)
            marks += self._numbers(sentence, shares)
            marks += self.claims.marks(sentence)
            self.linker.end(sentence, [link for _said, link in shares])
        return CheckedText(self.text, self.report.language, tuple(_apart(marks)))

    def _numbers(self, sentence: Sentence, shares: Sequence[tuple[Said, Link]]) -> Iterator[Mark]:
        for said, link in shares:
            mark = self.judge.share(said, link)
            if mark.is_alarm and said.kind is Numeral.PERCENT and _MEAN.search(sentence.text):
                mean = self.measures.mean(sentence, replace(said, value=said.value * 100))
                mark = mean if mean.verdict is Verdict.AGREES else mark
            yield self._with_small_base(sentence, said, link, mark)
        tests = self.claims.tests(sentence)
        for said in sentence.numbers:
            if said.kind is Numeral.BASE:
                yield self.judge.base(sentence, said, shares)
            elif said.kind is Numeral.INTERVAL:
                yield self.judge.interval(said, shares)
            elif said.kind is Numeral.MEAN:
                yield self.measures.mean(sentence, said)
            elif said.kind is Numeral.POINTS:
                yield self.measures.points(sentence, said, tests)
            elif said.kind is Numeral.PVALUE:
                yield self.measures.pvalue(said, tests)
            elif not is_share(said):
                yield self.judge.aside(said)

    def _with_small_base(self, sentence: Sentence, said: Said, link: Link, mark: Mark) -> Mark:
        """Ask for the n of a right figure on a small base, where its paragraph does not name it."""
        if mark.verdict is not Verdict.AGREES:
            return mark
        cell = next((each.cell for each in link.cells if is_supported(said, each.cell)), None)
        if cell is None or not cell.is_small_base:
            return mark
        around = [each for each in self.sentences if each.paragraph == sentence.paragraph]
        bases = {int(each.value) for one in around for each in one.numbers if each.kind is Numeral.BASE}
        if cell.base in bases or any(_SMALL.search(each.text) for each in around):
            return mark
        message = explain(self.told_in, "small_base", n=number(cell.base, self.report.language))
        return Mark(mark.start, mark.end, Verdict.WORDING, MarkKind.SMALL_BASE, message, mark.right)


def _apart(marks: Sequence[Mark]) -> list[Mark]:
    """Put marks in reading order; where two overlap the alarm stays, else the first."""
    kept: list[Mark] = []
    for mark in sorted(marks, key=lambda each: (not each.is_alarm, each.start)):
        if not any(mark.start < other.end and other.start < mark.end for other in kept):
            kept.append(mark)
    return sorted(kept, key=lambda each: each.start)
