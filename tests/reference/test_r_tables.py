"""Tests of whole tables are those of R."""

import numpy as np
import pytest

from polls.analysis.contingency import cramers_v, expected_counts, pearson, table_test, without_empty
from polls.analysis.freeman_halton import exact_pvalue, monte_carlo_pvalue
from tests.reference.cases import Case, cases, close, close_pvalue

pytestmark = pytest.mark.pure

SIMULATED = 20_000


@pytest.mark.parametrize("case", cases("associations"))
def test_chi_square(case: Case) -> None:
    counts, expected = without_empty(np.array(case["counts"])), case["chisq"]
    outcome = pearson(counts)
    assert (outcome.statistic, outcome.df) == close((expected["statistic"], expected["df"]))
    assert outcome.pvalue == close_pvalue(expected["pvalue"])
    assert cramers_v(counts) == close(expected["cramers_v"])
    assert expected_counts(counts).min() == close(expected["min_expected"])
    assert np.mean(expected_counts(counts) < 5) == close(expected["share_expected_lt5"])


@pytest.mark.parametrize("case", [case for case in cases("associations") if "fisher" in case.values[0]])
def test_exact_test_or_its_simulation(case: Case) -> None:
    counts = without_empty(np.array(case["counts"]))
    exact = exact_pvalue(counts)
    if exact is not None:
        assert exact == close_pvalue(case["fisher"])
    else:
        simulated = monte_carlo_pvalue(counts, tables=SIMULATED)
        assert abs(simulated - case["fisher"]) <= _four_errors(case["fisher"], SIMULATED)


@pytest.mark.parametrize("case", [case for case in cases("associations") if "fisher_mc" in case.values[0]])
def test_simulation_agrees_with_that_of_r(case: Case) -> None:
    simulated = monte_carlo_pvalue(without_empty(np.array(case["counts"])), tables=SIMULATED)
    assert abs(simulated - case["fisher_mc"]) <= _four_errors(case["fisher_mc"], SIMULATED)


def test_chi_square_only_where_the_expected_counts_allow_it() -> None:
    for case in (parameter.values[0] for parameter in cases("associations")):
        allowed = case["chisq"]["share_expected_lt5"] <= 0.2 and case["chisq"]["min_expected"] >= 1
        if allowed:
            outcome = table_test(np.array(case["counts"]))
            assert outcome is not None
            assert outcome.test == "pearson_chi_square"
            assert outcome.pvalue == close_pvalue(case["chisq"]["pvalue"])


def _four_errors(pvalue: float, tables: int) -> float:
    p = max(pvalue, 1 / tables)
    return 4 * float(np.sqrt(p * (1 - p) / tables + p * (1 - p) / 200_000))
