"""What a frozen questionnaire consists of.

Everything here is immutable and made of codes, labels and numbers. A code identifies (``quality``); a label is shown
(``Kwaliteit van het klantcontact``). Labels exist per language; codes exist once and are what is stored.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

Text = Mapping[str, str]
"""A text per language code, such as ``{"nl": "Ja", "en": "Yes"}``."""

CODE = re.compile(r"[a-z][a-z0-9_]{0,39}\Z")
"""Form of the code of a page, question, segment variable or segment. A choice code may also start with a digit."""

CHOICE_CODE = re.compile(r"[a-z0-9][a-z0-9_]{0,39}\Z")

LANGUAGES = ("nl", "en")


class QuestionKind(StrEnum):
    """How a question is asked. Each table keyed by this enum must be complete; a test holds that."""

    SINGLE = "single"
    MULTIPLE = "multiple"
    SCALE = "scale"
    RATING = "rating"
    NUMBER = "number"
    SHORT_TEXT = "short_text"
    LONG_TEXT = "long_text"


CHOICE_KINDS = frozenset({QuestionKind.SINGLE, QuestionKind.MULTIPLE, QuestionKind.SCALE})
"""Kinds for which the editor writes choices; a rating's options follow from its bounds."""

TEXT_KINDS = frozenset({QuestionKind.SHORT_TEXT, QuestionKind.LONG_TEXT})


class Requirement(StrEnum):
    """Whether an answer is demanded (hard), asked for once more (soft), or left to the respondent (no)."""

    HARD = "hard"
    SOFT = "soft"
    NO = "no"


class BaseRule(StrEnum):
    """Who counts in the denominator of a share."""

    ASKED = "asked"
    ANSWERED = "answered"
    VALID = "valid"


BASE_RULES: Mapping[QuestionKind, BaseRule] = {
    QuestionKind.SINGLE: BaseRule.ANSWERED,
    QuestionKind.MULTIPLE: BaseRule.ANSWERED,
    QuestionKind.SCALE: BaseRule.VALID,
    QuestionKind.RATING: BaseRule.VALID,
    QuestionKind.NUMBER: BaseRule.VALID,
    QuestionKind.SHORT_TEXT: BaseRule.ANSWERED,
    QuestionKind.LONG_TEXT: BaseRule.ANSWERED,
}
"""Default rule per kind: don't-know counts as an answer to a nominal question, not to a scale or a number."""


class Source(StrEnum):
    """Where a segment variable gets its value: from the contact list or from an answer."""

    CONTACT = "contact"
    QUESTION = "question"


class Channel(StrEnum):
    """How respondents get in: each by a personal invitation, or all by one open link."""

    INVITATION = "invitation"
    OPEN = "open"


@dataclass(frozen=True)
class Choice:
    """One option of a question. ``is_exclusive`` empties all others; ``is_other`` asks "namely …" as text."""

    code: str
    label: Text
    is_exclusive: bool = False
    is_other: bool = False


@dataclass(frozen=True)
class Question:
    """One question as it was launched.

    ``show_if`` is a condition in the language of ``rules`` (empty: always). ``dont_know`` is the label of the
    don't-know option, or None where none is offered. ``minimum`` and ``maximum`` bound a number or a rating;
    ``decimals`` is how many a number may have. ``low_label`` and ``high_label`` name the ends of a rating.
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

    @property
    def base_rule(self) -> BaseRule:
        return BASE_RULES[self.kind]

    @cached_property
    def options(self) -> tuple[Choice, ...]:
        """The answer options in order, without don't-know: the choices, or the points of a rating."""
        if self.kind is QuestionKind.RATING:
            return tuple(self._point(value) for value in range(self.lowest, self.highest + 1))
        return self.choices

    @cached_property
    def choice_by_code(self) -> Mapping[str, Choice]:
        return {choice.code: choice for choice in self.options}

    @property
    def lowest(self) -> int:
        """The first point of a rating (0 unless stated)."""
        return 0 if self.minimum is None else self.minimum

    @property
    def highest(self) -> int:
        """The last point of a rating (10 unless stated)."""
        return 10 if self.maximum is None else self.maximum

    def _point(self, value: int) -> Choice:
        return Choice(code=str(value), label={language: str(value) for language in LANGUAGES})


@dataclass(frozen=True)
class Page:
    """The questions that a respondent sees together."""

    code: str
    questions: tuple[Question, ...]
    title: Text = field(default_factory=dict)
    intro: Text = field(default_factory=dict)
    show_if: str = ""


@dataclass(frozen=True)
class Segment:
    """One group of a segment variable: the source's values that fall in it, and its population size if known."""

    code: str
    label: Text
    values: tuple[str, ...]
    population: int | None = None


@dataclass(frozen=True)
class SegmentVariable:
    """A division of the respondents. ``source`` names a contact attribute or a question, as ``source_kind`` says."""

    code: str
    label: Text
    source_kind: Source
    source: str
    segments: tuple[Segment, ...]


@dataclass(frozen=True)
class Questionnaire:
    """A poll as it was launched: nothing downstream of publishing reads anything else.

    ``minimum_base`` is k: the smallest base that is ever shown. ``equivalence_margin`` is in points (10 = 0.10).
    """

    slug: str
    title: Text
    pages: tuple[Page, ...]
    languages: tuple[str, ...] = LANGUAGES
    intro: Text = field(default_factory=dict)
    thanks: Text = field(default_factory=dict)
    privacy: Text = field(default_factory=dict)
    is_anonymous: bool = True
    channel: Channel = Channel.INVITATION
    segment_variables: tuple[SegmentVariable, ...] = ()
    minimum_base: int = 5
    equivalence_margin: int = 10

    @property
    def questions(self) -> Iterator[Question]:
        """All questions in the order in which they are asked."""
        return (question for page in self.pages for question in page.questions)

    @cached_property
    def question_by_code(self) -> Mapping[str, Question]:
        return {question.code: question for question in self.questions}

    @cached_property
    def page_by_code(self) -> Mapping[str, Page]:
        return {page.code: page for page in self.pages}

    @cached_property
    def segment_variable_by_code(self) -> Mapping[str, SegmentVariable]:
        return {variable.code: variable for variable in self.segment_variables}

    @cached_property
    def attributes(self) -> Mapping[str, frozenset[str]]:
        """The contact attributes that the poll uses, each with the values that its segments know."""
        known: dict[str, frozenset[str]] = {}
        for variable in self.segment_variables:
            if variable.source_kind is Source.CONTACT:
                values = frozenset(value for segment in variable.segments for value in segment.values)
                known[variable.source] = known.get(variable.source, frozenset()) | values
        return known


def in_language(text: Text, language: str) -> str:
    """Give the text in ``language``, else in the first language that has it, else nothing."""
    return text.get(language) or next((value for value in text.values() if value), "")
