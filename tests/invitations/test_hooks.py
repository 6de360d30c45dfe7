"""The hook for providers: only the shared secret opens it, and a report counts once."""

import pytest
from django.test import Client
from pytest_django import Settings

from polls.invitations import services
from polls.invitations.models import Bounce, Contact, Message
from polls.questionnaire.models import Poll
from tests.invitations.bounces.test_providers import EVENTS, SECRET, posted
from tests.invitations.sample import Post, deliver, invite_all, make_contacts

pytestmark = pytest.mark.django_db


@pytest.fixture
def sent(poll: Poll, post: Post, settings: Settings) -> Message:
    settings.MAIL_HOOKS = dict.fromkeys(EVENTS, SECRET)
    make_contacts(1, email="jan@firm.example", email_key="jan@firm.example")
    invite_all(poll)
    deliver()
    Message.objects.update(message_id="<0123456789abcdef@polls.example>")
    return Message.objects.get()


def tell(provider: str, event: dict[str, object], *, secret: str = SECRET) -> int:
    body, headers = posted(provider, event, secret=secret)
    client = Client(enforce_csrf_checks=True)
    url = f"/hooks/mail/{provider}/"
    return int(client.post(url, body, content_type="application/json", headers=headers).status_code)


@pytest.mark.parametrize("provider", EVENTS)
def test_a_hard_bounce_marks_the_address_once(sent: Message, provider: str) -> None:
    assert [tell(provider, EVENTS[provider]) for _time in range(3)] == [204, 204, 204]
    assert Bounce.objects.get().source == provider
    assert Message.objects.get().state == "returned"
    assert services.reminder_candidates(sent.poll).count() == 0


@pytest.mark.parametrize("provider", EVENTS)
def test_whoever_has_not_the_secret_changes_nothing(sent: Message, provider: str) -> None:
    assert tell(provider, EVENTS[provider], secret="guessed") == 403
    assert not Bounce.objects.exists()


def test_a_complaint_ends_all_mail(sent: Message) -> None:
    assert tell("plain", {**EVENTS["plain"], "event": "complaint"}) == 204
    assert Contact.objects.get().opted_out_at is not None
    assert Message.objects.get().state == "sent"


def test_a_provider_that_is_not_set_up_has_no_door(sent: Message, settings: Settings) -> None:
    settings.MAIL_HOOKS = {"plain": ""}
    assert [tell(provider, EVENTS[provider]) for provider in EVENTS] == [404, 404, 404]
    assert Client().get("/hooks/mail/plain/").status_code == 405


def test_what_is_not_understood_is_said_and_what_is_too_large_refused(sent: Message) -> None:
    assert tell("plain", {"event": "opened"}) == 400
    assert tell("plain", {**EVENTS["plain"], "detail": "x" * 2_000_000}) == 413


def test_a_report_about_somebody_elses_mail_changes_nothing(sent: Message) -> None:
    assert tell("plain", {**EVENTS["plain"], "message_id": "<other@elsewhere.example>"}) == 204
    assert not Bounce.objects.exists()


def test_postmark_gets_a_header_with_which_it_tells_which_mail_it_was(
    poll: Poll, post: Post, settings: Settings
) -> None:
    settings.MAIL_PROVIDER = "postmark"
    make_contacts(1)
    invite_all(poll)
    deliver()
    known = Message.objects.get().message_id.strip("<>")
    assert f"X-PM-Metadata-message-id: {known}".encode() in (post.accepted[0].content or b"")
