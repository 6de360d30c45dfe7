"""Responses as Parquet: types, reasons and labels come back."""

import io
import json
from datetime import date

import polars as pl
import pytest

from polls.codebook.schema import Page, Question, QuestionKind, Questionnaire
from polls.reporting.writers import responses_parquet
from tests.reporting.sector_poll import POLL
from tests.reporting.writers.frames import ROWS, frame

pytestmark = pytest.mark.pure


def written(*frames: pl.DataFrame, poll: Questionnaire = POLL) -> io.BytesIO:
    stream = io.BytesIO()
    responses_parquet.write(poll, frames, stream, language="nl")
    stream.seek(0)
    return stream


def test_values_have_types_and_missing_ones_a_reason() -> None:
    first, second = pl.read_parquet(written(frame(*ROWS))).rows(named=True)
    told = ("opinion", "criterion.else.text", "directs", "directs.missing", "channels.phone", "channels.chat", "seats")
    assert [first[name] for name in told] == ["pos", "Nabijheid", None, "_dk", 1, 0, 12.5]
    assert [second[f"{name}.missing"] for name in ("opinion", "criterion", "channels.phone", "seats")] == [
        "_skipped", "_na", "_skipped", None,
    ]  # fmt: skip


def test_the_labels_go_with_the_file() -> None:
    about = pl.read_parquet_metadata(written(frame(*ROWS)))
    assert about["title"] == "Uitbesteden van klantcontact"
    opinion = json.loads(about["codebook"])["opinion"]
    assert opinion["label"].startswith("Hoe staat u tegenover het uitbesteden")
    assert opinion["values"]["vpos"] == "Zeer positief"
    assert opinion["missing"] == {"_dk": "Weet niet", "_skipped": "niet beantwoord", "_na": "niet gesteld"}


def test_days_and_months_are_dates() -> None:
    questions = (Question("day", QuestionKind.DATE, {"nl": "Dag?"}), Question("month", QuestionKind.MONTH, {"nl": "?"}))
    poll = Questionnaire("dates", {"nl": "Data"}, pages=(Page("p", questions),))
    rows = pl.DataFrame({"day": ["2026-05-31", ""], "month": ["2026-05", None]})
    assert pl.read_parquet(written(rows, poll=poll)).rows() == [
        (date(2026, 5, 31), None, date(2026, 5, 1), None), (None, "_skipped", None, "_na"),
    ]  # fmt: skip


def test_parts_are_joined_and_no_response_at_all_leaves_the_columns() -> None:
    assert pl.read_parquet(written(frame(*ROWS), frame(*ROWS))).height == 4
    empty = pl.read_parquet(written())
    assert empty.is_empty()
    assert empty.schema["channels.phone"].is_integer()
