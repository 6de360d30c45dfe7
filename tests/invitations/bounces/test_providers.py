"""What providers post: proved by the secret, read by their own documentation, refused when it is something else."""

import hmac
import json
from base64 import b64encode
from contextlib import suppress
from typing import Any

import pytest

from polls.invitations.bounces import PROVIDERS, BounceKind, UnreadableError

SECRET = "a shared secret"

MAILGUN: dict[str, Any] = {
    "signature": {"token": "e0b5477167110d68991efc6b9f89f0a11066af27834600e123", "timestamp": "1770920772"},
    "event-data": {
        "event": "failed",
        "severity": "permanent",
        "reason": "bounce",
        "id": "G9Bn5sl1TC6nu79C8C0bwg",
        "timestamp": 1521233195.375624,
        "recipient": "jan@firm.example",
        "delivery-status": {
            "attempt-no": 1,
            "code": 550,
            "enhanced-code": "5.1.1",
            "message": "5.1.1 The email account that you tried to reach does not exist.",
            "description": "",
        },
        "message": {"headers": {"to": "jan@firm.example", "message-id": "0123456789abcdef@polls.example"}},
    },
}
POSTMARK: dict[str, Any] = {
    "RecordType": "Bounce",
    "ID": 42,
    "Type": "HardBounce",
    "TypeCode": 1,
    "Name": "Hard bounce",
    "MessageID": "883953f4-6105-42a2-a16a-77a8eac79483",
    "Metadata": {"message-id": "0123456789abcdef@polls.example"},
    "Description": "The server was unable to deliver your message (ex: unknown user, mailbox not found).",
    "Details": "smtp;550 5.1.1 The email account that you tried to reach does not exist.",
    "Email": "jan@firm.example",
    "BouncedAt": "2026-09-01T13:28:10.2735393-04:00",
    "Inactive": True,
}
PLAIN: dict[str, Any] = {
    "event": "hard_bounce",
    "id": "77",
    "recipient": "jan@firm.example",
    "message_id": "<0123456789abcdef@polls.example>",
    "status": "5.1.1",
    "detail": "550 no such user",
}
EVENTS = {"mailgun": MAILGUN, "postmark": POSTMARK, "plain": PLAIN}


def posted(provider: str, event: dict[str, Any], *, secret: str = SECRET) -> tuple[bytes, dict[str, str]]:
    """Give body and headers as the provider posts them."""
    if provider == "mailgun":
        signed = event["signature"]["timestamp"] + event["signature"]["token"]
        signature = hmac.digest(secret.encode(), signed.encode(), "sha256").hex()
        return json.dumps({**event, "signature": {**event["signature"], "signature": signature}}).encode(), {}
    body = json.dumps(event).encode()
    if provider == "postmark":
        return body, {"Authorization": f"Basic {b64encode(f'ksf:{secret}'.encode()).decode()}"}
    return body, {"X-Signature-256": f"sha256={hmac.digest(secret.encode(), body, 'sha256').hex()}"}


@pytest.mark.parametrize("provider", EVENTS)
def test_an_event_is_read(provider: str) -> None:
    body, _headers = posted(provider, EVENTS[provider])
    (report,) = PROVIDERS[provider].read(body)
    assert report.kind is BounceKind.HARD
    assert report.recipient == "jan@firm.example"
    assert report.status == "5.1.1"
    assert report.message_id == "<0123456789abcdef@polls.example>"
    assert report.reference == PROVIDERS[provider].read(body)[0].reference


@pytest.mark.parametrize("provider", EVENTS)
def test_only_the_shared_secret_proves_who_posts(provider: str) -> None:
    is_genuine = PROVIDERS[provider].is_genuine
    assert is_genuine(*posted(provider, EVENTS[provider]), SECRET)
    assert not is_genuine(*posted(provider, EVENTS[provider], secret="another"), SECRET)
    assert not is_genuine(posted(provider, EVENTS[provider])[0] + b" ", {}, "another")


@pytest.mark.parametrize("provider", EVENTS)
@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b"null", b"7", b'"x"', b"[" * 100_000, b"\xff\xfe", b'{"signature": 7}', b"{}"]
)
def test_nonsense_is_no_report_and_no_error(provider: str, body: bytes) -> None:
    headers = {"Authorization": "Basic !!", "X-Signature-256": "é"}
    assert PROVIDERS[provider].is_genuine(body, headers, SECRET) is False
    with suppress(UnreadableError):
        assert PROVIDERS[provider].read(body) == []


def changed(**changes: Any) -> bytes:
    return json.dumps({"event-data": {**MAILGUN["event-data"], **changes}}).encode()


def test_mailgun_tells_temporary_failures_and_complaints_apart() -> None:
    read = PROVIDERS["mailgun"].read
    assert read(changed(severity="temporary"))[0].kind is BounceKind.DELAYED
    assert read(changed(event="complained"))[0].kind is BounceKind.COMPLAINT
    assert read(changed(event="opened")) == []
    full = {"code": 552, "message": "5.2.2 mailbox full"}
    assert read(changed(**{"delivery-status": full}))[0].kind is BounceKind.SOFT


@pytest.mark.parametrize(
    ("kind", "read"),
    [
        ("SoftBounce", BounceKind.SOFT),
        ("SpamComplaint", BounceKind.COMPLAINT),
        ("Transient", BounceKind.DELAYED),
        ("BadEmailAddress", BounceKind.HARD),
    ],
)
def test_postmark_names_its_kinds(kind: str, read: BounceKind) -> None:
    assert PROVIDERS["postmark"].read(json.dumps({**POSTMARK, "Type": kind}).encode())[0].kind is read


def test_postmark_tells_of_automatic_answers_too_which_are_passed_over() -> None:
    assert PROVIDERS["postmark"].read(json.dumps({**POSTMARK, "Type": "AutoResponder"}).encode()) == []


def test_the_plain_format_takes_lists_and_refuses_unknown_events() -> None:
    read = PROVIDERS["plain"].read
    assert len(read(json.dumps([PLAIN, {**PLAIN, "id": "78", "event": "complaint"}]).encode())) == 2
    with pytest.raises(UnreadableError, match="hard_bounce"):
        read(json.dumps({**PLAIN, "event": "opened"}).encode())
