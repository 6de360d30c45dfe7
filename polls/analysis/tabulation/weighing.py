"""From the weights that a specification names to the weights of each respondent and the design behind them."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from polls.analysis.sampling.design import DesignError, SampleDesign, sample_design
from polls.analysis.table import ChoiceColumn
from polls.analysis.tabulation.counting import Weights
from polls.analysis.tabulation.csv_file import DataError, raw_numbers
from polls.analysis.tabulation.data import Answers
from polls.analysis.tabulation.estimates import Strata
from polls.analysis.tabulation.node import SpecError, unknown
from polls.analysis.tabulation.spec import Spec, WeightSpec
from polls.analysis.tabulation.variables import ONE_CODE
from polls.analysis.weighting.calibration import Bounds, Distance, calibrate, calibrate_to_margins
from polls.analysis.weighting.cells import post_stratify
from polls.analysis.weighting.outcome import WeightEffect, Weighting, weight_effect
from polls.analysis.weighting.raking import rake
from polls.analysis.weighting.targets import Margin, WeightingError, indicators, margin
from polls.analysis.weighting.trimming import rake_trimmed, trim

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Weighed:
    """Weights ready for use. ``outcome`` is the report of a method that adjusted them, None for weights as given."""

    spec: WeightSpec
    design: SampleDesign
    outcome: Weighting | None

    @property
    def is_countable(self) -> bool:
        """Whether sums by stratum hold all that the variance needs: nobody is drawn in clusters, nothing calibrated."""
        return not self.design.calibrations and len(self.design.sampled) < 1000 and self._is_one_by_one

    @property
    def _is_one_by_one(self) -> bool:
        return int(self.design.sampled.sum()) == self.design.size

    @property
    def strata(self) -> Strata:
        return Strata(self.design.sampled, self.design.population)

    @property
    def weights(self) -> Weights:
        return Weights(self.design.weights, self.design.weights**2)

    @property
    def effect(self) -> WeightEffect:
        return weight_effect(self.design.weights)


def weigh(answers: Answers, spec: Spec, name: str) -> Weighed:
    """Make the weights of this name. Raises SpecError or DataError where they cannot be made."""
    return _weigh(answers, spec.weights, name, ())


def _weigh(answers: Answers, known: Mapping[str, WeightSpec], name: str, above: tuple[str, ...]) -> Weighed:
    recipe = known[name]
    if name in above:
        raise SpecError(f"{recipe.path}.base", f"these weights are based on themselves: {' > '.join((*above, name))}")
    if recipe.base and recipe.base not in known:
        raise SpecError(f"{recipe.path}.base", unknown("the name of weights", recipe.base, known))
    base = _weigh(answers, known, recipe.base, (*above, name)) if recipe.base else None
    try:
        if recipe.method:
            return _adjusted(answers, recipe, base or Weighed(recipe, _drawn(answers, recipe, None), None))
        return Weighed(recipe, _drawn(answers, recipe, base.design.weights if base else None), None)
    except (DesignError, WeightingError) as error:
        raise SpecError(recipe.path, str(error)) from error


def _drawn(answers: Answers, recipe: WeightSpec, given: Floats | None) -> SampleDesign:
    """Describe the sample by its columns. ``given`` weights come from other weights and are taken as they are."""
    weights = np.ones(answers.n) if given is None else given
    if recipe.column:
        weights = raw_numbers(answers, _column(answers, recipe, "column"), least=0.0)
    strata = _names(answers, _column(answers, recipe, "strata")) if recipe.strata else None
    clusters = _names(answers, _column(answers, recipe, "clusters")) if recipe.clusters else None
    population = recipe.population
    sizes: Floats | float | None = None
    if isinstance(population, str):
        sizes = raw_numbers(answers, _column(answers, recipe, "population"), least=0.0)
    elif population is not None:
        sizes = float(population)
    return sample_design(
        weights,
        strata=strata,
        clusters=clusters,
        population=sizes,
    )


def _names(answers: Answers, name: str) -> NDArray[np.str_]:
    """Read a column of names of strata or clusters: everyone is in one."""
    texts = answers.raw[name]
    for place, text in enumerate(texts.distinct):
        if not text.strip():
            raise DataError(texts.line_of(place), name, "nobody may be without a stratum or cluster")
    return texts.array()


def _column(answers: Answers, recipe: WeightSpec, key: str) -> str:
    name = str(getattr(recipe, key))
    if name not in answers.raw:
        raise SpecError(f"{recipe.path}.{key}", unknown("a column", name, answers.raw))
    return name


def _adjusted(answers: Answers, recipe: WeightSpec, base: Weighed) -> Weighed:
    if recipe.method == "trim":
        low, high = recipe.trim or (0.0, np.inf)
        cut = trim(base.design.weights, low=low, high=high, strict=recipe.is_strict)
        return Weighed(recipe, base.design.reweighted(cut), base.outcome)
    margins = [_margin(answers, recipe, name, targets) for name, targets in recipe.targets.items()]
    if recipe.totals:
        outcome = _to_totals(answers, recipe, margins, base.design.weights)
    else:
        outcome = _outcome(recipe, margins, base.design.weights)
    if recipe.is_fixed:
        return Weighed(recipe, base.design.reweighted(outcome.weights), outcome)
    return Weighed(recipe, outcome.applied(base.design), outcome)


def _outcome(recipe: WeightSpec, margins: list[Margin], base: Floats) -> Weighting:
    if recipe.method == "poststratify":
        if len(margins) != 1:
            raise SpecError(f"{recipe.path}.targets", "poststratify takes one variable; cross several under 'derived'")
        return post_stratify(margins[0], base)
    if recipe.method == "rake":
        if recipe.multiple is not None:
            return rake_trimmed(margins, base, times_median=recipe.multiple)
        return rake(margins, base, plain_residuals=recipe.residuals == "unweighted")
    return calibrate_to_margins(
        margins,
        base,
        distance=Distance(recipe.distance),
        bounds=Bounds(*recipe.bounds) if recipe.bounds else None,
        trim=Bounds(*recipe.trim) if recipe.trim else None,
    )


def _to_totals(answers: Answers, recipe: WeightSpec, margins: list[Margin], base: Floats) -> Weighting:
    """Calibrate to the sizes of categories and to population totals of numbers in the file; an intercept is theirs."""
    numbers = [raw_numbers(answers, name) for name in recipe.totals if _known_column(answers, recipe, name)]
    totals = np.concatenate([*(each.totals for each in margins), list(recipe.totals.values())])
    matrix = np.column_stack([*([indicators(margins)] if margins else []), *numbers])
    names = [*(f"{each.name}: {category}" for each in margins for category in each.categories), *recipe.totals]
    return calibrate(
        matrix,
        totals,
        base,
        distance=Distance(recipe.distance),
        bounds=Bounds(*recipe.bounds) if recipe.bounds else None,
        trim=Bounds(*recipe.trim) if recipe.trim else None,
        names=names,
    )


def _known_column(answers: Answers, recipe: WeightSpec, name: str) -> bool:
    if name not in answers.raw:
        raise SpecError(f"{recipe.path}.totals.{name}", unknown("a column", name, answers.raw))
    return True


def _margin(answers: Answers, recipe: WeightSpec, name: str, targets: Mapping[str, float]) -> Margin:
    path = f"{recipe.path}.targets.{name}"
    variable, column = answers.variables.get(name), answers.columns.get(name)
    if variable is None or variable.kind not in ONE_CODE or not isinstance(column, ChoiceColumn):
        if variable is not None:
            raise SpecError(path, "targets belong to a variable of which everyone has one code")
        raise SpecError(path, unknown("a variable", name, answers.variables))
    for code in targets:
        if code not in variable.positions:
            raise SpecError(f"{path}.{code}", unknown("a code", code, variable.positions))
    codes = [option.code for option in variable.options]
    names = np.array([*codes, "", "", "", ""], object)[column.codes]
    try:
        return margin(name, names.tolist(), targets)
    except WeightingError as error:
        raise SpecError(path, str(error)) from error
