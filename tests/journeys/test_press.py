"""Writing a press text in a real browser: numbers are chips, what is written is saved, nobody overwrites anybody."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django import Settings

from accounts.models import User
from polls.results.models import PressDraft
from polls.results.services import press
from tests.results.conftest import poll_with_results

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

LogIn = Callable[[Page, User], None]
PRESS = "/polls/sample/press/?text=nl"


@pytest.fixture
def editor(settings: Settings, tmp_path: Path) -> User:
    settings.COLUMNS_DIR = tmp_path / "columns"
    settings.MEDIA_ROOT = tmp_path / "files"
    return User.objects.create_user("editor@example.org", name="Eva", role="editor")


def begun(source: str) -> PressDraft:
    poll, run = poll_with_results(80)
    draft = press.begin(poll, run, "nl", by=None, now=timezone.now())
    press.change(draft, source, revision=1, by=None, now=timezone.now())
    return draft


def test_what_is_typed_around_a_chip_is_saved_with_its_number(desktop: Page, log_in: LogIn, editor: User) -> None:
    draft = begun("Er deden {12|respondents} mensen mee.")
    log_in(desktop, editor)
    desktop.goto(PRESS)
    writing = desktop.get_by_role("textbox", name="Tekst, met de getallen als blokjes")
    expect(writing.locator(".chip")).to_have_text("12")
    expect(desktop.locator("#preview .chip")).to_have_text("80")
    writing.press("Control+End")
    writing.press_sequentially(" Mooi!")
    expect(desktop.get_by_text("Opgeslagen", exact=True)).to_be_visible()
    expect(desktop.locator("#preview")).to_contain_text("Er deden 80 mensen mee. Mooi!")
    draft.refresh_from_db()
    assert draft.source == "Er deden {12|respondents} mensen mee. Mooi!"


def test_who_writes_on_an_older_text_is_told_and_chooses(desktop: Page, log_in: LogIn, editor: User) -> None:
    draft = begun("Eerst.")
    log_in(desktop, editor)
    desktop.goto(PRESS)
    press.change(draft, "Van een ander.", revision=2, by=None, now=timezone.now())
    writing = desktop.get_by_role("textbox", name="Tekst, met de getallen als blokjes")
    writing.press("Control+End")
    writing.press_sequentially(" Van mij.")
    expect(desktop.get_by_role("alert")).to_contain_text("nadat u hem opende")
    draft.refresh_from_db()
    assert draft.source == "Van een ander."
    desktop.get_by_role("button", name="Mijn tekst houden").click()
    expect(desktop.locator("#preview")).to_contain_text("Eerst. Van mij.")
    draft.refresh_from_db()
    assert draft.source == "Eerst. Van mij."


def test_a_plain_field_does_the_same_without_script(desktop_without_js: Page, log_in: LogIn, editor: User) -> None:
    begun("Er deden {80|respondents} mensen mee.")
    log_in(desktop_without_js, editor)
    desktop_without_js.goto(PRESS)
    field = desktop_without_js.get_by_role("textbox", name="Tekst", exact=True)
    expect(field).to_have_value("Er deden {80|respondents} mensen mee.")
    field.fill("Wel {99|respondents} mensen.")
    desktop_without_js.get_by_role("button", name="Opslaan en controleren").click()
    expect(desktop_without_js.locator("#preview .press-lead")).to_have_text("Wel 80 mensen.")
