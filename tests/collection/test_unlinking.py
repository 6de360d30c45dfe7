"""Identified answers lead to an invitation until the day that respondents read, and never after it."""

from datetime import UTC, date, datetime, timedelta
from random import Random

import pytest
from django.test import Client

from accounts.models import User
from polls.codebook.leaving import Disposition, Leaving
from polls.codebook.schema import ScreenOut
from polls.collection.models import Response, TurnedAway
from polls.collection.services import load, remove_expired, submit, turn_away
from polls.collection.services.unlinking import Cut, cut_due_links, cut_links
from polls.invitations.models import Invitation
from polls.questionnaire.models import Poll, PollEvent
from polls.questionnaire.services import NotNow, duplicate, reopen
from polls.questionnaire.services.publishing import find_problems
from tests.collection import sample
from tests.collection.conftest import Respondent

CLOSING = sample.LAUNCH + timedelta(days=7)
TOLD = date(2026, 7, 11)
"""Half a year after the closing on 12 January."""

THAT_DAY = datetime(2026, 7, 11, 20, 0, tzinfo=UTC)
NIGHT_AFTER = datetime(2026, 7, 12, 1, 20, tzinfo=UTC)
NEVER = ScreenOut("never", "outsources = never", sample.both("Dank.", "Thanks."))


@pytest.fixture
def identified(db: None) -> Poll:
    return sample.launched(is_anonymous=False, closes_at=CLOSING)


def answer(poll: Poll, *, at: timedelta = timedelta(hours=1), **attributes: str) -> None:
    token = sample.invited(poll, attributes=attributes or {"role": "inhouse", "size": "large"})
    participation = load(token)
    assert participation is not None
    submit(participation, sample.COMPLETE, language="nl", now=sample.LAUNCH + at)


def test_the_day_is_fixed_at_launch(identified: Poll) -> None:
    assert identified.linked_until == TOLD
    Poll.objects.filter(pk=identified.pk).update(closes_at=CLOSING + timedelta(days=30))
    identified.refresh_from_db()
    assert identified.linked_until == TOLD


def test_a_poll_without_an_end_is_cut_after_a_year(db: None) -> None:
    assert sample.launched(is_anonymous=False).linked_until == date(2027, 1, 5)


def test_an_anonymous_poll_has_no_such_day(poll: Poll) -> None:
    assert poll.linked_until is None
    assert cut_due_links(now=NIGHT_AFTER + timedelta(days=999)) == Cut()


def test_a_copy_has_a_day_of_its_own(identified: Poll) -> None:
    assert duplicate(identified, by=None, now=sample.LAUNCH, slug="copy").linked_until is None


def test_respondents_read_the_day(db: None, respondent: Respondent) -> None:
    poll = sample.launched(is_anonymous=False)
    html = respondent.open(f"/i/{sample.invited(poll, language='nl')}/").html
    assert "tot en met 5 januari 2027" in html


def test_by_an_open_link_there_is_nobody_to_lead_to(db: None, respondent: Respondent) -> None:
    sample.launched_open(is_anonymous=False)
    html = respondent.open("/o/sample/").html
    assert "zonder uitnodiging" in html
    assert "januari 2027" not in html


def test_answers_are_cut_loose_in_the_night_after_that_day(identified: Poll) -> None:
    for _ in range(3):
        answer(identified)
    before = set(Response.objects.values_list("pk", flat=True))
    assert remove_expired(now=THAT_DAY).identities == 0
    assert Response.objects.filter(invitation__isnull=False).count() == 3
    assert remove_expired(now=NIGHT_AFTER).identities == 3
    assert not Response.objects.filter(invitation__isnull=False).exists()
    assert Response.objects.count() == Invitation.objects.count() == 3
    assert not before & set(Response.objects.values_list("pk", flat=True))
    assert remove_expired(now=NIGHT_AFTER).identities == 0


def test_what_they_answered_stays(identified: Poll) -> None:
    answer(identified)
    answers = Response.objects.get().answers
    cut_links(identified, now=NIGHT_AFTER)
    assert Response.objects.get().answers == answers


