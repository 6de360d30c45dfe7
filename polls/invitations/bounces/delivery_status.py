"""Delivery status notifications (RFC 3464): what a mail server sends back about a mail that it could not deliver.

Anybody can send anything to the return address. Whatever cannot be read gives no report, and never an error.
"""

import hashlib
import re
from collections.abc import Iterator
from email import message_from_bytes
from email.errors import MessageError
from email.message import Message

from polls.invitations.bounces.report import BounceKind, Report, kind_of_status, message_id_in, one_line, status_in

LONGEST = 300_000
"""Bytes that are read of a mail: the report comes before the mail that is returned with it."""

MOST_PARTS = 50
MOST_RECIPIENTS = 20
_KIND_OF_ACTION = {"failed": None, "delayed": BounceKind.DELAYED}
_RECIPIENT_HEADERS = ("Delivered-To", "X-Original-To", "To", "Envelope-To")


def read_delivery_status(content: bytes, *, tag_pattern: re.Pattern[str] | None = None) -> list[Report]:
    """Read the reports in a mail; none when it is no delivery status notification.

    ``tag_pattern`` finds the tag of the return address in the address that the notification was sent to (group 1).
    """
    try:
        return list(_reports(message_from_bytes(content[:LONGEST]), content, tag_pattern))
    except (MessageError, ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return []  # hostile or broken: the parser of the standard library gives up in many ways


def _reports(mail: Message, content: bytes, tag_pattern: re.Pattern[str] | None) -> Iterator[Report]:
    if mail.get_content_type() != "multipart/report":
        return
    parts = [part for _number, part in zip(range(MOST_PARTS), mail.walk(), strict=False)]
    status = next((part for part in parts if part.get_content_type() == "message/delivery-status"), None)
    if status is None:
        return
    digest = hashlib.sha256(content).hexdigest()
    known = {"message_id": _returned_message_id(parts), "tag": _tag(mail, tag_pattern)}
    for number, block in enumerate(_blocks(status)[:MOST_RECIPIENTS]):
        report = _report(block, reference=f"{digest}:{number}", **known)
        if report:
            yield report


def _blocks(status: Message) -> list[Message]:
    """Give the groups of fields, one for each recipient: those with an action."""
    payload = status.get_payload()
    groups = [group for group in payload if isinstance(group, Message)] if isinstance(payload, list) else []
    return [group for group in groups if group.get("Action")]


def _report(block: Message, *, reference: str, message_id: str, tag: str) -> Report | None:
    action = str(block.get("Action", "")).strip().lower()
    if action not in _KIND_OF_ACTION:
        return None  # delivered, relayed or expanded: nothing went wrong
    detail = one_line(_after_semicolon(str(block.get("Diagnostic-Code", ""))))
    status = status_in(str(block.get("Status", ""))) or status_in(detail)
    recipient = _after_semicolon(str(block.get("Original-Recipient") or block.get("Final-Recipient", "")))
    return Report(
        kind=_KIND_OF_ACTION[action] or kind_of_status(_more_precise(status, detail)),
        recipient=one_line(recipient)[:254],
        status=_more_precise(status, detail),
        detail=detail,
        reference=reference,
        message_id=message_id,
        tag=tag,
    )


def _more_precise(status: str, detail: str) -> str:
    """Prefer what the refusing server said itself over the ``5.0.0`` of a relay that did not look."""
    said = status_in(detail)
    return said if said and status in ("", "5.0.0", "4.0.0") else status


def _returned_message_id(parts: list[Message]) -> str:
    """Find the Message-ID in the mail, or the headers of it, that came back."""
    for part in parts:
        if part.get_content_type() == "text/rfc822-headers":
            match = re.search(r"^message-id:\s*(\S.*)$", str(part.get_payload()), re.IGNORECASE | re.MULTILINE)
            if match:
                return message_id_in(match[1])
        if part.get_content_type() == "message/rfc822":
            payload = part.get_payload()
            returned = payload[0] if isinstance(payload, list) and payload else None
            if isinstance(returned, Message) and returned.get("Message-ID"):
                return message_id_in(str(returned["Message-ID"]))
    return ""


def _tag(mail: Message, pattern: re.Pattern[str] | None) -> str:
    if pattern is None:
        return ""
    for name in _RECIPIENT_HEADERS:
        for value in mail.get_all(name, []):
            match = pattern.search(str(value)[:1000])
            if match:
                return match[1]
    return ""


def _after_semicolon(value: str) -> str:
    """Give ``someone@example`` of ``rfc822; someone@example``."""
    return value.split(";", 1)[-1].strip()
