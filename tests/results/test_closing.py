"""Closing: what was received is counted, and the final results are made in the same go."""

import json
from datetime import timedelta
from typing import Any

import pytest
from nacl.public import PublicKey, SealedBox

from polls.collection.models import Response, SealedResponse
from polls.questionnaire.keys import new_key_pair
from polls.questionnaire.models import Poll, PollEvent
from polls.results.models import Run
from polls.results.services import closing, runs
from tests.results import sample
from tests.results.conftest import finished_run, summary_of

pytestmark = pytest.mark.django_db

NOW = sample.NOW + timedelta(days=1)


def due_poll(count: int = 12, **fields: Any) -> Poll:
    poll = sample.published(sample.questionnaire(), closes_at=NOW - timedelta(minutes=16), **fields)
    sample.respond(poll, [{"opinion": "p4"}] * count, [{}] * count)
    return poll


def test_a_poll_is_closed_when_its_time_and_the_grace_have_passed() -> None:
    poll = due_poll()
    assert closing.close_due(now=NOW) == 1
    poll.refresh_from_db()
    assert poll.state == Poll.State.CLOSED
    run = Run.objects.get(poll=poll)
    assert run.data_key.split("-")[1] == "12"


def test_within_the_grace_nothing_happens() -> None:
    poll = due_poll()
    assert closing.close_due(now=NOW - timedelta(minutes=2)) == 0
    poll.refresh_from_db()
    assert poll.state == Poll.State.PUBLISHED


def test_closing_twice_makes_one_run_and_one_event() -> None:
    poll = due_poll()
    closing.close_poll(poll, now=NOW)
    assert closing.close_poll(poll, now=NOW) is None
    assert Run.objects.filter(poll=poll).count() == 1
    assert PollEvent.objects.filter(poll=poll, action=PollEvent.Action.CLOSED).count() == 1


def test_who_closed_by_hand_stands_in_the_one_event() -> None:
    poll = due_poll()
    PollEvent.objects.create(poll=poll, at=NOW, action=PollEvent.Action.CLOSED)
    closing.close_poll(poll, now=NOW)
    assert PollEvent.objects.filter(poll=poll, action=PollEvent.Action.CLOSED).count() == 1


def test_the_final_results_count_those_who_came_since_the_last_step() -> None:
    poll = due_poll(count=10)
    finished_run(poll)
    sample.respond(poll, [{"opinion": "p1"}], [{}])
    run = closing.close_poll(poll, now=NOW)
    assert run is not None
    assert run.data_key.split("-")[1] == "11"


def test_a_poll_with_fewer_than_k_responses_is_closed_and_shows_nothing() -> None:
    poll = due_poll(count=3)
    assert closing.close_poll(poll, now=NOW) is not None
    run = finished_run(poll)
    told = [group for question in summary_of(run)["questions"] for group in question["groups"] if group.get("asked")]
    assert told == []


def test_what_lies_in_the_urn_of_an_anonymous_poll_is_counted_at_closing() -> None:
    public, private = new_key_pair()
    known = sample.questionnaire(is_anonymous=True)
    poll = sample.published(known, closes_at=NOW, urn_public_key=public, urn_private_key=private)
    seal = SealedBox(PublicKey(public))
    document = {"version": poll.versions.get().pk, "answers": {"opinion": "p4"}, "attributes": {}, "language": "nl"}
    for _ in range(7):
        SealedResponse.objects.create(poll=poll, box=seal.encrypt(json.dumps(document).encode()))
    run = closing.close_poll(poll, now=NOW)
    assert run is not None
    assert runs.execute(run.pk, now=NOW, clock=lambda: NOW)
    run.refresh_from_db()
    assert run.base == Response.objects.filter(poll=poll).count() == 7
    assert not SealedResponse.objects.exists()
