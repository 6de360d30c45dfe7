"""From a run to what everybody reads: offered, made, approved by a second person, published once, corrected."""

import hashlib
from datetime import timedelta
from typing import Any

import orjson
import pytest
from django.db import DatabaseError, transaction
from django.db.models import ProtectedError

from polls.publication.models import Edition, EditionFile
from polls.publication.services import approving, composing, making, standing
from polls.publication.services.obstacles import Obstacle, Reason, obstacles_of
from polls.questionnaire.models import PollEvent
from polls.results.models import MethodStatement, Release, WorkState
from tests.publication.conftest import NOTE, begun, closed_poll, offered, person, published
from tests.results.sample import NOW

pytestmark = pytest.mark.django_db

LATER = NOW + timedelta(hours=1)


def test_a_publication_begins_with_what_stands_out_and_with_bound_numbers() -> None:
    poll, run = closed_poll()
    publication = composing.begin(poll, run, by=None, now=NOW)
    composition = composing.composition_of(publication)

    assert (publication.slug, composition.languages) == ("sample", ("nl", "en"))
    assert composition.title == {"nl": "Uitbesteden", "en": "Outsourcing"}
    assert "{120|respondents}" in composition.lead["nl"]
    assert len(composition.questions) == 5
    assert composing.begin(poll, run, by=None, now=NOW).slug == "sample-2"


def test_an_edition_holds_all_that_readers_get_and_its_digest_covers_every_file() -> None:
    author = person("analyst")
    edition = offered(begun(author, languages=("nl", "en"), has_charts=True), author)
    files = {each.name: bytes(each.content) for each in edition.files.all()}
    document = orjson.loads(files["sample-1-edition.json"])

    assert hashlib.sha256(files["sample-1-edition.json"]).hexdigest() == edition.content_hash
    assert document == edition.document
    assert {each["name"]: each["sha256"] for each in document["files"]} == {
        name: hashlib.sha256(content).hexdigest()
        for name, content in files.items()
        if name not in ("sample-1-edition.json", "sample-1-SHA256SUMS.txt")
    }
    assert document["run"]["respondents"] == 120
    assert {each["key"] for each in document["texts"]["nl"]["entries"]} == set(edition.drawings["nl"])  # type: ignore[index]
    assert files["sample-1-report-nl.pdf"].startswith(b"%PDF")
    assert files["sample-1-card-en.png"].startswith(b"\x89PNG")
    lines = files["sample-1-SHA256SUMS.txt"].decode().splitlines()
    assert f"{edition.content_hash}  sample-1-edition.json" in lines
    assert len(lines) == len(files) - 1


def test_who_made_the_last_change_cannot_approve_it_and_another_can() -> None:
    author, reader = person("analyst"), person("editor")
    edition = offered(begun(author), author)
    with pytest.raises(approving.SamePersonError):
        approving.approve(edition, edition.content_hash, by=author, now=NOW)
    with pytest.raises(approving.NotApprovedError):
        approving.publish(edition, edition.content_hash, by=author, now=NOW)
    approving.approve(edition, edition.content_hash, by=reader, now=NOW)
    done = approving.publish(edition, edition.content_hash, by=author, now=LATER)

    assert (done.approved_by_id, done.published_by_id, done.published_at) == (reader.pk, author.pk, LATER)
    events = PollEvent.objects.order_by("pk").values_list("action", "by__name", "detail__edition")
    assert list(events) == [
        ("proposed", "Analyst", 1), ("approved", "Editor", 1), ("results_published", "Analyst", 1),
    ]  # fmt: skip
    told = Release.objects.get(spec__has_key="published")
    assert told.spec["published"] == {"publication": "sample", "edition": 1}


def test_with_one_person_enough_it_is_recorded_that_nobody_approved() -> None:
    author, chief = person("analyst"), person("administrator")
    publication = begun(author)
    approving.decide_on_approval(publication, is_needed=False, by=chief, now=NOW)
    edition = offered(publication, author)
    approving.publish(edition, edition.content_hash, by=author, now=NOW)

    event = PollEvent.objects.get(action="results_published")
    assert event.detail["four_eyes"] is False
    assert PollEvent.objects.get(action="four_eyes").detail == {"publication": "sample", "needed": False}
    assert Edition.objects.get().approved_by is None


@pytest.mark.parametrize("what", ["composition", "statement"])
def test_a_change_after_the_approval_asks_for_a_new_one(what: str) -> None:
    author, reader = person("analyst"), person("editor")
    publication = begun(author)
    edition = offered(publication, author)
    approving.approve(edition, edition.content_hash, by=reader, now=NOW)
    if what == "composition":
        composition = composing.composition_of(publication)
        composing.change(publication, composition, revision=2, by=author, now=NOW)
    else:
        MethodStatement.objects.update(revision=9)
    with pytest.raises(approving.StaleError):
        approving.publish(edition, edition.content_hash, by=reader, now=NOW)
    with pytest.raises(approving.StaleError):
        approving.approve(edition, edition.content_hash, by=reader, now=NOW)
    publication.refresh_from_db()
    again = offered(publication, author)

    assert (again.number, again.approved_at) == (1, None)
    assert not Edition.objects.filter(pk=edition.pk).exists()


def test_approval_is_of_the_content_that_was_seen() -> None:
    author, reader = person("analyst"), person("editor")
    edition = offered(begun(author), author)
    with pytest.raises(approving.StaleError):
        approving.approve(edition, "0" * 64, by=reader, now=NOW)
    assert Edition.objects.get().approved_at is None


