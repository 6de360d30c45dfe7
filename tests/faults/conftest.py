"""A site for each test, and a mail server that may end a worker at the worst moment."""

import asyncio
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from email import message_from_bytes
from pathlib import Path

import pytest
from aiosmtpd.smtp import SMTP, Envelope, Session
from pytest_django import Settings

from tests.faults.figures import PROPERTY, Tell, lines_of, table
from tests.faults.site import Site, site
from tests.invitations.sample import AnyPort


@dataclass
class Post:
    """Accepts all mail, slowly. ``before`` and ``after`` are called with the number of different mails so far, when
    the next recipient is named and when a mail is accepted but its sender does not know that yet."""

    before: Callable[[int], None] = lambda number: None
    after: Callable[[int], None] = lambda number: None
    accepted: list[tuple[str, str]] = field(default_factory=list)

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        self.before(len(self.times))
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        await asyncio.sleep(0.002)
        content = envelope.content
        assert isinstance(content, bytes)
        self.accepted.append((envelope.rcpt_tos[0], message_from_bytes(content)["Message-ID"]))
        self.after(len(self.times))
        return "250 OK"

    @property
    def times(self) -> Counter[tuple[str, str]]:
        """How often each mail came, by recipient and Message-ID."""
        return Counter(self.accepted)


@pytest.fixture
def post() -> Iterator[tuple[Post, int]]:
    """Give a running mail server and its port."""
    post = Post()
    controller = AnyPort(post, hostname="127.0.0.1", port=0)
    controller.start()
    yield post, controller.port
    controller.stop()


@pytest.fixture
def own_site(tmp_path: Path) -> Iterator[Site]:
    with site(tmp_path) as made:
        yield made


@pytest.fixture(autouse=True)
def _own_folders(settings: Settings, tmp_path: Path) -> None:
    """Keep columns and files apart: a poll of another test may have had the same key."""
    settings.COLUMNS_DIR = tmp_path / "columns"
    settings.MEDIA_ROOT = tmp_path / "files"


@pytest.fixture
def tell(request: pytest.FixtureRequest) -> Tell:
    """Put a line in the table that is printed at the end."""

    def say(promise: str, attack: str, figure: str) -> None:
        request.node.user_properties.append((PROPERTY, (promise, attack, figure)))

    return say


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print what the fault tests of this run found."""
    reports = [
        report
        for outcome in ("passed", "failed")
        for report in terminalreporter.stats.get(outcome, [])
        if isinstance(report, pytest.TestReport)
    ]
    lines = lines_of(reports)
    if lines:
        terminalreporter.section("what was lost, and what was sent twice")
        for line in table(lines):
            terminalreporter.write_line(line)
