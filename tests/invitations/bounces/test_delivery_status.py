"""Reports of mail servers: read as they are meant, and harmless however they are written."""

import random
import re

import pytest

from polls.invitations.bounces import BounceKind, Report, read_delivery_status
from tests.invitations.bounces.sample import MESSAGE_ID, notification

TAG = re.compile(r"bounces\+([a-z0-9.]+)@polls\.example")


def the_report(content: bytes) -> Report:
    (report,) = read_delivery_status(content, tag_pattern=TAG)
    return report


def test_a_notification_says_who_which_mail_and_why() -> None:
    report = the_report(notification(to="bounces+12.ab@polls.example"))
    assert report.kind is BounceKind.HARD
    assert report.recipient == "jan@firm.example"
    assert report.status == "5.1.1"
    assert report.detail == "550 5.1.1 <jan@firm.example>: Recipient address rejected: User unknown"
    assert report.message_id == MESSAGE_ID
    assert report.tag == "12.ab"


def test_headers_alone_may_come_back() -> None:
    assert the_report(notification(returned="text/rfc822-headers")).message_id == MESSAGE_ID


def test_the_same_notification_has_the_same_reference() -> None:
    assert the_report(notification()).reference == the_report(notification()).reference
    assert the_report(notification()).reference != the_report(notification(status="5.1.2")).reference


@pytest.mark.parametrize(
    ("action", "status", "diagnostic", "kind"),
    [
        ("failed", "5.1.1", "smtp; 550 unknown", BounceKind.HARD),
        ("failed", "5.1.2", "", BounceKind.HARD),
        ("failed", "5.4.4", "x-dns; domain does not exist", BounceKind.HARD),
        ("failed", "5.1.10", "smtp; 550 5.1.10 RESOLVER.ADR.RecipientNotFound", BounceKind.HARD),
        ("failed", "5.0.0", "smtp; 550 5.1.1 no such user", BounceKind.HARD),
        ("failed", "5.2.2", "smtp; 552 5.2.2 mailbox full", BounceKind.SOFT),
        ("failed", "5.7.1", "smtp; 554 5.7.1 blocked", BounceKind.SOFT),
        ("failed", "5.3.4", "smtp; message too big", BounceKind.SOFT),
        ("failed", "4.4.7", "smtp; expired", BounceKind.SOFT),
        ("failed", "nonsense", "nothing", BounceKind.SOFT),
        ("delayed", "4.4.1", "smtp; connection timed out", BounceKind.DELAYED),
    ],
)
def test_only_what_is_said_of_the_address_is_hard(action: str, status: str, diagnostic: str, kind: BounceKind) -> None:
    assert the_report(notification(action=action, status=status, diagnostic=diagnostic)).kind is kind


@pytest.mark.parametrize("action", ["delivered", "relayed", "expanded", "", "sabotaged"])
def test_what_did_arrive_is_no_bounce(action: str) -> None:
    assert read_delivery_status(notification(action=action, status="2.0.0")) == []


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\0" * 1000,
        b"Subject: I am away until Monday\r\nAuto-Submitted: auto-replied\r\n\r\nBye",
        b"Content-Type: multipart/report; boundary=x\r\n\r\n--x\r\n\r\nnothing\r\n--x--",
        notification().replace(b"message/delivery-status", b"message/delivery-status; charset=\xff\xfe"),
        notification().replace(b"Action: failed", b"Action: failed\r\n" * 5000),
        notification().replace(b'boundary="limit"', b'boundary="' + b"x" * 100_000 + b'"'),
        notification(diagnostic="smtp; " + "\x00\x07\x1b[31m\u202e" * 2000),
        notification(message_id="<a@b>\r\n <c@d>" * 500),
        notification(recipient="rfc822;" * 5000),
        b"".join(b"Content-Type: multipart/report; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n) for n in range(3000)),
        b"Content-Type: " + b"message/rfc822\r\n\r\nContent-Type: " * 3000,
        b"Content-Type: =?utf-8?q?" + b"=00" * 5000 + b"?=\r\n\r\n",
    ],
)
def test_hostile_mail_is_passed_over_or_read_within_bounds(content: bytes) -> None:
    for report in read_delivery_status(content, tag_pattern=TAG):
        assert len(report.detail) <= 500
        assert report.detail.isprintable()
        assert len(report.recipient) <= 254
        assert len(report.message_id) <= 200


def test_broken_notifications_never_raise() -> None:
    rng = random.Random(5)
    whole = notification()
    for _number in range(300):
        broken = bytearray(whole)
        for _damage in range(rng.randint(1, 40)):
            broken[rng.randrange(len(broken))] = rng.randrange(256)
        start = rng.randrange(len(broken))
        read_delivery_status(bytes(broken[start:] if rng.random() < 0.3 else broken), tag_pattern=TAG)
