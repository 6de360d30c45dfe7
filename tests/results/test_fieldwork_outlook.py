"""The fieldwork by day, what it will come to, and what to do next."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from polls.codebook.schema import Quota
from polls.collection.models import Arrival, DailyCount, Link
from polls.collection.services.fieldwork import Fieldwork, SegmentStanding, Standing, load_fieldwork
from polls.invitations.models import Invitation, Message
from polls.questionnaire.models import Poll
from polls.results.services.advice import Advice, QuotaStanding, Step, advise
from polls.results.services.field_days import FieldDays, Mailing, earlier_polls, load_days
from polls.results.services.outlook import look_ahead
from tests.invitations.sample import QUESTIONNAIRE, invite_all, make_contacts, make_poll

pytestmark = pytest.mark.django_db

START = date(2026, 9, 2)
NOON = datetime(2026, 9, 5, 10, 0, tzinfo=UTC)
"""Noon in the Netherlands on the third day after the invitation."""

LABEL = {"nl": "Inhouse", "en": "In-house"}


def filled(**fields: Any) -> Poll:
    """Sixty invited on 2 September, of whom 12, 6 and 4 finished on the days from then on."""
    poll = make_poll(**fields)
    make_contacts(60, attributes={"role": "inhouse"})
    invite_all(poll)
    sent = datetime(2026, 9, 2, 8, 0, tzinfo=UTC)
    Message.objects.filter(poll=poll).update(state="sent", sent_at=sent)
    for place, count in enumerate((12, 6, 4)):
        day = START + timedelta(days=place)
        DailyCount.objects.create(poll=poll, day=day, shard=1, started=count + 1, submitted=count)
    keys = list(Invitation.objects.filter(poll=poll).values_list("pk", flat=True)[:22])
    Invitation.objects.filter(pk__in=keys).update(is_responded=True)
    return poll


def days_of(poll: Poll) -> FieldDays:
    return load_days([poll])[poll.pk]


def test_days_of_an_identified_poll_are_counted_exactly(db: None) -> None:
    days = days_of(filled(is_anonymous=False, closes_at=None))
    assert days.mailed == {START: 60}
    assert list(days.finished.values()) == [12, 6, 4]
    assert list(days.started.values()) == [13, 7, 5]
    assert days.mailings == [Mailing("invitation", 0, START, 60)]


def test_days_of_an_open_anonymous_poll_grow_in_steps(db: None) -> None:
    assert list(days_of(filled(closes_at=None)).finished.values()) == [10, 5, 5]


def test_a_reminder_ends_a_round_and_begins_one(db: None) -> None:
    finished = {START: 12, date(2026, 9, 3): 6, date(2026, 9, 4): 4}
    mailings = [Mailing("invitation", 0, START, 60), Mailing("reminder", 1, date(2026, 9, 4), 40)]
    days = FieldDays(mailed={}, finished=finished, mailings=mailings)
    assert days.rounds(None, date(2026, 9, 5)) == [(START, [12, 6]), (date(2026, 9, 4), [4, 0])]
    assert days.rounds(None, date(2026, 9, 3)) == [(START, [12, 6])]
    assert FieldDays(finished=finished).rounds(START, date(2026, 9, 3)) == [(START, [12, 6])]


def test_the_outlook_of_an_identified_poll(db: None) -> None:
    poll = filled(is_anonymous=False, closes_at=datetime(2026, 9, 9, 15, 0, tzinfo=UTC))
    outlook = look_ahead(poll, load_fieldwork(poll, QUESTIONNAIRE), days_of(poll), [], now=NOON)
    assert outlook is not None
    assert (outlook.end, outlook.is_end_assumed, outlook.rounds) == (date(2026, 9, 9), False, 1)
    # All 22 are of this round. At noon of day 3 half of (20 * .85) / (20 * .8) is to come, then the assumed curve.
    factor = (0.85 / 0.8) ** 0.5 * 0.925 / 0.85
    assert outlook.total.answers.expected == pytest.approx(22 + 22.5 * (factor - 1))
    assert (outlook.total.answers.low, outlook.total.answers.high) == (22, 28)
    assert outlook.total.margin == pytest.approx(0.1833, abs=0.0001)


def test_there_is_no_outlook_on_the_day_of_a_mailing_or_after_the_end(db: None) -> None:
    poll = filled(is_anonymous=False, closes_at=None)
    fieldwork, days = load_fieldwork(poll, QUESTIONNAIRE), days_of(poll)
    assert look_ahead(poll, fieldwork, days, [], now=datetime(2026, 9, 2, 15, 0, tzinfo=UTC)) is None
    poll.state = Poll.State.CLOSED
    assert look_ahead(poll, fieldwork, days, [], now=NOON) is None


def test_earlier_polls_tell_how_answers_come_in(db: None) -> None:
    earlier = filled(is_anonymous=False, closes_at=None)
    Poll.objects.filter(pk=earlier.pk).update(slug="eerder", state="closed", closes_at=NOON)
    poll = make_poll(is_anonymous=False, closes_at=None)
    assert [other.slug for other in earlier_polls(poll)] == ["eerder"]
    assert earlier_polls(earlier) == []


def test_an_open_anonymous_poll_is_forecast_from_what_is_told_alone(db: None) -> None:
    poll = filled(closes_at=None)
    before = look_ahead(poll, load_fieldwork(poll, QUESTIONNAIRE), days_of(poll), [], now=NOON)
    one_more = Invitation.objects.filter(is_responded=False).first()
    assert one_more is not None
    Invitation.objects.filter(pk=one_more.pk).update(is_responded=True)
    DailyCount.objects.create(poll=poll, day=date(2026, 9, 4), shard=2, started=1, submitted=1)
    after = look_ahead(poll, load_fieldwork(poll, QUESTIONNAIRE), days_of(poll), [], now=NOON)
    assert before == after
    assert before is not None


def advice(
    poll: Poll, total: Standing, days: FieldDays, *, segments: list[SegmentStanding] | None = None, **parts: object
) -> list[Advice]:
    by_variable = [({"nl": "Soort", "en": "Kind"}, segments)] if segments else []
    quotas = parts.get("quotas", ())
    assert isinstance(quotas, tuple)
    return advise(poll, Fieldwork(total, by_variable), days, None, quotas, now=NOON)


MAILED = FieldDays(mailings=[Mailing("invitation", 0, START, 60)])


def test_who_has_invited_nobody_is_told_to(db: None) -> None:
    assert advice(make_poll(closes_at=None), Standing(), FieldDays()) == [Advice(Step.INVITE)]


def test_all_are_reminded_some_days_after_the_last_mail(db: None) -> None:
    poll = make_poll(closes_at=None)
    total = Standing(invited=60, sent=60, started=22, finished=22, answered=22)
    assert advice(poll, total, MAILED) == [Advice(Step.REMIND, numbers={"pending": 38, "days": 3})]
    yesterday = FieldDays(mailings=[Mailing("reminder", 1, date(2026, 9, 4), 60)])
    assert advice(poll, total, yesterday) == []


def test_a_segment_that_is_behind_is_reminded(db: None) -> None:
    total = Standing(invited=60, sent=60, started=30, finished=30, answered=30)
    behind = SegmentStanding(LABEL, Standing(invited=20, finished=2, answered=2))
    ahead = SegmentStanding({"nl": "Facilitair"}, Standing(invited=40, finished=28, answered=28))
    assert advice(make_poll(closes_at=None), total, MAILED, segments=[behind, ahead]) == [
        Advice(Step.REMIND_SEGMENT, LABEL, {"pending": 18, "rate": 0.1, "all": 0.5})
    ]


def test_mail_that_failed_comes_first_and_quotas_are_watched(db: None) -> None:
    total = Standing(invited=60, sent=55, failed=5, finished=56, answered=56)
    nearly = QuotaStanding(Quota("a", LABEL, "", 50, {}), 45)
    full = QuotaStanding(Quota("b", LABEL, "", 50, {}), 50)
    roomy = QuotaStanding(Quota("c", LABEL, "", 50, {}), 44)
    assert advice(make_poll(closes_at=None), total, MAILED, quotas=(nearly, full, roomy)) == [
        Advice(Step.MAIL_FAILED, numbers={"count": 5}),
        Advice(Step.QUOTA_NEARLY_FULL, LABEL, {"count": 45, "limit": 50}),
        Advice(Step.QUOTA_FULL, LABEL, {"count": 50, "limit": 50}),
    ]


def test_the_closing_is_told_ahead_and_its_margin(db: None) -> None:
    poll = filled(is_anonymous=False, closes_at=NOON + timedelta(days=2))
    fieldwork, days = load_fieldwork(poll, QUESTIONNAIRE), days_of(poll)
    outlook = look_ahead(poll, fieldwork, days, [], now=NOON)
    steps = [each.step for each in advise(poll, fieldwork, days, outlook, (), now=NOON)]
    assert steps == [Step.REMIND, Step.EXTEND]
    assert [each.step for each in advise(poll, fieldwork, days, None, (), now=NOON)] == [Step.REMIND, Step.CLOSES_SOON]


def test_after_the_end_the_results_wait(db: None) -> None:
    poll = make_poll(closes_at=None)
    poll.state = Poll.State.CLOSED
    assert advice(poll, Standing(invited=9, finished=3), MAILED) == [Advice(Step.LOOK_AT_RESULTS)]


def page(client: Client) -> str:
    user = User.objects.create_user("viewer@ksf.example", "x", name="viewer", role="viewer")
    client.force_login(user, backend="accounts.backends.RoleBackend")
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return client.get("/polls/uitbesteden/fieldwork/").content.decode()


def test_the_page_has_the_days_as_a_chart_and_as_a_table(client: Client) -> None:
    filled(is_anonymous=False, closes_at=None)
    html = page(client)
    assert "Finished by day: 22 in all." in html
    assert '<td class="number">13</td><td class="number">12</td>' in html
    assert 'data-live-say="Finished: 22"' in html


def test_a_rounded_page_says_only_steps(client: Client) -> None:
    filled(closes_at=None)
    html = page(client)
    assert "Finished by day: 20 in all." in html
    assert 'data-live-say="Finished: 20"' in html
    assert ">22<" not in html


def test_the_page_takes_as_many_queries_however_many_days_there_are(
    client: Client, django_assert_max_num_queries: object
) -> None:
    filled(is_anonymous=False, closes_at=None)
    page(client)
    with django_assert_max_num_queries(12):  # type: ignore[operator]
        client.get("/polls/uitbesteden/fieldwork/")


def test_a_poll_with_more_than_one_link_shows_what_came_by_each(db: None, client: Client) -> None:
    poll = make_poll(channel=Poll.Channel.OPEN, is_anonymous=True, closes_at=None)
    link = Link.objects.create(poll=poll, kind="open", key="k", code="mail", name="Newsletter", created_at=NOON)
    for number in range(7):
        came = Invitation.objects.create(poll=poll, token_hash=f"t{number}", is_responded=True)
        Arrival.objects.create(invitation=came, link=link)
    user = User.objects.create_user("c@ksf.example", "x", name="c", role="viewer")
    client.force_login(user, backend="accounts.backends.RoleBackend")
    page = client.get(f"/polls/{poll.slug}/fieldwork/", headers={"accept-language": "en"})
    assert [(each.name, each.started, each.answered) for each in page.context["channels"]] == [
        ("", 0, 0),
        ("Newsletter", 5, 5),
    ]
    assert "Newsletter" in page.content.decode()


def test_the_only_link_of_a_poll_needs_no_table(db: None, client: Client) -> None:
    poll = make_poll(channel=Poll.Channel.OPEN, closes_at=None)
    user = User.objects.create_user("d@ksf.example", "x", name="d", role="viewer")
    client.force_login(user, backend="accounts.backends.RoleBackend")
    assert client.get(f"/polls/{poll.slug}/fieldwork/").context["channels"] == []
