"""What the tests of publications share: a closed poll that misses nothing, and people."""

import random
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from unittest import mock

import pytest
from celery import current_app
from pytest_django import Settings

from accounts.models import User
from polls.collection.models import Response
from polls.collection.services.receipts import hash_receipt
from polls.publication.models import Edition, Publication
from polls.publication.services import approving, composing, making
from polls.questionnaire.models import Poll
from polls.reporting.method_statement import ADDED
from polls.results.models import Run
from polls.results.services import method_statement as statements
from tests.results import sample
from tests.results.conftest import finished_run
from tests.results.sample import NOW

RECEIPT = "7Q4K-DM2V-0000-1111-2222-3333-4444"
NOTE = {"nl": "Een getal is verbeterd.", "en": "A number was corrected."}


@pytest.fixture(autouse=True)
def _own_folders(settings: Settings, tmp_path: Path) -> None:
    settings.COLUMNS_DIR = tmp_path / "columns"
    settings.MEDIA_ROOT = tmp_path / "files"


@pytest.fixture(autouse=True)
def sent() -> Iterator[list[tuple[str, list[str]]]]:
    """Record the tasks that would go to the broker."""
    tasks: list[tuple[str, list[str]]] = []
    with mock.patch.object(current_app, "send_task", lambda name, args, **options: tasks.append((name, args))):
        yield tasks


def person(role: str, name: str = "") -> User:
    return User.objects.create_user(f"{name or role}@example.org", name=(name or role).title(), role=role)


def closed_poll(count: int = 120, *, slug: str = "sample") -> tuple[Poll, Run]:
    """Store a closed poll with random responses, one of them with ``RECEIPT``, its run and its method statement."""
    known = sample.questionnaire(slug)
    poll = sample.published(known, state=Poll.State.CLOSED, closes_at=NOW, channel="open", opens_at=NOW)
    rng = random.Random(1)
    answers = [sample.random_answers(rng, known) for _ in range(count)]
    sample.respond(poll, answers, [sample.random_attributes(rng) for _ in range(count)])
    first = Response.objects.filter(poll=poll).first()
    assert first is not None
    Response.objects.filter(pk=first.pk).update(receipt_hash=hash_receipt(RECEIPT))
    answered = {item.value: {"nl": "Iets hierover.", "en": "Something about it."} for item in ADDED}
    statements.write_statement(poll, answered, revision=0, by=None, now=NOW)
    return poll, finished_run(poll)


def begun(author: User, *, languages: tuple[str, ...] = ("nl",), has_charts: bool = False) -> Publication:
    """Begin a publication of two questions, in one language and without charts unless asked: these take long."""
    poll, run = closed_poll()
    publication = composing.begin(poll, run, by=author, now=NOW)
    whole = composing.composition_of(publication)
    entries = tuple(replace(each, has_chart=has_charts) for each in whole.entries[:2])
    short = replace(whole, languages=languages, entries=entries)
    composing.change(publication, short, revision=1, by=author, now=NOW)
    return publication


def offered(publication: Publication, author: User, note: dict[str, str] | None = None) -> Edition:
    """Offer a publication as it is, and let the worker make it."""
    edition = approving.offer(publication, revision=publication.revision, note=note or {}, by=author, now=NOW)
    assert making.make_edition(edition.pk, now=NOW, clock=lambda: NOW)
    return Edition.objects.get(pk=edition.pk)


def published(publication: Publication, author: User, reader: User, note: dict[str, str] | None = None) -> Edition:
    """Take a publication all the way to its readers."""
    edition = offered(publication, author, note)
    approving.approve(edition, edition.content_hash, by=reader, now=NOW)
    return approving.publish(edition, edition.content_hash, by=reader, now=NOW)
