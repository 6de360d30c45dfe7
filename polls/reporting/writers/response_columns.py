"""The columns of each kind of question in a file of responses: one table, from which every format is written."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from polls.codebook.answers import DONT_KNOW, other_key
from polls.codebook.schema import Question, QuestionKind, Questionnaire, Text, in_language
from polls.reporting.writers.responses import (
    WORDS,
    Holds,
    Layout,
    Measure,
    Reason,
    ResponseColumn,
    about_respondent,
)


def layout_for(questionnaire: Questionnaire, frame: pl.DataFrame, *, language: str, labels: bool) -> Layout:
    """Lay out a file with the columns that the frames have."""
    columns = list(about_respondent(frame, language))
    for question in questionnaire.questions:
        maker = _Maker(question, language, frame.columns)
        columns += COLUMNS[question.kind](maker) + maker.other_texts()
    return Layout(tuple(columns), labels)


@dataclass(frozen=True)
class _Maker:
    """What the columns of one question are made with. A question that the frames do not have was asked of nobody."""

    question: Question
    language: str
    known: Sequence[str]

    def raw(self, name: str) -> pl.Expr:
        return pl.col(name) if name in self.known else pl.lit(None, dtype=pl.String)

    def text(self, text: Text) -> str:
        return in_language(text, self.language)

    def word(self, key: str) -> str:
        return WORDS[key][self.language]

    @property
    def heading(self) -> str:
        return self.text(self.question.text)

    @property
    def dont_know(self) -> str:
        return self.text(self.question.dont_know or {}) or self.word(Reason.DONT_KNOW)

    @property
    def reasons(self) -> dict[str, str]:
        told = {Reason.SKIPPED.value: self.word(Reason.SKIPPED), Reason.NOT_ASKED.value: self.word(Reason.NOT_ASKED)}
        return {Reason.DONT_KNOW.value: self.dont_know} | told if self.question.dont_know else told

    def answer(
        self, name: str, heading: str, holds: Holds, measure: Measure, labels: Mapping[str, str] | None = None
    ) -> ResponseColumn:
        """Make the column of an answer that is stored as one text."""
        raw, question = self.raw(name), self.question
        has_dont_know = holds is not Holds.TEXT
        is_missing = (raw == "") | (raw == DONT_KNOW) if has_dont_know else raw == ""
        reason = pl.when(raw.is_null()).then(pl.lit(Reason.NOT_ASKED.value)).when(is_missing).then(raw)
        return ResponseColumn(
            name=name,
            heading=heading,
            holds=holds,
            source=question.code,
            values=pl.when(~is_missing).then(raw),
            reason=reason,
            labels=labels or {},
            reasons=self.reasons,
            measure=measure,
            decimals=question.decimals,
            lowest=self.lowest,
        )

    @property
    def lowest(self) -> float | None:
        question = self.question
        minimum = question.lowest if question.kind is QuestionKind.RATING else question.minimum
        return None if minimum is None else float(minimum)

    def ticks(self) -> list[ResponseColumn]:
        """Make a column per option: 1 ticked, 0 not ticked; no value at all where the question was skipped."""
        question = self.question
        options = [(option.code, self.text(option.label)) for option in question.options]
        if question.dont_know is not None:
            options.append((DONT_KNOW, self.dont_know))
        return [self._tick(code, label) for code, label in options]

    def _tick(self, code: str, label: str) -> ResponseColumn:
        question = self.question
        is_known = question.code in self.known
        raw = pl.col(question.code) if is_known else pl.lit(None, dtype=pl.List(pl.String))
        is_ticked = pl.when(raw.list.contains(pl.lit(code))).then(pl.lit("1")).otherwise(pl.lit("0"))
        reason = pl.when(raw.is_null()).then(pl.lit(Reason.NOT_ASKED.value)).otherwise(pl.lit(Reason.SKIPPED.value))
        return ResponseColumn(
            name=f"{question.code}.{code}",
            heading=f"{self.heading}: {label}",
            holds=Holds.TICK,
            source=question.code,
            values=pl.when(raw.list.len() > 0).then(is_ticked),
            reason=reason,
            labels={"1": self.word("yes"), "0": self.word("no")},
            reasons={key: word for key, word in self.reasons.items() if key != Reason.DONT_KNOW},
            lowest=0.0,
        )

    def options(self) -> dict[str, str]:
        return {option.code: self.text(option.label) for option in self.question.options}

    def other_texts(self) -> list[ResponseColumn]:
        """Make the columns of what was written at "other, namely"; empty where that was not chosen."""
        return [
            ResponseColumn(
                f"{self.question.code}.{option.code}.text",
                f"{self.heading}: {self.text(option.label)} ({self.word('text')})",
                Holds.TEXT,
                self.question.code,
                self.raw(other_key(self.question.code, option.code)),
            )
            for option in self.question.options
            if option.is_other
        ]


def _nominal(maker: _Maker) -> list[ResponseColumn]:
    return [maker.answer(maker.question.code, maker.heading, Holds.CODE, Measure.NOMINAL, maker.options())]


def _ordinal(maker: _Maker) -> list[ResponseColumn]:
    return [maker.answer(maker.question.code, maker.heading, Holds.CODE, Measure.ORDINAL, maker.options())]


def _number(maker: _Maker) -> list[ResponseColumn]:
    return [maker.answer(maker.question.code, maker.heading, Holds.NUMBER, Measure.SCALE)]


def _text(maker: _Maker) -> list[ResponseColumn]:
    return [maker.answer(maker.question.code, maker.heading, Holds.TEXT, Measure.NOMINAL)]


COLUMNS: Mapping[QuestionKind, Callable[[_Maker], list[ResponseColumn]]] = {
    QuestionKind.SINGLE: _nominal,
    QuestionKind.MULTIPLE: _Maker.ticks,
    QuestionKind.SCALE: _ordinal,
    QuestionKind.RATING: _number,
    QuestionKind.NUMBER: _number,
    QuestionKind.SHORT_TEXT: _text,
    QuestionKind.LONG_TEXT: _text,
    QuestionKind.DROPDOWN: _nominal,
    QuestionKind.NPS: _number,
    QuestionKind.STARS: _number,
    QuestionKind.MATRIX_SINGLE: _text,
    QuestionKind.MATRIX_MULTIPLE: _text,
    QuestionKind.MATRIX_NUMBER: _text,
    QuestionKind.RANKING: _Maker.ticks,
    QuestionKind.ALLOCATION: _text,
    QuestionKind.SLIDER: _number,
    QuestionKind.DATE: _text,
    QuestionKind.MONTH: _text,
    QuestionKind.IMAGE_CHOICE: _nominal,
    QuestionKind.FILE: _text,
    QuestionKind.INFORMATION: _text,
    QuestionKind.HIDDEN: _text,
    QuestionKind.CALCULATED: _text,
    QuestionKind.CONSENT: _nominal,
}
