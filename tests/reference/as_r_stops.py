"""Where R stops searching: its own numbers, for the few that it seeks by steps and leaves a little before the end.

The product gives the exact number. So that these cases too can be compared to 1e-9, R's way is gone here with the
product's own parts, and ends where R ends.
"""

from collections.abc import Callable

import numpy as np
from scipy.special import expit, gammaln, logit, xlogy

from polls.analysis.sampling.design import SampleDesign
from polls.analysis.sampling.estimates import totals
from polls.analysis.sampling.share_intervals import t_quantile
from tests.reference.as_r_searches import EPSILON, WIDTH, root
from tests.reference.samples import Codes, Flags, Numbers

FITTED = 5e-8
"""How near the exact estimate is to the one at which R ends the fit of a model for two kinds of interval."""

DEVIANCE = 1e-8
"""The relative change of the deviance below which ``glm`` has converged."""


def fitted_share(weights: Numbers, answers: Numbers) -> float:
    """Give the share at which ``glm`` (logit, only a constant) leaves its iteration, for answers of 1 and 0: (n,)."""
    share = float(weights @ answers / weights.sum())
    start = (weights * answers + 0.5) / (weights + 1)
    information = weights * start * (1 - start)
    place = float(information @ (logit(start) + (answers - start) / (start * (1 - start))) / information.sum())
    before = -2.0 * float(weights @ (xlogy(answers, start) + xlogy(1 - answers, 1 - start)))
    while True:
        fitted = float(expit(place))
        deviance = -2.0 * float(weights.sum()) * (share * np.log(fitted) + (1 - share) * np.log(1 - fitted))
        if abs(deviance - before) / (abs(deviance) + 0.1) < DEVIANCE:
            return fitted
        before = deviance
        place += (share - fitted) / (fitted * (1 - fitted))


def fitted_interval(
    design: SampleDesign, answers: Numbers, domain: Flags, df: int, *, confidence: float = 0.95
) -> tuple[float, float, float]:
    """Give the share and its logit interval as ``svyciprop`` does, of the ``domain`` (n,); answers are 1 and 0."""
    # R keeps everybody as a row of a calibrated design, of others the domain only: it sets the scale of the weights.
    rows = design.size if design.calibrations else int(np.count_nonzero(domain))
    weights = design.weights[domain]
    fitted = fitted_share(weights * rows / weights.sum(), answers[domain])
    excess = totals(design, np.where(domain, answers - fitted, 0.0))
    error = float(excess.error[0]) / float(weights.sum()) / (fitted * (1 - fitted))
    half = float(t_quantile(df, confidence)) * error
    return fitted, float(expit(logit(fitted) - half)), float(expit(logit(fitted) + half))


def searched_odds_ratio(counts: Codes, *, confidence: float = 0.95, width: float = WIDTH) -> list[float]:
    """Give the odds ratio of counts (2, 2) and its interval as ``fisher.test`` seeks them, to within ``width``."""
    (a, b), (c, d) = counts.tolist()
    values = np.arange(max(0, a - d), min(a + b, a + c) + 1)
    chances = -gammaln([values + 1, a + b - values + 1, a + c - values + 1, d - a + values + 1]).sum(axis=0)
    tail = (1 - confidence) / 2

    def at(odds: float) -> Numbers:
        logs = chances + np.log(odds) * values if odds > 0 else np.where(values == values[0], 0.0, -np.inf)
        each: Numbers = np.exp(logs - logs.max())
        normed: Numbers = each / each.sum()
        return normed

    def crossing(rising: Callable[[Numbers], float]) -> float:
        """Find the odds at which a function of the chances is 0: themselves up to 1, or 1 divided by them."""
        if rising(at(1.0)) >= 0:
            return root(lambda odds: rising(at(odds)), 0.0, 1.0, width=width)
        return 1 / (root(lambda odds: rising(at(1 / odds)), EPSILON, 1.0, width=width))

    is_least, is_most = bool(a == values[0]), bool(a == values[-1])
    estimate = np.inf if is_most else 0.0 if is_least else crossing(lambda each: float(each @ values) - a)
    low = 0.0 if is_least else crossing(lambda each: float(each[values >= a].sum()) - tail)
    high = np.inf if is_most else crossing(lambda each: tail - float(each[values <= a].sum()))
    return [estimate, low, high]
