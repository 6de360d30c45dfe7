"""Other intervals of a share, at their edges; their numbers are checked against R in tests/reference."""

import numpy as np
import pytest

from polls.analysis.interval_variants import agresti_coull, jeffreys, wald, wald_error, wilson_continuity
from polls.analysis.intervals import wilson

pytestmark = pytest.mark.pure


def test_nobody_and_everybody() -> None:
    assert wald([0, 20], 20)[0].tolist() == [0.0, 1.0]
    assert wilson_continuity([0, 20], 20)[0][0] == 0.0
    assert wilson_continuity([0, 20], 20)[1][1] == 1.0
    assert jeffreys([0, 20], 20)[0][0] == 0.0
    assert jeffreys([0, 20], 20)[1][1] == 1.0


def test_a_population_that_was_asked_in_full_has_no_error() -> None:
    assert wald_error(7, 20, 20) == 0.0
    assert wald_error(7, 20, 21) > 0.0


def test_the_correction_widens() -> None:
    low, high = wilson(0.3, 20)
    corrected_low, corrected_high = wilson_continuity(6, 20)
    assert corrected_low < low
    assert corrected_high > high


def test_agresti_and_coull_are_centred_as_wilson() -> None:
    assert np.mean(agresti_coull(6, 20)) == pytest.approx(np.mean(wilson(0.3, 20)))
