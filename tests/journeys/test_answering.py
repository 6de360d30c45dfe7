"""A respondent answers on a phone: without JavaScript, with it, in two tabs, and on a bad connection."""

import re

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from polls.collection.models import Draft, Response
from polls.questionnaire.models import Poll
from tests.collection import sample
from tests.journeys.axe import violations
from tests.journeys.conftest import PHONE, Opener

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

NARROWEST = {"width": 320, "height": 640}


@pytest.fixture
def poll(transactional_db: None) -> Poll:
    return sample.launched(is_anonymous=False)


@pytest.fixture
def link(poll: Poll) -> str:
    return f"/i/{sample.invited(poll)}/"


def tap(page: Page, label: str) -> None:
    """Choose an answer as people do: by its row."""
    page.locator(".choice label").get_by_text(label, exact=True).click()


def fill_first_page(page: Page) -> None:
    tap(page, "Partly nl")
    page.get_by_label("Sinds welk jaar?").fill("2015")
    tap(page, "Phone nl")


def press_next(page: Page) -> None:
    page.locator(".poll-nav .btn-primary").click()


def has_no_sideways_scroll(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))


def test_without_javascript_three_pages_and_a_review_make_one_response(phone_without_js: Page, link: str) -> None:
    page = phone_without_js
    page.goto(link)
    expect(page.get_by_role("heading", name="Peiling uitbesteden")).to_be_visible()
    tap(page, "Partly nl")
    press_next(page)
    expect(page.get_by_label("Sinds welk jaar?")).to_be_visible()
    page.get_by_label("Sinds welk jaar?").fill("2015")
    tap(page, "Phone nl")
    press_next(page)
    tap(page, "Positive nl")
    press_next(page)
    tap(page, "Quality nl")
    press_next(page)
    expect(page).to_have_url(re.compile("check-answers"))
    expect(page.get_by_role("link", name="Welk cijfer geeft u?")).to_be_visible()
    page.locator("button[name=_send]").click()
    expect(page.locator('[data-end="answered"]')).to_be_visible()
    response = Response.objects.get()
    assert response.answers["grade"] == ""
    assert response.answers["since"] == "2015"


def test_with_javascript_a_question_appears_at_once_and_answers_are_saved_on_the_way(phone: Page, link: str) -> None:
    phone.goto(link)
    since = phone.get_by_label("Sinds welk jaar?")
    expect(since).to_be_hidden()
    tap(phone, "Partly nl")
    expect(since).to_be_visible()
    since.fill("2015")
    tap(phone, "Anders, namelijk")
    phone.locator("[name='channels.other']").fill("WhatsApp")
    expect(phone.locator("[data-status]")).to_have_text(re.compile("Saved|Opgeslagen"))
    assert Draft.objects.get().revision >= 1
    press_next(phone)
    expect(phone).to_have_url(re.compile("/views/$"))
    tap(phone, "8")
    tap(phone, "Positive nl")
    press_next(phone)
    tap(phone, "Quality nl")
    press_next(phone)
    expect(phone.locator('[data-end="answered"]')).to_be_visible()
    assert Response.objects.get().answers == {
        "outsources": "partly",
        "since": "2015",
        "channels": ["other"],
        "channels.other": "WhatsApp",
        "opinion": "positive",
        "grade": "8",
        "share": "",
        "goal": "quality",
        "remarks": "",
    }


def test_an_exclusive_answer_empties_the_others(phone: Page, link: str) -> None:
    phone.goto(link)
    tap(phone, "Phone nl")
    tap(phone, "Geen")
    expect(phone.get_by_label("Phone nl")).not_to_be_checked()
    tap(phone, "Chat nl")
    expect(phone.get_by_label("Geen")).not_to_be_checked()


def test_browser_back_and_forward_walk_through_the_pages(phone: Page, link: str) -> None:
    phone.goto(link)
    fill_first_page(phone)
    press_next(phone)
    expect(phone.get_by_label("Positive nl")).to_be_visible()
    phone.go_back()
    expect(phone.get_by_label("Partly nl")).to_be_checked()
    phone.go_forward()
    expect(phone.get_by_label("Positive nl")).to_be_visible()


