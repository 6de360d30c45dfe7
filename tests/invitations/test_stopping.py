"""Mail that waits when its poll closes, or when a quota is full, is cancelled with its reason, paused or not."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from polls.invitations.models import Invitation, MailPlan, Message, MessageEvent
from polls.invitations.services import resend
from polls.invitations.services.stopping import stop_unwanted
from polls.questionnaire.models import Poll
from tests.invitations.sample import NOW, deliver, invite_all, make_contacts, make_poll

pytestmark = pytest.mark.django_db


def reasons() -> list[tuple[str, str]]:
    return list(Message.objects.values_list("state", "cancelled_for"))


def paused(**fields: Any) -> Poll:
    poll = make_poll(**fields)
    make_contacts(3)
    invite_all(poll)
    MailPlan.objects.create(poll=poll, is_paused=True)
    return poll


def test_what_waits_in_a_paused_poll_that_closes_is_cancelled() -> None:
    poll = paused(closes_at=NOW + timedelta(hours=1))
    assert stop_unwanted(now=NOW) == 0
    assert stop_unwanted(now=NOW + timedelta(hours=1)) == 3
    assert reasons() == [("cancelled", "closed")] * 3
    assert list(MessageEvent.objects.values_list("what", flat=True)) == ["cancelled"] * 3
    assert stop_unwanted(now=NOW + timedelta(hours=2)) == 0
    assert poll.messages.count() == 3


def test_a_full_quota_cancels_only_the_mail_of_those_it_would_turn_away() -> None:
    poll = paused(is_anonymous=False)
    first = Invitation.objects.order_by("pk").first()
    assert first is not None
    Invitation.objects.filter(pk=first.pk).update(is_past_quota=True)
    assert stop_unwanted(now=NOW) == 1
    assert Message.objects.get(invitation=first).cancelled_for == "quota"
    assert sorted(reasons())[1:] == [("queued", "")] * 2
    assert poll.messages.filter(events__what="cancelled").count() == 1


def test_of_an_anonymous_poll_it_is_not_kept_when_a_quota_was_full() -> None:
    paused(is_anonymous=True)
    Invitation.objects.update(is_past_quota=True)
    assert stop_unwanted(now=NOW) == 3
    assert not MessageEvent.objects.exists()


def test_a_mail_that_is_claimed_says_why_it_does_not_go() -> None:
    poll = make_poll()
    make_contacts(2)
    invite_all(poll)
    Invitation.objects.update(is_responded=True)
    deliver()
    assert reasons() == [("cancelled", "answered")] * 2


def test_once_the_poll_is_open_again_staff_may_send_it_after_all() -> None:
    poll = paused(closes_at=NOW + timedelta(hours=1))
    stop_unwanted(now=NOW + timedelta(hours=1))
    assert resend(Message.objects.filter(poll=poll), now=NOW + timedelta(hours=2)) == 3
    assert reasons() == [("queued", "")] * 3


def test_the_page_gives_the_reason(client: Client) -> None:
    paused(closes_at=NOW + timedelta(hours=1))
    Poll.objects.update(closes_at=NOW - timedelta(days=30))
    stop_unwanted(now=NOW)
    user = User.objects.create_user("e@ksf.example", "x", name="e", role="editor")
    client.force_login(user, backend="accounts.backends.RoleBackend")
    page = client.get("/polls/uitbesteden/messages/", headers={"accept-language": "en"}).content.decode()
    assert "the poll is closed" in page
    assert "waited when the poll closed" not in page
