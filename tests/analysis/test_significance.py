import numpy as np
import pytest

from polls.analysis.adjustment import Correction
from polls.analysis.describe import Moments
from polls.analysis.intervals import newcombe
from polls.analysis.significance import (
    Pairs,
    ShareComparisons,
    Verdict,
    compare_shares,
    detectable_difference,
    two_proportion_z,
    welch_anova,
    welch_t,
)

pytestmark = pytest.mark.pure

NAN = float("nan")


def compared(
    *pairs: tuple[int, int, int, int], populations: tuple[float, float] = (NAN, NAN), margin: float = 0.1,
    families: list[int] | None = None, correction: Correction = Correction.HOLM,
) -> ShareComparisons:  # fmt: skip
    x, n, y, m = (np.array(column, np.int64) for column in zip(*pairs, strict=True))
    first, second = np.full(len(x), populations[0]), np.full(len(x), populations[1])
    family = np.array(families or range(len(x)))
    return compare_shares(
        Pairs(x, n, first, y, m, second, family), confidence=0.95, margin=margin, correction=correction
    )


def test_a_difference_is_different_when_it_is_significant() -> None:
    outcome = compared((60, 100, 40, 100))
    assert outcome.verdict.tolist() == [Verdict.DIFFERENT]
    assert outcome.statistic == pytest.approx([2.8284271247461903])
    assert outcome.pvalue == pytest.approx([0.004677734981047276])
    assert outcome.difference == pytest.approx([0.2])


def test_two_large_alike_groups_are_similar_within_the_margin() -> None:
    assert compared((500, 1000, 505, 1000)).verdict.tolist() == [Verdict.SIMILAR]


def test_two_small_alike_groups_are_not_shown_to_differ() -> None:
    assert compared((25, 50, 25, 50)).verdict.tolist() == [Verdict.NOT_SHOWN_TO_DIFFER]


def test_the_margin_decides_what_is_similar() -> None:
    assert compared((500, 1000, 505, 1000), margin=0.02).verdict.tolist() == [Verdict.NOT_SHOWN_TO_DIFFER]


def test_similar_means_that_the_90_percent_interval_lies_within_the_margin() -> None:
    low, high = newcombe(0.5, 300, 0.5, 300, confidence=0.9)
    assert low == pytest.approx(-high)
    assert compared((150, 300, 150, 300), margin=float(high) + 1e-9).verdict.tolist() == [Verdict.SIMILAR]
    assert compared((150, 300, 150, 300), margin=float(high) - 1e-9).verdict.tolist() == [Verdict.NOT_SHOWN_TO_DIFFER]


def test_a_base_under_ten_is_not_testable() -> None:
    outcome = compared((9, 9, 0, 50), (10, 10, 0, 50))
    assert outcome.verdict.tolist() == [Verdict.NOT_TESTABLE, Verdict.DIFFERENT]
    assert np.isnan([outcome.pvalue[0], outcome.adjusted[0], outcome.statistic[0]]).all()


def test_what_is_not_testable_does_not_count_in_its_family() -> None:
    alone = compared((60, 100, 40, 100))
    together = compared((60, 100, 40, 100), (9, 9, 0, 50), families=[0, 0])
    assert together.adjusted[0] == alone.adjusted[0]


def test_pairs_of_one_row_are_corrected_together_and_rows_apart() -> None:
    pair = (60, 100, 45, 100)
    assert compared(pair, pair, families=[0, 1]).adjusted == pytest.approx(compared(pair).pvalue.repeat(2))
    assert compared(pair, pair, families=[0, 0]).adjusted == pytest.approx(2 * compared(pair).pvalue.repeat(2))


def test_a_small_expected_count_asks_for_fisher() -> None:
    outcome = compared((4, 50, 0, 50), (30, 50, 20, 50))
    assert outcome.is_exact.tolist() == [True, False]
    assert outcome.pvalue[0] == pytest.approx(2 * 230_300 / 3_921_225)  # 2·C(50,4)/C(100,4)
    assert np.isnan(outcome.statistic[0])


def test_the_smallest_detectable_difference_of_two_groups_of_fifty() -> None:
    assert detectable_difference(0.5, 50, 50) == pytest.approx(0.2801585218)
    assert compared((25, 50, 25, 50)).detectable == pytest.approx([0.2801585218])


def test_nothing_is_detectable_around_nobody() -> None:
    assert np.isnan(compared((0, 50, 0, 50)).detectable).all()


def test_a_known_population_sharpens_everything() -> None:
    plain, known = compared((60, 100, 48, 100)), compared((60, 100, 48, 100), populations=(150, 150))
    assert known.pvalue[0] < plain.pvalue[0]
    assert known.detectable[0] == pytest.approx(plain.detectable[0] * (50 / 149) ** 0.5)
    assert plain.low[0] < known.low[0] < known.high[0] < plain.high[0]
    assert (plain.is_corrected.tolist(), known.is_corrected.tolist()) == ([False], [True])


def test_two_populations_asked_in_full_differ_for_certain() -> None:
    outcome = compared((60, 100, 59, 100), (60, 100, 60, 100), populations=(100, 100))
    assert outcome.pvalue.tolist() == [0.0, 1.0]
    assert outcome.verdict.tolist() == [Verdict.DIFFERENT, Verdict.SIMILAR]
    assert np.isnan(outcome.statistic).all()


def test_z_of_two_equal_certainties() -> None:
    z, pvalue = two_proportion_z(0, 50, 0, 60)
    assert np.isnan(z)
    assert pvalue == 1.0


def moments(*groups: tuple[int, float, float]) -> Moments:
    n, mean, sd = (np.array(column) for column in zip(*groups, strict=True))
    return Moments(n, mean, sd, mean)


def test_welch_of_groups_without_spread_is_not_a_number() -> None:
    outcome = welch_t(moments((20, 5.0, 0.0), (20, 6.0, 0.0), (1, 4.0, NAN)), np.array([0, 0]), np.array([1, 2]))
    assert np.isnan(outcome.pvalue).all()
    assert outcome.difference.tolist() == [-1.0, 1.0]


def test_welch_anova_needs_spread_in_every_group() -> None:
    assert welch_anova(moments((20, 5.0, 1.0), (20, 6.0, 0.0))) is None
    assert welch_anova(moments((20, 5.0, 1.0))) is None


def test_welch_anova_of_two_groups_is_welch_s_t() -> None:
    groups = moments((20, 5.0, 1.0), (35, 6.0, 2.0))
    anova, pair = welch_anova(groups), welch_t(groups, np.array([0]), np.array([1]))
    assert anova is not None
    assert anova.statistic == pytest.approx(pair.statistic[0] ** 2)
    assert anova.pvalue == pytest.approx(pair.pvalue[0])
