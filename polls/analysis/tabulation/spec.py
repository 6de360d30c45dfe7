"""What is asked for: the variables of a plain file, the weights, and the tables."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from polls.analysis.adjustment import Correction
from polls.analysis.tabulation.variables import Net, Variable
from polls.codebook.schema import BaseRule


class Of(StrEnum):
    """What the shares of a multiple choice are shares of."""

    RESPONDENTS = "respondents"
    TICKS = "ticks"


class Interval(StrEnum):
    """How the interval of a share is made; ``auto`` is the rule of the house."""

    AUTO = "auto"
    WALD = "wald"
    WALD_FPC = "wald_fpc"
    WILSON = "wilson"
    WILSON_CC = "wilson_cc"
    WILSON_FPC = "wilson_fpc"
    CLOPPER_PEARSON = "clopper_pearson"
    HYPERGEOMETRIC = "hypergeometric"
    AGRESTI_COULL = "agresti_coull"
    JEFFREYS = "jeffreys"
    LOGIT = "logit"
    XLOGIT = "xlogit"
    BETA = "beta"
    MEAN = "mean"
    Z = "z"
    ASIN = "asin"
    LIKELIHOOD = "likelihood"


class PairTest(StrEnum):
    """How two columns are compared; ``auto`` is the rule of the house."""

    AUTO = "auto"
    Z_POOLED = "z_pooled"
    Z_UNPOOLED = "z_unpooled"
    Z_CONTINUITY = "z_continuity"
    FISHER = "fisher"
    DESIGN = "design"
    DESIGN_TTEST = "design_ttest"
    KISH = "kish"


class Family(StrEnum):
    """Which tests are corrected together: the pairs of a row over one segment variable, or over the whole banner."""

    VARIABLE = "variable"
    BANNER = "banner"


@dataclass(frozen=True)
class WeightSpec:
    """Named weights. ``base`` names the weights that ``method`` adjusts, else ``column`` holds them (none: equal).

    ``strata``, ``clusters`` and ``population`` describe the sample: columns, and the population of each stratum as a
    column or of everyone as a number. ``path`` is where in the specification it stands.
    """

    name: str
    column: str = ""
    strata: str = ""
    clusters: str = ""
    population: str | int | None = None
    base: str = ""
    method: str = ""
    distance: str = "raking"
    targets: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    bounds: tuple[float, float] | None = None
    trim: tuple[float, float] | None = None
    multiple: float | None = None
    is_strict: bool = False
    is_fixed: bool = False
    totals: Mapping[str, float] = field(default_factory=dict)
    residuals: str = "calibration"
    path: str = "$"


@dataclass(frozen=True)
class Tests:
    """Which comparisons are made, and how."""

    table: bool = True
    table_statistic: str = "auto"
    pairs: bool = True
    pair_test: PairTest = PairTest.AUTO
    complement: bool = False
    same_people: bool = False
    ranks: bool = False
    sequential_ties: bool = False
    correction: Correction = Correction.HOLM
    family: Family = Family.VARIABLE
    level: float = 0.05
    also_level: float | None = None
    margin: float = 0.10
    letters: bool = True
    person: str = ""
    least_base: int = 10
    means: str = "welch"


@dataclass(frozen=True)
class TableSpec:
    """One table: variables in its rows, segments in its columns.

    ``columns`` is the banner: each entry is one variable, or several nested in one another. ``base_rule`` and ``nets``
    replace those of the variables. ``k`` is the smallest base that is shown (0: everything is).
    """

    rows: tuple[str, ...]
    columns: tuple[tuple[str, ...], ...] = ()
    title: str = ""
    filter: str = ""
    weights: str = ""
    base_rule: BaseRule | None = None
    nets: Mapping[str, tuple[Net, ...]] = field(default_factory=dict)
    of: Of = Of.RESPONDENTS
    interval: Interval = Interval.AUTO
    confidence: float = 0.95
    population: int | None = None
    quantiles: tuple[float, ...] = (0.25, 0.5, 0.75)
    covariance: bool = False
    tests: Tests = field(default_factory=Tests)
    k: int = 0
    path: str = "$"


@dataclass(frozen=True)
class Group:
    """One group of a derived variable: those for whom ``when`` holds."""

    code: str
    label: str
    when: str
    path: str = "$"


@dataclass(frozen=True)
class Derived:
    """A variable made of expressions: groups that exclude one another (first that holds) or overlap, or a number.

    ``value`` is the expression of a number, empty for groups.
    """

    variable: Variable
    groups: tuple[Group, ...] = ()
    value: str = ""
    path: str = "$"


@dataclass(frozen=True)
class Source:
    """How a variable stands in a plain file: its column, or one per option, and what stands for what is missing."""

    columns: tuple[str, ...]
    codes: tuple[str, ...] = ()
    dont_know: tuple[str, ...] = ()
    empty: str = "not_asked"
    missing: Mapping[str, str] = field(default_factory=dict)
    none: str = ""
    ticked: tuple[str, ...] = ("1",)
    unticked: tuple[str, ...] = ("0",)


@dataclass(frozen=True)
class Spec:
    """Everything that ``tabulate`` reads from a specification file."""

    tables: tuple[TableSpec, ...]
    variables: Mapping[str, Variable] = field(default_factory=dict)
    sources: Mapping[str, Source] = field(default_factory=dict)
    derived: Mapping[str, Derived] = field(default_factory=dict)
    weights: Mapping[str, WeightSpec] = field(default_factory=dict)
    title: str = ""
