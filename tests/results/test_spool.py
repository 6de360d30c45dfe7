"""Files of responses hold a part of them in memory, whatever their number."""

import csv
from functools import partial
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from polls.questionnaire.models import Poll
from polls.results.dataset import bulk, read_state, spooled
from polls.results.services import files
from polls.results.services.release_counts import needed
from tests.results import sample
from tests.results.conftest import poll_with_results

pytestmark = pytest.mark.django_db


def csv_of(poll: Poll) -> bytes:
    stream = BytesIO()
    options = {"format": "csv", "values": "codes", "language": "en"}
    files.write_responses(poll, options, stream, lambda *told, **also: None)
    return stream.getvalue()


def test_a_file_has_the_same_bytes_whatever_is_held_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    poll, _run = poll_with_results(60, is_anonymous=True)
    whole = csv_of(poll)
    monkeypatch.setattr(files, "spooled", partial(spooled, chunk=7))
    assert len(list(csv.reader(whole.decode().splitlines(keepends=True)))) == 61
    assert csv_of(poll) == whole


def test_what_decides_is_read_in_parts_as_well_and_only_what_is_needed() -> None:
    poll, _run = poll_with_results(45, is_anonymous=True)
    known = sample.questionnaire(is_anonymous=True)
    with spooled(poll, chunk=20) as responses:
        parts = list(responses.tables(known, needed(known)))
        frames = list(responses.frames(known))
    assert [part.n for part in parts] == [len(frame) for frame in frames] == [20, 20, 5]
    assert {*parts[0].columns} == {"criterion", "channels", "remark"}
    assert {*parts[0].attributes} == {"role"}


@pytest.mark.either
def test_many_responses_are_fetched_in_order_without_being_sorted_in_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    poll, _run = poll_with_results(30)
    sorted_keys = read_plan(poll)
    monkeypatch.setattr(bulk, "SORTED_AT_ONCE", 10)
    assert "TEMP B-TREE" in sorted_keys
    assert "TEMP B-TREE" not in read_plan(poll)


def read_plan(poll: Poll) -> str:
    """Say how SQLite reads the responses."""
    with CaptureQueriesContext(
        connection,
    ) as made:
        list(bulk.read_whole(poll, read_state(poll), chunk=10))
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {made[-1]['sql']}")
        return " ".join(str(row[3]) for row in cursor.fetchall())
