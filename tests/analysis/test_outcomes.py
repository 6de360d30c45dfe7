"""Outcome rates on a worked example, computed by hand from AAPOR's formulas."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polls.analysis.outcomes import Disposition, Outcomes, outcome_rates

pytestmark = pytest.mark.pure

# I 120, P 10, R 30 (20 + 10), NC 15, O 5, U 200 (10 + 180 + 10), not eligible 20: e = 180 / 200 = 0.9
EXAMPLE = Outcomes(
    {
        Disposition.COMPLETE: 120,
        Disposition.PARTIAL: 10,
        Disposition.REFUSAL: 20,
        Disposition.BREAK_OFF: 10,
        Disposition.NON_CONTACT: 15,
        Disposition.OTHER: 5,
        Disposition.NO_INVITATION: 10,
        Disposition.NOTHING_RETURNED: 180,
        Disposition.UNDELIVERED: 10,
        Disposition.SCREENED_OUT: 15,
        Disposition.QUOTA_FULL: 5,
    }
)


@pytest.mark.parametrize(
    ("rate", "numerator", "denominator"),
    [
        ("RR1", 120, 380),
        ("RR2", 130, 380),
        ("RR3", 120, 360),
        ("RR4", 130, 360),
        ("RR5", 120, 180),
        ("RR6", 130, 180),
        ("COOP1", 120, 165),
        ("COOP2", 130, 165),
        ("COOP3", 120, 160),
        ("COOP4", 130, 160),
        ("REF1", 30, 380),
        ("REF2", 30, 360),
        ("REF3", 30, 180),
        ("CON1", 165, 380),
        ("CON2", 165, 360),
        ("CON3", 165, 180),
    ],
)
def test_the_worked_example(rate: str, numerator: int, denominator: int) -> None:
    assert EXAMPLE.total == 400
    assert EXAMPLE.eligibility == pytest.approx(0.9)
    assert outcome_rates(EXAMPLE)[rate] == pytest.approx(numerator / denominator)


def test_nobody_invited_has_no_rates() -> None:
    assert set(outcome_rates(Outcomes({})).values()) == {None}


@given(st.dictionaries(st.sampled_from(Disposition), st.integers(0, 500)))
def test_rates_lie_between_0_and_1_and_in_their_order(counts: dict[Disposition, int]) -> None:
    rates = outcome_rates(Outcomes(counts))
    assert all(rate is None or 0 <= rate <= 1 for rate in rates.values())
    first, third, fifth = rates["RR1"], rates["RR3"], rates["RR5"]
    if first is not None and third is not None and fifth is not None:
        assert first <= third + 1e-12
        assert third <= fifth + 1e-12
