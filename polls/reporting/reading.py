"""What a report is built from: the questionnaire, the numbers of a run, and the language of the reader."""

from dataclasses import dataclass
from functools import cached_property

from polls.analysis.shapes import Shape, shape_of
from polls.analysis.summary_document import FORMAT, Group, QuestionSummary, Summary
from polls.codebook.schema import Question, Questionnaire, SegmentVariable, Text, in_language
from polls.reporting.phrases import CORRECTIONS

SMALLEST_TEXT_BASE = 10
"""The k of open text, whatever the poll's own k below it."""

CONFIDENCE = 0.95
"""The confidence that all sentences name."""


@dataclass(frozen=True)
class Reading:
    """A questionnaire and the Summary of a run of it, to be read in one language.

    Raises ValueError for a summary of another format, or with intervals of another confidence than is worded.
    """

    questionnaire: Questionnaire
    summary: Summary
    language: str

    def __post_init__(self) -> None:
        if self.summary["format"] != FORMAT:
            raise ValueError(f"not a {FORMAT} document: {self.summary['format']!r}")
        if self.summary["recipe"]["confidence"] != CONFIDENCE:
            raise ValueError(f"reports are worded for 95% intervals, not for {self.summary['recipe']['confidence']}")

    def text(self, text: Text) -> str:
        """Give a text of the poll in the reader's language."""
        return in_language(text, self.language)

    @cached_property
    def variables(self) -> tuple[SegmentVariable, ...]:
        """The segment variables of the run, in the order of the run."""
        known = self.questionnaire.segment_variable_by_code
        return tuple(known[sizes["code"]] for sizes in self.summary["segment_variables"])

    @property
    def correction(self) -> str:
        """The name of the correction for several pairs."""
        code = self.summary["recipe"]["correction"]
        return CORRECTIONS.get(code, code)

    def smallest_base(self, question: Question) -> int:
        """Give the size below which groups of this question are hidden."""
        k = self.summary["recipe"]["k"]
        return max(k, SMALLEST_TEXT_BASE) if shape_of(question) is Shape.TEXT else k


def groups_of(summary: QuestionSummary, variable: str | None) -> list[Group]:
    """Give the total and, with a variable, its segments, in order."""
    return [group for group in summary["groups"] if group["variable"] in (None, variable)]
