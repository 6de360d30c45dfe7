"""How long people take for a page, in coarse bands, and how fast somebody was beside the others.

Speed is the relative speed index of D. J. Leiner, "Too Fast, too Straight, too Weird: Non-Reactive Indicators for
Meaningless Data in Internet Surveys", Survey Research Methods 13(3), 2019: on each page the median time of all is
divided by the respondent's own, no page counts for more than 3, and the mean over the pages is taken. Since each page
is held against itself, a short route through the questionnaire is not taken for haste. From 2 on he advises to flag.
"""

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from math import sqrt

BOUNDS = (1, 2, 3, 4, 6, 8, 11, 15, 20, 28, 40, 56, 80, 113, 160, 226, 320, 640, 1280)
"""Upper bounds of the bands in seconds, the last band is above them all: steps of about two fifths."""

MOST = 3.0
FAST = 2.0
QUICK = 1.5
FEWEST_PAGES = 2
FEWEST_TIMES = 10
"""A page counts when so many have a time on it, and a respondent has a pace on at least ``FEWEST_PAGES`` such pages."""

Times = Mapping[str, int]
"""A respondent's band on each page, by the page's code."""

Histogram = Mapping[str, Mapping[str, int]]
"""How many had each band on each page: by page code, then by the band as text."""


class Pace(StrEnum):
    """How fast a respondent was beside the others."""

    USUAL = "usual"
    QUICK = "quick"
    FAST = "fast"


def band_of(seconds: float) -> int:
    """Give the band of a time: 0 for at most one second, ``len(BOUNDS)`` for more than the last bound."""
    return bisect_left(BOUNDS, seconds)


def band_in_words(band: int) -> str:
    """Write a band as the seconds that it spans: ``20-28``, the last one ``1280+``."""
    low = BOUNDS[band - 1] if band else 0
    return f"{low}-{BOUNDS[band]}" if band < len(BOUNDS) else f"{low}+"


def seconds_of(band: float) -> float:
    """Give the middle of a band in seconds (the geometric mean of its bounds); between two bands, between theirs."""
    low, part = int(band), band - int(band)
    return _middle(low) if not part else sqrt(_middle(low) * _middle(low + 1))


def added(histogram: Histogram, respondents: Iterable[Times]) -> dict[str, dict[str, int]]:
    """Count the respondents' times in, and give the new histogram."""
    counted = {page: dict(bands) for page, bands in histogram.items()}
    for times in respondents:
        for page, band in times.items():
            bands = counted.setdefault(page, {})
            bands[str(band)] = bands.get(str(band), 0) + 1
    return counted


def median_seconds(bands: Mapping[str, int]) -> float | None:
    """Give the median time on a page in seconds; None below ``FEWEST_TIMES``."""
    n = sum(bands.values())
    if n < FEWEST_TIMES:
        return None
    return seconds_of((_nth(bands, (n - 1) // 2) + _nth(bands, n // 2)) / 2)


def relative_speed(times: Times, medians: Mapping[str, float | None]) -> float | None:
    """Give Leiner's index, 1 for somebody as fast as the median; None where too few pages can be compared."""
    factors = [min(MOST, median / seconds_of(band)) for page, band in times.items() if (median := medians.get(page))]
    return sum(factors) / len(factors) if len(factors) >= FEWEST_PAGES else None


def pace_of(speed: float | None) -> Pace | None:
    """Put the index into words; None where it is not known."""
    if speed is None:
        return None
    return Pace.FAST if speed >= FAST else Pace.QUICK if speed >= QUICK else Pace.USUAL


def paces(respondents: Sequence[Times], histogram: Histogram) -> list[Pace | None]:
    """Give the pace of each respondent beside all whose times are in the histogram."""
    medians = {page: median_seconds(bands) for page, bands in histogram.items()}
    return [pace_of(relative_speed(times, medians)) for times in respondents]


def shared_paces(found: Sequence[Pace | None], *, minimum: int) -> list[Pace | None]:
    """Make each pace one that at least ``minimum`` respondents share, by taking fewer for less fast than they were.

    Where fewer than ``minimum`` have any pace, nobody keeps one.
    """
    told = list(found)
    for pace, next_slower in ((Pace.FAST, Pace.QUICK), (Pace.QUICK, Pace.USUAL), (Pace.USUAL, None)):
        if 0 < told.count(pace) < minimum:
            told = [next_slower if each is pace else each for each in told]
    unknown = told.count(None)
    return [None] * len(told) if 0 < unknown < minimum else told


def _middle(band: int) -> float:
    low = BOUNDS[band - 1] if band else 0.5
    high = BOUNDS[band] if band < len(BOUNDS) else 2 * BOUNDS[-1]
    return sqrt(low * high)


def _nth(bands: Mapping[str, int], place: int) -> int:
    passed = 0
    for band in sorted(map(int, bands)):
        passed += bands[str(band)]
        if passed > place:
            return band
    raise IndexError(place)
