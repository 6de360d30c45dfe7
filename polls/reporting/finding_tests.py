"""The answer given most against the one after it: the exact sign test among those who gave either of the two.

Of one question with one answer each, those who gave the first and those who gave the second are different people, so
that the comparison is McNemar's with nobody in both (Conover 1999, section 3.4). Corrected over all questions of a run.
"""

from collections.abc import Sequence

import numpy as np

from polls.analysis.adjustment import Correction, adjust
from polls.analysis.paired import sign_test
from polls.codebook.schema import QuestionKind
from polls.reporting.document import QuestionReport, RowKind

ONE_ANSWER = frozenset(
    {QuestionKind.SINGLE, QuestionKind.DROPDOWN, QuestionKind.IMAGE_CHOICE, QuestionKind.MATRIX_SINGLE}
)
"""Kinds of which everybody gives one answer, of answers that are not points of a scale."""


def lead_pvalues(questions: Sequence[QuestionReport]) -> dict[str, float]:
    """Give the corrected p-value of the first answer against the second, by question with both; not where weighted."""
    counts = {question.code: pair for question in questions if (pair := _first_two(question)) is not None}
    if not counts:
        return {}
    first, second = (np.asarray(each, np.float64) for each in zip(*counts.values(), strict=True))
    corrected = adjust(sign_test(first, first + second), Correction.BENJAMINI_HOCHBERG)
    return dict(zip(counts, corrected.tolist(), strict=True))


def _first_two(question: QuestionReport) -> tuple[int, int] | None:
    cells = [row.cells[0] for row in question.total.rows if row.kind is RowKind.CHOICE]
    shown = [cell for cell in cells if cell is not None]
    if question.kind not in ONE_ANSWER or len(shown) < 2 or any(cell.effective is not None for cell in shown):
        return None
    first, second = sorted((cell.count for cell in shown), reverse=True)[:2]
    return (first, second) if first else None
