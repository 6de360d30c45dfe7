"""What has a date of removal is gone on that day, found by moving the clock; the log of it names nobody."""

import logging
from datetime import datetime, timedelta
from unittest import mock

import pytest

from polls.collection.models import Draft, Response
from polls.collection.services import load, submit
from polls.collection.services.draft_box import DraftContent
from polls.collection.services.drafts import save_draft
from polls.collection.tasks import remove_expired
from polls.invitations.models import Bounce, Contact, Invitation, Message, MessageEvent, Suppression
from polls.invitations.tokens import hash_token, new_random
from tests.collection import sample
from tests.faults.figures import Tell, sized

pytestmark = pytest.mark.django_db

CLOSING = sample.LAUNCH + timedelta(days=7)
PROMISED = {
    "draft": 14,
    "link": 90,
    "what mail servers said": 90,
    "who gave an identified response": 181,  # respondents are told the last day on which it is known
    "contact": 730,
}
WORDS = ("person", "Person", "firm.example", "550")


def at(moment: datetime) -> "mock._patch[mock.MagicMock]":
    """Move the clock."""
    return mock.patch("django.utils.timezone.now", return_value=moment)


def fieldwork() -> list[str]:
    """Invite four people to an identified poll, of whom one answers, one begins and one wants no more mail."""
    poll = sample.launched(is_anonymous=False, closes_at=CLOSING)
    tokens = [new_random() for _ in range(4)]
    for number, token in enumerate(tokens):
        contact = Contact.objects.create(
            email=f"person{number}@firm.example",
            email_key=f"person{number}@firm.example",
            name=f"Person {number}",
            opted_out_at=sample.LAUNCH if number == 2 else None,
        )
        invitation = Invitation.objects.create(
            poll=poll, contact=contact, token_hash=hash_token(token), attributes={"role": "inhouse"}
        )
        message = Message.objects.create(
            key=f"{invitation.pk}:invitation:0", invitation=invitation, poll=poll, state=Message.State.FAILED,
            kind=Message.Kind.INVITATION, not_before=sample.LAUNCH, created_at=sample.LAUNCH, domain="firm.example",
            message_id=f"<{number}@polls.example>", last_error=f"550 {contact.email} unknown",
        )  # fmt: skip
        MessageEvent.objects.create(message=message, at=sample.LAUNCH, what="failed", detail=f"550 {contact.email}")
        Bounce.objects.create(
            message=message, kind="hard", email_key=contact.email_key, reference=str(number), at=sample.LAUNCH
        )
    for token in tokens[:2]:
        participation = load(token)
        assert participation is not None
        saved = save_draft(participation, DraftContent({"outsources": "fully"}), now=sample.LAUNCH)
        if token == tokens[0]:
            submit(saved, sample.COMPLETE, language="nl", now=sample.LAUNCH)
    return tokens


def present(tokens: list[str]) -> set[str]:
    """Name the traces that are still there."""
    said = [*Message.objects.values_list("last_error", "domain"), *MessageEvent.objects.values_list("detail")]
    traces = {
        "draft": Draft.objects.exists(),
        "link": any(load(token) for token in tokens),
        "what mail servers said": any(map(any, said)),
        "who gave an identified response": Response.objects.filter(invitation__isnull=False).exists(),
        "contact": Contact.objects.exists() or Bounce.objects.exists(),
    }
    return {name for name, is_there in traces.items() if is_there}


def days_of_removal(tokens: list[str], days: list[int]) -> dict[str, int]:
    """Let the task of each night run twice; give the day after closing on which each trace went."""
    found: dict[str, int] = {}
    before = present(tokens)
    for day in days:
        with at(CLOSING + timedelta(days=day)):
            remove_expired()
            after = present(tokens)
            remove_expired()
        assert present(tokens) == after
        found |= dict.fromkeys(before - after, day)
        before = after
    return found


def test_each_trace_goes_on_its_day_and_the_log_names_nobody(tell: Tell, caplog: pytest.LogCaptureFixture) -> None:
    around = sorted({day + step for day in PROMISED.values() for step in (-1, 0, 1)})
    days = list(range(800)) if sized(0, 1) else around
    with at(sample.LAUNCH):
        tokens = fieldwork()
    assert present(tokens) == set(PROMISED)
    with caplog.at_level(logging.INFO):
        found = days_of_removal(tokens, days)
    named = [word for word in (*WORDS, *tokens) if word in caplog.text]
    gone = ", ".join(f"{name} {day}" for name, day in found.items())
    tell(
        "G-PRIV-7",
        "the clock moved, each night's task run twice",
        size=f"{len(days)} nights",
        allowed=", ".join(f"{name} {day}" for name, day in PROMISED.items()),
        figure=f"days after closing: {gone}; {len(named)} personal data in {len(caplog.records)} lines of proof",
    )
    assert found == PROMISED
    assert named == []
    assert "drafts=1" in caplog.text
    assert (Response.objects.count(), Invitation.objects.count()) == (1, 4)
    assert not Invitation.objects.exclude(attributes={}).exists()
    assert Suppression.objects.count() == 1  # who wanted no mail stays known, as a hash


def test_control_without_the_task_everything_stays() -> None:
    with at(sample.LAUNCH):
        tokens = fieldwork()
    with at(CLOSING + timedelta(days=3000)):
        assert present(tokens) == set(PROMISED)
