"""How a sample was drawn, and what a wrong description is told."""

import numpy as np
import pytest

from polls.analysis.sampling.design import DesignError, degrees_of_freedom, sample_design

pytestmark = pytest.mark.pure


def test_units_and_strata_are_counted() -> None:
    design = sample_design(
        np.ones(6), strata=list("aaabbb"), clusters=[1, 1, 2, 3, 4, 4], population=[9, 9, 9, np.nan, np.nan, np.nan]
    )
    assert design.sampled.tolist() == [2, 2]
    assert design.population.tolist() == [9, np.inf]
    assert degrees_of_freedom(design) == 2


def test_degrees_of_freedom_are_those_of_the_domain() -> None:
    design = sample_design([1.0, 1, 1, 1, 0], strata=list("aabbb"))
    assert degrees_of_freedom(design) == 2
    assert degrees_of_freedom(design, np.array([True, True, False, False, True])) == 1
    assert degrees_of_freedom(design, np.zeros(5, np.bool_)) == 0


@pytest.mark.parametrize(
    ("weights", "described", "message"),
    [
        ([1.0, -1.0], {}, "the weight of respondent 2 is -1"),
        ([1.0, np.nan], {}, "the weight of respondent 2 is nan"),
        ([0.0, 0.0], {}, "all weights are 0"),
        ([], {}, "one number for each respondent"),
        ([1.0, 1.0], {"strata": ["a"]}, "1 labels for 2 respondents"),
        ([1.0, 1.0], {"population": 1}, "a population of 1 for a sample of 2"),
        ([1.0, 1.0, 1.0], {"strata": ["a", "a", "b"]}, "stratum b has one sampling unit"),
        ([1.0, 1.0, 1.0], {"population": [4, 4, 5]}, "the population of stratum all differs"),
        ([1.0] * 4, {"strata": list("aabb"), "population": 9}, "the population of each stratum is needed"),
        ([1.0] * 4, {"strata": list("aabb"), "clusters": [1, 2, 2, 3]}, "a cluster lies in two strata"),
    ],
)
def test_a_wrong_description_is_named(weights: list[float], described: dict[str, list[str]], message: str) -> None:
    with pytest.raises(DesignError, match=message):
        sample_design(weights, **described)


def test_a_stratum_that_was_asked_in_full_needs_one_unit_only() -> None:
    design = sample_design(np.ones(3), strata=["a", "b", "b"], population=[1, 5, 5])
    assert design.population.tolist() == [1, 5]
