"""How many will have answered when a poll closes, from how the answers came in after each mailing.

The response curve is read off the rounds (invitation, reminders) of this poll and of earlier ones by the chain-ladder
method (T. Mack, "Distribution-free calculation of the standard error of chain ladder reserve estimates", ASTIN Bulletin
23, 1993): from each day to the next, the sum of what the rounds had by then is divided by the sum of what they had the
day before. An assumed round of ``ASSUMED_WEIGHT`` answers is added, so that there is a curve from the first day on.

The answers of the running round are taken as Poisson with a rate that is not known (Jeffreys' prior); those still to
come in then have a negative binomial distribution, of which the 5th and the 95th percentile are given. The curve itself
is taken as known, and no further mailing as sent.
"""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from math import sqrt

from scipy.special import betainc

from polls.analysis.intervals import normal_quantile

ASSUMED_WEIGHT = 20
CONFIDENCE = 0.90
HORIZON = 14
"""Days ahead that are looked at where a poll has no closing date."""


@dataclass(frozen=True)
class Forecast:
    """The number of answers at the end: expected, and from ``low`` to ``high`` with ``CONFIDENCE``."""

    expected: float
    low: int
    high: int


def assumed_share(day: int) -> float:
    """Give the share (0-1) of a round's answers that is in at the end of ``day`` (0: of mailing) of an assumed round.

    Two fifths on the day of mailing, seven tenths a day later, more than nine tenths after a week.
    """
    return 1 - 0.6 / (1 + day)


def growth(rounds: Iterable[Sequence[int]], *, elapsed: float, until: int) -> float:
    """Give by what factor the answers of a round grow until the end of day ``until``, at least 1.

    Days are counted from the mailing, which is on day 0. ``elapsed`` is the number of days that are over, with the part
    of the day that is under way (1.5: at noon on day 1), and at least 1. A round is its answers by day, up to the last
    day that is wholly its own.
    """
    if elapsed < 1:
        raise ValueError("there is no growth to read off before the day of the mailing is over")
    totals = [list(accumulate(each)) for each in rounds]
    days_over = int(elapsed)
    left_of_today = 1 - (elapsed - days_over)
    factor = 1.0
    for day in range(days_over, until + 1):
        part = left_of_today if day == days_over else 1.0
        factor *= _step(totals, day) ** part
    return factor


def _step(totals: Iterable[Sequence[int]], day: int) -> float:
    """Give the factor from the end of the day before ``day`` to the end of ``day``, over all rounds that have both."""
    both = [total for total in totals if len(total) > day]
    after = sum(total[day] for total in both) + ASSUMED_WEIGHT * assumed_share(day)
    return after / (sum(total[day - 1] for total in both) + ASSUMED_WEIGHT * assumed_share(day - 1))


def forecast(answered: int, *, recent: float, pending: int, factor: float) -> Forecast:
    """Forecast how many will have answered.

    ``answered`` have until now, ``recent`` of them since the last mailing; ``pending`` still may, and ``factor`` is the
    growth of the running round until the end.
    """
    if pending <= 0 or factor <= 1:
        return Forecast(float(answered), answered, answered)
    shape = max(recent, 0.0) + 0.5
    tail = (1 - CONFIDENCE) / 2
    low, high = (_at_most(share, pending, shape, 1 / factor) for share in (tail, 1 - tail))
    return Forecast(answered + min(float(pending), shape * (factor - 1)), answered + low, answered + high)


def _at_most(share: float, most: int, shape: float, probability: float) -> int:
    """Give the quantile of a negative binomial distribution, no higher than ``most``; its distribution function is the
    incomplete beta function (SciPy's own distributions take longer to load than a process takes to start)."""
    return bisect_left(range(most), share, key=lambda number: betainc(shape, number + 1, probability))


def margin_of_error(base: float, *, confidence: float = 0.95) -> float | None:
    """Give the half width (0-1) of Wilson's interval (1927) of a share of one half on ``base`` answers; None for 0."""
    if base <= 0:
        return None
    z = normal_quantile(confidence)
    return z / (2 * sqrt(base + z * z))
