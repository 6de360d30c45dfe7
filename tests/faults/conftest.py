"""A site for each test, and a mail server that may end a worker at the worst moment."""

import asyncio
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from email import message_from_bytes
from pathlib import Path

import pytest
from aiosmtpd.smtp import SMTP, Envelope, Session
from pytest_django import Settings

from tests.faults import record, table
from tests.faults.figures import Tell, edition, part, teller
from tests.faults.site import Site, site
from tests.invitations.sample import AnyPort


@dataclass
class Post:
    """Accepts all mail, slowly. ``before`` and ``after`` are called with the number of different mails so far, when
    the next recipient is named and when a mail is accepted but its sender does not know that yet."""

    before: Callable[[int], None] = lambda number: None
    after: Callable[[int], None] = lambda number: None
    accepted: list[tuple[str, str]] = field(default_factory=list)
    moments: list[float] = field(default_factory=list)
    """When each was accepted, on the clock of ``time.monotonic``."""

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
        self.moments.append(time.monotonic())
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
def mailing(tmp_path: Path, post: tuple[Post, int]) -> Iterator[tuple[Site, Post]]:
    """Give a site whose mail goes to ``post``."""
    mail_server, port = post
    with site(tmp_path, EMAIL_URL=f"smtp://127.0.0.1:{port}", EMAIL_TIMEOUT="50") as made:
        yield made, mail_server


@pytest.fixture
def mail_here(post: tuple[Post, int], settings: Settings) -> Post:
    """Give the mail server to which this process sends."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", post[1]
    return post[0]


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
    """Put a line in the table that is made at the end."""
    return teller(request.node)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what only the other edition has, and what takes too long for every day: neither is skipped."""

    def is_for_another_run(item: pytest.Item) -> bool:
        if item.get_closest_marker("whole") and not part():
            return True
        return any(mark.args != (edition(),) for mark in item.iter_markers("edition"))

    others = [item for item in items if is_for_another_run(item)]
    if others:
        config.hook.pytest_deselected(items=others)
        items[:] = [item for item in items if item not in others]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print what the fault tests of this run found, and keep it when it is for the table of both editions."""
    reports = [
        report
        for outcome in ("passed", "failed", "error", "skipped")
        for report in terminalreporter.stats.get(outcome, [])
        if isinstance(report, pytest.TestReport)
    ]
    outcomes = record.outcomes_of(reports)
    if part():
        record.add(outcomes)
    if rows := table.rows_of(outcomes):
        terminalreporter.section("what was lost, and what came twice")
        for line in table.printed(rows):
            terminalreporter.write_line(line)