def test_the_proof_names_nobody(identified: Poll) -> None:
    answer(identified)
    assert cut_links(identified, now=NIGHT_AFTER) == Cut(responses=1)
    event = PollEvent.objects.get(action="links_cut")
    assert event.at == NIGHT_AFTER
    assert event.detail == {"responses": 1, "turned_away": 0, "files": 0, "told": "2026-07-11"}
    assert cut_links(identified, now=NIGHT_AFTER) == Cut()
    assert PollEvent.objects.filter(action="links_cut").count() == 1


def test_rare_attributes_go_and_shared_ones_stay(identified: Poll) -> None:
    for _ in range(5):
        answer(identified, role="inhouse", size="large")
    answer(identified, role="inhouse", size="small")
    cut_links(identified, now=NIGHT_AFTER)
    kept = sorted((response.attributes for response in Response.objects.all()), key=str)
    assert {"role": "inhouse", "size": "small"} not in kept
    assert all(kept.count(attributes) >= 5 or not attributes for attributes in kept)


def test_the_moment_is_kept_to_the_week(identified: Poll) -> None:
    answer(identified, at=timedelta(days=3, hours=5))
    cut_links(identified, now=NIGHT_AFTER)
    assert Response.objects.get().submitted_at == datetime(2026, 1, 4, 23, 0, tzinfo=UTC)


def test_the_order_says_nothing(identified: Poll) -> None:
    answers = [str(1950 + place) for place in range(30)]
    for since in answers:
        participation = load(sample.invited(identified))
        assert participation is not None
        submit(participation, {**sample.COMPLETE, "since": since}, language="nl", now=sample.LAUNCH)
    cut_links(identified, now=NIGHT_AFTER, rng=Random(5))
    stored = [str(response.answers["since"]) for response in Response.objects.order_by("pk")]
    assert sorted(stored) == answers
    assert stored != answers


def test_who_was_turned_away_is_cut_loose_too(db: None) -> None:
    poll = sample.launched(is_anonymous=False, closes_at=CLOSING, screen_outs=(NEVER,))
    participation = load(sample.invited(poll))
    assert participation is not None
    leaving = Leaving(Disposition.SCREENED_OUT, "never", {})
    turn_away(participation, {"outsources": "never"}, leaving, now=sample.LAUNCH + timedelta(hours=1))
    assert cut_links(poll, now=NIGHT_AFTER) == Cut(turned_away=1)
    away = TurnedAway.objects.get()
    assert (away.invitation_id, away.answers, away.reason) == (None, {}, "never")


def test_a_poll_of_before_is_cut_half_a_year_after_its_closing(identified: Poll) -> None:
    answer(identified)
    # As the database was before the day was kept: only a poll that is not published yet takes another one.
    assert identified.link_end_at(CLOSING) == TOLD
    identified.linked_until = None
    assert identified.link_end_at(CLOSING) == TOLD


def test_a_poll_cannot_stay_open_beyond_the_day(identified: Poll) -> None:
    identified.state = Poll.State.CLOSED
    identified.save(update_fields=["state"])
    with pytest.raises(NotNow, match="cut loose"):
        reopen(identified, by=None, now=CLOSING + timedelta(days=1), closes_at=THAT_DAY + timedelta(days=1))
    reopen(identified, by=None, now=CLOSING + timedelta(days=1), closes_at=THAT_DAY)


def test_a_day_before_the_closing_is_a_problem(db: None) -> None:
    poll = sample.launched(is_anonymous=False, closes_at=CLOSING)
    poll.closes_at = THAT_DAY + timedelta(days=1)
    assert "link_cut_in_the_field" in [problem.code for problem in find_problems(poll, now=sample.LAUNCH)]


def staff_page(client: Client) -> str:
    user = User.objects.create_user("viewer@ksf.example", "x", name="viewer", role="viewer")
    client.force_login(user, backend="accounts.backends.RoleBackend")
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return client.get("/polls/sample/privacy/").content.decode()


def test_staff_see_the_day_and_how_many_answers_it_concerns(client: Client, identified: Poll) -> None:
    answer(identified)
    cut_links(identified, now=NIGHT_AFTER)
    html = staff_page(client)
    assert "Fixed since 5 January 2026" in html
    assert "cut the links between answers and invitations" in html


def test_staff_see_that_an_anonymous_poll_is_fixed(client: Client, poll: Poll) -> None:
    html = staff_page(client)
    assert "Anonymous." in html
    assert "the database itself refuses to change it" in html
