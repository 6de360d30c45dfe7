"""Reading results and taking them along, in a real browser."""

import re
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django import Settings

from accounts.models import User
from polls.questionnaire.models import Poll
from polls.results.models import Export, Run, WorkState
from polls.results.services import exports
from tests.journeys.axe import violations
from tests.results.conftest import poll_with_results

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

LogIn = Callable[[Page, User], None]
RESULTS = "/polls/sample/results/"


@pytest.fixture
def analyst(settings: Settings, tmp_path: Path) -> User:
    settings.COLUMNS_DIR = tmp_path / "columns"
    settings.MEDIA_ROOT = tmp_path / "files"
    return User.objects.create_user("analyst@example.org", name="Anna", role="analyst")


@pytest.mark.either
def test_no_page_has_an_accessibility_violation(phone: Page, desktop: Page, log_in: LogIn, analyst: User) -> None:
    poll, run = poll_with_results(80)
    waiting = exports.request_export(
        poll, options={"format": "xlsx", "values": "codes", "language": "nl"}, by=analyst, now=timezone.now()
    )
    Poll.objects.create(slug="draft", title={"nl": "Concept", "en": "Draft"})
    addresses = [
        "/",
        RESULTS,
        f"{RESULTS}?by=total",
        f"{RESULTS}?by=way&filter=role:inhouse",
        "/polls/draft/results/",
        "/polls/sample/downloads/",
        f"/polls/sample/downloads/{waiting.pk}/",
    ]
    found = {}
    for page in (phone, desktop):
        log_in(page, analyst)
        for address in addresses:
            page.goto(address)
            found[page is phone, address] = violations(page)
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), address
    assert {key: rules for key, rules in found.items() if rules} == {}
    assert run.state == WorkState.DONE


def test_choosing_columns_and_filter_works_without_script(
    desktop_without_js: Page, log_in: LogIn, analyst: User
) -> None:
    poll_with_results(80)
    page = desktop_without_js
    log_in(page, analyst)
    page.goto(RESULTS)
    page.locator("select[name=by]").select_option("way")
    page.locator("select[name=filter]").select_option("role:inhouse")
    page.locator(".results-toolbar button").click()
    expect(page).to_have_url(re.compile(r"\?by=way&filter=role%3Ainhouse"))
    expect(page.locator("#q-opinion thead")).to_contain_text("Belt")
    expect(page.locator(".is-filter")).to_be_visible()


def test_progress_leads_to_the_results_by_itself(desktop: Page, log_in: LogIn, analyst: User) -> None:
    _poll, run = poll_with_results(40)
    Run.objects.filter(pk=run.pk).update(state=WorkState.RUNNING, progress=60, step="counting")
    log_in(desktop, analyst)
    desktop.goto(f"{RESULTS}runs/{run.pk}/")
    expect(desktop.locator("progress")).to_have_attribute("value", "60")
    Run.objects.filter(pk=run.pk).update(progress=90, step="storing")
    expect(desktop.locator("progress")).to_have_attribute("value", "90")
    Run.objects.filter(pk=run.pk).update(state=WorkState.DONE, progress=100)
    desktop.wait_for_url(f"**{RESULTS}")


def test_the_tables_come_as_an_excel_workbook(desktop: Page, log_in: LogIn, analyst: User, tmp_path: Path) -> None:
    poll_with_results(80)
    log_in(desktop, analyst)
    desktop.goto("/polls/sample/downloads/")
    with desktop.expect_download() as download:
        desktop.locator("form[action$='tables.xlsx'] .btn-primary").click()
    download.value.save_as(tmp_path / "tables.xlsx")
    book = openpyxl.load_workbook(tmp_path / "tables.xlsx")
    words = {cell.value for sheet in book for row in sheet for cell in row}
    assert "Kwaliteit" in words
    assert download.value.suggested_filename == "sample-tables-nl.xlsx"


def test_single_responses_are_made_in_the_background_and_fetched(phone: Page, log_in: LogIn, analyst: User) -> None:
    poll_with_results(40)
    log_in(phone, analyst)
    phone.goto("/polls/sample/downloads/")
    phone.locator("select[name=format]").select_option("xlsx")
    phone.locator("form[action$='responses/'] .btn-primary").click()
    expect(phone.locator("[data-progress]")).to_be_visible()
    exports.make_export(Export.objects.get().pk, now=timezone.now(), clock=timezone.now)
    link = phone.locator("a[href$='/file/']")
    expect(link).to_be_visible()
    with phone.expect_download() as download:
        link.click()
    assert download.value.suggested_filename == "sample-responses-labels-nl.xlsx"
