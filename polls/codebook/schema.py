"""What a frozen questionnaire consists of.

Everything here is immutable and made of codes, labels and numbers. A code identifies (``quality``); a label is shown
(``Kwaliteit van het klantcontact``). Labels exist per language; codes exist once and are what is stored.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property

from polls.codebook.kinds import (
    BASE_RULES,
    CHOICE_KINDS,
    LIST_KINDS,
    MATRIX_KINDS,
    POINT_KINDS,
    SILENT_KINDS,
    TEXT_KINDS,
    BaseRule,
    QuestionKind,
)
from polls.codebook.pipes import without_answers
from polls.codebook.question import (
    LATER,
    MOST_MEGABYTES,
    YES,
    Choice,
    Holds,
    Question,
    Requirement,
    Row,
    TakenFrom,
    TextFormat,
)
from polls.codebook.routing import Check, Quota, ScreenOut, Variant
from polls.codebook.texts import LANGUAGES, Text, in_language

__all__ = [
    "BASE_RULES",
    "CHOICE_CODE",
    "CHOICE_KINDS",
    "CODE",
    "LANGUAGES",
    "LATER",
    "LIST_KINDS",
    "MATRIX_KINDS",
    "MOST_MEGABYTES",
    "POINT_KINDS",
    "SILENT_KINDS",
    "TEXT_KINDS",
    "YES",
    "BaseRule",
    "Channel",
    "Check",
    "Choice",
    "Holds",
    "Page",
    "Question",
    "QuestionKind",
    "Questionnaire",
    "Quota",
    "Requirement",
    "Row",
    "ScreenOut",
    "Segment",
    "SegmentVariable",
    "Source",
    "TakenFrom",
    "Text",
    "TextFormat",
    "Variant",
    "in_language",
]

CODE = re.compile(r"[a-z][a-z0-9_]{0,39}\Z")
"""Form of the code of a page, question, segment variable or segment. A choice code may also start with a digit."""

CHOICE_CODE = re.compile(r"[a-z0-9][a-z0-9_]{0,39}\Z")


class Source(StrEnum):
    """Where a segment variable gets its value: from the contact list or from an answer."""

    CONTACT = "contact"
    QUESTION = "question"


class Channel(StrEnum):
    """How respondents get in: each by a personal invitation, or all by one open link."""

    INVITATION = "invitation"
    OPEN = "open"


@dataclass(frozen=True)
class Page:
    """The questions that a respondent sees together.

    ``has_random_questions`` puts them in an order drawn per respondent; neighbouring pages that are ``is_shuffled``
    change places among each other.
    """

    code: str
    questions: tuple[Question, ...]
    title: Text = field(default_factory=dict)
    intro: Text = field(default_factory=dict)
    show_if: str = ""
    has_random_questions: bool = field(default=False, metadata=LATER)
    is_shuffled: bool = field(default=False, metadata=LATER)


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
    screen_outs: tuple[ScreenOut, ...] = field(default=(), metadata=LATER)
    quotas: tuple[Quota, ...] = field(default=(), metadata=LATER)

    @property
    def questions(self) -> Iterator[Question]:
        """All questions in the order in which they are asked."""
        return (question for page in self.pages for question in page.questions)

    @cached_property
    def question_by_code(self) -> Mapping[str, Question]:
        return {question.code: question for question in self.questions}

    @cached_property
    def variables_of_link(self) -> tuple[Question, ...]:
        """The hidden variables that a parameter of the link sets."""
        return self._hidden(TakenFrom.LINK)

    @cached_property
    def variables_of_contact(self) -> tuple[Question, ...]:
        """The hidden variables that are copied from the contact list."""
        return self._hidden(TakenFrom.CONTACT)

    @cached_property
    def variables(self) -> tuple[Question, ...]:
        """What is stored and tabulated, in order: of each question its variables, then which wording was shown.

        Texts with places for answers read here as they do apart from any respondent.
        """
        return tuple(
            _without_answers(variable)
            for question in self.questions
            for variable in (*question.variables, *([variant_variable(question)] if question.variants else []))
        )

    @cached_property
    def variable_by_code(self) -> Mapping[str, Question]:
        return {variable.code: variable for variable in self.variables}

    @cached_property
    def page_by_code(self) -> Mapping[str, Page]:
        return {page.code: page for page in self.pages}

    @cached_property
    def place_of_page(self) -> Mapping[str, int]:
        """The places of the pages by code, counted from 0, where none of them move."""
        return {page.code: place for place, page in enumerate(self.pages)}

    @cached_property
    def segment_variable_by_code(self) -> Mapping[str, SegmentVariable]:
        return {variable.code: variable for variable in self.segment_variables}

    @cached_property
    def attributes(self) -> Mapping[str, frozenset[str]]:
        """The contact attributes that the poll uses, each with the values that are known (none: any)."""
        known: dict[str, frozenset[str]] = {}
        for variable in self.segment_variables:
            if variable.source_kind is Source.CONTACT:
                values = frozenset(value for segment in variable.segments for value in segment.values)
                known[variable.source] = known.get(variable.source, frozenset()) | values
        for question in self.variables_of_contact:
            codes = frozenset(choice.code for choice in question.choices)
            known[question.source_name] = known.get(question.source_name, frozenset()) | codes
        return known

    def _hidden(self, source: TakenFrom) -> tuple[Question, ...]:
        return tuple(
            question
            for question in self.questions
            if question.kind is QuestionKind.HIDDEN and question.taken_from is source
        )


_WORDING: Text = {"nl": "Formulering van", "en": "Wording of"}


def variant_key(question: Question) -> str:
    """Name the key under which the wording is stored that the respondent got."""
    return f"{question.code}.wording"


def variant_variable(question: Question) -> Question:
    """Give the variable that says which wording of the question a respondent got."""
    text = {language: f"{word}: {in_language(question.text, language)}" for language, word in _WORDING.items()}
    choices = tuple(Choice(variant.code, variant.text) for variant in question.variants)
    return Question(variant_key(question), QuestionKind.SINGLE, text, choices=choices, requirement=Requirement.NO)


def _without_answers(variable: Question) -> Question:
    """Give the variable with texts that have no places for answers; the variable itself where they have none."""
    text = without_answers(variable.text)
    choices = tuple(replace(choice, label=without_answers(choice.label)) for choice in variable.choices)
    is_same = text is variable.text and all(
        new.label is old.label for new, old in zip(choices, variable.choices, strict=True)
    )
    return variable if is_same else replace(variable, text=text, choices=choices)
