"""An editor looks at the poll as a respondent sees it."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from polls.collection.models import Draft
from polls.invitations.models import Invitation
from polls.questionnaire.rows import create_poll
from tests.collection import sample
from tests.journeys.axe import violations

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def test_an_editor_walks_through_a_draft_in_the_phone_frame(
    desktop: Page, log_in: Callable[[Page, User], None]
) -> None:
    create_poll(sample.QUESTIONNAIRE, by=None)
    editor = User.objects.create_user(email="editor@example.org", password="irrelevant-here", role="editor")
    log_in(desktop, editor)
    desktop.goto("/polls/sample/preview/?role=inhouse&lang=nl")
    phone = desktop.frame_locator("iframe.is-phone")
    expect(phone.locator(".preview-banner")).to_be_visible()
    assert desktop.locator("iframe.is-phone").evaluate("frame => frame.contentWindow.innerWidth") == 390
    phone.locator(".choice label").get_by_text("Partly nl", exact=True).click()
    expect(phone.get_by_label("Sinds welk jaar?")).to_be_visible()
    phone.locator(".poll-nav .btn-primary").click()
    expect(phone.locator("[data-question=opinion]")).to_be_visible()
    assert violations(desktop) == []
    assert not Draft.objects.exists()
    assert not Invitation.objects.exists()
