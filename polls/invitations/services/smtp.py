"""SMTP as the outbox needs it: it keeps what the server answered, and signs what goes out (DKIM, RFC 6376)."""

import smtplib
from collections.abc import Sequence
from email.utils import parseaddr
from typing import Any

import dkim
from django.conf import settings
from django.core.mail.backends.smtp import EmailBackend

SIGNED_HEADERS = [
    name.encode()
    for name in (
        "From",
        "To",
        "Subject",
        "Date",
        "Message-ID",
        "MIME-Version",
        "Content-Type",
        "List-Id",
        "List-Unsubscribe",
        "List-Unsubscribe-Post",
        "Auto-Submitted",
    )
]
"""RFC 8058 wants both headers of the one click under the signature."""


class SigningError(Exception):
    """The settings for signing do not work. Nothing was sent."""


def signature_of(content: bytes) -> bytes:
    """Give the DKIM-Signature header of a mail, with its line break; empty when signing is not set up.

    Raises SigningError.
    """
    if not settings.DKIM_KEY:
        return b""
    present = {line.partition(b":")[0].lower() for line in content.partition(b"\r\n\r\n")[0].split(b"\r\n")}
    try:
        signature: bytes = dkim.sign(
            content,
            settings.DKIM_SELECTOR.encode(),
            settings.DKIM_DOMAIN.encode(),
            settings.DKIM_KEY.encode(),
            canonicalize=(b"relaxed", b"relaxed"),
            include_headers=[name for name in SIGNED_HEADERS if name.lower() in present],
        )
    except (dkim.DKIMException, ValueError, TypeError, IndexError) as error:
        raise SigningError(f"the mail cannot be signed: {type(error).__name__}") from error
    return signature


def check_signing() -> None:
    """Try the settings for signing out. Raises SigningError, also when the sender's domain is not the signing one."""
    if not settings.DKIM_KEY:
        return
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2].lower()
    signing = settings.DKIM_DOMAIN.lower()
    if not signing or not (domain == signing or domain.endswith(f".{signing}")):
        raise SigningError(f"mail from {domain} cannot be signed for {signing or 'no domain'}")
    signature_of(b"From: a@example.com\r\nTo: b@example.com\r\n\r\nA test.\r\n")


class _Connection(smtplib.SMTP):
    answer = ""

    def sendmail(self, from_addr: str, to_addrs: str | Sequence[str], msg: Any, *args: Any, **options: Any) -> Any:
        return super().sendmail(from_addr, to_addrs, signature_of(msg) + msg, *args, **options)

    def data(self, msg: Any) -> tuple[int, bytes]:
        code, text = super().data(msg)
        self.answer = readable(code, text)
        return code, text


class _SecureConnection(_Connection, smtplib.SMTP_SSL):
    pass


class Backend(EmailBackend):
    """Django's backend over connections that keep the last answer and sign."""

    @property
    def connection_class(self) -> type[smtplib.SMTP]:
        return _SecureConnection if self.use_ssl else _Connection

    @property
    def answer(self) -> str:
        """What the server said to the mail that it accepted last."""
        return str(getattr(self.connection, "answer", ""))


def readable(code: int, text: bytes | str) -> str:
    """Write an answer as one line: ``250 2.0.0 queued as 4F2``."""
    said = text.decode(errors="replace") if isinstance(text, bytes) else text
    return " ".join(f"{code} {said}".split())
