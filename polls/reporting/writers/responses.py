"""How responses lie in a file: which columns there are, and how the stored answers fill them.

The frames hold the answers as they are stored: a string column per question (multiple choice: lists of strings), null
where the question was not asked. The file tells the kinds of missing apart, as codes (``_dk``, nothing for skipped,
``_na``) or in words.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import polars as pl

from polls.codebook.answers import DONT_KNOW, other_key
from polls.codebook.schema import TEXT_KINDS, Question, QuestionKind, Questionnaire, Text, in_language

NOT_ASKED = "_na"

ATTRIBUTE = "attributes."
"""Prefix of the columns with what the contact list says of a respondent."""

WORDS: Mapping[str, Text] = {
    "not_asked": {"nl": "niet gesteld", "en": "not asked"},
    "skipped": {"nl": "niet beantwoord", "en": "not answered"},
    "dont_know": {"nl": "weet niet", "en": "don’t know"},
    "yes": {"nl": "ja", "en": "yes"},
    "no": {"nl": "nee", "en": "no"},
    "text": {"nl": "toelichting", "en": "text"},
    "language": {"nl": "Taal", "en": "Language"},
    "version": {"nl": "Versie", "en": "Version"},
}


class Holds(StrEnum):
    """What the cells of a column are: something typed by a person, a code or label, or a number."""

    TEXT = "text"
    CODE = "code"
    NUMBER = "number"


@dataclass(frozen=True)
class ResponseColumn:
    """One column of the file: its code, its heading in words, what it holds, and how it is made from a frame."""

    name: str
    heading: str
    holds: Holds
    source: str
    values: pl.Expr


@dataclass(frozen=True)
class Layout:
    """The columns of the file, in order. ``labels``: words instead of codes."""

    columns: tuple[ResponseColumn, ...]
    labels: bool

    @property
    def headings(self) -> list[str]:
        return [column.heading if self.labels else column.name for column in self.columns]

    def laid_out(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Give the rows of a frame in the columns of the file, all as strings; null is an empty cell."""
        return frame.select(column.values.alias(column.name) for column in self.columns)


def layout_for(questionnaire: Questionnaire, frame: pl.DataFrame, *, language: str, labels: bool) -> Layout:
    """Lay out a file with the columns that the frames have."""
    columns = list(_about_respondent(frame, language))
    for question in questionnaire.questions:
        columns += _QuestionColumns(question, language, labels, frame.columns).all()
    return Layout(tuple(columns), labels)


def _about_respondent(frame: pl.DataFrame, language: str) -> Iterator[ResponseColumn]:
    for name in frame.columns:
        if name in ("language", "version"):
            yield ResponseColumn(name, WORDS[name][language], Holds.CODE, name, pl.col(name).cast(pl.String))
        elif name.startswith(ATTRIBUTE):
            yield ResponseColumn(name, name.removeprefix(ATTRIBUTE), Holds.TEXT, name, pl.col(name))


@dataclass(frozen=True)
class _QuestionColumns:
    """Makes the columns of one question. A question that the frames do not have was asked of nobody."""

    question: Question
    language: str
    labels: bool
    known: Sequence[str]

    def all(self) -> list[ResponseColumn]:
        own = self._ticks() if self.question.kind is QuestionKind.MULTIPLE else [self._answer()]
        return own + self._other_texts()

    def _answer(self) -> ResponseColumn:
        question = self.question
        raw = self._raw(question.code)
        if question.kind in TEXT_KINDS:
            holds, values = Holds.TEXT, raw
        else:
            is_number = question.kind in (QuestionKind.NUMBER, QuestionKind.RATING)
            holds = Holds.NUMBER if is_number else Holds.CODE
            values = raw.replace(self._words()) if self.labels else raw
        told = (
            pl.when(raw.is_null())
            .then(pl.lit(self._not_asked))
            .when(raw == "")
            .then(pl.lit(self._skipped, dtype=pl.String))
            .otherwise(values)
        )
        return self._column(question.code, self._text(question.text), holds, told)

    def _words(self) -> dict[str, str]:
        words = {option.code: self._text(option.label) for option in self.question.options}
        return {**words, DONT_KNOW: self._dont_know()}

    def _ticks(self) -> list[ResponseColumn]:
        """One column per option: 1 ticked, 0 not ticked; all empty where the question was skipped."""
        question = self.question
        options = [(option.code, self._text(option.label)) for option in question.options]
        if question.dont_know is not None:
            options.append((DONT_KNOW, self._dont_know()))
        return [
            self._column(
                f"{question.code}.{code}",
                f"{self._text(question.text)}: {label}",
                Holds.CODE if self.labels else Holds.NUMBER,
                self._ticked(code),
            )
            for code, label in options
        ]

    def _ticked(self, code: str) -> pl.Expr:
        if self.question.code not in self.known:
            return pl.lit(self._not_asked)
        raw = pl.col(self.question.code)
        yes, no = (WORDS[word][self.language] for word in ("yes", "no")) if self.labels else ("1", "0")
        ticked = raw.list.contains(pl.lit(code))
        return (
            pl.when(raw.is_null())
            .then(pl.lit(self._not_asked))
            .when(raw.list.len() == 0)
            .then(pl.lit(self._skipped, dtype=pl.String))
            .when(ticked)
            .then(pl.lit(yes))
            .otherwise(pl.lit(no))
        )

    def _other_texts(self) -> list[ResponseColumn]:
        return [
            self._column(
                f"{self.question.code}.{option.code}.text",
                f"{self._text(self.question.text)}: {self._text(option.label)} ({WORDS['text'][self.language]})",
                Holds.TEXT,
                self._raw(other_key(self.question.code, option.code)),
            )
            for option in self.question.options
            if option.is_other
        ]

    def _column(self, name: str, heading: str, holds: Holds, values: pl.Expr) -> ResponseColumn:
        return ResponseColumn(name, heading, holds, self.question.code, values)

    def _raw(self, name: str) -> pl.Expr:
        return pl.col(name) if name in self.known else pl.lit(None, dtype=pl.String)

    @property
    def _not_asked(self) -> str:
        return WORDS["not_asked"][self.language] if self.labels else NOT_ASKED

    @property
    def _skipped(self) -> str | None:
        return WORDS["skipped"][self.language] if self.labels else None

    def _dont_know(self) -> str:
        return self._text(self.question.dont_know or {}) or WORDS["dont_know"][self.language]

    def _text(self, text: Text) -> str:
        return in_language(text, self.language)
