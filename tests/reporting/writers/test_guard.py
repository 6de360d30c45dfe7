"""No cell of a CSV file is a formula."""

import csv
import io
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from polls.reporting.writers import responses_csv
from polls.reporting.writers.guard import guarded
from polls.reporting.writers.guarded_columns import guard_answers, guard_texts
from tests.reporting.sector_poll import POLL
from tests.reporting.writers.frames import frame

pytestmark = pytest.mark.pure

DANGEROUS = [
    "=1+1",
    "=cmd|' /C calc'!A0",
    "+31 6 12345678",
    "-2+3",
    "@SUM(1+1)",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    " =1+1",
    "\u00a0=1+1",
    "\ufeff=1+1",
    "\u200b=1+1",
    "\u200b\ufeff \u00a0@x",
    "\u2060=x",
    "\u202e=x",
    "\uff1d1+1",
    "\uff0b1",
    "\uff0d1",
    "\uff20SUM(1)",
    "\u3000=1",
    "\u2212A1",
    '=HYPERLINK("http://example.org","x")',
    "=\n1",
    "-",
    "+",
    "@",
    "=",
    "%0A=1".replace("%0A", "\n"),
]
HARMLESS = ["", "Goed", "a=1", "1-2", "5% = veel", "'=1", "‘=1", "e-mail", "é=", "(=1)"]


def texts(*values: str) -> list[Any]:
    return guard_texts(pl.DataFrame({"a": values}), ["a"])["a"].to_list()


def answers(*values: str | None) -> list[Any]:
    return guard_answers(pl.DataFrame({"a": values, "b": ["=x"] * len(values)}), ["a"])["a"].to_list()


@pytest.mark.parametrize("text", DANGEROUS)
def test_what_starts_like_a_formula_gets_an_apostrophe(text: Any) -> None:
    assert guarded(text) == "'" + text
    tidy = text.replace("\r", "\n")
    assert texts(text) == ["'" + tidy]


@pytest.mark.parametrize("text", HARMLESS)
def test_other_texts_stay_as_they_are(text: Any) -> None:
    assert guarded(text) == text
    assert texts(text) == [text]


@pytest.mark.parametrize("text", ["-5", "-12,5", "-12.5", "7", "0"])
def test_numbers_stay_numbers_in_a_column_of_answers(text: Any) -> None:
    assert answers(text) == [text]


def test_an_answer_that_is_no_number_is_guarded() -> None:
    assert answers("-5+cmd", None, "yes", "=1") == ["'-5+cmd", None, "yes", "'=1"]


@given(st.text(max_size=30))
def test_both_ways_of_guarding_agree(text: Any) -> None:
    tidy = text.replace("\r\n", "\n").replace("\r", "\n")
    try:
        text.encode()
    except UnicodeEncodeError:
        return  # a lone surrogate cannot be stored at all
    if tidy.lstrip("-").replace(",", "").replace(".", "").isdigit():
        return
    assert texts(text) == [guarded(tidy)]


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("labels", [False, True])
def test_no_cell_of_the_file_starts_a_formula(language: Any, labels: Any) -> None:
    rows = [{"comment": text, "criterion": "else", "criterion.else": text, "attributes.role": text, "seats": text}
            for text in DANGEROUS]  # fmt: skip
    stream = io.BytesIO()
    responses_csv.write(POLL, [frame(*rows)], stream, language=language, labels=labels)
    text = stream.getvalue().decode("utf-8-sig")
    lines = list(csv.reader(io.StringIO(text, newline=""), delimiter={"nl": ";", "en": ","}[language]))
    assert len(lines) == 1 + len(rows)
    cells = [cell for line in lines for cell in line]
    assert sum(cell.startswith("'") for cell in cells) == 4 * len(rows)
    assert not [cell for cell in cells if cell.strip("\ufeff\u00a0\u200b \t\r\n")[:1] in set("=+-@＝＋－＠") - {""}]
