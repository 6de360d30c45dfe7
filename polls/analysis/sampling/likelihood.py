"""The likelihood interval of a share under a design: where the deviance, scaled by the design, rises too far.

Made as R's ``svyciprop`` makes it: the signed root of the deviance is computed at a few points, a cubic spline is laid
through them, and the bounds are read from straight lines between points of the spline. That is the exact solution to
about three digits of the interval's width.
"""

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import expit, log_expit, logit, ndtr, stdtrit

from polls.analysis.intervals import Floats
from polls.analysis.ratio import ratio
from polls.analysis.sampling.design import Flags, SampleDesign
from polls.analysis.sampling.estimates import totals
from polls.analysis.sampling.share_intervals import EXTREME, KNOWN, t_quantile

STEPS_TO_REACH = 5
MOST_STEPS = 9
CONVERGED = 1e-8
READINGS_PER_POINT = 3


def likelihood_interval(
    design: SampleDesign,
    answers: ArrayLike,
    domain: Flags,
    df: int,
    *,
    confidence: float = 0.95,
    fitted: float | None = None,
) -> tuple[float, float]:
    """Give the bounds of the share of those who answered 1, not 0, in the ``domain`` (n,).

    ``nan`` at 0 and 1, and for a share without a standard error. They are laid around the share, or around a value
    ``fitted`` for it that is nearly the same, as that at which a program ended its iteration.
    """
    answer = np.where(domain, np.asarray(answers, np.float64), 0.0)
    weights = np.where(domain, design.weights, 0.0)
    p = float(ratio(weights @ answer, weights.sum()))
    if not EXTREME < p < 1 - EXTREME:
        return np.nan, np.nan
    centre = p if fitted is None else fitted
    error = float(totals(design, np.where(domain, answer - centre, 0.0)).error[0] / weights.sum())
    if error < KNOWN:
        return np.nan, np.nan
    # R keeps everybody as a row of a calibrated design, of others the domain only: it sets the scale of the weights.
    rows = design.size if design.calibrations else int(np.count_nonzero(domain))
    spread, n = error / (centre * (1 - centre)), int(np.count_nonzero(domain))
    working = _working_share(answer, weights * rows / weights.sum(), p)
    cutoff = float(t_quantile(df, confidence)) * spread * float(np.sqrt(rows * working * (1 - working)))
    reach = -float(stdtrit(n - 1, ndtr(-cutoff) / 4))
    step = reach / STEPS_TO_REACH * spread
    dispersion = (p * (1 - centre) ** 2 + (1 - p) * centre**2) / (centre * (1 - centre)) * n / (n - 1)
    points, roots = _profile(p, centre, step, reach, rows / dispersion)
    low, high = _read(points, roots, cutoff)
    return float(expit(low)), float(expit(high))


def _working_share(answer: Floats, weights: Floats, p: float) -> float:
    """Give the share at which R's iteration stands before its last step, from which it takes the naive variance."""
    start = (weights * answer + 0.5) / (weights + 1)
    information = weights * start * (1 - start)
    place = float(information @ (np.log(start / (1 - start)) + (answer - start) / (start * (1 - start))))
    place /= float(information.sum())
    deviance, before = np.inf, p
    while True:
        share = float(expit(place))
        risen = -2 * float(weights.sum()) * (p * np.log(share) + (1 - p) * float(log_expit(-place)))
        if abs(risen - deviance) / (abs(risen) + 0.1) < CONVERGED:
            return before
        deviance, before = risen, share
        place += (p - share) / (share * (1 - share))


def _profile(p: float, centre: float, step: float, reach: float, scale: float) -> tuple[Floats, Floats]:
    """Go from the centre to both sides until the signed root of the deviance is out of reach: logits and roots."""
    middle, least = float(logit(centre)), _deviance(p, centre)
    found = [(middle, 0.0)]
    for sign in (-1, 1):
        for number in range(1, MOST_STEPS + 1):
            place = middle + sign * number * step
            root = float(np.sqrt(max(scale * (_deviance(p, float(expit(place))) - least), 0.0)))
            found.append((place, sign * root))
            if root >= reach:
                break
    points, roots = np.array(sorted(found)).T
    return points, roots


def _deviance(p: float, fitted: float) -> float:
    """Give the deviance of a share for one respondent, where another is fitted; 0 where they are the same."""
    return 2 * (p * float(np.log(p / fitted)) + (1 - p) * float(np.log((1 - p) / (1 - fitted))))


def _read(points: Floats, roots: Floats, cutoff: float) -> tuple[float, float]:
    """Read the logits at which the spline has the roots ± ``cutoff``; ``nan`` where it does not get there."""
    places = np.linspace(points[0], points[-1], READINGS_PER_POINT * len(points))
    curve = _spline(points, roots, places)
    order = np.argsort(curve, kind="stable")
    low, high = np.interp([-cutoff, cutoff], curve[order], places[order], left=np.nan, right=np.nan)
    return float(low), float(high)


def _spline(x: Floats, y: Floats, places: Floats) -> Floats:
    """Interpolate by the cubic spline of Forsythe, Malcolm & Moler (1977).

    Its third derivative at either end is that of the cubic through the four points there. At least four points.
    """
    gap, n = np.diff(x), len(x)
    slope = np.diff(y) / gap
    system, right = np.zeros((n, n)), np.zeros(n)
    for knot in range(1, n - 1):
        system[knot, knot - 1 : knot + 2] = gap[knot - 1], 2 * (gap[knot - 1] + gap[knot]), gap[knot]
        right[knot] = slope[knot] - slope[knot - 1]
    second = np.diff(slope) / (x[2:] - x[:-2])
    third = np.diff(second) / (x[3:] - x[:-3])
    system[0, :2], right[0] = (-gap[0], gap[0]), gap[0] ** 2 * third[0]
    system[-1, -2:], right[-1] = (-gap[-1], gap[-1]), gap[-1] ** 2 * third[-1]
    bend = np.linalg.solve(system, right)
    left = np.clip(np.searchsorted(x, places, side="right") - 1, 0, n - 2)
    ahead = places - x[left]
    start = slope[left] - gap[left] * (bend[left + 1] + 2 * bend[left])
    cubic = (bend[left + 1] - bend[left]) / gap[left]
    curve: Floats = y[left] + ahead * (start + ahead * (3 * bend[left] + ahead * cubic))
    return curve
