"""What somebody wants to see when exploring, and what there is to choose from. Loads nothing heavy."""

from collections.abc import Mapping
from dataclasses import dataclass

from polls.analysis.shapes import Shape, shape_of
from polls.codebook.schema import BaseRule, Question, QuestionKind, Questionnaire

ANSWER = "answer."
"""What stands before the code of a question that divides the respondents; no segment variable has a point."""

MOST_COLUMNS = 12
"""A question of more answers than that is no heading of a table that somebody can read."""

Part = tuple[str, str]


@dataclass(frozen=True)
class Exploration:
    """What somebody wants to see: a variable, by ``by`` (empty: the total alone) and of whom.

    ``within``: segments (variable, segment), any of one variable and all variables. ``where``: a condition as well.
    ``nets``: answers taken together. ``base``: other than the rule of the question. ``is_quick``: without a test of
    the whole table where that takes more than a moment. ``without``: flags of responses that are left out.
    """

    question: str
    by: str = ""
    within: tuple[Part, ...] = ()
    where: str = ""
    nets: tuple[tuple[str, ...], ...] = ()
    base: BaseRule | None = None
    is_quick: bool = True
    without: tuple[str, ...] = ()

    @property
    def segments_within(self) -> Mapping[str, tuple[str, ...]]:
        """Give the segments that were chosen, by variable in order of code."""
        found: dict[str, list[str]] = {}
        for variable, segment in sorted(self.within):
            found.setdefault(variable, []).append(segment)
        return {variable: tuple(segments) for variable, segments in found.items()}

    @property
    def answer(self) -> str:
        """The question of which the answers are the columns; empty where segments are."""
        return self.by.removeprefix(ANSWER) if self.by.startswith(ANSWER) else ""


def rows_on_offer(questionnaire: Questionnaire) -> list[Question]:
    """Give the variables that can be explored: all that are counted, texts aside."""
    return [variable for variable in questionnaire.variables if shape_of(variable) is not Shape.TEXT]


def columns_on_offer(questionnaire: Questionnaire) -> list[Question]:
    """Give the variables of which the answers can divide the respondents: a choice of not too many."""
    return [
        variable
        for variable in questionnaire.variables
        if shape_of(variable) is Shape.CHOICE and 1 < len(variable.options) <= MOST_COLUMNS
    ]


def may_have_nets(variable: Question) -> bool:
    """Whether answers can be taken together: one choice of several, that is not a score with groups of its own."""
    is_one_of_several = shape_of(variable) is Shape.CHOICE and len(variable.options) > 2
    return is_one_of_several and variable.kind is not QuestionKind.NPS
