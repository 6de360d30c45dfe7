import numpy as np
import pytest

from polls.analysis.adjustment import Correction
from polls.analysis.letters import column_letters

pytestmark = pytest.mark.pure


def test_the_larger_share_gets_the_letter_of_the_smaller() -> None:
    assert column_letters(np.array([[60, 40, 50], [40, 60, 50]]), np.array([100, 100, 100])) == [
        ["B", "", ""],
        ["", "A", ""],
    ]


def test_a_column_with_nobody_or_everybody_takes_no_part() -> None:
    counts, bases = np.array([[30, 0, 12], [30, 60, 48]]), np.array([60, 60, 60])
    assert column_letters(counts, bases) == [["C", "", ""], ["", "", "A"]]


def test_the_correction_counts_only_the_columns_that_take_part() -> None:
    counts, bases = np.array([[57, 43, 0, 0, 0]]), np.array([100, 100, 100, 100, 100])
    assert column_letters(counts, bases, correction=Correction.BONFERRONI) == [["B", "", "", "", ""]]


def test_after_z_come_two_letters() -> None:
    counts = np.array([[90] + [1] * 27])
    (row,) = column_letters(counts, np.full(28, 100), correction=Correction.NONE)
    assert row[0] == "".join(sorted([*"BCDEFGHIJKLMNOPQRSTUVWXYZ", "AA", "AB"]))
