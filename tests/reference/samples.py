"""The four samples of the reference: their answers, and their designs as the product makes them."""

import csv
import gzip
import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import count
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from polls.analysis.sampling.design import SampleDesign, sample_design
from polls.analysis.weighting.calibration import Bounds, Distance, calibrate, calibrate_to_margins
from polls.analysis.weighting.cells import post_stratify
from polls.analysis.weighting.outcome import Weighting
from polls.analysis.weighting.raking import rake
from polls.analysis.weighting.targets import JointCells, Margin, margin
from polls.analysis.weighting.trimming import trim

HERE = Path(__file__).parent

Numbers = NDArray[np.float64]
Flags = NDArray[np.bool_]
Codes = NDArray[np.int64]
Factor = tuple[Codes, list[str]]
"""The number of each respondent's level (-1: none), and the levels."""

LEVELS = {"q1": 2, "q2": 3, "q3": 4, "q4": 5, "q5": 8, "q6": 6}
DONT_KNOW = "99"
CLASSES = {"apiq": ("api00", (0, 550, 650, 750, 1000)), "mealq": ("meals", (-1, 25, 50, 75, 100))}


@dataclass
class Sample:
    """The answers of one sample by column, and its designs by name."""

    name: str
    columns: Mapping[str, list[str]]
    made: dict[str, SampleDesign] = field(default_factory=dict)
    numbered: dict[str, Numbers] = field(default_factory=dict)
    levelled: dict[str, Factor] = field(default_factory=dict)

    @property
    def size(self) -> int:
        return len(next(iter(self.columns.values())))

    def numbers(self, name: str) -> Numbers:
        """Give a column, or a variable derived from columns: (n,), ``nan`` where missing."""
        if name not in self.numbered:
            is_derived = name in DERIVED and name not in self.columns
            made = DERIVED[name](self) if is_derived else [float(text or "nan") for text in self.columns[name]]
            self.numbered[name] = np.asarray(made, np.float64)
        return self.numbered[name]

    def factor(self, name: str) -> Factor:
        """Give an answer or segment as numbers of its levels."""
        if name not in self.levelled:
            self.levelled[name] = self._factor(name)
        return self.levelled[name]

    def _factor(self, name: str) -> Factor:
        if name in CLASSES:
            source, edges = CLASSES[name]
            return np.searchsorted(edges, self.numbers(source), side="left") - 1, ["1", "2", "3", "4"]
        texts, levels = self.columns[name.removesuffix("x") if name[0] == "q" else name], self._levels(name)
        place = {level: number for number, level in enumerate(levels)}
        return np.array([place.get(text, -1) for text in texts], np.int64), levels

    def _levels(self, name: str) -> list[str]:
        code = name.removesuffix("x")
        if code not in LEVELS:
            return sorted(set(self.columns[name]) - {""})
        valid = [str(number) for number in range(1, LEVELS[code] + 1)]
        return [*valid, DONT_KNOW] if name in {"q2", "q4"} else valid

    def design(self, name: str) -> SampleDesign:
        """Give a design by its name in the reference, with or without the prefix ``des_``."""
        code = name.removeprefix("des_")
        if code not in self.made:
            self.made[code] = DESIGNS[self.name](self, code)
        return self.made[code]


@cache
def sample(name: str) -> Sample:
    with gzip.open(HERE / "data" / f"{name}.csv.gz", "rt", newline="") as file:
        rows = list(csv.DictReader(io.StringIO(file.read())))
    return Sample(name, {column: [row[column] for row in rows] for column in rows[0]})


@cache
def weights_of_r(name: str) -> Mapping[str, Numbers]:
    """Give the weights that R made, by the name of their design."""
    with gzip.open(HERE / "data" / f"{name}_weights.csv.gz", "rt", newline="") as file:
        rows = list(csv.DictReader(io.StringIO(file.read())))
    return {column: np.array([float(row[column]) for row in rows]) for column in list(rows[0])[1:]}


def _scale(data: Sample) -> Numbers:
    raw = data.numbers("q4")
    return np.where(raw == float(DONT_KNOW), np.nan, raw)


def _where_known(values: Numbers, yes: NDArray[np.bool_]) -> Numbers:
    return np.where(np.isnan(values), np.nan, yes)


def _nps(data: Sample) -> Numbers:
    values, high, low = (data.numbers("r1"), 9, 6) if "r1" in data.columns else (data.numbers("r10"), 8, 5)
    return np.where(np.isnan(values), np.nan, 100.0 * (values >= high) - 100.0 * (values <= low))


DERIVED: Mapping[str, Callable[[Sample], Numbers]] = {
    "lik": _scale,
    "top2": lambda data: _where_known(_scale(data), _scale(data) >= 4),
    "bot2": lambda data: _where_known(_scale(data), _scale(data) <= 2),
    "nps": _nps,
    "r10": lambda data: np.floor(data.numbers("api00") / 100),
    "good": lambda data: (data.numbers("api00") >= 700).astype(np.float64),
    "q1x=='1'": lambda data: _where_known(data.numbers("q1"), data.numbers("q1") == 1),
    "lik>=4": lambda data: _where_known(_scale(data), _scale(data) >= 4),
    "m1_1==1": lambda data: data.numbers("m1_1"),
}


