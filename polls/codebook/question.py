"""One question as it was launched, with its choices and rows."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property

from polls.codebook.kinds import BASE_RULES, MATRIX_KINDS, POINT_KINDS, ROW_KINDS, SILENT_KINDS, BaseRule, QuestionKind
from polls.codebook.routing import Check, Variant
from polls.codebook.texts import LANGUAGES, Text, joined

YES = "yes"
"""The code of a consent that was given."""

MOST_OFFERINGS = 200
"""So many selections of the choices and rows of a question are kept ready."""

DEFAULT_TOTAL = 100
DEFAULT_MEGABYTES = 10
MOST_MEGABYTES = 50

_AGREED: Text = {"nl": "Ja, daar ga ik mee akkoord", "en": "Yes, I agree"}


LATER = {"is_later": True}
"""Metadata of a field that older documents do not have.

A document leaves it out while it has its default, so that what was launched before keeps its hash.
"""


class Requirement(StrEnum):
    """Whether an answer is demanded (hard), asked for once more (soft), or left to the respondent (no)."""

    HARD = "hard"
    SOFT = "soft"
    NO = "no"


class TextFormat(StrEnum):
    """What a short text must look like."""

    FREE = "free"
    EMAIL = "email"
    PHONE = "phone"
    POSTCODE = "postcode"


class TakenFrom(StrEnum):
    """Where a hidden variable gets its value: from a parameter of the link, or from the contact list."""

    LINK = "link"
    CONTACT = "contact"


class Holds(StrEnum):
    """What a calculated variable holds."""

    NUMBER = "number"
    TEXT = "text"


@dataclass(frozen=True)
class Choice:
    """One option of a question. ``is_exclusive`` empties all others; ``is_other`` asks "namely …" as text.

    ``image`` names a stored picture by its content (``"<sha256>.jpg"``); ``image_alt`` says what is on it. It is
    offered where ``show_if`` holds (empty: always) and, ``is_pinned``, keeps its place when the others are put in
    another order.
    ``is_carried`` marks one that was taken over from an earlier question.
    """

    code: str
    label: Text
    is_exclusive: bool = False
    is_other: bool = False
    image: str = field(default="", metadata=LATER)
    image_alt: Text = field(default_factory=dict, metadata=LATER)
    show_if: str = field(default="", metadata=LATER)
    is_pinned: bool = field(default=False, metadata=LATER)
    is_carried: bool = field(default=False, metadata=LATER)

    @property
    def stays(self) -> bool:
        """Whether it keeps its place: what is no answer among the others comes last in any order."""
        return self.is_pinned or self.is_other or self.is_exclusive


@dataclass(frozen=True)
class Row:
    """One row of a matrix: the question is put to it as to all others. Its further fields are as those of a choice."""

    code: str
    label: Text
    show_if: str = ""
    is_pinned: bool = field(default=False, metadata=LATER)
    is_carried: bool = field(default=False, metadata=LATER)


@dataclass(frozen=True)
class Question:
    """One question as it was launched.

    ``show_if`` is a condition in the language of ``rules`` (empty: always). ``dont_know`` is the label of the
    don't-know option, or None where none is offered. ``minimum`` and ``maximum`` bound a number, rating or slider, or
    the number of stars; ``decimals`` is how many a number may have. ``low_label`` and ``high_label`` name the ends of a
    rating. ``min_choices`` and ``max_choices`` bound how many may be chosen or ranked. ``total`` is what an allocation
    adds up to. ``earliest`` and ``latest`` bound a date (``YYYY-MM-DD``) or month (``YYYY-MM``); empty: no bound.
    ``source`` names the link's parameter or the contact attribute that a hidden variable is ``taken_from`` (empty: as
    its code).
    ``statement`` is what stands beside the box of a consent. ``file_types`` are names of ``uploads.FILE_TYPES``.
    ``variants`` are wordings of which each respondent gets one, in the place of ``text``; ``checks`` must hold once it
    is answered. ``carries`` names an earlier question whose chosen options (not chosen, unless ``carries_chosen``) are
    the choices or rows here. ``has_random_choices`` and ``has_random_rows`` put these in an order drawn per respondent,
    in which what ``stays`` keeps its place; so does a question that ``is_pinned`` on a page whose questions are drawn.
    ``codes_of`` names the codes that people gave to open answers, of a question that nobody was asked (``coding``).
    ``kinds.KIND_FIELDS`` says which kind uses which of these.
    """

    code: str
    kind: QuestionKind
    text: Text
    help: Text = field(default_factory=dict)
    choices: tuple[Choice, ...] = ()
    requirement: Requirement = Requirement.SOFT
    show_if: str = ""
    dont_know: Text | None = None
    minimum: int | None = None
    maximum: int | None = None
    decimals: int = 0
    unit: Text = field(default_factory=dict)
    low_label: Text = field(default_factory=dict)
    high_label: Text = field(default_factory=dict)
    rows: tuple[Row, ...] = field(default=(), metadata=LATER)
    min_choices: int | None = field(default=None, metadata=LATER)
    max_choices: int | None = field(default=None, metadata=LATER)
    total: int | None = field(default=None, metadata=LATER)
    step: int = field(default=1, metadata=LATER)
    earliest: str = field(default="", metadata=LATER)
    latest: str = field(default="", metadata=LATER)
    format: TextFormat = field(default=TextFormat.FREE, metadata=LATER)
    file_types: tuple[str, ...] = field(default=(), metadata=LATER)
    max_megabytes: int | None = field(default=None, metadata=LATER)
    taken_from: TakenFrom = field(default=TakenFrom.LINK, metadata=LATER)
    source: str = field(default="", metadata=LATER)
    expression: str = field(default="", metadata=LATER)
    holds: Holds = field(default=Holds.NUMBER, metadata=LATER)
    statement: Text = field(default_factory=dict, metadata=LATER)
    variants: tuple[Variant, ...] = field(default=(), metadata=LATER)
    checks: tuple[Check, ...] = field(default=(), metadata=LATER)
    carries: str = field(default="", metadata=LATER)
    carries_chosen: bool = field(default=True, metadata=LATER)
    has_random_choices: bool = field(default=False, metadata=LATER)
    has_random_rows: bool = field(default=False, metadata=LATER)
    is_pinned: bool = field(default=False, metadata=LATER)
    codes_of: str = field(default="", metadata=LATER)

    @property
    def base_rule(self) -> BaseRule:
        return BASE_RULES[self.kind]

    @cached_property
    def options(self) -> tuple[Choice, ...]:
        """The answer options in order, without don't-know: the choices, the points of a rating, or the consent."""
        if self.kind in POINT_KINDS:
            return tuple(self._point(value) for value in range(self.lowest, self.highest + 1))
        if self.kind is QuestionKind.CONSENT:
            return (Choice(YES, {**_AGREED, **self.statement}),)
        return self.choices

    @cached_property
    def choice_by_code(self) -> Mapping[str, Choice]:
        return {choice.code: choice for choice in self.options}

    @cached_property
    def variables(self) -> tuple["Question", ...]:
        """The question as it is stored and tabulated: one variable per answer key, each with its key as code.

        A matrix gives a question per row (``question.row``), an allocation a number per choice
        (``question.choice``), information nothing, and any other kind itself.
        """
        if self.kind in MATRIX_KINDS:
            return tuple(self._row_variable(row) for row in self.rows)
        if self.kind is QuestionKind.ALLOCATION:
            return tuple(self._share_variable(choice) for choice in self.choices)
        return () if self.kind is QuestionKind.INFORMATION else (self,)

    @cached_property
    def is_conditional(self) -> bool:
        """Whether some of its choices or rows are offered by condition only."""
        return any(self.option_conditions)

    @property
    def option_conditions(self) -> Iterator[str]:
        """The conditions of its choices and rows, empty ones among them."""
        yield from (choice.show_if for choice in self.choices)
        yield from (row.show_if for row in self.rows)

    def offering(self, choices: tuple[Choice, ...], rows: tuple[Row, ...]) -> "Question":
        """Give the question with these of its choices and rows; the same ones give the same question again."""
        if len(choices) == len(self.choices) and len(rows) == len(self.rows):
            return self
        key = (tuple(choice.code for choice in choices), tuple(row.code for row in rows))
        found = self._offerings.get(key)
        if found is None:
            found = replace(self, choices=choices, rows=rows)
            if len(self._offerings) < MOST_OFFERINGS:
                self._offerings[key] = found
        return found

    @cached_property
    def _offerings(self) -> dict[tuple[tuple[str, ...], ...], "Question"]:
        return {}

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """The keys of the stored answers, without those of the texts of "other, namely"."""
        return tuple(variable.code for variable in self.variables)

    @property
    def is_silent(self) -> bool:
        """Whether nothing of it is ever shown to the respondent."""
        return self.kind in SILENT_KINDS

    @property
    def lowest(self) -> int:
        """The first point of a rating or slider (0 unless stated); of stars 1."""
        if self.kind is QuestionKind.STARS:
            return 1
        return 0 if self.minimum is None or self.kind is QuestionKind.NPS else self.minimum

    @property
    def highest(self) -> int:
        """The last point: of a rating 10, of stars 5, of a slider 100 unless stated."""
        usual = {QuestionKind.STARS: 5, QuestionKind.SLIDER: 100}.get(self.kind, 10)
        return usual if self.maximum is None or self.kind is QuestionKind.NPS else self.maximum

    @property
    def megabytes(self) -> int:
        """The largest file that is taken (10 MB unless stated)."""
        return DEFAULT_MEGABYTES if self.max_megabytes is None else self.max_megabytes

    @property
    def source_name(self) -> str:
        """The link's parameter or the contact attribute of a hidden variable: its own code unless stated."""
        return self.source or self.code

    @property
    def whole(self) -> int:
        """What the parts of an allocation add up to (100 unless stated)."""
        return DEFAULT_TOTAL if self.total is None else self.total

    def _point(self, value: int) -> Choice:
        return Choice(code=str(value), label={language: str(value) for language in LANGUAGES})

    def _row_variable(self, row: Row) -> "Question":
        return replace(
            self,
            code=f"{self.code}.{row.code}",
            kind=ROW_KINDS[self.kind],
            text=joined(self.text, row.label),
            rows=(),
            show_if=row.show_if,
        )

    def _share_variable(self, choice: Choice) -> "Question":
        return replace(
            self,
            code=f"{self.code}.{choice.code}",
            kind=QuestionKind.NUMBER,
            text=joined(self.text, choice.label),
            choices=(),
            minimum=0,
            maximum=self.whole,
            show_if="",
        )
