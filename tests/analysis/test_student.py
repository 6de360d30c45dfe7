"""Student's t where a fast way is taken."""

import numpy as np
import pytest
from scipy.special import stdtr

from polls.analysis.student import two_sided

pytestmark = pytest.mark.pure


@pytest.mark.parametrize("df", [499.0, 500.0, 999.0, 29_999.0, 1e6])
def test_the_fast_way_gives_the_same(df: float) -> None:
    t = np.concatenate([np.linspace(-12, 12, 2_001), [0.0, 1e-9, 40.0]])
    np.testing.assert_allclose(two_sided(t, df), 2 * stdtr(df, -np.abs(t)), rtol=2e-13)


def test_what_r_gives() -> None:
    # 2*pt(-2.5, 999) and 2*pt(-2.5, 12)
    assert two_sided(2.5, 999.0) == pytest.approx(0.0125787275845092, rel=1e-12)
    assert two_sided(-2.5, 12.0) == pytest.approx(0.0279153995713252, rel=1e-12)
    # 2*pt(-8, 999)
    assert two_sided(8.0, 999.0) == pytest.approx(3.4299982577636e-15, rel=1e-7)


def test_no_degrees_of_freedom_give_no_probability() -> None:
    assert np.isnan(two_sided([1.0, 2.0], 0.0)).all()
    assert np.isnan(two_sided([np.nan], 1_000.0)).all()
