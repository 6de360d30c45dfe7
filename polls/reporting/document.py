"""The report: what is shown of a run, in one language, with every number already written out.

Immutable and free of decisions: pages, files and charts read it and decide nothing. A hidden number is not in it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from polls.analysis.summary_document import Comparison as ComparisonSummary
from polls.codebook.schema import QuestionKind
from polls.reporting.numbers import Interval


class RowKind(StrEnum):
    """What a row of a table counts: a choice, "don't know", a net of choices, or that something was answered."""

    CHOICE = "choice"
    DONT_KNOW = "dont_know"
    NET = "net"
    ANSWERED = "answered"


class ColumnStatus(StrEnum):
    """Why a column has numbers or has none."""

    SHOWN = "shown"
    HIDDEN = "hidden"
    NOT_ASKED = "not_asked"
    EMPTY = "empty"


class ClaimKind(StrEnum):
    """How strong a sentence is, and what it rests on."""

    HIGHEST = "highest"
    MAJORITY = "majority"
    MORE_THAN_HALF = "more_than_half"
    HALF = "half"
    ALL = "all"
    NONE = "none"
    SHARE = "share"
    MEAN = "mean"
    DIFFERENCE = "difference"
    NO_DIFFERENCE = "no_difference"
    NOT_TESTABLE = "not_testable"


@dataclass(frozen=True)
class Cell:
    """One share: ``share`` = ``count`` / ``base`` (0-1), its interval, and both as text (``54%``, ``44–64%``)."""

    count: int
    base: int
    share: float
    interval: Interval | None
    method: str
    percent: str
    interval_text: str
    is_small_base: bool
    is_highest: bool
    letters: str
    """The letters of the columns that this share significantly exceeds."""
    effective: float | None = None
    """The effective base of a weighted share; ``share`` is then no longer ``count`` / ``base``."""

    @property
    def exact(self) -> Fraction:
        """The share without any rounding."""
        return Fraction(self.count, self.base) if self.effective is None else Fraction(self.share)


@dataclass(frozen=True)
class Mean:
    """A mean with its interval on ``base`` valid answers, and the texts of its numbers."""

    mean: float
    sd: float | None
    median: float | None
    interval: Interval | None
    base: int
    mean_text: str
    sd_text: str
    median_text: str
    interval_text: str
    is_small_base: bool
    effective: float | None = None


@dataclass(frozen=True)
class Column:
    """One group of respondents. ``variable`` and ``segment`` are None for the total.

    ``who`` names its base as in a sentence (``respondenten bij inhouse contactcenters``). ``n`` is the base as text;
    ``base`` is None where nothing may be said of the group. ``note`` says why, in words.
    """

    variable: str | None
    segment: str | None
    label: str
    who: str
    letter: str
    status: ColumnStatus
    base: int | None
    n: str
    population: int | None
    is_small_base: bool
    note: str

    @property
    def is_shown(self) -> bool:
        return self.status is ColumnStatus.SHOWN


@dataclass(frozen=True)
class Row:
    """One line of a table, with a cell per column; None where the column shows nothing.

    ``is_last`` marks an "other" or a "none of these", which a sorted chart keeps at its end. ``answer`` is the label
    as it stands in a sentence.
    """

    code: str
    label: str
    answer: str
    kind: RowKind
    is_last: bool
    cells: tuple[Cell | None, ...]


@dataclass(frozen=True)
class Comparison:
    """One test in words: its name, statistic and p-value as text, its verdict, and the sentence it supports.

    ``scope`` is ``table`` (the whole question), ``row`` and ``net`` (two shares) or ``mean``. ``row``, ``first`` and
    ``second`` are codes; ``difference`` is first minus second. ``statistic`` and ``pvalue`` (adjusted for the pairs)
    are None where nothing could be tested. ``is_finding``: it also holds over the run. ``made_of``: its Summary entry.
    """

    variable: str
    scope: str
    row: str | None
    first: str | None
    second: str | None
    row_label: str
    groups_label: str
    test: str
    test_name: str
    statistic: float | None
    statistic_text: str
    pvalue: float | None
    p_text: str
    made_of: ComparisonSummary
    is_significant: bool
    is_finding: bool
    verdict: str
    difference: float | None
    interval: Interval | None
    text: str
    bases: tuple[int, ...] = ()
    """How many respondents each of the two groups has; empty for a whole table."""
    detectable: float | None = None
    """The smallest difference that these bases show with 80 % power."""


class ExtraKind(StrEnum):
    """What a line beside counts and means tells: of an option of a ranking, or of dates."""

    MEAN_RANK = "mean_rank"
    TOP_PLACES = "top_places"
    POINTS = "points"
    TENTH = "tenth"
    MEDIAN = "median"
    NINETIETH = "ninetieth"


@dataclass(frozen=True)
class ExtraCell:
    """Text and, under it, its detail. ``value`` is the number behind it (None of a date), ``interval`` its bounds."""

    text: str
    detail: str = ""
    value: float | None = None
    interval: Interval | None = None
    is_small_base: bool = False


@dataclass(frozen=True)
class Extra:
    """A line of a table that is no share, with a cell per column; ``code`` is the option that it is about."""

    kind: ExtraKind
    code: str
    label: str
    answer: str
    cells: tuple[ExtraCell | None, ...]


@dataclass(frozen=True)
class Table:
    """One question by one segment variable (None: the total alone). The total is always the first column.

    ``means`` has an entry per column, or is empty where the question has no mean; ``extras`` are what its kind tells
    beside that. ``is_in_order``: somebody chose the order of the rows, and charts keep it.
    """

    variable: str | None
    label: str
    base_note: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    means: tuple[Mean | None, ...]
    comparisons: tuple[Comparison, ...]
    notes: tuple[str, ...]
    extras: tuple[Extra, ...] = ()
    is_in_order: bool = False

    @property
    def overall(self) -> Comparison | None:
        """The test of the whole table, where there is one."""
        return next((test for test in self.comparisons if test.scope == "table"), None)

    def extras_of(self, kind: ExtraKind) -> tuple[Extra, ...]:
        return tuple(extra for extra in self.extras if extra.kind is kind)

    def row(self, code: str) -> Row:
        """Give the row with this code. Raises KeyError."""
        for row in self.rows:
            if row.code == code:
                return row
        raise KeyError(code)


@dataclass(frozen=True)
class Claim:
    """A sentence that can be published, with who it is about (``base``) and how many they are (``n``)."""

    text: str
    base: str
    n: int
    kind: ClaimKind
    is_small_base: bool
    variable: str | None = None
    segment: str | None = None
    certainty: float = 0.0
    """The part of the effect that is certain (0-1), by which findings are ranked."""


@dataclass(frozen=True)
class QuestionReport:
    """One variable: its tables by segment variable (``None``: the total alone) and what can be said of it.

    ``low_label`` and ``high_label`` name the ends of a rating; ``unit`` is that of a number.
    """

    code: str
    kind: QuestionKind
    text: str
    base_note: str
    low_label: str
    high_label: str
    unit: str
    views: Mapping[str | None, Table]
    claims: tuple[Claim, ...]

    @property
    def total(self) -> Table:
        return self.views[None]

    def claims_for(self, variable: str | None) -> tuple[Claim, ...]:
        """Give the claims on everyone and, with a variable, those on its segments and their differences."""
        return tuple(claim for claim in self.claims if claim.variable in (None, variable))


@dataclass(frozen=True)
class QuestionGroup:
    """A question of the questionnaire with its variables: itself, the rows of a matrix, the parts of an allocation.

    ``labels`` name the members within the group (a row, a part); ``base_note`` is about all of them.
    """

    code: str
    kind: QuestionKind
    text: str
    base_note: str
    labels: tuple[str, ...]
    members: tuple[QuestionReport, ...]

    @property
    def is_single(self) -> bool:
        return len(self.members) == 1 and self.members[0].code == self.code


@dataclass(frozen=True)
class Finding:
    """A claim for the head of the report, with the question that it answers and what it was tested against."""

    question: str
    question_text: str
    claim: Claim
    test: str = ""


@dataclass(frozen=True)
class SegmentVariableReport:
    """A division of the respondents as a choice for the reader: its code, its label, the n of each segment."""

    code: str
    label: str
    segments: tuple[Column, ...]


@dataclass(frozen=True)
class Overview:
    """How many answered, and what stands out: ``findings``, the most certain effects first."""

    n: int
    n_text: str
    findings: tuple[Finding, ...]
    segment_variables: tuple[SegmentVariableReport, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True)
class Report:
    """A run in words and tables, in one language. ``filter_label`` names the filter, empty without one.

    ``questions`` are the variables of the questionnaire; ``groups`` are its questions, in which these stand together.
    """

    slug: str
    title: str
    language: str
    filter_label: str
    overview: Overview
    questions: tuple[QuestionReport, ...]
    groups: tuple[QuestionGroup, ...]
    method_notes: tuple[str, ...]

    def question(self, code: str) -> QuestionReport:
        """Give the report of one question. Raises KeyError."""
        for question in self.questions:
            if question.code == code:
                return question
        raise KeyError(code)

    def group(self, code: str) -> QuestionGroup | None:
        """Give a question with the variables that stand together in it; None when there is none of this code."""
        return next((each for each in self.groups if each.code == code), None)
