"""A respondent keeps the receipt, sees the answers again elsewhere, and withdraws them."""

import re

import pytest
from playwright.sync_api import Page, expect

from polls.collection.models import Response
from polls.questionnaire.models import Poll
from tests.collection import sample
from tests.journeys.axe import violations
from tests.journeys.test_answering import fill_first_page, has_no_sideways_scroll, press_next, tap

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def poll(transactional_db: None) -> Poll:
    return sample.launched(is_anonymous=False)


def answer(page: Page, poll: Poll) -> str:
    """Answer the poll; give the code that is shown at the end."""
    page.goto(f"/i/{sample.invited(poll)}/")
    fill_first_page(page)
    press_next(page)
    tap(page, "Positive nl")
    press_next(page)
    tap(page, "Quality nl")
    press_next(page)
    page.locator("button[name=_send]").click()
    return page.locator("[data-copy-source]").inner_text()


def test_the_receipt_leads_to_the_answers_and_out_of_the_poll(phone: Page, poll: Poll) -> None:
    code = answer(phone, poll)
    assert re.fullmatch(r"[0-9A-Z]{4}(-[0-9A-Z]{4}){6}", code)
    assert has_no_sideways_scroll(phone)
    assert violations(phone) == []
    phone.get_by_role("link", name="Mijn antwoorden bekijken of intrekken").click()
    assert violations(phone) == []
    phone.get_by_label("Ontvangstcode").fill(code.lower().replace("-", " "))
    phone.get_by_role("button", name="Toon mijn antwoorden").click()
    expect(phone.get_by_text("Positive nl")).to_be_visible()
    assert has_no_sideways_scroll(phone)
    assert violations(phone) == []
    phone.get_by_text("Mijn antwoorden intrekken").click()
    phone.get_by_role("button", name="Mijn antwoorden definitief wissen").click()
    expect(phone.get_by_role("heading", name="Uw antwoorden zijn ingetrokken")).to_be_visible()
    assert Response.objects.count() == 0


def test_without_javascript_and_with_a_mistake(phone_without_js: Page, poll: Poll) -> None:
    page = phone_without_js
    page.goto(f"/r/{poll.slug}/")
    page.get_by_label("Ontvangstcode").fill("0000-0000")
    page.get_by_role("button", name="Toon mijn antwoorden").click()
    expect(page.get_by_text("Bij deze code horen geen antwoorden in deze peiling.")).to_be_visible()
    expect(page.get_by_label("Ontvangstcode")).to_have_value("0000-0000")
