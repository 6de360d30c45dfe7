"""Exploring in a real browser: a change shows at once, the address follows, and it all works without a script."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from pytest_django import Settings

from accounts.models import User
from tests.journeys.axe import violations
from tests.results.conftest import poll_with_results

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

LogIn = Callable[[Page, User], None]
EXPLORE = "/polls/sample/results/explore/"


@pytest.fixture
def analyst(settings: Settings, tmp_path: Path) -> User:
    settings.COLUMNS_DIR = tmp_path / "columns"
    return User.objects.create_user("analyst@example.org", name="Anna", role="analyst")


def test_a_change_shows_at_once_and_the_address_follows(desktop: Page, log_in: LogIn, analyst: User) -> None:
    poll_with_results(80)
    log_in(desktop, analyst)
    desktop.goto(EXPLORE)
    by = desktop.locator("#id_by")
    by.focus()
    by.select_option("role")
    expect(desktop).to_have_url(re.compile(r"\?q=opinion&by=role$"))
    expect(desktop.locator("#figure table").first).to_contain_text("Inhouse")
    expect(by).to_be_focused()
    expect(desktop.locator("#explore-news")).to_contain_text("n = ")

    desktop.locator("#more > summary").click()
    desktop.locator("#id_where").fill("foo = 1")
    desktop.locator("#id_where").blur()
    expect(desktop.locator("#error-where")).to_contain_text("foo")
    expect(desktop.locator("#id_where")).to_have_attribute("aria-invalid", "true")
    expect(desktop.locator("#id_by")).to_have_value("role")
    assert violations(desktop) == []

    desktop.go_back()
    expect(desktop.locator("#error-where")).to_be_empty()
    expect(desktop.locator("#figure table").first).to_contain_text("Inhouse")


def test_the_same_goes_by_a_button_without_a_script(desktop_without_js: Page, log_in: LogIn, analyst: User) -> None:
    poll_with_results(80)
    page = desktop_without_js
    log_in(page, analyst)
    page.goto(EXPLORE)
    page.locator("#id_by").select_option("answer.criterion")
    page.locator("#explore-show").click()
    expect(page).to_have_url(re.compile("by=answer.criterion"))
    expect(page.locator("#figure table").first).to_contain_text("Kwaliteit")


def test_no_state_of_the_page_has_an_accessibility_violation(phone: Page, log_in: LogIn, analyst: User) -> None:
    poll_with_results(80)
    log_in(phone, analyst)
    for chosen in ("", "?q=grade&by=role&filter=role:inhouse&sort=asked", "?q=nothing&where=foo+%3D+1"):
        phone.goto(EXPLORE + chosen)
        assert violations(phone) == [], chosen
        assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth"), chosen
