import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from polls.analysis.adjustment import Correction, adjust
from tests.examples import tried

pytestmark = pytest.mark.pure

PVALUES = [0.01, 0.04, 0.03, 0.005]


@pytest.mark.parametrize(
    ("correction", "expected"),
    [
        (Correction.HOLM, [0.03, 0.06, 0.06, 0.02]),
        (Correction.BENJAMINI_HOCHBERG, [0.02, 0.04, 0.04, 0.02]),
        (Correction.BONFERRONI, [0.04, 0.16, 0.12, 0.02]),
        (Correction.NONE, PVALUES),
    ],
)
def test_each_correction(correction: Correction, expected: list[float]) -> None:
    assert adjust(PVALUES, correction) == pytest.approx(expected)


@pytest.mark.parametrize("correction", list(Correction))
def test_what_was_not_tested_does_not_count(correction: Correction) -> None:
    with_gaps = adjust([0.01, np.nan, 0.04, 0.03, np.nan, 0.005], correction)
    assert np.isnan(with_gaps[[1, 4]]).all()
    assert with_gaps[[0, 2, 3, 5]] == pytest.approx(adjust(PVALUES, correction))


@pytest.mark.parametrize("correction", list(Correction))
def test_families_are_corrected_apart(correction: Correction) -> None:
    both = adjust([PVALUES, [0.5, 0.5, 0.001, np.nan]], correction)
    assert both[0] == pytest.approx(adjust(PVALUES, correction))
    assert both[1, :3] == pytest.approx(adjust([0.5, 0.5, 0.001], correction))


def test_no_tests_at_all() -> None:
    assert adjust([], Correction.HOLM).tolist() == []


@given(st.lists(st.floats(0, 1), min_size=1, max_size=12))
@tried(25, 300)
def test_a_correction_never_makes_a_pvalue_smaller_nor_changes_the_order(pvalues: list[float]) -> None:
    raw = np.sort(pvalues)
    for correction in Correction:
        adjusted = adjust(raw, correction)
        assert np.all(adjusted >= raw * (1 - 1e-12))
        assert np.all(adjusted <= 1)
        assert np.all(np.diff(adjusted) >= 0)
