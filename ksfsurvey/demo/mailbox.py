"""The demo's mail catcher: an SMTP server that delivers to nobody and keeps every mail as a file.

python -m ksfsurvey.demo.mailbox --host 127.0.0.1 --port 1025
"""

import argparse
import asyncio
import itertools
import os
import re
import signal
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from aiosmtpd.smtp import SMTP, Envelope, Session

MOST_MAILS = 2_000
MOST_BYTES = 5 * 1024 * 1024
NAME = re.compile(r"[0-9]{20}-[0-9]{6}-[0-9]+\Z")
SUFFIX = ".eml"

_numbers = itertools.count()


@dataclass(frozen=True)
class Mail:
    """One kept mail: the name of its file without suffix, and what stands in it."""

    name: str
    message: EmailMessage

    @property
    def subject(self) -> str:
        return str(self.message["Subject"] or "")

    @property
    def recipient(self) -> str:
        return str(self.message["To"] or "")

    @property
    def sender(self) -> str:
        return str(self.message["From"] or "")

    @property
    def sent_at(self) -> datetime | None:
        moment = getattr(self.message["Date"], "datetime", None)
        # "-0000" says: in universal time, without a word on where the sender is.
        return moment.replace(tzinfo=UTC) if moment and moment.tzinfo is None else moment

    @property
    def text(self) -> str:
        return self._part("plain")

    @property
    def html(self) -> str:
        return self._part("html")

    @property
    def headers(self) -> list[tuple[str, str]]:
        return [(name, str(value)) for name, value in self.message.items()]

    def _part(self, kind: str) -> str:
        part = self.message.get_body(preferencelist=(kind,))
        return str(part.get_content()) if part else ""


class Mailbox:
    """A folder of mails, oldest first by name. Written by one process and read by others."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    def keep(self, content: bytes) -> str:
        """Store one mail whole or not at all; remove the oldest when there are too many. Gives its name."""
        name = f"{time.time_ns():020d}-{next(_numbers):06d}-{os.getpid()}"
        unfinished = self.folder / f".{name}"
        unfinished.write_bytes(content)
        unfinished.rename(self.folder / f"{name}{SUFFIX}")
        for old in self.names()[MOST_MAILS:]:
            (self.folder / f"{old}{SUFFIX}").unlink(missing_ok=True)
        return name

    def names(self) -> list[str]:
        """Give the names of all mails, newest first."""
        return sorted((path.stem for path in self.folder.glob(f"[0-9]*{SUFFIX}")), reverse=True)

    def read(self, name: str) -> Mail | None:
        """Give the mail of that name, or None when there is none."""
        path = self.folder / f"{name}{SUFFIX}"
        if not NAME.match(name) or not path.exists():
            return None
        message = message_from_bytes(path.read_bytes(), _class=EmailMessage, policy=policy.default)
        return Mail(name, message)

    def search(self, text: str) -> list[str]:
        """Give the names of the mails whose recipient or subject has ``text``, newest first."""
        wanted = text.casefold()
        mails = filter(None, map(self.read, self.names()))
        return [mail.name for mail in mails if wanted in f"{mail.recipient}\n{mail.subject}".casefold()]


class Catcher:
    """What aiosmtpd hands each received mail to."""

    def __init__(self, mailbox: Mailbox) -> None:
        self.mailbox = mailbox

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        content = envelope.content or b""
        self.mailbox.keep(content.encode() if isinstance(content, str) else content)
        return "250 OK"


async def serve(mailbox: Mailbox, *, host: str, port: int) -> None:
    """Catch mail until the process is told to stop."""
    loop = asyncio.get_running_loop()
    catcher = Catcher(mailbox)
    server = await loop.create_server(lambda: SMTP(catcher, data_size_limit=MOST_BYTES), host=host, port=port)
    stopped = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stopped.set)
    async with server:
        await stopped.wait()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=1025)
    parser.add_argument("--folder", type=Path, default=None, help="where mails are kept (default: VAR_DIR/mailbox)")
    options = parser.parse_args()
    root = Path(__file__).resolve().parents[2]
    folder = options.folder or Path(os.environ.get("VAR_DIR", root / "var")) / "mailbox"
    asyncio.run(serve(Mailbox(folder), host=options.host, port=options.port))


if __name__ == "__main__":
    main()