def margins_of(data: Sample) -> list[Margin]:
    return [margin(name, data.columns[name], targets) for name, targets in TARGETS[data.name].items()]


SCHOOLS = {"stype": {"E": 4421.0, "H": 755.0, "M": 1018.0}, "sch.wide": {"No": 1072.0, "Yes": 5122.0}}
TARGETS: Mapping[str, Mapping[str, Mapping[str, float]]] = {
    "poll_a": {
        "sector": {"1": 310, "2": 210, "3": 120},
        "size": {"1": 270, "2": 205, "3": 120, "4": 45},
    },
    "poll_b": {
        "sector": {"1": 8400, "2": 7800, "3": 5400, "4": 2400},
        "size": {"1": 9000, "2": 7200, "3": 4800, "4": 3000},
        "region": {"1": 7200, "2": 4800, "3": 4320, "4": 3600, "5": 2640, "6": 1440},
    },
    "apiclus1": SCHOOLS,
    "apisrs": SCHOOLS,
}
API99_TOTAL = 3914069

TRIM = {"poll_a": (1.2, 3.0), "poll_b": (4.0, 30.0), "apiclus1": (25.0, 45.0), "apisrs": (20.0, 40.0)}
LOGIT = {"poll_a": Bounds(0.4, 2.5), "poll_b": Bounds(0.3, 3), "apiclus1": Bounds(0.2, 4), "apisrs": Bounds(0.2, 4)}
CUT = {"poll_a": Bounds(0.6, 1.15), "poll_b": Bounds(0.5, 1.6)}


def _poll_design(data: Sample, code: str) -> SampleDesign:
    n, base = data.size, data.numbers("w_base")
    population = 640 if data.name == "poll_a" else 24000
    strata = data.columns.get("stratum")
    plain: Mapping[str, Callable[[], SampleDesign]] = {
        "srs": lambda: sample_design(np.ones(n)),
        "srs_fpc": lambda: sample_design(np.full(n, population / n), population=population),
        "wt": lambda: sample_design(base),
        "strat": lambda: sample_design(base, strata=strata),
        "strat_fpc": lambda: sample_design(base, strata=strata, population=data.numbers("N_h")),
        "exp": lambda: sample_design(np.full(n, 12.0)),
        "rakenaive": lambda: sample_design(data.design("rake").weights),
        "panel": lambda: sample_design(data.design("rake").weights, clusters=data.columns["panel_id"]),
    }
    if code in plain:
        return plain[code]()
    return _calibrated(data, data.design("strat_fpc" if data.name == "poll_a" else "exp"), code)


def _api_design(data: Sample, code: str) -> SampleDesign:
    clusters = data.columns["dnum"] if data.name == "apiclus1" else None
    if code in {"fpc", "nofpc"}:
        population = data.numbers("fpc") if code == "fpc" else None
        return sample_design(data.numbers("pw"), clusters=clusters, population=population)
    return _calibrated(data, data.design("fpc"), code)


def _calibrated(data: Sample, design: SampleDesign, code: str) -> SampleDesign:
    if code in {"trim", "trim_strict"}:
        low, high = TRIM[data.name]
        raked = data.design("rake")
        return raked.reweighted(
            trim(raked.weights, low=low, high=high, strict=code == "trim_strict" or data.name.startswith("api"))
        )
    return weighting_of(data, design.weights, code).applied(design)


def rounds_of_r(margins: Sequence[Margin], base: Numbers) -> int:
    """Give after how many rounds R ends raking: when no cell changes by more than 1e-10 of the total in a round.

    The product goes on until the margins hold to 1e-10.
    """
    place = JointCells.of(margins).place
    before = np.bincount(place, base)
    for done in count(1):
        table = np.bincount(place, rake(margins, base, rounds=done, tolerance=0.0).weights)
        if np.abs(table - before).max() < 1e-10 * base.sum():
            return done
        before = table
    raise AssertionError("raking never ends")


def weighting_of(data: Sample, base: Numbers, code: str) -> Weighting:
    """Weight a sample as the reference does, by the name of the design."""
    margins = margins_of(data)
    if code == "rake":
        return rake(margins, base, plain_residuals=True, rounds=rounds_of_r(margins, base), tolerance=0.0)
    if code == "ps":
        return post_stratify(margins[0], base)
    distance = Distance.RAKING if code == "cal_trim" else Distance(code.removeprefix("cal_"))
    bounds = LOGIT[data.name] if code == "cal_logit" else None
    if data.name.startswith("api"):
        stype = np.array(data.columns["stype"])
        auxiliaries = np.column_stack([np.ones(data.size), stype == "H", stype == "M", data.numbers("api99")])
        return calibrate(auxiliaries, [6194, 755, 1018, API99_TOTAL], base, distance=distance, bounds=bounds)
    cut = CUT[data.name] if code == "cal_trim" else None
    return calibrate_to_margins(margins, base, distance=distance, bounds=bounds, trim=cut)


DESIGNS: Mapping[str, Callable[[Sample, str], SampleDesign]] = {
    "poll_a": _poll_design,
    "poll_b": _poll_design,
    "apiclus1": _api_design,
    "apisrs": _api_design,
}
