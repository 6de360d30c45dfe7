"""Somebody registers on a phone and confirms."""

import pytest
from playwright.sync_api import Page, expect

from polls.collection.models import Registration, RegistrationPage
from polls.collection.services.registering import token_of
from polls.invitations.models import Contact
from tests.collection import sample
from tests.journeys.axe import violations
from tests.journeys.conftest import PHONE, Opener

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def test_register_and_confirm(open_page: Opener) -> None:
    poll = sample.launched()
    consent = {"nl": "U mag mij mailen.", "en": "You may mail me."}
    RegistrationPage.objects.create(key=poll.slug, poll=poll, is_open=True, consent=consent)
    page: Page = open_page(PHONE)
    page.goto(f"/join/{poll.slug}/")
    assert violations(page) == []
    page.get_by_role("button", name="Aanmelden").click()
    expect(page.get_by_text("Vul uw e-mailadres in.")).to_be_visible()
    assert violations(page) == []
    page.get_by_label("E-mailadres").fill("an@example.nl")
    page.get_by_label("U mag mij mailen.").check()
    page.get_by_role("button", name="Aanmelden").click()
    expect(page.get_by_role("heading", name="Kijk in uw mailbox")).to_be_visible()
    assert violations(page) == []
    page.goto(f"/join/confirm/{token_of(Registration.objects.get())}/")
    assert violations(page) == []
    page.get_by_role("button", name="Bevestigen").click()
    expect(page.get_by_role("heading", name="U bent aangemeld")).to_be_visible()
    assert violations(page) == []
    assert Contact.objects.get().email == "an@example.nl"
