"""Reading the mailbox for returned mail over IMAP. Nothing in it is changed; what was read is remembered by its UID."""

import imaplib
import logging
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import unquote, urlsplit

from django.conf import settings

from polls.invitations.bounces import read_delivery_status
from polls.invitations.bounces.delivery_status import LONGEST
from polls.invitations.models import ReturnMailbox
from polls.invitations.services.bouncing import record_reports
from polls.invitations.services.stationery import tag_pattern

TIMEOUT = 20
MOST_AT_ONCE = 200

logger = logging.getLogger(__name__)


class MailboxError(Exception):
    """The mailbox cannot be read now. What was not read waits there."""


@dataclass(frozen=True)
class Reading:
    """What one look found: mails read, and reports that were new."""

    mails: int = 0
    reports: int = 0


def read_returned(*, now: datetime) -> Reading:
    """Read what came since the last look, oldest first, and record the reports in it. Raises MailboxError.

    After each mail its place is kept, so that one that cannot be dealt with is never met twice.
    """
    if not settings.RETURN_MAILBOX:
        return Reading()
    box, _is_new = ReturnMailbox.objects.get_or_create(name=_name(settings.RETURN_MAILBOX))
    mails = reports = 0
    try:
        with _opened(settings.RETURN_MAILBOX) as connection:
            _begin(box, connection)
            for uid, content in _new_mails(connection, box.last_uid):
                reports += _record(content, now)
                ReturnMailbox.objects.filter(pk=box.pk, last_uid__lt=uid).update(last_uid=uid)
                mails += 1
    except (OSError, imaplib.IMAP4.error, ssl.SSLError) as error:
        raise MailboxError(f"{type(error).__name__} while reading {box.name}") from error
    ReturnMailbox.objects.filter(pk=box.pk).update(read_at=now)
    return Reading(mails, reports)


def _record(content: bytes, now: datetime) -> int:
    reports = read_delivery_status(content, tag_pattern=tag_pattern())
    return record_reports(reports, source="imap", now=now)


@contextmanager
def _opened(url: str) -> Iterator[imaplib.IMAP4]:
    parts = urlsplit(url)
    host, folder = parts.hostname or "localhost", unquote(parts.path.strip("/")) or "INBOX"
    secure = parts.scheme == "imaps"
    connection = (
        imaplib.IMAP4_SSL(host, parts.port or 993, ssl_context=ssl.create_default_context(), timeout=TIMEOUT)
        if secure
        else imaplib.IMAP4(host, parts.port or 143, timeout=TIMEOUT)
    )
    try:
        connection.login(unquote(parts.username or ""), unquote(parts.password or ""))
        _expect(connection.select(_quoted(folder), readonly=True)[0], "select")
        yield connection
    finally:
        with suppress(OSError, imaplib.IMAP4.error):
            connection.logout()
        with suppress(OSError):  # of a connection that broke, which nobody can log out of
            connection.shutdown()


def _begin(box: ReturnMailbox, connection: imaplib.IMAP4) -> None:
    """Start anew when the server has numbered its mails anew (RFC 3501); reports that are known count once."""
    answer = connection.response("UIDVALIDITY")[1]
    validity = int(answer[0]) if answer and answer[0] else 0
    if validity != box.uid_validity:
        box.uid_validity, box.last_uid = validity, 0
        box.save(update_fields=["uid_validity", "last_uid"])


def _new_mails(connection: imaplib.IMAP4, last_uid: int) -> Iterator[tuple[int, bytes]]:
    status, found = connection.uid("SEARCH", "UID", f"{last_uid + 1}:*")
    _expect(status, "search")
    uids = sorted(int(uid) for uid in (found[0] or b"").split() if uid.isdigit())
    for uid in [uid for uid in uids if uid > last_uid][:MOST_AT_ONCE]:  # "n:*" gives the last mail in any case
        yield uid, _content(connection, uid)


def _content(connection: imaplib.IMAP4, uid: int) -> bytes:
    """Fetch the beginning of a mail, without marking it as seen; empty when it has gone meanwhile."""
    status, parts = connection.uid("FETCH", str(uid), f"(UID BODY.PEEK[]<0.{LONGEST}>)")
    _expect(status, "fetch")
    return next((bytes(part[1]) for part in parts if isinstance(part, tuple)), b"")


def _expect(status: str, command: str) -> None:
    if status != "OK":
        raise imaplib.IMAP4.error(f"the server refuses to {command}")


def _quoted(folder: str) -> str:
    escaped = folder.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _name(url: str) -> str:
    """Name the mailbox without its password."""
    parts = urlsplit(url)
    return f"{unquote(parts.username or '')}@{parts.hostname}{parts.path}"[:200]
