"""The columns of each kind of variable in a file of responses: one table, from which every format is written."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from polls.analysis.shapes import Shape, shape_of
from polls.codebook.answers import DONT_KNOW, other_key
from polls.codebook.schema import POINT_KINDS, Question, QuestionKind, Questionnaire, Text, in_language
from polls.codebook.texts import joint
from polls.reporting.writers.responses import (
    WORDS,
    Holds,
    Layout,
    Measure,
    Reason,
    ResponseColumn,
    about_respondent,
    drawn_orders,
    flag_columns,
)


def layout_for(questionnaire: Questionnaire, frame: pl.DataFrame, *, language: str, labels: bool) -> Layout:
    """Lay out a file with the columns that the frames have."""
    columns = list(about_respondent(frame, language))
    for variable in questionnaire.variables:
        maker = _Maker(variable, language, frame.columns)
        columns += COLUMNS[shape_of(variable)](maker) + maker.other_texts()
    columns += [*drawn_orders(frame, language), *flag_columns(frame, language)]
    return Layout(tuple(columns), labels)


@dataclass(frozen=True)
class _Maker:
    """What the columns of one variable are made with. One that the frames do not have was asked of nobody."""

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
        has_bound = question.kind in POINT_KINDS or question.kind is QuestionKind.SLIDER
        minimum = question.lowest if has_bound else question.minimum
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
        raw = self._list()
        is_ticked = pl.when(raw.list.contains(pl.lit(code))).then(pl.lit("1")).otherwise(pl.lit("0"))
        reason = pl.when(raw.is_null()).then(pl.lit(Reason.NOT_ASKED.value)).otherwise(pl.lit(Reason.SKIPPED.value))
        return ResponseColumn(
            name=f"{question.code}.{code}",
            heading=joint(self.heading, label),
            holds=Holds.TICK,
            source=question.code,
            values=pl.when(raw.list.len() > 0).then(is_ticked),
            reason=reason,
            labels={"1": self.word("yes"), "0": self.word("no")},
            reasons={key: word for key, word in self.reasons.items() if key != Reason.DONT_KNOW},
            lowest=0.0,
        )

    def ranks(self) -> list[ResponseColumn]:
        """Make a column per option with its rank, 1 being the first."""
        return [self._rank(option.code, self.text(option.label)) for option in self.question.options]

    def _rank(self, code: str, label: str) -> ResponseColumn:
        raw, question = self._list(), self.question
        place = raw.list.eval((pl.element() == code).arg_true().first() + 1).list.first()
        reason = (
            pl.when(raw.is_null())
            .then(pl.lit(Reason.NOT_ASKED.value))
            .when(raw.list.len() == 0)
            .then(pl.lit(Reason.SKIPPED.value))
            .when(raw.list.contains(pl.lit(DONT_KNOW)))
            .then(pl.lit(Reason.DONT_KNOW.value))
            .otherwise(pl.lit(Reason.NOT_RANKED.value))
        )
        return ResponseColumn(
            name=f"{question.code}.{code}",
            heading=joint(self.heading, label),
            holds=Holds.NUMBER,
            source=question.code,
            values=place.cast(pl.String),
            reason=pl.when(place.is_null()).then(reason),
            reasons={**self.reasons, Reason.NOT_RANKED.value: self.word(Reason.NOT_RANKED)},
            measure=Measure.ORDINAL,
            lowest=1.0,
        )

    def _list(self) -> pl.Expr:
        is_known = self.question.code in self.known
        return pl.col(self.question.code) if is_known else pl.lit(None, dtype=pl.List(pl.String))

    def options(self) -> dict[str, str]:
        return {option.code: self.text(option.label) for option in self.question.options}

    def other_texts(self) -> list[ResponseColumn]:
        """Make the columns of what was written at "other, namely"; empty where that was not chosen."""
        return [
            ResponseColumn(
                f"{self.question.code}.{option.code}.text",
                joint(self.heading, f"{self.text(option.label)} ({self.word('text')})"),
                Holds.TEXT,
                self.question.code,
                self.raw(other_key(self.question.code, option.code)),
            )
            for option in self.question.options
            if option.is_other
        ]


def _choice(maker: _Maker) -> list[ResponseColumn]:
    question = maker.question
    if question.kind in POINT_KINDS:
        return _number(maker)
    measure = Measure.ORDINAL if question.kind is QuestionKind.SCALE else Measure.NOMINAL
    return [maker.answer(question.code, maker.heading, Holds.CODE, measure, maker.options())]


def _number(maker: _Maker) -> list[ResponseColumn]:
    return [maker.answer(maker.question.code, maker.heading, Holds.NUMBER, Measure.SCALE)]


def _day(maker: _Maker) -> list[ResponseColumn]:
    return [maker.answer(maker.question.code, maker.heading, Holds.DAY, Measure.SCALE)]


def _month(maker: _Maker) -> list[ResponseColumn]:
    return [maker.answer(maker.question.code, maker.heading, Holds.MONTH, Measure.SCALE)]


def _text(maker: _Maker) -> list[ResponseColumn]:
    return [maker.answer(maker.question.code, maker.heading, Holds.TEXT, Measure.NOMINAL)]


COLUMNS: Mapping[Shape, Callable[[_Maker], list[ResponseColumn]]] = {
    Shape.CHOICE: _choice,
    Shape.TICKS: _Maker.ticks,
    Shape.ORDER: _Maker.ranks,
    Shape.NUMBER: _number,
    Shape.DAY: _day,
    Shape.MONTH: _month,
    Shape.TEXT: _text,
}
