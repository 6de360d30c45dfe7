"""How responses lie in a file: which columns there are, and how the stored answers fill them.

The frames hold the answers as they are stored: a string column per variable (multiple choice, ranking: lists of
strings), null where it was not asked. The file tells the kinds of missing apart, as codes (``_dk``, nothing for
skipped, ``_na``, ``_nr`` for an option that was not ranked) or in words.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

import polars as pl

from polls.codebook.draws import PAGES
from polls.codebook.schema import Text
from polls.reporting.flags import PREFIX
from polls.reporting.flags import WORDS as FLAG_WORDS

ATTRIBUTE = "attributes."
"""Prefix of the columns with what the contact list says of a respondent."""


class Reason(StrEnum):
    """Why a cell has no value, by the code that files of codes carry."""

    DONT_KNOW = "_dk"
    SKIPPED = ""
    NOT_ASKED = "_na"
    NOT_RANKED = "_nr"


WORDS: Mapping[str, Text] = {
    Reason.NOT_ASKED: {"nl": "niet gesteld", "en": "not asked"},
    Reason.SKIPPED: {"nl": "niet beantwoord", "en": "not answered"},
    Reason.DONT_KNOW: {"nl": "weet niet", "en": "don’t know"},
    Reason.NOT_RANKED: {"nl": "niet gerangschikt", "en": "not ranked"},
    "yes": {"nl": "ja", "en": "yes"},
    "no": {"nl": "nee", "en": "no"},
    "text": {"nl": "toelichting", "en": "text"},
    "order": {"nl": "Getoonde volgorde", "en": "Order shown"},
    "pages": {"nl": "pagina’s", "en": "pages"},
    "language": {"nl": "Taal", "en": "Language"},
    "version": {"nl": "Versie", "en": "Version"},
}


class Holds(StrEnum):
    """What the cells of a column are.

    TEXT: typed by a person. CODE: one of some codes. TICK: 1 where an option was ticked, else 0. NUMBER: a number, also
    a rank. DAY and MONTH: ``2026-05-31`` and ``2026-05``.
    """

    TEXT = "text"
    CODE = "code"
    TICK = "tick"
    NUMBER = "number"
    DAY = "day"
    MONTH = "month"


class Measure(StrEnum):
    """What may be computed with the values: by name only, by order, or by size."""

    NOMINAL = "nominal"
    ORDINAL = "ordinal"
    SCALE = "scale"


@dataclass(frozen=True)
class ResponseColumn:
    """One column of the file: its code, its heading in words, what it holds, and how it is made from a frame.

    ``values`` gives the coded value as text, null where there is none; ``reason`` then says why (a ``Reason``; null
    leaves the cell empty). ``labels`` are the words for codes and ``reasons`` those for the reasons that occur.
    ``lowest`` is the smallest number that may occur, None where any may.
    """

    name: str
    heading: str
    holds: Holds
    source: str
    values: pl.Expr
    reason: pl.Expr = field(default_factory=lambda: pl.lit(None, dtype=pl.String))
    labels: Mapping[str, str] = field(default_factory=dict)
    reasons: Mapping[str, str] = field(default_factory=dict)
    measure: Measure = Measure.NOMINAL
    decimals: int = 0
    lowest: float | None = None

    def cells(self, *, labels: bool) -> pl.Expr:
        """Give the column as it stands in a file of words or of codes; null is an empty cell."""
        if labels:
            values = self.values.replace(dict(self.labels)) if self.labels else self.values
            return pl.coalesce(values, self.reason.replace(dict(self.reasons))).alias(self.name)
        told = pl.when(self.reason != Reason.SKIPPED.value).then(self.reason)
        return pl.coalesce(self.values, told).alias(self.name)


@dataclass(frozen=True)
class Layout:
    """The columns of the file, in order. ``labels``: words instead of codes."""

    columns: tuple[ResponseColumn, ...]
    labels: bool

    @property
    def headings(self) -> list[str]:
        return [column.heading if self.labels else column.name for column in self.columns]

    def laid_out(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Give the rows of a frame in the columns of the file, all as strings."""
        return frame.select(column.cells(labels=self.labels) for column in self.columns)


def orders_in(frame: pl.DataFrame) -> list[str]:
    """Give the columns of a frame that hold an order that was drawn for the respondent."""
    return [name for name in frame.columns if name == PAGES or name.startswith(f"{PAGES}.")]


def drawn_orders(frame: pl.DataFrame, language: str) -> Iterator[ResponseColumn]:
    """Give the columns with the orders in which things were shown: their codes, with spaces between."""
    for name in orders_in(frame):
        of = name.removeprefix(PAGES).removeprefix(".") or WORDS["pages"][language]
        yield ResponseColumn(
            name, f"{WORDS['order'][language]}: {of}", Holds.TEXT, name, pl.col(name).list.join(" ").replace("", None)
        )


def flag_columns(frame: pl.DataFrame, language: str) -> Iterator[ResponseColumn]:
    """Give the columns with the flags on the quality of a response: 1 where it is flagged."""
    for name in frame.columns:
        if name.startswith(PREFIX):
            heading = FLAG_WORDS[name.removeprefix(PREFIX)][language]
            yield ResponseColumn(name, heading, Holds.CODE, name, pl.col(name).cast(pl.Int8).cast(pl.String))


def about_respondent(frame: pl.DataFrame, language: str) -> Iterator[ResponseColumn]:
    """Give the columns that tell of the respondent, not of the answers."""
    for name in frame.columns:
        if name in ("language", "version"):
            yield ResponseColumn(name, WORDS[name][language], Holds.CODE, name, pl.col(name).cast(pl.String))
        elif name.startswith(ATTRIBUTE):
            yield ResponseColumn(name, name.removeprefix(ATTRIBUTE), Holds.TEXT, name, pl.col(name))
