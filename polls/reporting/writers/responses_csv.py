"""Responses as CSV, a chunk at a time: any number of rows in the memory of one chunk."""

from collections.abc import Callable, Iterable
from typing import BinaryIO

import polars as pl

from polls.codebook.schema import Questionnaire
from polls.reporting.writers.dialect import BOM, DIALECTS, Dialect
from polls.reporting.writers.first_frame import Frames
from polls.reporting.writers.guard import guarded
from polls.reporting.writers.guarded_columns import guard_answers, guard_texts
from polls.reporting.writers.response_columns import layout_for
from polls.reporting.writers.responses import Holds, Layout


def write(
    questionnaire: Questionnaire,
    frames: Iterable[pl.DataFrame],
    stream: BinaryIO,
    *,
    language: str,
    labels: bool,
) -> None:
    """Write the responses of ``frames``; ``labels``: words instead of codes.

    All frames have the columns of the first. Without any frame the file has only its headings.
    """
    dialect, seen = DIALECTS[language], Frames(frames)
    layout = layout_for(questionnaire, seen.first, language=language, labels=labels)
    _write_headings(layout, stream, dialect)
    for frame in seen:
        _harmless(layout, layout.laid_out(frame), dialect).write_csv(
            stream, include_header=False, separator=dialect.separator
        )


def _write_headings(layout: Layout, stream: BinaryIO, dialect: Dialect) -> None:
    stream.write(BOM)
    headings = pl.DataFrame(
        [[guarded(heading)] for heading in layout.headings],
        schema=[column.name for column in layout.columns],
    )
    headings.write_csv(stream, include_header=False, separator=dialect.separator)


def _harmless(layout: Layout, rows: pl.DataFrame, dialect: Dialect) -> pl.DataFrame:
    texts = _names(layout, lambda holds: holds is Holds.TEXT)
    numbers = _names(layout, lambda holds: holds is Holds.NUMBER and dialect.decimal_sign != ".")
    rows = rows.with_columns(pl.col(numbers).str.replace(".", dialect.decimal_sign, literal=True))
    return guard_answers(guard_texts(rows, texts), _names(layout, lambda holds: holds is not Holds.TEXT))


def _names(layout: Layout, are_wanted: Callable[[Holds], bool]) -> list[str]:
    return [column.name for column in layout.columns if are_wanted(column.holds)]
