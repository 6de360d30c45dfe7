"""Responses as the results stage hands them over: string columns, null where a question was not asked."""

from typing import Any

import polars as pl

from tests.reporting.sector_poll import POLL


def frame(*rows: dict[str, Any]) -> pl.DataFrame:
    """Make a frame of rows of stored answers; what a row leaves out was not asked."""
    schema: dict[str, Any] = {"language": pl.String, "version": pl.String, "attributes.role": pl.String}
    for question in POLL.questions:
        schema[question.code] = pl.List(pl.String) if question.code == "channels" else pl.String
    schema["criterion.else"] = pl.String
    return pl.DataFrame([{name: row.get(name) for name in schema} for row in rows], schema=schema)


ROWS: tuple[dict[str, Any], ...] = (
    {
        "language": "nl",
        "version": "1",
        "attributes.role": "inhouse",
        "opinion": "pos",
        "criterion": "else",
        "criterion.else": "Nabijheid",
        "directs": "_dk",
        "channels": ["phone", "mail"],
        "rating": "7",
        "seats": "12.5",
        "comment": "Prima",
    },
    {
        "language": "en",
        "version": "1",
        "attributes.role": "bpo",
        "opinion": "",
        "directs": "yes",
        "channels": [],
        "rating": "",
        "seats": "-3",
        "comment": "",
    },
)