def test_the_language_switch_keeps_what_was_typed(phone: Page, link: str) -> None:
    phone.goto(link)
    fill_first_page(phone)
    phone.locator("button[name=_language][value=en]").click()
    expect(phone.get_by_label("Since which year?")).to_have_value("2015")
    expect(phone.locator("html")).to_have_attribute("lang", "en")


def test_two_tabs_that_differ_let_the_respondent_choose(open_page: Opener, link: str) -> None:
    first, second = open_page(PHONE, javascript=False), open_page(PHONE, javascript=False)
    first.goto(link)
    second.goto(link)
    tap(first, "Never nl")
    press_next(first)
    tap(second, "Fully nl")
    press_next(second)
    expect(second.locator("#question-outsources .note")).to_contain_text("Never nl")
    expect(second.get_by_label("Fully nl")).to_be_checked()
    second.get_by_label("Sinds welk jaar?").fill("2015")
    press_next(second)
    expect(second.get_by_label("Positive nl")).to_be_visible()


def test_nothing_typed_is_lost_when_the_connection_drops(phone: Page, link: str) -> None:
    phone.goto(link)
    phone.context.set_offline(True)
    fill_first_page(phone)
    expect(phone.locator("[data-status]")).to_have_class(re.compile("is-offline"))
    press_next(phone)
    expect(phone.locator("[data-status]")).to_have_class(re.compile("is-offline"))
    assert not Draft.objects.exists()
    phone.context.set_offline(False)
    expect(phone.get_by_label("Positive nl")).to_be_visible()
    phone.wait_for_function("Object.keys(localStorage).length === 0")


def test_a_reload_puts_back_what_could_not_be_saved(phone: Page, link: str) -> None:
    phone.route("**/draft/", lambda route: route.abort())
    phone.on("dialog", lambda dialog: dialog.accept())
    phone.goto(link)
    fill_first_page(phone)
    expect(phone.locator("[data-status]")).to_have_class(re.compile("is-offline"))
    phone.wait_for_function("""Object.values(localStorage).join().includes('["since","2015"]')""")
    phone.reload()
    restored = phone.locator("[data-status]").get_attribute("data-restored")
    assert restored
    expect(phone.locator("[data-status]")).to_have_text(restored)
    expect(phone.get_by_label("Sinds welk jaar?")).to_have_value("2015")


def test_a_double_click_sends_once(phone: Page, link: str) -> None:
    phone.goto(link)
    fill_first_page(phone)
    phone.locator(".poll-nav .btn-primary").dblclick()
    expect(phone.get_by_label("Positive nl")).to_be_visible()
    assert phone.get_by_label("Positive nl").is_visible()


def test_errors_are_announced_and_lead_to_the_question(phone: Page, link: str) -> None:
    phone.goto(link)
    press_next(phone)
    summary = phone.locator("[role=alert]")
    expect(summary).to_be_focused()
    assert violations(phone) == []
    summary.get_by_role("link").first.click()
    expect(phone.locator("#id_outsources_0")).to_be_focused()


@pytest.mark.either
@pytest.mark.parametrize("place", ["", "views/", "last/", "check-answers/"])
def test_every_page_is_accessible_and_fits_the_narrowest_phone(open_page: Opener, link: str, place: str) -> None:
    page = open_page(NARROWEST)
    page.goto(f"{link}{place}")
    assert violations(page) == []
    assert has_no_sideways_scroll(page)


def test_the_keyboard_alone_is_enough(desktop: Page, link: str) -> None:
    desktop.goto(link)
    desktop.get_by_label("Fully nl").focus()
    desktop.keyboard.press("Space")
    desktop.keyboard.press("Tab")
    desktop.keyboard.type("2015")
    desktop.keyboard.press("Enter")
    expect(desktop.get_by_label("Positive nl")).to_be_visible()


@pytest.mark.either
def test_the_thanks_page_is_accessible(
    phone: Page, poll: Poll, link: str, live_server: LiveServer, django_db_blocker: object
) -> None:
    token = sample.invited(poll, is_responded=True)
    phone.goto(f"/i/{token}/")
    expect(phone.locator('[data-end="answered"]')).to_be_visible()
    assert violations(phone) == []
