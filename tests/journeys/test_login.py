"""Logging in, in a real browser."""

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.journeys.axe import violations

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def test_login_page_has_no_accessibility_violation(phone: Page, live_server: LiveServer) -> None:
    phone.goto("/account/login/")
    expect(phone.get_by_role("heading", level=1)).to_be_visible()
    assert violations(phone) == []
