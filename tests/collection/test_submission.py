"""One response per invitation, whatever happens at the same moment."""

import threading
from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.utils import timezone

from polls.collection.models import DailyCount, Response, SealedResponse
from polls.collection.services import DraftConflictError, Outcome, Participation, Standing, finish, load, submit
from polls.collection.services.draft_box import DraftContent
from polls.collection.services.drafts import save_draft
from polls.invitations.models import Invitation
from polls.questionnaire.models import GRACE, Poll
from tests.collection import sample

NOW = sample.LAUNCH + timedelta(hours=1)
CLOSING = sample.LAUNCH + timedelta(days=7)


def joined(token: str) -> Participation:
    participation = load(token)
    assert participation is not None
    return participation


def test_a_second_submit_changes_nothing_and_is_told_the_same(poll: Poll) -> None:
    participation = joined(sample.invited(poll))
    assert submit(participation, sample.COMPLETE, language="nl", now=NOW) is Outcome.RECEIVED
    assert submit(participation, sample.COMPLETE, language="nl", now=NOW) is Outcome.REPEATED
    assert SealedResponse.objects.count() == 1
    assert sum(DailyCount.objects.values_list("submitted", flat=True)) == 1


def test_answers_off_the_path_are_not_stored(db: None) -> None:
    participation = joined(sample.invited(sample.launched(is_anonymous=False)))
    answers = {**sample.COMPLETE, "outsources": "never"}
    submit(participation, answers, language="nl", now=NOW)
    stored = Response.objects.get().answers
    assert "since" not in stored
    assert "goal" not in stored
    assert "clients" not in stored


def test_a_newer_draft_stops_the_submit(poll: Poll) -> None:
    token = sample.invited(poll)
    first = save_draft(joined(token), DraftContent({"outsources": "fully"}), now=NOW)
    save_draft(first, DraftContent({"outsources": "never"}), now=NOW)
    with pytest.raises(DraftConflictError):
        submit(first, sample.COMPLETE, language="nl", now=NOW)
    assert not Invitation.objects.get().is_responded
    assert joined(token).draft.answers == {"outsources": "never"}


def test_a_revoked_link_sends_nothing(poll: Poll) -> None:
    participation = joined(sample.invited(poll))
    Invitation.objects.update(is_revoked=True)
    submit(participation, sample.COMPLETE, language="nl", now=NOW)
    assert not SealedResponse.objects.exists()


def test_the_grace_after_closing_is_for_those_who_have_begun(db: None) -> None:
    poll = sample.launched(closes_at=CLOSING)
    begun = save_draft(joined(sample.invited(poll)), DraftContent({}), now=NOW)
    newcomer = joined(sample.invited(poll))
    just_after = CLOSING + timedelta(minutes=5)
    assert begun.standing_at(just_after) is Standing.OPEN
    assert newcomer.standing_at(just_after) is Standing.CLOSED
    assert submit(newcomer, sample.COMPLETE, language="nl", now=just_after) is Outcome.TOO_LATE
    assert submit(begun, sample.COMPLETE, language="nl", now=CLOSING + GRACE) is Outcome.TOO_LATE
    assert submit(begun, sample.COMPLETE, language="nl", now=just_after) is Outcome.RECEIVED


def at_once(work: Callable[[int], None], number: int) -> None:
    """Run ``work`` in threads that all start together."""
    barrier = threading.Barrier(number)

    def run(position: int) -> None:
        connection.ensure_connection()
        barrier.wait()
        try:
            work(position)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(position,)) for position in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def ten_submits(participation: Participation) -> list[Outcome]:
    outcomes: list[Outcome] = []
    at_once(lambda _: outcomes.append(submit(participation, sample.COMPLETE, language="nl", now=NOW)), 10)
    return outcomes


def ten_naive_submits(poll: Poll, invitation: Invitation) -> None:
    """Ten submits as they are usually written: look whether there is one, then insert."""
    barrier = threading.Barrier(10)

    def send(_position: int) -> None:
        is_new = not Invitation.objects.get(pk=invitation.pk).is_responded
        barrier.wait()
        if is_new:
            SealedResponse.objects.create(id=uuid4(), poll=poll, box=b"")
            Invitation.objects.filter(pk=invitation.pk).update(is_responded=True)

    at_once(send, 10)


@pytest.mark.django_db(transaction=True)
def test_ten_submits_at_once_make_one_response() -> None:
    poll = sample.launched()
    for token in sample.invite_many(poll, 10):
        outcomes = ten_submits(joined(token))
        assert sorted(outcome.value for outcome in outcomes) == ["received", *["repeated"] * 9]
    assert SealedResponse.objects.count() == 10


@pytest.mark.django_db(transaction=True)
def test_control_check_then_insert_makes_extra_responses() -> None:
    poll = sample.launched()
    sample.invite_many(poll, 20)
    for invitation in Invitation.objects.all():
        ten_naive_submits(poll, invitation)
    assert SealedResponse.objects.count() > 20


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("attempt", range(4))
def test_whoever_was_told_received_is_counted_when_the_poll_closes_meanwhile(attempt: int) -> None:
    poll = sample.launched(is_anonymous=attempt % 2 == 0)
    participations = [joined(token) for token in sample.invite_many(poll, 12)]
    outcomes: list[Outcome] = []
    counted: list[int] = []

    def work(position: int) -> None:
        if position == 12:
            finish(poll, now=timezone.now())
            counted.append(stored_or_sealed(poll))
        else:
            outcomes.append(submit(participations[position], sample.COMPLETE, language="nl", now=NOW))

    at_once(work, 13)
    assert counted == [outcomes.count(Outcome.RECEIVED)]
    assert stored_or_sealed(poll) == counted[0]


def stored_or_sealed(poll: Poll) -> int:
    """Fewer than k answers stay sealed; more do not."""
    sealed = SealedResponse.objects.filter(poll=poll).count()
    assert sealed < poll.minimum_base or poll.phase_at(timezone.now()) is not Poll.Phase.CLOSED
    return sealed + Response.objects.filter(poll=poll).count()
