"""A copy of a poll has the texts and the plan of its mail, and no date of it."""

from datetime import UTC, datetime, time, timedelta

import pytest
from django.test import Client

from accounts.models import User
from polls.collection.models import Link, RegistrationPage
from polls.collection.services.duplicating import duplicate_whole
from polls.invitations.models import MailPlan, MailText, Message, ReminderStep
from polls.invitations.services.copying import CopiedMail, copied_mail
from polls.questionnaire.models import Poll
from tests.invitations.sample import NOW, invite_all, make_contacts, make_poll

pytestmark = pytest.mark.django_db

SENT = datetime(2026, 9, 2, 8, 0, tzinfo=UTC)


@pytest.fixture
def planned() -> Poll:
    poll = make_poll()
    MailText.objects.create(poll=poll, kind="invitation", subject={"nl": "Doe mee"}, text={"nl": "Hallo"})
    plan = MailPlan.objects.create(poll=poll, is_paused=True, per_hour=100, has_hours=True, days=[1, 2])
    ReminderStep.objects.create(plan=plan, number=1, after_days=4, time_of_day=time(10))
    ReminderStep.objects.create(plan=plan, number=2, at=SENT + timedelta(days=9, hours=1))
    return poll


def copy_of(poll: Poll) -> Poll:
    return duplicate_whole(poll, by=None, now=NOW, slug="copy")


def steps_of(poll: Poll) -> list[tuple[int, int | None, time]]:
    return list(poll.mail_plan.steps.values_list("number", "after_days", "time_of_day"))


def test_texts_and_plan_go_along_and_dates_are_counted_from_the_invitation(planned: Poll) -> None:
    make_contacts(1)
    invite_all(planned)
    Message.objects.update(state="sent", sent_at=SENT)
    assert copied_mail(planned) == CopiedMail(texts=1, has_plan=True, reminders=2, shifted=1, left_out=0)
    copy = copy_of(planned)
    text = MailText.objects.get(poll=copy)
    assert (text.kind, text.subject, text.text) == ("invitation", {"nl": "Doe mee"}, {"nl": "Hallo"})
    plan = copy.mail_plan
    assert (plan.is_paused, plan.invite_at, plan.per_hour, plan.has_hours, plan.days) == (
        False,
        None,
        100,
        True,
        [1, 2],
    )
    assert steps_of(copy) == [(1, 4, time(10)), (2, 9, time(11))]
    assert steps_of(planned)[0] == (1, 4, time(10))
    assert MailPlan.objects.count() == 2


def test_a_date_that_hangs_in_the_air_is_left_out(planned: Poll) -> None:
    assert copied_mail(planned) == CopiedMail(texts=1, has_plan=True, reminders=1, shifted=0, left_out=1)
    assert steps_of(copy_of(planned)) == [(1, 4, time(10))]


def test_a_poll_without_a_plan_gets_none() -> None:
    poll = make_poll()
    copy = copy_of(poll)
    assert not MailPlan.objects.exists()
    assert copy.state == Poll.State.DRAFT


def test_the_registration_page_is_copied_closed_and_links_never() -> None:
    poll = make_poll()
    RegistrationPage.objects.create(poll=poll, key=poll.slug, is_open=True, consent={"nl": "Ja"})
    Link.objects.create(poll=poll, kind="open", key="x", code="x", name="Nieuwsbrief", created_at=NOW)
    page = RegistrationPage.objects.get(poll=copy_of(poll))
    assert (page.key, page.is_open, page.consent) == ("copy", False, {"nl": "Ja"})
    assert Link.objects.count() == 1


def test_the_page_says_what_goes_along(planned: Poll, client: Client) -> None:
    user = User.objects.create_user("e@ksf.example", "x", name="e", role="editor")
    client.force_login(user, backend="accounts.backends.RoleBackend")
    page = client.get(f"/polls/{planned.slug}/duplicate/", headers={"accept-language": "en"}).content.decode()
    assert "The text of 1 mail goes along." in page
    assert "1 reminder is left out" in page
