"""Files in the background: made once, taken up again, fetched by who asked, gone after a day."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from accounts.models import User
from polls.results.models import Export, WorkState
from polls.results.services import exports
from tests.reporting.writers.spss import read_back
from tests.results import sample
from tests.results.conftest import poll_with_results

pytestmark = pytest.mark.django_db

NOW = sample.NOW
OPTIONS = {"format": "xlsx", "values": "labels", "language": "nl"}


@pytest.fixture
def export() -> Export:
    poll, _run = poll_with_results(30)
    analyst = User.objects.create_user("a@example.org", name="A", role="analyst")
    return exports.request_export(poll, options=OPTIONS, by=analyst, now=NOW)


def make(export: Export, at: timedelta = timedelta(), **patches: Any) -> bool:
    return exports.make_export(export.pk, now=NOW + at, clock=lambda: NOW + at)


def test_a_file_is_made_under_a_random_name(export: Export) -> None:
    assert make(export)
    export.refresh_from_db()
    path = exports.path_of(export)
    assert (export.state, export.progress, export.size) == (WorkState.DONE, 100, path.stat().st_size)
    assert path.name == str(export.pk)
    assert export.file_name == "sample-responses-labels-nl.xlsx"


def test_an_spss_file_is_made_that_others_can_read(tmp_path: Path) -> None:
    poll, _run = poll_with_results(30)
    export = exports.request_export(poll, options={**OPTIONS, "format": "sav"}, by=None, now=NOW)
    assert make(export)
    values, about = read_back(exports.path_of(export))
    assert export.file_name == "sample-responses-nl.sav"
    assert values.height == 30
    assert about.column_names_to_labels["opinion"] == "Hoe staat u tegenover uitbesteden?"
    assert {-1.0, -2.0, -3.0} < set(values["opinion"].to_list())


def test_asking_wakes_a_worker(sent: list[Any], django_capture_on_commit_callbacks: Callable[..., Any]) -> None:
    poll, _run = poll_with_results(30)
    analyst = User.objects.create_user("b@example.org", name="B", role="analyst")
    with django_capture_on_commit_callbacks(execute=True):
        made = exports.request_export(poll, options=OPTIONS, by=analyst, now=NOW)
    assert sent == [("results.make_export", [str(made.pk)])]


def test_a_file_whose_worker_was_killed_is_made_by_another(export: Export) -> None:
    Export.objects.filter(pk=export.pk).update(state=WorkState.RUNNING, attempts=1, lease_until=NOW)
    assert not make(export)
    assert exports.wake_waiting(now=NOW + timedelta(seconds=1)) == 1
    assert make(export, timedelta(seconds=1))


def test_too_few_anonymous_responses_fail_in_words() -> None:
    poll = sample.published(sample.questionnaire(is_anonymous=True))
    sample.respond(poll, [{}] * 4, [{}] * 4)
    export = exports.request_export(poll, options=OPTIONS, by=None, now=NOW)
    assert not make(export)
    export.refresh_from_db()
    assert (export.state, export.error) == (WorkState.FAILED, "too_few")
    assert not exports.path_of(export).exists()


def test_a_full_disk_fails_in_words(export: Export, settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path / "in-the-way"
    settings.MEDIA_ROOT.write_text("a file, no folder")
    assert not make(export)
    export.refresh_from_db()
    assert export.error == "storage"


def test_files_are_gone_after_a_day(export: Export) -> None:
    make(export)
    path = exports.path_of(export)
    orphan = path.with_name("left-behind.1")
    orphan.write_bytes(b"x")
    exports.remove_expired(now=NOW + timedelta(hours=23))
    assert (path.exists(), orphan.exists()) == (True, False)
    assert exports.remove_expired(now=NOW + timedelta(hours=24)) == 1
    assert not path.exists()
    assert not Export.objects.exists()
