"""Files of a run: made once, for all who may see results, from nothing but what the gate has let through."""

import io
import json
import zipfile
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from docx import Document

from polls.questionnaire.models import PollEvent
from polls.reporting.writers import charts_zip
from polls.results.models import Export, Run, WorkState
from polls.results.services import exports, press
from polls.results.services.editions import edition_of
from polls.results.services.method_statement import write_statement
from polls.results.services.run_files import RUN_FORMATS, request_run_file
from polls.results.services.run_writers import WRITERS
from tests.results import sample
from tests.results.conftest import poll_with_results

pytestmark = pytest.mark.django_db

NOW = sample.NOW
Staff = Callable[[str], Client]


@pytest.fixture
def run() -> Run:
    _poll, run = poll_with_results(60)
    return run


def made(run: Run, format_name: str, language: str = "nl") -> tuple[Export, bytes]:
    export = request_run_file(run, format_name=format_name, language=language, by=None, now=NOW)
    assert exports.make_export(export.pk, now=NOW, clock=lambda: NOW)
    export.refresh_from_db()
    return export, exports.path_of(export).read_bytes()


def test_every_format_has_a_writer() -> None:
    assert set(WRITERS) == set(RUN_FORMATS)


@pytest.mark.parametrize(
    ("format_name", "start", "name"),
    [
        ("pdf", b"%PDF-", "sample-report-nl.pdf"),
        ("pptx", b"PK", "sample-slides-nl.pptx"),
        ("docx", b"PK", "sample-press-nl.docx"),
        ("xlsx", b"PK", "sample-tables-nl.xlsx"),
        ("csv", b"\xef\xbb\xbfquestion;", "sample-numbers-nl.csv"),
        ("json", b"{", "sample-run-nl.json"),
    ],
)
def test_a_file_is_made_of_a_run(run: Run, format_name: str, start: bytes, name: str) -> None:
    export, content = made(run, format_name)
    assert (export.state, export.file_name, export.progress) == (WorkState.DONE, name, 100)
    assert content.startswith(start)


def test_all_files_come_in_one_archive(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(charts_zip, "draw_png", lambda svg, **how: b"a picture")
    _export, content = made(run, "all", "en")
    archive = zipfile.ZipFile(io.BytesIO(content))
    assert archive.namelist() == [
        "sample-report-en.pdf", "sample-slides-en.pptx", "sample-press-en.docx", "sample-tables-en.xlsx",
        "sample-charts-en.zip", "sample-numbers-en.csv", "sample-run-en.json",
    ]  # fmt: skip
    assert json.loads(archive.read("sample-run-en.json"))["title"] == "Outsourcing"


def test_a_file_is_made_once_for_everybody(run: Run) -> None:
    first = request_run_file(run, format_name="csv", language="nl", by=None, now=NOW)
    again = request_run_file(run, format_name="csv", language="nl", by=None, now=NOW + timedelta(days=29))
    other = request_run_file(run, format_name="csv", language="en", by=None, now=NOW)
    assert (first.pk == again.pk, first.pk == other.pk) == (True, False)


def test_one_that_failed_or_is_too_old_is_made_anew(run: Run) -> None:
    failed = request_run_file(run, format_name="csv", language="nl", by=None, now=NOW)
    Export.objects.update(state=WorkState.FAILED)
    anew = request_run_file(run, format_name="csv", language="nl", by=None, now=NOW)
    later = request_run_file(run, format_name="csv", language="nl", by=None, now=NOW + timedelta(days=30))
    assert len({failed.pk, anew.pk, later.pk}) == 3


def test_a_text_that_was_changed_is_in_the_next_document(run: Run) -> None:
    draft = press.begin(run.poll, run, "nl", by=None, now=NOW)
    first, content = made(run, "docx")
    assert Document(io.BytesIO(content)).paragraphs[0].text == "Uitbesteden"
    press.change(draft, "# Anders gezegd\n\nEen zin.", revision=1, by=None, now=NOW)
    second, content = made(run, "docx")
    assert first.pk != second.pk
    assert [each.text for each in Document(io.BytesIO(content)).paragraphs] == ["Anders gezegd", "Een zin."]


def test_the_report_has_the_method_statement(run: Run) -> None:
    write_statement(run.poll, {"contact": {"nl": "onderzoek@example.org"}}, revision=0, by=None, now=NOW)
    pairs = edition_of(run, "nl").imprint.statement
    assert edition_of(run, "nl").imprint.made_on == "4 maart 2025"
    assert "onderzoek@example.org" in [text for _label, text in pairs]
    assert all(text for _label, text in pairs)


def test_files_of_a_run_are_gone_after_thirty_days(run: Run) -> None:
    export, _content = made(run, "csv")
    assert exports.remove_expired(now=NOW + timedelta(days=29)) == 0
    assert exports.remove_expired(now=NOW + timedelta(days=30)) == 1
    assert not exports.path_of(export).exists()


def test_a_viewer_asks_for_a_file_and_fetches_it(run: Run, staff: Staff) -> None:
    viewer = staff("viewer")
    asked: Any = viewer.post("/polls/sample/downloads/files/", {"format": "csv", "language": "nl"})
    export = Export.objects.get()
    assert asked.url == f"/polls/sample/downloads/{export.pk}/"
    exports.make_export(export.pk, now=NOW, clock=lambda: NOW)
    assert "op te halen tot" in viewer.get(asked.url).content.decode()
    fetched: Any = staff("editor").get(f"{asked.url}file/")
    assert b"Welke kanalen gebruikt u?" in b"".join(fetched.streaming_content)
    assert PollEvent.objects.get(action=PollEvent.Action.DOWNLOADED).detail == {"file": "sample-numbers-nl.csv"}


def test_a_viewer_does_not_get_at_single_responses(run: Run, staff: Staff) -> None:
    options = {"format": "xlsx", "values": "labels", "language": "nl"}
    export = exports.request_export(run.poll, options=options, by=None, now=NOW)
    assert staff("viewer").get(f"/polls/sample/downloads/{export.pk}/").status_code == 403
    assert staff("analyst").get(f"/polls/sample/downloads/{export.pk}/").status_code == 404


def test_a_format_that_is_not_on_offer_is_not_found(run: Run, staff: Staff) -> None:
    refused = staff("viewer").post("/polls/sample/downloads/files/", {"format": "exe", "language": "nl"})
    assert refused.status_code == 404


def test_one_chart_comes_as_a_picture(run: Run, staff: Staff) -> None:
    viewer = staff("viewer")
    svg: Any = viewer.get("/polls/sample/downloads/charts/opinion.svg?language=en&by=role")
    assert svg["Content-Disposition"] == 'attachment; filename="sample-opinion-role-en.svg"'
    drawn = b"".join(svg.streaming_content).decode()
    assert "What do you think of outsourcing? (Kind of centre)" in drawn
    assert "Source: Klantenservice Federatie, Outsourcing" in drawn
    png: Any = viewer.get("/polls/sample/downloads/charts/opinion.png")
    assert b"".join(png.streaming_content).startswith(b"\x89PNG")
    assert viewer.get("/polls/sample/downloads/charts/nothing.svg").status_code == 404
    assert viewer.get("/polls/sample/downloads/charts/remark.svg").status_code == 302