def test_what_is_sent_back_is_given_up_with_a_reason_that_stands_until_it_is_offered_again() -> None:
    author, reader = person("analyst"), person("editor")
    publication = begun(author)
    edition = offered(publication, author)
    assert standing.is_offered(standing.offered_of(publication), publication)
    for reason, content_hash, error in (
        (" ", edition.content_hash, approving.NotReadyError), ("Te lang.", "0" * 64, approving.StaleError),
    ):  # fmt: skip
        with pytest.raises(error):
            approving.send_back(edition, content_hash, reason, by=reader, now=LATER)
    approving.approve(edition, edition.content_hash, by=reader, now=NOW)
    approving.send_back(edition, edition.content_hash, " De kop is te lang. ", by=reader, now=LATER)

    found = standing.sent_back(publication)
    assert found is not None
    assert (found.by_id, found.at, found.detail["reason"]) == (reader.pk, LATER, "De kop is te lang.")
    assert (found.detail["edition"], found.detail["sha256"]) == (1, edition.content_hash)
    assert not Edition.objects.exists()
    assert not standing.is_offered(standing.offered_of(publication), publication)
    for step in (approving.approve, approving.publish):
        with pytest.raises(approving.StaleError):
            step(edition, edition.content_hash, by=reader, now=LATER)
    with pytest.raises(approving.StaleError):
        approving.send_back(edition, edition.content_hash, "Nog eens.", by=reader, now=LATER)
    approving.offer(publication, revision=2, note={}, by=author, now=LATER + timedelta(hours=1))
    assert standing.sent_back(publication) is None
    assert standing.is_offered(standing.offered_of(publication), publication)


def test_publishing_twice_publishes_once() -> None:
    author, reader = person("analyst"), person("editor")
    edition = published(begun(author), author, reader)
    again = approving.publish(edition, edition.content_hash, by=author, now=LATER)

    assert (again.published_at, again.published_by_id) == (NOW, reader.pk)
    assert PollEvent.objects.filter(action="results_published").count() == 1
    assert Release.objects.filter(spec__has_key="published").count() == 1


def test_a_correction_is_another_edition_and_needs_a_note() -> None:
    author, reader = person("analyst"), person("editor")
    publication = begun(author)
    published(publication, author, reader)
    with pytest.raises(approving.NotReadyError):
        approving.offer(publication, revision=2, note={"en": "Only in English"}, by=author, now=NOW)
    second = published(publication, author, reader, NOTE)

    assert (second.number, second.note) == (2, NOTE)
    assert [each.number for each in Edition.objects.current_at(LATER)] == [2]


def test_what_is_missing_stands_in_the_way_and_is_named() -> None:
    poll, run = closed_poll()
    publication = composing.begin(poll, run, by=None, now=NOW)
    MethodStatement.objects.filter(poll=poll).update(answers={})
    publication.composition |= {"title": {"nl": "Kop"}, "lead": {"nl": "{12%|weg/weg} doet mee.", "en": "One."}}
    publication.save()

    found = obstacles_of(publication, told_in="nl")
    assert Obstacle(Reason.NO_TITLE, "en") in found
    assert Obstacle(Reason.UNKNOWN_NUMBER, "weg/weg") in found
    assert Obstacle(Reason.STATEMENT, "Opdrachtgever en financier") in found
    with pytest.raises(approving.NotReadyError):
        approving.offer(publication, revision=1, note={}, by=None, now=NOW)


def test_the_database_refuses_changes_to_what_was_published() -> None:
    author, reader = person("analyst"), person("editor")
    edition = published(begun(author), author, reader)
    changes: tuple[dict[str, Any], ...] = (
        {"document": {}},
        {"number": 7},
        {"content_hash": "0" * 64},
        {"published_at": LATER},
    )
    for change in changes:
        with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
            Edition.objects.filter(pk=edition.pk).update(**change)
    with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
        EditionFile.objects.update(content=b"")
    with pytest.raises(ProtectedError):
        edition.run.delete()
    with pytest.raises(ProtectedError):
        edition.publication.poll.delete()


def test_a_worker_that_comes_too_late_stores_nothing() -> None:
    author = person("analyst")
    publication = begun(author)
    edition = approving.offer(publication, revision=2, note={}, by=author, now=NOW)
    assert making.make_edition(edition.pk, now=NOW, clock=lambda: NOW)
    assert not making.make_edition(edition.pk, now=NOW, clock=lambda: NOW)
    MethodStatement.objects.update(answers={})
    publication.refresh_from_db()
    Edition.objects.update(state=WorkState.QUEUED, attempts=0)

    assert not making.make_edition(edition.pk, now=NOW, clock=lambda: NOW)
    failed = Edition.objects.get()
    assert (failed.state, failed.error) == (WorkState.FAILED, "incomplete")


def test_a_withdrawal_keeps_a_note_and_is_done_once() -> None:
    author, reader = person("analyst"), person("editor")
    publication = begun(author)
    published(publication, author, reader)
    with pytest.raises(approving.NotReadyError):
        approving.withdraw(publication, {"nl": " "}, by=reader, now=LATER)

    assert approving.withdraw(publication, NOTE, by=reader, now=LATER) == 1
    assert approving.withdraw(publication, NOTE, by=reader, now=LATER) == 0
    assert list(Edition.objects.current_at(LATER)) == []
    assert PollEvent.objects.filter(action="results_withdrawn").count() == 1
