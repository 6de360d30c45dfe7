"""Links into a poll in a real browser: a crowd, a kiosk, and a frame."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from polls.collection.models import Draft, Link, SealedResponse, WaveCount
from polls.collection.views import framing
from polls.questionnaire.models import Poll
from tests.collection import sample
from tests.collection.links import address_of, made
from tests.journeys.axe import violations
from tests.journeys.test_answering import press_next, tap

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def open_poll(transactional_db: None) -> Iterator[Poll]:
    cache.clear()
    yield sample.launched_open()
    cache.clear()


OUTSIDE = """<!doctype html><title>A website</title><iframe src="%s" title="A poll" width="600" height="300"></iframe>
<script>
window.heights = [];
window.addEventListener("message", function (event) {
  window.heights.push(event.data.pollHeight);
  document.querySelector("iframe").style.height = event.data.pollHeight + "px";
});
</script>"""


def answer_all(page: Page) -> None:
    tap(page, "Never nl")
    tap(page, "Phone nl")
    press_next(page)
    tap(page, "Positive nl")
    tap(page, "8")
    press_next(page)
    page.get_by_label("Opmerkingen?").fill("Geen.")
    press_next(page)


@pytest.fixture
def patient_kiosk(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a kiosk wait for ten minutes where it waits for one, so that what the machine takes is no part of it."""
    for name in ("IDLE_SECONDS", "WARNING_SECONDS", "END_SECONDS"):
        monkeypatch.setattr(framing, name, 600)


def test_in_a_crowd_the_browser_works_and_the_person_notices_nothing(
    phone: Page, open_poll: Poll, settings: Any
) -> None:
    settings.CROWD_OF_LINK = 1
    cache.set(f"crowd:{open_poll.pk}:0:all", 5)
    phone.goto("/o/sample/")
    answer_all(phone)
    expect(phone.locator('[data-end="answered"]')).to_be_visible()
    assert SealedResponse.objects.count() == 1
    assert sum(count.worked for count in WaveCount.objects.all()) == 1


def test_without_javascript_a_crowd_waits_a_moment(phone_without_js: Page, open_poll: Poll, settings: Any) -> None:
    page = phone_without_js
    settings.CROWD_OF_LINK = 1
    cache.set(f"crowd:{open_poll.pk}:0:all", 5)
    page.goto("/o/sample/")
    tap(page, "Never nl")
    tap(page, "Phone nl")
    press_next(page)
    expect(page.get_by_role("heading", name="Een ogenblik, alstublieft")).to_be_visible()
    assert Draft.objects.count() == 0


def test_a_kiosk_begins_anew_by_itself_and_forgets(desktop: Page, open_poll: Poll, patient_kiosk: None) -> None:
    page, home = desktop, address_of(made(open_poll, Link.Kind.KIOSK, "Beurs"))
    page.clock.install()
    page.goto(home)
    assert violations(page) == []
    page.get_by_role("link", name="Beginnen").click()
    tap(page, "Never nl")
    tap(page, "Phone nl")
    press_next(page)
    expect(page.get_by_text("Hoe kijkt u aan tegen uitbesteden?")).to_be_visible()
    assert page.url.endswith(f"{home}begin/")
    page.clock.fast_forward(601_000)
    expect(page.get_by_role("alertdialog")).to_be_visible()
    assert violations(page) == []
    page.get_by_role("button", name="Ik ben er nog").click()
    expect(page.get_by_role("alertdialog")).to_be_hidden()
    page.clock.fast_forward(601_000)
    expect(page.get_by_role("alertdialog")).to_be_visible()
    page.clock.fast_forward(601_000)
    expect(page.locator("[data-kiosk-start]")).to_be_visible()
    assert Draft.objects.count() == 0
    page.go_back()
    expect(page.get_by_text("Hoe kijkt u aan tegen uitbesteden?")).to_have_count(0)
    page.wait_for_function("localStorage.length + sessionStorage.length + document.cookie.length === 0")
    assert page.context.cookies() == []


def test_a_kiosk_thanks_and_waits_for_the_next_person(desktop: Page, open_poll: Poll, patient_kiosk: None) -> None:
    page, home = desktop, address_of(made(open_poll, Link.Kind.KIOSK, "Beurs"))
    page.clock.install()
    page.goto(f"{home}begin/")
    answer_all(page)
    expect(page.locator('[data-end="answered"]')).to_be_visible()
    page.clock.fast_forward(2_000)
    expect(page.get_by_text("seconden opnieuw")).to_be_visible()
    assert violations(page) == []
    page.clock.fast_forward(601_000)
    expect(page.locator("[data-kiosk-start]")).to_be_visible()
    assert SealedResponse.objects.count() == 1


def test_a_frame_answers_without_cookies_and_tells_its_height(
    desktop: Page, open_poll: Poll, live_server: LiveServer
) -> None:
    """The page around it is made up here; it listens as the script for the own page does."""
    page, outside = desktop, f"{live_server.url}/outside.html"
    address = address_of(made(open_poll, Link.Kind.EMBED, "Website", origins=[live_server.url]))
    page.route(outside, lambda route: route.fulfill(content_type="text/html", body=OUTSIDE % address))
    page.goto(outside)
    frame = page.frame_locator("iframe")
    expect(frame.get_by_role("heading", name="Peiling uitbesteden")).to_be_visible()
    page.wait_for_function("window.heights.length > 0 && document.querySelector('iframe').clientHeight > 400")
    for label in ("Never nl", "Phone nl"):
        frame.locator(".choice label").get_by_text(label, exact=True).click()
    frame.locator(".poll-nav .btn-primary").click()
    expect(frame.get_by_text("Hoe kijkt u aan tegen uitbesteden?")).to_be_visible()
    page.wait_for_function("window.heights.length > 1")
    assert Draft.objects.count() == 1
    assert page.context.cookies() == []
