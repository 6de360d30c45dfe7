"""What providers post about mails that they sent for us: how each proves who it is, and the shape of its events.

Written after the providers' own documentation: Mailgun's webhooks (signature in the body, ``event-data``) and
Postmark's bounce and spam complaint webhooks (no signature: a password stands in the address that one enters there).
The plain format is for everything else, and documented in ``docs/mail.md``.
"""

import hashlib
import hmac
import json
from base64 import b64decode
from binascii import Error as Base64Error
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from polls.invitations.bounces.report import BounceKind, Report, kind_of_status, message_id_in, one_line, status_in

Headers = Mapping[str, str]
MOST_EVENTS = 1000


class UnreadableError(ValueError):
    """What was posted is not what the provider is known to post."""


@dataclass(frozen=True)
class Provider:
    """``is_genuine`` judges body and headers by the shared secret; ``read`` raises UnreadableError."""

    is_genuine: Callable[[bytes, Headers, str], bool]
    read: Callable[[bytes], list[Report]]


def _plain_is_genuine(body: bytes, headers: Headers, secret: str) -> bool:
    expected = "sha256=" + hmac.digest(secret.encode(), body, "sha256").hex()
    return _same(headers.get("X-Signature-256", ""), expected)


def _mailgun_is_genuine(body: bytes, headers: Headers, secret: str) -> bool:
    try:
        signature = _object(_json(body)).get("signature")
    except UnreadableError:
        return False
    if not isinstance(signature, dict):
        return False
    signed = f"{signature.get('timestamp', '')}{signature.get('token', '')}"
    expected = hmac.digest(secret.encode(), signed.encode(errors="replace"), "sha256").hex()
    return _same(str(signature.get("signature", "")), expected)


def _postmark_is_genuine(body: bytes, headers: Headers, secret: str) -> bool:
    kind, _space, encoded = headers.get("Authorization", "").partition(" ")
    try:
        _user, _colon, password = b64decode(encoded, validate=True).decode().partition(":")
    except (Base64Error, ValueError):
        return False
    return kind.lower() == "basic" and _same(password, secret)


def _plain(body: bytes) -> list[Report]:
    posted = _json(body)
    events = posted if isinstance(posted, list) else [posted]
    return [_plain_report(_object(event)) for event in events[:MOST_EVENTS]]


def _plain_report(event: Mapping[str, Any]) -> Report:
    kinds = {"hard_bounce": BounceKind.HARD, "soft_bounce": BounceKind.SOFT, "complaint": BounceKind.COMPLAINT}
    kind = kinds.get(str(event.get("event")))
    if kind is None:
        raise UnreadableError(f"event must be one of {', '.join(kinds)}")
    detail = one_line(str(event.get("detail", "")))
    return Report(
        kind=kind,
        recipient=one_line(str(event.get("recipient", "")))[:254],
        status=status_in(str(event.get("status", ""))) or status_in(detail),
        detail=detail,
        reference=_reference("plain", event.get("id"), event),
        message_id=message_id_in(_bracketed(event.get("message_id"))),
    )


def _mailgun(body: bytes) -> list[Report]:
    event = _object(_object(_json(body)).get("event-data"))
    kind = _mailgun_kind(event)
    if kind is None:
        return []  # delivered, opened and the like
    status = event.get("delivery-status")
    delivery = status if isinstance(status, dict) else {}
    said = str(delivery.get("message") or delivery.get("description") or event.get("reason") or "")
    message = event.get("message")
    headers = message.get("headers") if isinstance(message, dict) else None
    found = headers.get("message-id") if isinstance(headers, dict) else None
    code = status_in(str(delivery.get("enhanced-code", ""))) or status_in(said)
    return [
        Report(
            kind=kind_of_status(code) if kind is BounceKind.HARD and code else kind,
            recipient=one_line(str(event.get("recipient", "")))[:254],
            status=code,
            detail=one_line(said),
            reference=_reference("mailgun", event.get("id"), event),
            message_id=message_id_in(_bracketed(found)),
        )
    ]


def _mailgun_kind(event: Mapping[str, Any]) -> BounceKind | None:
    if event.get("event") == "complained":
        return BounceKind.COMPLAINT
    if event.get("event") != "failed":
        return None
    return BounceKind.HARD if event.get("severity") == "permanent" else BounceKind.DELAYED


_POSTMARK_KINDS = {
    "HardBounce": BounceKind.HARD,
    "BadEmailAddress": BounceKind.HARD,
    "SoftBounce": BounceKind.SOFT,
    "DnsError": BounceKind.SOFT,
    "SpamNotification": BounceKind.SOFT,
    "Blocked": BounceKind.SOFT,
    "DMARCPolicy": BounceKind.SOFT,
    "SMTPApiError": BounceKind.SOFT,
    "Unknown": BounceKind.SOFT,
    "Transient": BounceKind.DELAYED,
    "SpamComplaint": BounceKind.COMPLAINT,
}


def _postmark(body: bytes) -> list[Report]:
    event = _object(_json(body))
    kind = _POSTMARK_KINDS.get(str(event.get("Type")))
    if kind is None:
        return []  # automatic answers and the like
    metadata = event.get("Metadata")
    found = metadata.get("message-id") if isinstance(metadata, dict) else None
    detail = one_line(str(event.get("Details") or event.get("Description") or ""))
    return [
        Report(
            kind=kind,
            recipient=one_line(str(event.get("Email", "")))[:254],
            status=status_in(detail),
            detail=detail,
            reference=_reference("postmark", event.get("ID"), event),
            message_id=message_id_in(_bracketed(found)),
        )
    ]


PROVIDERS: Mapping[str, Provider] = {
    "plain": Provider(_plain_is_genuine, _plain),
    "mailgun": Provider(_mailgun_is_genuine, _mailgun),
    "postmark": Provider(_postmark_is_genuine, _postmark),
}


def _json(body: bytes) -> Any:
    try:
        return json.loads(body)
    except (ValueError, RecursionError) as error:
        raise UnreadableError("this is not JSON") from error


def _object(value: Any) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise UnreadableError("an object was expected")
    return value


def _bracketed(message_id: object) -> str:
    """Put the angle brackets around a Message-ID that providers leave out."""
    text = str(message_id or "").strip()
    return text if text.startswith("<") or not text else f"<{text}>"


def _reference(provider: str, given: object, event: Mapping[str, Any]) -> str:
    """Name the event, so that it counts once however often it is posted."""
    said = str(given) if given else json.dumps(event, sort_keys=True, default=str)
    return f"{provider}:{hashlib.sha256(said.encode(errors='replace')).hexdigest()}"


def _same(given: str, expected: str) -> bool:
    return hmac.compare_digest(given.encode(errors="replace"), expected.encode())
