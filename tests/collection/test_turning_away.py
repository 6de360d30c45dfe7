"""Screen-outs and quotas: who leaves, what they read, and what is kept of them."""

from dataclasses import replace
from datetime import timedelta

import pytest

from polls.analysis import outcomes
from polls.codebook.leaving import Disposition, Leaving
from polls.codebook.schema import Quota, ScreenOut
from polls.collection.models import DailyCount, Draft, QuotaBook, Response, SealedResponse, TurnedAway
from polls.collection.services import (
    Outcome,
    QuotaFullError,
    Standing,
    empty_urn,
    finish,
    full_codes,
    load,
    read_counts,
    remove_expired,
    submit,
    turn_away,
)
from polls.invitations.models import Invitation
from polls.questionnaire.models import Poll
from polls.results.services.response import load_response
from tests.collection import sample
from tests.collection.conftest import Respondent
from tests.collection.test_answering import PAGE_1, PAGE_2, PAGE_3

NOW = sample.LAUNCH + timedelta(hours=1)
NEVER = ScreenOut(
    "never", "outsources = never", sample.both("Deze peiling gaat over uitbesteden.", "About outsourcing.")
)
PHONES = Quota("phones", sample.both("Telefoon", "Phone"), "channels includes phone", 2, sample.both("Vol.", "Full."))


def send(poll: Poll, **changes: str | list[str]) -> Outcome:
    participation = load(sample.invited(poll))
    assert participation is not None
    return submit(participation, {**sample.COMPLETE, **changes}, language="nl", now=NOW)


def leave(poll: Poll) -> Outcome:
    participation = load(sample.invited(poll))
    assert participation is not None
    leaving = Leaving(Disposition.SCREENED_OUT, "never", {})
    return turn_away(participation, {"outsources": "never"}, leaving, now=NOW)


def test_who_is_screened_out_reads_why_at_once(db: None, respondent: Respondent) -> None:
    poll = sample.launched(is_anonymous=False, screen_outs=(NEVER,))
    token = sample.invited(poll)
    respondent.open(f"/i/{token}/").post(outsources="never", channels=["phone"])
    assert "Deze peiling gaat over uitbesteden." in respondent.html
    assert not Response.objects.exists()
    assert not Draft.objects.exists()
    away = TurnedAway.objects.get()
    assert (away.disposition, away.reason, away.answers["outsources"]) == ("screened_out", "never", "never")
    spent = load(token)
    assert spent is not None
    assert spent.standing_at(NOW) is Standing.ANSWERED


def test_who_is_not_screened_out_goes_on(db: None, respondent: Respondent) -> None:
    poll = sample.launched(is_anonymous=False, screen_outs=(NEVER,))
    respondent.open(f"/i/{sample.invited(poll)}/").post(**PAGE_1).post(**PAGE_2).post(**PAGE_3)
    assert Response.objects.count() == 1
    assert not TurnedAway.objects.exists()


def test_a_quota_lets_in_no_more_than_its_limit(db: None) -> None:
    poll = sample.launched(is_anonymous=False, quotas=(PHONES,))
    assert [send(poll), send(poll)] == [Outcome.RECEIVED] * 2
    with pytest.raises(QuotaFullError):
        send(poll)
    assert send(poll, channels=["other"]) is Outcome.RECEIVED
    assert Response.objects.count() == 3
    assert read_counts(poll.pk) == {"phones": 2}
    assert full_codes(poll.pk, (PHONES,)) == {"phones"}


def test_who_comes_after_a_quota_is_full_reads_so(db: None, respondent: Respondent) -> None:
    poll = sample.launched(is_anonymous=False, quotas=(PHONES,))
    send(poll)
    send(poll)
    respondent.open(f"/i/{sample.invited(poll)}/").post(**PAGE_1)
    assert "Vol." in respondent.html
    assert [(one.disposition, one.reason) for one in TurnedAway.objects.all()] == [("quota_full", "phones")]


def test_a_draft_takes_no_place(db: None, respondent: Respondent) -> None:
    poll = sample.launched(is_anonymous=False, quotas=(PHONES,))
    send(poll)
    respondent.open(f"/i/{sample.invited(poll)}/").post(**PAGE_1)
    assert read_counts(poll.pk) == {"phones": 1}
    assert send(poll) is Outcome.RECEIVED


def test_the_counts_are_written_anew_by_whoever_sends_and_read_by_nobody_else(db: None) -> None:
    poll = sample.launched(quotas=(PHONES,))
    send(poll)
    before = bytes(QuotaBook.objects.get().body)
    send(poll, channels=["other"])
    after = bytes(QuotaBook.objects.get().body)
    assert before != after
    assert len(before) == len(after)
    assert b"phones" not in before
    assert read_counts(poll.pk) == {"phones": 1}


def test_in_an_anonymous_poll_only_the_reason_leaves_the_urn(db: None) -> None:
    poll = sample.launched(screen_outs=(NEVER,))
    assert [leave(poll) for _ in range(6)] == [Outcome.TURNED_AWAY] * 6
    for _ in range(15):
        send(poll)
    assert not TurnedAway.objects.exists()
    assert SealedResponse.objects.count() == 21
    assert empty_urn(poll) == 10
    assert Response.objects.count() == 10
    assert TurnedAway.objects.count() == 6
    away = TurnedAway.objects.first()
    assert away is not None
    assert (away.answers, away.invitation_id, away.submitted_at, away.reason) == ({}, None, None, "never")


