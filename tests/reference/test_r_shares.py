"""Intervals and comparisons of shares are those of R."""

from itertools import combinations

import numpy as np
import pytest

from polls.analysis.adjustment import Correction, adjust
from polls.analysis.freeman_halton import fisher_2x2
from polls.analysis.intervals import (
    clopper_pearson,
    effective_base,
    hypergeometric,
    newcombe,
    wilson,
    wilson_fpc,
)
from polls.analysis.letters import column_letters
from polls.analysis.significance import two_proportion_z
from tests.reference.cases import Case, cases, close, close_pvalue

pytestmark = pytest.mark.pure

CORRECTIONS = {
    "none": Correction.NONE,
    "holm": Correction.HOLM,
    "BH": Correction.BENJAMINI_HOCHBERG,
    "bonferroni": Correction.BONFERRONI,
}


@pytest.mark.parametrize("case", cases("intervals"))
def test_intervals_of_a_share(case: Case) -> None:
    count, base, population = case["count"], case["base"], case["population"]
    share = count / base
    assert wilson(share, base) == close(case["wilson"])
    assert wilson(share, base, confidence=0.9) == close(case["wilson90"])
    assert clopper_pearson(count, base) == close(case["clopper_pearson"])
    assert clopper_pearson(count, base, confidence=0.99) == close(case["clopper_pearson99"])
    assert effective_base(base, population) == close(float(case["effective"]))
    assert wilson_fpc(count, base, population) == close(case["wilson_fpc"])
    assert hypergeometric(count, base, population) == close(case["hypergeometric"])


@pytest.mark.parametrize("case", cases("pairs"))
def test_difference_of_two_shares(case: Case) -> None:
    (first, second), (first_base, second_base) = case["counts"], case["bases"]
    z, pvalue = two_proportion_z(first, first_base, second, second_base)
    assert first / first_base - second / second_base == close(case["difference"])
    assert newcombe(first / first_base, first_base, second / second_base, second_base) == close(case["newcombe"])
    assert fisher_2x2(first, first_base, second, second_base) == close_pvalue([case["fisher"]])
    if case["z"] not in (None, "NaN"):
        assert z == close(case["z"])
        assert pvalue == close_pvalue(case["pvalue"])


@pytest.mark.parametrize("case", cases("corrections"))
def test_all_pairs_of_a_row(case: Case) -> None:
    counts, bases = np.array(case["counts"]), np.array(case["bases"])
    first, second = np.array(list(combinations(range(len(counts)), 2))).T
    _, raw = two_proportion_z(counts[first], bases[first], counts[second], bases[second])
    for name, correction in CORRECTIONS.items():
        triangle = {
            (column, row + 1): pvalue for row, line in enumerate(case[name]) for column, pvalue in enumerate(line)
        }
        expected = [triangle[pair] for pair in zip(first.tolist(), second.tolist(), strict=True)]
        assert adjust(raw, correction) == close_pvalue(expected)


@pytest.mark.parametrize("case", cases("letters"))
def test_column_letters(case: Case) -> None:
    counts, bases = np.array(case["counts"]), np.array(case["bases"])
    for name, correction in CORRECTIONS.items():
        assert column_letters(counts, bases, correction=correction) == case["letters"][name]
