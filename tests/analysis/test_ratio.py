"""Division where there may be nothing to divide by."""

import numpy as np
import pytest

from polls.analysis.ratio import ratio

pytestmark = pytest.mark.pure


def test_arrays_are_divided_where_they_can_be() -> None:
    found = ratio([[1.0, 2.0]], [[2.0], [0.0]])
    assert found[0].tolist() == [0.5, 1.0]
    assert np.isnan(found[1]).all()
    assert ratio(1.0, 0.0, empty=0.0) == 0.0