def test_what_became_of_everyone_tells_who_was_turned_away(db: None) -> None:
    named = sample.launched(is_anonymous=False, screen_outs=(NEVER,), slug="named")
    leave(named)
    send(named)
    assert load_response(named, sample.QUESTIONNAIRE).total.counts == {
        outcomes.Disposition.SCREENED_OUT: 1,
        outcomes.Disposition.COMPLETE: 1,
    }
    anonymous = sample.launched(screen_outs=(NEVER,))
    for _ in range(6):
        leave(anonymous)
    for _ in range(15):
        send(anonymous)
    assert load_response(anonymous, sample.QUESTIONNAIRE).total.counts == {outcomes.Disposition.COMPLETE: 21}
    empty_urn(anonymous)
    assert load_response(anonymous, sample.QUESTIONNAIRE).total.counts == {
        outcomes.Disposition.SCREENED_OUT: 6,
        outcomes.Disposition.COMPLETE: 15,
    }


def test_a_few_who_were_turned_away_stay_sealed(db: None) -> None:
    poll = sample.launched(screen_outs=(NEVER,))
    leave(poll)
    for _ in range(15):
        send(poll)
    finish(poll, now=NOW)
    assert Response.objects.count() == 15
    assert not TurnedAway.objects.exists()
    assert SealedResponse.objects.count() == 1


def test_turning_away_makes_no_batch_of_responses_seem_larger(db: None) -> None:
    poll = sample.launched(screen_outs=(NEVER,))
    for _ in range(14):
        leave(poll)
    send(poll)
    assert empty_urn(poll) == 0
    assert not Response.objects.exists()


def test_the_orders_that_were_drawn_are_stored_with_the_response(db: None) -> None:
    page = sample.PAGES[0]
    channels = replace(page.questions[2], has_random_choices=True)
    poll = sample.launched(
        is_anonymous=False, pages=(replace(page, questions=(*page.questions[:2], channels)), *sample.PAGES[1:])
    )
    send(poll)
    order = Response.objects.get().answers["_order.channels"]
    assert sorted(order) == sorted(choice.code for choice in channels.choices)


def test_the_answers_of_who_was_turned_away_go_when_identities_do(db: None) -> None:
    poll = sample.launched(is_anonymous=False, screen_outs=(NEVER,), closes_at=NOW + timedelta(days=1))
    leave(poll)
    remove_expired(now=NOW + timedelta(days=2))
    assert TurnedAway.objects.get().answers["outsources"] == "never"
    remove_expired(now=NOW + timedelta(days=800))
    assert TurnedAway.objects.get().answers == {}


@pytest.mark.parametrize("is_anonymous", [True, False])
def test_the_link_of_who_was_screened_out_says_so_again(db: None, respondent: Respondent, is_anonymous: bool) -> None:
    poll = sample.launched(is_anonymous=is_anonymous, screen_outs=(NEVER,))
    link = f"/i/{sample.invited(poll)}/"
    respondent.open(link).post(outsources="never", channels=["phone"])
    again = respondent.open(link)
    assert "Deze peiling gaat over uitbesteden." in again.html
    assert "Dank voor uw tijd." not in again.html


def test_so_does_the_link_of_who_came_after_a_quota_was_full(db: None, respondent: Respondent) -> None:
    poll = sample.launched(quotas=(PHONES,))
    send(poll)
    send(poll)
    link = f"/i/{sample.invited(poll)}/"
    respondent.open(link).post(**PAGE_1)
    assert "Vol." in respondent.open(link).html


def test_who_leaves_twice_at_once_reads_the_same_twice(db: None, respondent: Respondent) -> None:
    poll = sample.launched(screen_outs=(NEVER,))
    link = f"/i/{sample.invited(poll)}/"
    respondent.open(link)
    first = respondent.html
    respondent.post(outsources="never", channels=["phone"])
    respondent.response.content = first.encode()
    respondent.post(outsources="never", channels=["phone"])
    assert "Deze peiling gaat over uitbesteden." in respondent.html


def test_who_answered_is_thanked_again(db: None, respondent: Respondent) -> None:
    poll = sample.launched(screen_outs=(NEVER,))
    link = f"/i/{sample.invited(poll)}/"
    respondent.open(link).post(**PAGE_1).post(**PAGE_2).post(**PAGE_3)
    assert "Dank voor uw tijd." in respondent.open(link).html


def test_how_a_link_ended_shows_in_nothing_that_is_stored(db: None) -> None:
    poll = sample.launched(screen_outs=(NEVER,), quotas=(PHONES,))
    leave(poll)
    before = DailyCount.objects.get(), bytes(QuotaBook.objects.get().body)
    send(poll, channels=["other"])
    notes = [bytes(note) for note in Invitation.objects.values_list("ending", flat=True) if note]
    assert [len(note) for note in notes] == [168, 168]
    assert not any(b"screened_out" in note or b"never" in note for note in notes)
    assert sum(DailyCount.objects.values_list("submitted", flat=True)) == 2
    assert before[0].submitted == 1
    assert bytes(QuotaBook.objects.get().body) != before[1]


def test_a_poll_that_turns_nobody_away_keeps_no_note(db: None) -> None:
    poll = sample.launched()
    send(poll)
    assert Invitation.objects.get().ending is None
