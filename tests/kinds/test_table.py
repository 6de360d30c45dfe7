"""The table in the documentation is what the product does."""

from typing import Any

import pytest

from polls.codebook.kinds import QuestionKind
from tests.codebook.sample_kinds import EXAMPLES
from tests.kinds.table import DOCUMENT, HEADINGS, WAYS, numbers_of, row_of, tabulated, written

pytestmark = pytest.mark.pure

TABULATED = {
    "single": "share per option",
    "multiple": "share per option",
    "dropdown": "share per option",
    "scale": "share per option, nets, mean, median",
    "rating": "share per option, mean, median",
    "nps": "share per option, nets, score",
    "stars": "share per option, mean, median",
    "matrix_single": "share per option, per row",
    "matrix_multiple": "share per option, per row",
    "matrix_number": "mean, median, per row",
    "ranking": "first places, mean rank, top places, points",
    "allocation": "mean, median, per part",
    "slider": "mean, median",
    "number": "mean, median",
    "date": "share per month, year or decade, median, middle 80 %",
    "month": "share per month, year or decade, median, middle 80 %",
    "short_text": "how many answered",
    "long_text": "how many answered",
    "image_choice": "share per option",
    "file": "how many answered",
    "information": "nothing to count",
    "hidden": "share per option",
    "calculated": "mean, median",
    "consent": "share per option",
}


def test_the_document_has_the_table_of_this_moment() -> None:
    document = DOCUMENT.read_text()
    assert written(document) == document, "write it anew: python -m tests.kinds.table"


def test_every_kind_has_every_cell() -> None:
    assert set(WAYS) == set(QuestionKind)
    for kind in QuestionKind:
        cells = row_of(kind)
        assert len(cells) == len(HEADINGS)
        assert all(cells)


@pytest.mark.parametrize("kind", QuestionKind)
def test_tabulation(kind: Any) -> None:
    assert tabulated(EXAMPLES[kind].question) == TABULATED[kind.value]
    for group in numbers_of(EXAMPLES[kind].question):
        counted = group["answered"] + group["skipped"]
        assert (group["asked"], counted) == (40, 40)
