"""What is known of the population, and whether the sample can be weighted to it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from polls.analysis.intervals import Floats, Integers

TOTALS_AGREE = 1e-6
"""The relative difference under which the totals of two margins are the same."""


class WeightingError(ValueError):
    """The sample cannot be weighted to these targets; the message names the cell, margin or respondent."""


@dataclass(frozen=True, eq=False)
class Margin:
    """A variable with a known total for each of its categories.

    ``codes`` (n,) places each respondent in ``categories`` (c,), whose population ``totals`` (c,) are known. Made by
    ``margin``, which validates.
    """

    name: str
    categories: tuple[str, ...]
    codes: Integers
    totals: Floats

    @property
    def population(self) -> float:
        return float(self.totals.sum())


def margin(name: str, answers: Sequence[object], targets: Mapping[str, float]) -> Margin:
    """Match the answers (n,) of a variable with the targets of its categories (numbers of people, or shares).

    Raises WeightingError: a target that is not positive, a respondent without a category, one in a category without
    a target, a category with a target and no respondent.
    """
    categories = tuple(targets)
    totals = np.array([targets[category] for category in categories], np.float64)
    for category, total in zip(categories, totals.tolist(), strict=True):
        if not (np.isfinite(total) and total > 0):
            raise WeightingError(f"{name}: the target of {category} is {total:g}, which is not positive")
    position = {category: place for place, category in enumerate(categories)}
    codes = np.array([position.get(str(answer), -1) for answer in answers], np.int64)
    outside = np.flatnonzero(codes < 0)
    if len(outside):
        respondent = int(outside[0])
        found = answers[respondent]
        where = "has no category" if found in (None, "") else f"is in {found}, which has no target"
        raise WeightingError(f"{name}: respondent {respondent + 1} {where} ({len(outside)} in all)")
    return Margin(name, categories, codes, totals)


def check_margins(margins: Sequence[Margin], base: Floats) -> None:
    """Raise WeightingError where a target cell is empty or the margins speak of populations of different size."""
    if not margins:
        raise WeightingError("no margin to weight to")
    first = margins[0]
    for each in margins:
        people = np.bincount(each.codes, base, minlength=len(each.categories))
        empty = np.flatnonzero(people <= 0)
        if len(empty):
            place = empty[0]
            raise WeightingError(
                f"{each.name}: nobody in {each.categories[place]}, whose target is {each.totals[place]:g}"
            )
        if abs(each.population - first.population) > TOTALS_AGREE * first.population:
            raise WeightingError(
                f"the targets of {first.name} add up to {first.population:g}, those of {each.name} to"
                f" {each.population:g}"
            )


def base_weights(weights: ArrayLike | None, n: int) -> Floats:
    """Give checked base weights (n,), 1 for each unless stated; at least one is positive.

    Raises WeightingError that names the respondent whose weight is not a number from 0.
    """
    if weights is None:
        return np.ones(n)
    base = np.asarray(weights, np.float64)
    if base.shape != (n,):
        raise WeightingError(f"{base.size} base weights for {n} respondents")
    wrong = np.flatnonzero(~np.isfinite(base) | (base < 0))
    if len(wrong):
        raise WeightingError(f"the base weight of respondent {wrong[0] + 1} is {base[wrong[0]]:g}")
    if not base.any():
        raise WeightingError("all base weights are 0")
    return base


@dataclass(frozen=True, eq=False)
class JointCells:
    """The occupied combinations of categories: ``place`` (n,) of each respondent, ``cells`` (c, margins) categories."""

    place: Integers
    cells: Integers

    @classmethod
    def of(cls, margins: Sequence[Margin]) -> "JointCells":
        joint = np.zeros(len(margins[0].codes), np.int64)
        for each in margins:
            joint = joint * len(each.categories) + each.codes
        _, first, place = np.unique(joint, return_index=True, return_inverse=True)
        return cls(place, np.column_stack([each.codes[first] for each in margins]))

    def indicators(self, margins: Sequence[Margin]) -> Floats:
        """Give the auxiliaries (c, all categories): 1 where a cell is in the category."""
        return np.column_stack(
            [
                (self.cells[:, [place]] == np.arange(len(each.categories))).astype(np.float64)
                for place, each in enumerate(margins)
            ]
        )


def indicators(margins: Sequence[Margin]) -> Floats:
    """Give the auxiliaries (n, all categories): 1 where a respondent is in the category."""
    joint = JointCells.of(margins)
    return joint.indicators(margins)[joint.place]
