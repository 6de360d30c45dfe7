"""Responses as Parquet: typed columns for Python, R, DuckDB and the like, with the labels in the file's metadata.

A column holds what was answered, of its own type; why a value is missing stands beside it in ``<name>.missing``
(``_dk``, ``_na``, ``_nr``, or ``_skipped``). The key ``codebook`` of the metadata is a JSON object by column. The
file is made in two passes, so that memory holds no more than a part of it.
"""

import json
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import BinaryIO

import polars as pl

from polls.codebook.schema import Questionnaire, in_language
from polls.reporting.writers.first_frame import Frames
from polls.reporting.writers.response_columns import layout_for
from polls.reporting.writers.responses import Holds, Reason, ResponseColumn

SKIPPED = "_skipped"
MISSING = ".missing"

TYPES: Mapping[Holds, type[pl.DataType]] = {
    Holds.TEXT: pl.String,
    Holds.CODE: pl.String,
    Holds.TICK: pl.Int8,
    Holds.NUMBER: pl.Float64,
    Holds.DAY: pl.Date,
    Holds.MONTH: pl.Date,
}


def write(
    questionnaire: Questionnaire,
    frames: Iterable[pl.DataFrame],
    stream: BinaryIO,
    *,
    language: str,
    labels: bool = False,
) -> None:
    """Write the responses of ``frames``. ``labels`` makes no difference: the file has codes, and the words for them.

    A month is its first day.
    """
    with tempfile.TemporaryDirectory() as folder:
        seen, parts = Frames(frames), []
        columns = layout_for(questionnaire, seen.first, language=language, labels=False).columns
        for number, frame in enumerate(seen):
            parts.append(Path(folder) / f"{number}.arrow")
            _typed(columns, frame).write_ipc(parts[-1])
        if not parts:
            parts.append(Path(folder) / "0.arrow")
            pl.DataFrame(schema=_schema(columns)).write_ipc(parts[-1])
        path = Path(folder) / "all.parquet"
        about = {"title": in_language(questionnaire.title, language), "codebook": _codebook(columns)}
        pl.scan_ipc(parts).sink_parquet(path, metadata=about)
        with path.open("rb") as made:
            while chunk := made.read(1 << 20):
                stream.write(chunk)


def _schema(columns: Sequence[ResponseColumn]) -> dict[str, type[pl.DataType]]:
    schema: dict[str, type[pl.DataType]] = {}
    for column in columns:
        schema[column.name] = TYPES[column.holds]
        if column.reasons:
            schema[column.name + MISSING] = pl.String
    return schema


def _typed(columns: Sequence[ResponseColumn], frame: pl.DataFrame) -> pl.DataFrame:
    made: list[pl.Expr] = []
    for column in columns:
        made.append(_value(column).alias(column.name))
        if column.reasons:
            reason = column.reason.cast(pl.String).replace(Reason.SKIPPED.value, SKIPPED)
            made.append(reason.alias(column.name + MISSING))
    return frame.select(made)


def _value(column: ResponseColumn) -> pl.Expr:
    values = column.values.cast(pl.String)
    if column.holds is Holds.MONTH:
        return (values + "-01").str.to_date("%Y-%m-%d")
    if column.holds is Holds.DAY:
        return values.str.to_date("%Y-%m-%d")
    return values.cast(TYPES[column.holds])


def _codebook(columns: Sequence[ResponseColumn]) -> str:
    """Give the labels of all columns as JSON: ``{name: {label, values, missing}}``."""
    told = {
        column.name: {
            "label": column.heading,
            "measure": column.measure.value,
            "values": dict(column.labels),
            "missing": {code or SKIPPED: word for code, word in column.reasons.items()},
        }
        for column in columns
    }
    return json.dumps(told, ensure_ascii=False)
