"""A real Chromium for the journeys: phone and desktop, with and without JavaScript.

Every page is watched: an error of a script, a breach of the Content-Security-Policy or a request to another site fails
the test at its end.
"""

import os
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.conf import settings
from django.core.signals import request_finished, request_started
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, expect, sync_playwright
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from tests.faults.served import Served, serving
from tests.faults.site import site

PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1280, "height": 900}
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

PATIENCE = 60_000
"""How long, in milliseconds, a page may take on a machine that does other things at the same time."""

Opener = Callable[..., Page]


def chromium() -> str:
    """Give the path of the browser: ``CHROMIUM``, or the one of the machine. A journey never passes without one.

    The headless shell is the same engine without the windows around it, which take two thirds of the work.
    """
    names = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
    path = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, names)), None)
    if path is None or not Path(path).exists():
        pytest.fail("The journeys need Chromium: install the package chromium, or set CHROMIUM to its path.")
    return path


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        yield browser
        browser.close()


class Watch:
    """Collects what no page of ours may do."""

    def __init__(self, site: str) -> None:
        self.site = site
        self.findings: list[str] = []

    def console(self, message: ConsoleMessage) -> None:
        if message.type == "error" and "Content Security Policy" in message.text:
            self.findings.append(f"policy: {message.text}")

    def script_error(self, error: Exception) -> None:
        self.findings.append(f"script: {error}")

    def request(self, request: Request) -> None:
        if not request.url.startswith((self.site, "data:", "blob:", "about:")):
            self.findings.append(f"request to another site: {request.url}")


class Traffic:
    """Counts the requests that the live server has in hand, such as an autosave that outlives its page."""

    def __init__(self) -> None:
        self.in_hand = 0
        self.lock = threading.Lock()
        request_started.connect(self.begin)
        request_finished.connect(self.end)

    def begin(self, **_signal: object) -> None:
        with self.lock:
            self.in_hand += 1

    def end(self, **_signal: object) -> None:
        with self.lock:
            self.in_hand -= 1

    def settle(self, *, seconds: float = 30.0) -> None:
        """Wait until nothing has been in hand for a moment, so that the database may be emptied."""
        deadline, quiet = time.monotonic() + seconds, 0
        while quiet < 3 and time.monotonic() < deadline:
            time.sleep(0.03)
            quiet = 0 if self.in_hand > 0 else quiet + 1


@pytest.fixture(scope="session")
def traffic() -> Traffic:
    return Traffic()


@contextmanager
def watched_windows(browser: Browser, address: str, watch: Watch) -> Iterator[Opener]:
    """Give a function that opens a blank page: ``open_page(viewport, javascript=True, language="nl-NL")``."""
    contexts: list[BrowserContext] = []

    def opener(viewport: dict[str, int], *, javascript: bool = True, language: str = "nl-NL") -> Page:
        context = browser.new_context(
            viewport={"width": viewport["width"], "height": viewport["height"]},
            java_script_enabled=javascript,
            locale=language,
            timezone_id="Europe/Amsterdam",
            base_url=address,
            reduced_motion="reduce",
        )
        context.set_default_timeout(PATIENCE)
        context.on("console", watch.console)
        context.on("weberror", lambda error: watch.script_error(error.error))
        context.on("request", watch.request)
        contexts.append(context)
        return context.new_page()

    try:
        yield opener
    finally:
        for context in contexts:
            context.close()


@pytest.fixture
def open_page(browser: Browser, live_server: LiveServer, traffic: Traffic) -> Iterator[Opener]:
    watch = Watch(live_server.url)
    with watched_windows(browser, live_server.url, watch) as opener:
        yield opener
    traffic.settle()
    assert watch.findings == []


@pytest.fixture
def phone(open_page: Opener) -> Page:
    return open_page(PHONE)


@pytest.fixture
def phone_without_js(open_page: Opener) -> Page:
    return open_page(PHONE, javascript=False)


@pytest.fixture
def desktop(open_page: Opener) -> Page:
    return open_page(DESKTOP)


@pytest.fixture
def desktop_without_js(open_page: Opener) -> Page:
    return open_page(DESKTOP, javascript=False)


@pytest.fixture
def log_in(live_server: LiveServer) -> Callable[[Page, User], None]:
    """Give a function that logs ``user`` in on ``page`` by its session cookie, without the form."""

    def by_cookie(page: Page, user: User) -> None:
        client = Client()
        client.force_login(user, backend="accounts.backends.RoleBackend")
        value = client.cookies[settings.SESSION_COOKIE_NAME].value
        page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": live_server.url}])

    return by_cookie


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Give the demo as a newcomer gets it from one command, with its web server, worker, scheduler and mailbox."""
    with site(tmp_path_factory.mktemp("demo"), REDIS_URL="none") as made, serving(made, "--demo") as served:
        yield served
