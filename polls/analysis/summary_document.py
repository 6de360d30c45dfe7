"""The Summary as a JSON document: what a run stores and what reporting, pages and files read.

Shares lie in 0–1 at full precision; an interval is [low, high]. A group that is hidden has no numbers at all: look at
``hidden`` before anything else. ``None`` stands for a number that does not exist, such as the mean of no answers.
"""

from typing import Any, Literal, NotRequired, TypedDict, final

FORMAT = "summary/1"

Interval = list[float]


class Row(TypedDict):
    """One answer in one group. ``share`` and ``interval`` are None where the base is 0. ``unweighted_share`` stands
    beside a weighted one; ``count`` is always of respondents.
    """

    code: str
    count: int
    share: float | None
    interval: Interval | None
    method: str | None
    unweighted_share: NotRequired[float | None]


class Net(Row):
    """Several answers taken together: who gave any of ``choices``."""

    choices: list[str]


class Mean(TypedDict):
    """Over the valid answers. ``method`` is t, or t_fpc where the population is known."""

    mean: float
    sd: float | None
    median: float
    interval: Interval | None
    method: str | None


class RankedOption(TypedDict):
    """One option of a ranking in one group.

    ``mean`` is the mean rank (1 is best) over the ``ranked`` who gave it a place. ``count``, ``share`` and the rest
    tell who placed it among the first ``top``. ``points`` is its Borda score: of k options the first gets k points, the
    next k - 1, one that was not ranked 0; the mean over all who ranked anything.
    """

    code: str
    ranked: int
    mean: Mean | None
    top: int
    count: int
    share: float | None
    interval: Interval | None
    method: str | None
    points: float | None


class Dates(TypedDict):
    """Of dates (``2026-05-31``) or months (``2026-05``): the median, and between which dates 80 % of them lie.

    A quantile is the first date by which that share has come. The ends are None on a base that is too small for them;
    the first and the last date are nobody's business, as each is the answer of one person.
    """

    tenth: str | None
    median: str
    ninetieth: str | None


class ShownGroup(TypedDict):
    """A column: everyone (variable and segment None) or a segment. The counts say what became of those in it.

    The rows of a ranking count first places, those of dates count months, years or decades. The mean of a net promoter
    score is the score itself, from -100 to 100.
    """

    variable: str | None
    segment: str | None
    hidden: Literal[False]
    asked: int
    answered: int
    valid: int
    skipped: int
    dont_know: int
    not_asked: int
    not_reached: int
    base: int
    population: int | None
    small_base: bool
    rows: list[Row]
    nets: list[Net]
    mean: Mean | None
    ranking: NotRequired[list[RankedOption]]
    dates: NotRequired[Dates | None]
    weighted_base: NotRequired[float]
    effective_base: NotRequired[float]


class HiddenGroup(TypedDict):
    """A group too small to be shown, or hidden so that a small one cannot be found by subtraction."""

    variable: str | None
    segment: str | None
    hidden: Literal[True]
    rows: list[Row]
    nets: list[Net]
    mean: None


Group = ShownGroup | HiddenGroup


@final
class TableComparison(TypedDict):
    """Question by segment variable as a whole.

    ``significant`` is judged on ``pvalue``; ``pvalue_adjusted`` corrects for all such tables of the run and decides
    ``finding``. ``pvalue_error`` is the standard error of a simulated p-value. ``segments`` took part.
    """

    variable: str
    scope: Literal["table"]
    segments: list[str]
    test: str
    statistic: float | None
    df: float | None
    denominator_df: NotRequired[float | None]
    pvalue: float
    pvalue_error: float | None
    pvalue_adjusted: float
    correction: str
    significant: bool
    finding: bool
    cramers_v: float


@final
class PairComparison(TypedDict):
    """Two segments on one row, one net, or the mean (``row`` is None). ``difference`` is first minus second.

    ``verdict`` is different, similar, not_shown_to_differ or not_testable; the last has no test and no p-value.
    ``detectable`` is the smallest difference that these bases show with 80 % power. ``fpc`` says whether a population
    size entered. ``df`` belongs to Welch's t only.
    """

    variable: str
    scope: Literal["row", "net", "mean"]
    row: str | None
    first: str
    second: str
    first_base: int
    second_base: int
    test: str | None
    statistic: float | None
    df: float | None
    pvalue: float | None
    pvalue_adjusted: float | None
    correction: str
    significant: bool
    difference: float
    interval: Interval | None
    interval_method: str
    detectable: float | None
    verdict: str
    fpc: bool


@final
class AnovaComparison(TypedDict):
    """The means of three segments or more, by Welch's analysis of variance."""

    variable: str
    scope: Literal["mean"]
    segments: list[str]
    test: Literal["welch_anova"]
    statistic: float
    df: int
    denominator_df: float
    pvalue: float
    significant: bool


Comparison = TableComparison | PairComparison | AnovaComparison


class QuestionSummary(TypedDict):
    """One variable of the questionnaire in every group, the total first, and its comparisons."""

    code: str
    kind: str
    base_rule: str
    groups: list[Group]
    comparisons: list[Comparison]
    weighted: NotRequired[bool]


class SegmentSize(TypedDict):
    """How many respondents are in a segment; ``n`` is None where that is hidden."""

    code: str
    n: int | None
    population: int | None
    hidden: bool


class SegmentVariableSize(TypedDict):
    """A segment variable of the summary; where ``overlapping``, its segments share people and are not compared."""

    code: str
    overlapping: bool
    segments: list[SegmentSize]


class FilterRecipe(TypedDict):
    """The one segment that a filtered summary is about."""

    variable: str
    segment: str


class Recipe(TypedDict):
    """What, besides the answers, decides the numbers. ``margin`` is a share (0.10 = ten points)."""

    filter: FilterRecipe | None
    variables: list[str]
    k: int
    confidence: float
    margin: float
    correction: str
    without: NotRequired[list[str]]


class LeftOut(TypedDict):
    """How many of all responses, ``of``, are left out for flags on their quality, and how many by each flag.

    A response may have several. None where so few have a flag, or so few of those left out have not, that it is not
    told.
    """

    of: int
    n: int
    by_flag: dict[str, int | None]


class Summary(TypedDict):
    """All numbers of a run. ``questionnaire`` and ``data`` are the hashes of what they were made of."""

    format: str
    slug: str
    questionnaire: str
    data: str
    n: int
    recipe: Recipe
    segment_variables: list[SegmentVariableSize]
    questions: list[QuestionSummary]
    weights: NotRequired[dict[str, Any]]
    left_out: NotRequired[LeftOut]
