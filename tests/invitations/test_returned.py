"""Returned mail, read from a real IMAP server: each report counts once, and nothing in the mailbox can do harm."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from pytest_django import Settings

from polls.invitations import services
from polls.invitations.models import Bounce, Contact, Message, ReturnMailbox
from polls.invitations.services.returned import MailboxError, Reading, read_returned
from polls.invitations.services.stationery import return_address
from polls.questionnaire.models import Poll
from tests.invitations.bounces.sample import notification
from tests.invitations.imap_server import Mailbox, imap_server
from tests.invitations.sample import NOW, Post, deliver, invite_all, make_contacts, make_poll

pytestmark = pytest.mark.django_db


@pytest.fixture
def mailbox(settings: Settings) -> Iterator[Mailbox]:
    with imap_server(Mailbox()) as served:
        settings.RETURN_MAILBOX = served.url
        settings.RETURN_ADDRESS = "bounces@polls.example"
        yield served


@pytest.fixture
def sent(poll: Poll, post: Post, mailbox: Mailbox) -> Message:
    """Give the message to one of two people, sent."""
    make_contacts(2)
    invite_all(poll)
    deliver()
    return Message.objects.get(invitation__contact__email="person0@firm.example")


def returned(message: Message, **changes: str) -> bytes:
    told = {"message_id": message.message_id, "recipient": "person0@firm.example", **changes}
    return notification(**told)


def state(message: Message) -> str:
    return str(Message.objects.get(pk=message.pk).state)


def test_mail_leaves_with_a_return_address_of_its_own(sent: Message, post: Post) -> None:
    assert return_address(sent) in [envelope.mail_from for envelope in post.accepted]
    assert len({envelope.mail_from for envelope in post.accepted}) == 2


@pytest.mark.parametrize("known_by", ["message_id", "return_address"])
def test_a_returned_mail_is_known_by_either_mark(sent: Message, mailbox: Mailbox, known_by: str) -> None:
    marks = {"message_id": "<other@elsewhere.example>", "to": return_address(sent)}
    mailbox.add(returned(sent, **(marks if known_by == "return_address" else {})))
    assert read_returned(now=NOW) == Reading(1, 1)
    assert state(sent) == "returned"
    assert Bounce.objects.get().email_key == "person0@firm.example"
    assert [event.get_what_display() for event in sent.events.all()][-1] == "onbestelbaar teruggekomen"


def test_an_address_that_does_not_exist_gets_no_reminder_and_no_other_poll(
    sent: Message, mailbox: Mailbox, post: Post, poll: Poll
) -> None:
    mailbox.add(returned(sent))
    read_returned(now=NOW)
    services.remind(poll, by=None, now=NOW + timedelta(days=3))
    deliver(now=NOW + timedelta(days=3))
    assert post.recipients.count("person0@firm.example") == 1
    assert post.recipients.count("person1@firm.example") == 2
    other = make_poll("other")
    assert services.standing(other, Contact.objects.all()).unreachable == 1
    assert invite_all(other) == 1


def test_a_reminder_that_waited_already_does_not_go_to_a_dead_address(
    sent: Message, mailbox: Mailbox, post: Post, poll: Poll
) -> None:
    services.remind(poll, by=None, now=NOW)
    mailbox.add(returned(sent))
    read_returned(now=NOW)
    deliver(now=NOW)
    assert post.recipients.count("person0@firm.example") == 1


def test_a_full_mailbox_says_nothing_about_the_address(sent: Message, mailbox: Mailbox, poll: Poll) -> None:
    mailbox.add(returned(sent, status="5.2.2", diagnostic="smtp; 552 5.2.2 mailbox full"))
    read_returned(now=NOW)
    assert state(sent) == "returned"
    assert services.reminder_candidates(poll).count() == 2


def test_another_address_may_be_mailed_again(sent: Message, mailbox: Mailbox, poll: Poll, post: Post) -> None:
    mailbox.add(returned(sent))
    read_returned(now=NOW)
    Contact.objects.filter(email="person0@firm.example").update(
        email="better@firm.example", email_key="better@firm.example"
    )
    services.resend(Message.objects.filter(pk=sent.pk), now=NOW)
    deliver()
    assert post.recipients[-1] == "better@firm.example"


def test_sending_again_knowingly_tries_the_same_address(sent: Message, mailbox: Mailbox, post: Post) -> None:
    mailbox.add(returned(sent))
    read_returned(now=NOW)
    services.resend(Message.objects.filter(pk=sent.pk), now=NOW)
    deliver()
    assert post.recipients.count("person0@firm.example") == 2


def test_what_was_read_is_not_read_again_and_nothing_is_changed_there(sent: Message, mailbox: Mailbox) -> None:
    mailbox.add(returned(sent))
    mailbox.add(b"Subject: a question from a person\r\n\r\nHello?")
    assert read_returned(now=NOW) == Reading(2, 1)
    assert read_returned(now=NOW) == Reading(0, 0)
    mailbox.add(b"")
    assert read_returned(now=NOW) == Reading(1, 0)
    assert not [command for command in mailbox.commands if "STORE" in command or command.startswith("SELECT")]


def test_a_connection_that_breaks_loses_no_report_and_counts_none_twice(sent: Message, mailbox: Mailbox) -> None:
    other = Message.objects.exclude(pk=sent.pk).get()
    mailbox.add(returned(sent))
    mailbox.hang_up_at = mailbox.add(returned(other, recipient="person1@firm.example"))
    with pytest.raises(MailboxError):
        read_returned(now=NOW)
    assert Bounce.objects.count() == 1
    assert read_returned(now=NOW) == Reading(1, 1)
    assert Bounce.objects.count() == 2


def test_a_mailbox_that_was_numbered_anew_is_read_anew_and_counts_once(sent: Message, mailbox: Mailbox) -> None:
    mailbox.add(returned(sent))
    read_returned(now=NOW)
    mailbox.uid_validity = 2
    assert read_returned(now=NOW) == Reading(1, 0)
    assert Bounce.objects.count() == 1
    assert ReturnMailbox.objects.get().name == "polls@127.0.0.1/INBOX"


def test_a_wrong_password_or_no_server_is_one_clear_error(mailbox: Mailbox, settings: Settings) -> None:
    settings.RETURN_MAILBOX = mailbox.url.replace("password", "wrong")
    with pytest.raises(MailboxError, match="polls@127"):
        read_returned(now=NOW)
    settings.RETURN_MAILBOX = "imap://a:b@127.0.0.1:1/INBOX"
    with pytest.raises(MailboxError):
        read_returned(now=NOW)


@pytest.mark.parametrize("tag", ["1.0000000000000000", "999999.abcdefabcdefabcd", "0.x"])
def test_a_return_address_that_was_made_up_marks_nobody(sent: Message, mailbox: Mailbox, tag: str) -> None:
    mailbox.add(returned(sent, message_id="<made@up.example>", to=f"bounces+{tag}@polls.example"))
    assert read_returned(now=NOW) == Reading(1, 0)
    assert state(sent) == "sent"


def test_without_a_mailbox_nothing_is_read(settings: Settings) -> None:
    settings.RETURN_MAILBOX = ""
    assert read_returned(now=NOW) == Reading()
