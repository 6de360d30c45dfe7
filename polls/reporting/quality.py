"""Flags on the quality of single responses. They mark and never delete; who leaves marked ones out says so.

- fast: Leiner's relative speed index of 2 or more (``codebook.pace``), reckoned when the response became visible.
- straight: the same answer in every row of every matrix of single answers with at least ``FEWEST_ROWS`` answered rows
  ("simple non-differentiation": Y. Kim, J. Dykema, J. Stevenson, P. Black and D. P. Moberg, "Straightlining: Overview
  of Measurement, Comparison of Indicators, and Effects in Mail-Web Mixed-Mode Surveys", Social Science Computer Review
  37(2), 2019).
- silent: fewer than half of the questions that were asked are answered, "don't know" counting as an answer: AAPOR,
  Standard Definitions, calls a case with less than that a break-off.
"""

from collections.abc import Iterator, Sequence
from functools import reduce
from operator import and_, or_

import polars as pl

from polls.codebook.answers import DONT_KNOW
from polls.codebook.pace import Pace
from polls.codebook.schema import LIST_KINDS, Question, QuestionKind, Questionnaire
from polls.reporting.flags import ANY, PACE_COLUMN, PREFIX

FEWEST_ROWS = 4
FEWEST_ASKED = 4
LEAST_ANSWERED = 0.5

_NOT_ASKED_OF_PEOPLE = frozenset({QuestionKind.INFORMATION, QuestionKind.HIDDEN, QuestionKind.CALCULATED})


def flagged(questionnaire: Questionnaire, frame: pl.DataFrame) -> pl.DataFrame:
    """Add a column ``flag.<name>`` (True, False) per flag, and ``flag.any``, to a frame of responses.

    The frame has a column of texts per variable (``results.dataset.frames``), and ``attributes._pace`` where known.
    """
    known = set(frame.columns)
    flags = {
        "fast": pl.col(PACE_COLUMN).eq_missing(Pace.FAST.value) if PACE_COLUMN in known else pl.lit(False),
        "straight": _straight(questionnaire, known),
        "silent": _silent([each for each in questionnaire.variables if each.code in known]),
    }
    named = [flag.alias(f"{PREFIX}{name}") for name, flag in flags.items()]
    return frame.with_columns(*named, reduce(or_, flags.values()).alias(f"{PREFIX}{ANY}"))


def _straight(questionnaire: Questionnaire, known: set[str]) -> pl.Expr:
    judged = [_of_matrix(names) for names in _matrices(questionnaire, known)]
    if not judged:
        return pl.lit(False)
    can_be_judged = [enough for enough, _same in judged]
    all_straight = reduce(and_, [~enough | same for enough, same in judged])
    return reduce(or_, can_be_judged) & all_straight


def _matrices(questionnaire: Questionnaire, known: set[str]) -> Iterator[list[str]]:
    """Yield the columns of each matrix of single answers that has rows enough."""
    for question in questionnaire.questions:
        names = [key for key in question.keys if key in known]
        if question.kind is QuestionKind.MATRIX_SINGLE and len(names) >= FEWEST_ROWS:
            yield names


def _of_matrix(names: Sequence[str]) -> tuple[pl.Expr, pl.Expr]:
    """Say whether enough rows are answered to judge, and whether all answered rows have the same answer."""
    answers = [pl.when(~pl.col(name).is_in(["", DONT_KNOW])).then(pl.col(name)) for name in names]
    count = pl.sum_horizontal(answer.is_not_null().cast(pl.Int32) for answer in answers)
    return count >= FEWEST_ROWS, pl.min_horizontal(answers) == pl.max_horizontal(answers)


def _silent(variables: Sequence[Question]) -> pl.Expr:
    asked_of_people = [each for each in variables if each.kind not in _NOT_ASKED_OF_PEOPLE]
    if not asked_of_people:
        return pl.lit(False)
    asked = pl.sum_horizontal(pl.col(each.code).is_not_null().cast(pl.Int32) for each in asked_of_people)
    given = pl.sum_horizontal(_is_given(each).fill_null(False).cast(pl.Int32) for each in asked_of_people)
    return (asked >= FEWEST_ASKED) & (given < LEAST_ANSWERED * asked)


def _is_given(variable: Question) -> pl.Expr:
    column = pl.col(variable.code)
    return column.list.len() > 0 if variable.kind in LIST_KINDS else column != ""
