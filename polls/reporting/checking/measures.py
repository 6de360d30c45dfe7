"""The verdict on means, differences in points and p-values."""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from polls.reporting.checking.groups import NamedGroup
from polls.reporting.checking.linking import Linker, columns_of
from polls.reporting.checking.marks import Mark, MarkKind, Verdict
from polls.reporting.checking.numerals import Numeral, Said
from polls.reporting.checking.passages import Sentence
from polls.reporting.checking.phrases import explain
from polls.reporting.document import Comparison, Mean, QuestionReport, Report
from polls.reporting.numbers import decimals_for, points, rounded


class Measures:
    """Judges what is no share. ``told_in`` is the language of the explanations."""

    def __init__(self, report: Report, linker: Linker, told_in: str) -> None:
        self.report, self.linker, self.told_in = report, linker, told_in

    def mean(self, sentence: Sentence, said: Said) -> Mark:
        """Judge a mean: of the question with a mean that the sentence speaks of most."""
        means = list(self._means(sentence, self.linker.groups(sentence, said)))
        if not means:
            return self._mark(said, Verdict.NOT_FOUND, MarkKind.MEAN, "not_found")
        if any(_is_mean(said, mean) for mean in means):
            return self._mark(said, Verdict.AGREES, MarkKind.MEAN, "mean_agrees")
        return self._mark(said, Verdict.DIFFERS, MarkKind.MEAN, "mean", means[0].mean_text)

    def points(self, sentence: Sentence, said: Said, tests: Sequence[Comparison]) -> Mark:
        """Judge a difference in percentage points: of a comparison, or what could have been shown."""
        shares = [test for test in tests if test.row is not None and test.difference is not None]
        for test in shares:
            values = [Fraction(abs(value)) for value in (test.difference, test.detectable) if value is not None]
            decimals = min(said.decimals, decimals_for(min(test.bases, default=0)))
            if any(said.value * 100 == rounded(value * 100, decimals) for value in values):
                return self._mark(said, Verdict.AGREES, MarkKind.POINTS, "points_agrees")
        if not shares:
            return self._mark(said, Verdict.NOT_FOUND, MarkKind.POINTS, "not_found")
        right = points(abs(shares[0].difference or 0.0), self.report.language)
        return self._mark(said, Verdict.DIFFERS, MarkKind.POINTS, "points", right)

    def pvalue(self, said: Said, tests: Sequence[Comparison]) -> Mark:
        """Judge a p-value by those of the tests that the sentence may speak of."""
        known = [test for test in tests if test.pvalue is not None]
        if any(_is_pvalue(said, test.pvalue or 0.0) for test in known):
            return self._mark(said, Verdict.AGREES, MarkKind.PVALUE, "pvalue_agrees")
        if not known:
            return self._mark(said, Verdict.NOT_FOUND, MarkKind.PVALUE, "not_found")
        return self._mark(said, Verdict.DIFFERS, MarkKind.PVALUE, "pvalue", known[0].p_text)

    def _means(self, sentence: Sentence, groups: Sequence[NamedGroup]) -> Iterator[Mean]:
        asked = [each for each in self.report.questions if each.total.means]
        asked.sort(key=lambda each: -self.linker.score(sentence, each.code))
        best = self.linker.score(sentence, asked[0].code) if asked else 0.0
        for question in asked:
            if best > 0 and self.linker.score(sentence, question.code) >= best - 0.1:
                yield from _means_of(question, groups)

    def _mark(self, said: Said, verdict: Verdict, kind: MarkKind, key: str, right: str = "") -> Mark:
        return Mark(said.start, said.end, verdict, kind, explain(self.told_in, key, right=right), right)


def _means_of(question: QuestionReport, groups: Sequence[NamedGroup]) -> Iterator[Mean]:
    for table, position in columns_of(question, groups):
        mean = table.means[position] if table.means else None
        if mean is not None:
            yield mean


def _is_mean(said: Said, mean: Mean) -> bool:
    decimals = len(mean.mean_text.replace(",", ".").partition(".")[2])
    return said.decimals <= decimals and said.value == rounded(mean.mean, said.decimals)


def _is_pvalue(said: Said, pvalue: float) -> bool:
    if said.word == "<":
        return pvalue < said.value
    if said.word == ">":
        return pvalue > said.value
    return said.value == rounded(pvalue, said.decimals)


MEASURES = frozenset({Numeral.MEAN, Numeral.POINTS, Numeral.PVALUE})
