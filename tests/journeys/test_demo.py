"""The demo as a newcomer meets it: one command, real processes, and no hand on any of them but the browser's."""

import re
from collections.abc import Iterator
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.faults.served import Served
from tests.journeys.conftest import DESKTOP, PHONE, Opener, Watch, watched_windows

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("demo")]

SLOW = 60_000
"""What a worker may take on a busy machine, in milliseconds."""


@pytest.fixture
def open_demo(demo: Served, browser: Browser) -> Iterator[Opener]:
    watch = Watch(demo.address)
    with watched_windows(browser, demo.address, watch) as opener:
        yield opener
    assert watch.findings == []


def log_in(page: Page, demo: Served, email: str) -> None:
    page.goto("/account/login/")
    page.fill("#id_username", email)
    page.fill("#id_password", (demo.made.folder / "demo-password").read_text())
    page.locator("main form button.btn-primary").click()
    expect(page).to_have_url(f"{demo.address}/")


def test_it_prints_the_address_and_a_log_in_for_each_role(demo: Served) -> None:
    printed = demo.printed()
    assert f"Ready: {demo.address}" in printed
    password = (demo.made.folder / "demo-password").read_text()
    assert re.findall(rf"(\S+)@ksf\.example +password {password}", printed) == [
        "beheerder",
        "redacteur",
        "analist",
        "kijker",
    ]


def test_the_published_poll_shows_its_percentage_with_its_base(demo: Served, open_demo: Opener) -> None:
    page = open_demo(DESKTOP)
    log_in(page, demo, "kijker@ksf.example")
    page.goto("/polls/uitbesteden/results/")
    cell = page.locator("#q-criterion .results-table tbody tr").first.locator("td").nth(1)
    expect(cell).to_contain_text("54%")
    expect(page.locator("#q-criterion .results-table thead th").nth(2)).to_contain_text("n = 100")


def test_the_worker_sends_an_invitation_that_is_asked_for_on_a_page(demo: Served, open_demo: Opener) -> None:
    page, address = open_demo(DESKTOP), f"nieuw-{uuid4().hex[:8]}@leden.example"
    log_in(page, demo, "redacteur@ksf.example")
    page.goto("/contacts/add/")
    page.fill("#id_email", address)
    page.locator("main form[method=post] button.btn-primary").first.click()
    expect(page).to_have_url(re.compile(r"/contacts/(\d+/)?$"))
    page.goto("/polls/ai-in-klantcontact/invite/")
    page.locator("form[method=post] button.btn-lg").click()
    expect(page).to_have_url(re.compile("/messages/"))
    page.goto(f"/mailbox/?q={address}")
    mail = page.locator(".mail-list a")
    expect(mail).to_have_count(1, timeout=SLOW)  # the page follows by itself
    mail.click()
    respondent = open_demo(PHONE)
    link = page.locator(".mail-text").text_content() or ""
    (personal,) = re.findall(r"/i/\S+/", link)
    respondent.goto(personal)
    expect(respondent.locator("#question-uses_ai")).to_be_visible()


def test_the_worker_makes_a_file_that_is_asked_for_on_a_page(demo: Served, open_demo: Opener) -> None:
    page = open_demo(DESKTOP)
    log_in(page, demo, "analist@ksf.example")
    page.goto("/polls/uitbesteden/downloads/")
    page.locator("select[name=format]").select_option("xlsx")
    page.locator("form[action$='responses/'] .btn-primary").click()
    ready = page.locator("a[href$='/file/']")
    expect(ready).to_be_visible(timeout=SLOW)
    with page.expect_download() as download:
        ready.click()
    assert download.value.suggested_filename.endswith(".xlsx")
