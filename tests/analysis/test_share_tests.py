"""Other tests of two shares."""

import numpy as np
import pytest

from polls.analysis.contingency import yates
from polls.analysis.share_tests import corrected_chi_square, unpooled_z

pytestmark = pytest.mark.pure


def test_the_corrected_test_is_yates() -> None:
    statistic, pvalue = corrected_chi_square(12, 40, 25, 50)
    outcome = yates(np.array([[12, 25], [28, 25]]))
    assert (statistic, pvalue) == pytest.approx((outcome.statistic, outcome.pvalue))


def test_the_correction_is_never_more_than_the_difference() -> None:
    assert corrected_chi_square(10, 20, 10, 20)[1] == 1.0
    assert yates(np.array([[10, 10], [10, 10]])).pvalue == 1.0


def test_where_nothing_varies_there_is_no_test() -> None:
    assert np.isnan(corrected_chi_square(0, 20, 0, 30)[1])
    error, z, pvalue = unpooled_z(0.0, 20, 0.0, 30)
    assert error == 0.0
    assert np.isnan([z, pvalue]).all()
