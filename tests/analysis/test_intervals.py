import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from polls.analysis.intervals import (
    Method,
    clopper_pearson,
    effective_base,
    hypergeometric,
    newcombe,
    share_interval,
    t_interval,
    wilson,
    wilson_fpc,
)
from tests.examples import tried

pytestmark = pytest.mark.pure

UNKNOWN = np.nan


def method_of(count: int, base: int, population: float = UNKNOWN) -> str:
    return str(share_interval(count, base, population)[2])


def test_wilson_of_27_in_50() -> None:
    assert wilson(27 / 50, 50) == pytest.approx((0.4039887, 0.6703035), abs=1e-7)


def test_nobody_and_everybody_get_exact_bounds_on_one_side() -> None:
    low, high = clopper_pearson([0, 20], 20)
    assert low.tolist() == [0.0, pytest.approx(0.025 ** (1 / 20))]
    assert high.tolist() == [pytest.approx(1 - 0.025 ** (1 / 20)), 1.0]


def test_everyone_in_the_population_was_asked() -> None:
    assert [*wilson_fpc(12, 52, 52)] == [12 / 52, 12 / 52]
    assert [*hypergeometric(12, 52, 52)] == [12 / 52, 12 / 52]
    assert effective_base(52, 52) == np.inf
    assert [*t_interval(7.0, 2.0, 52, 52)] == [7.0, 7.0]


@pytest.mark.parametrize("interval", [wilson_fpc, hypergeometric, share_interval])
def test_a_population_smaller_than_its_base_is_an_error(interval: object) -> None:
    with pytest.raises(ValueError, match="a population cannot be smaller than its base"):
        interval(3, 10, 9)  # type: ignore[operator]


def test_a_population_smaller_than_the_base_of_a_mean_is_an_error() -> None:
    with pytest.raises(ValueError, match="a population cannot be smaller than its base"):
        t_interval(5.0, 1.0, 10, 9)


def test_the_method_follows_from_count_base_and_population() -> None:
    assert method_of(27, 50) == Method.WILSON
    assert method_of(0, 50) == Method.CLOPPER_PEARSON
    assert method_of(50, 50) == Method.CLOPPER_PEARSON
    assert method_of(27, 50, 310) == Method.WILSON_FPC
    assert method_of(0, 50, 310) == Method.HYPERGEOMETRIC
    assert method_of(3, 9, 310) == Method.HYPERGEOMETRIC
    assert method_of(3, 10, 310) == Method.WILSON_FPC


def test_many_cells_at_once_are_each_as_alone() -> None:
    count, base, population = (
        np.array([27, 0, 27, 0, 3]),
        np.array([50, 50, 50, 50, 9]),
        [np.nan, np.nan, 310, 310, 310],
    )
    low, high, method = share_interval(count, base, population)
    for cell in range(5):
        alone = share_interval(count[cell], base[cell], population[cell])
        assert (low[cell], high[cell], method[cell]) == alone


def test_an_empty_base_has_no_interval() -> None:
    low, high, _ = share_interval(0, 0, UNKNOWN)
    assert np.isnan([low, high]).all()


def test_a_mean_without_spread_has_no_interval_unless_everyone_was_asked() -> None:
    assert np.isnan(t_interval(4.0, 0.0, 10, UNKNOWN)).all()
    assert np.isnan(t_interval(4.0, np.nan, 1, UNKNOWN)).all()
    assert [*t_interval(4.0, 0.0, 10, 10)] == [4.0, 4.0]


cells = st.integers(1, 80).flatmap(lambda base: st.tuples(st.integers(0, base), st.just(base), st.integers(base, 400)))


@given(cells, st.booleans())
@tried(60, 1000)
def test_an_interval_contains_its_share(cell: tuple[int, int, int], is_known: bool) -> None:
    count, base, population = cell
    low, high, _ = share_interval(count, base, population if is_known else UNKNOWN)
    assert 0 <= low <= count / base <= high <= 1


@given(cells)
@tried(40, 500)
def test_a_known_population_never_widens_wilson(cell: tuple[int, int, int]) -> None:
    count, base, population = cell
    low, high = wilson(count / base, base)
    low_known, high_known = wilson_fpc(count, base, population)
    assert high_known - low_known <= high - low + 1e-12


@given(cells, cells)
@tried(40, 500)
def test_the_interval_of_a_difference_turns_with_its_sign(
    first: tuple[int, int, int], second: tuple[int, int, int]
) -> None:
    p, n, q, m = first[0] / first[1], first[1], second[0] / second[1], second[1]
    low, high = newcombe(p, n, q, m)
    turned = newcombe(q, m, p, n)
    assert -1 - 1e-12 <= low <= p - q <= high <= 1 + 1e-12
    assert turned == pytest.approx((-high, -low))
