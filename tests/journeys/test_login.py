"""Log-in, passwords and accounts, in a real browser."""

import re
from collections.abc import Callable

import pytest
from django.core.cache import cache
from django.core.mail import EmailMultiAlternatives
from playwright.sync_api import Page, expect

from accounts.models import User
from accounts.roles import Role
from tests.journeys.axe import violations

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

PASSWORD = "blauwe-fiets-langs-de-vecht"
NEW = "groene-trein-naar-zwolle"

LogIn = Callable[[Page, User], None]


@pytest.fixture
def administrator(transactional_db: None) -> User:
    cache.clear()
    return User.objects.create_user("anna@example.nl", PASSWORD, name="Anna de Vries", role=Role.ADMINISTRATOR)


def fill_in(page: Page, password: str) -> None:
    page.locator("[name=username]").fill("anna@example.nl")
    page.locator("[name=password]").fill(password)
    page.locator(".plain-card button").click()


def fits(page: Page) -> bool:
    """Whether nothing sticks out to the side."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))


@pytest.mark.parametrize("device", ["phone", "phone_without_js", "desktop"])
def test_log_in_and_log_out(device: str, administrator: User, request: pytest.FixtureRequest) -> None:
    page: Page = request.getfixturevalue(device)
    page.goto("/account/")
    fill_in(page, "verkeerd")
    expect(page.get_by_role("alert")).to_be_visible()

    fill_in(page, PASSWORD)
    expect(page).to_have_url(re.compile(r"/account/$"))

    page.locator("details.menu > summary").click()
    page.locator("form[action$='/logout/'] button").click()
    expect(page).to_have_url(re.compile(r"/account/login/$"))


def test_the_language_is_chosen_from_the_menu(desktop: Page, administrator: User, log_in: LogIn) -> None:
    log_in(desktop, administrator)
    desktop.goto("/account/")
    expect(desktop.locator("html")).to_have_attribute("lang", "nl")

    desktop.locator("details.menu > summary").click()
    desktop.get_by_role("button", name="English").click()

    expect(desktop.locator("html")).to_have_attribute("lang", "en")
    expect(desktop.get_by_role("heading", level=1)).to_have_text("Your account")


def test_a_forgotten_password_is_replaced_on_a_phone(
    phone: Page, administrator: User, mailoutbox: list[EmailMultiAlternatives]
) -> None:
    phone.goto("/account/login/")
    phone.locator("a[href$='/forgotten/']").click()
    phone.locator("[name=email]").fill("anna@example.nl")
    phone.locator(".plain-card button").click()
    expect(phone).to_have_url(re.compile(r"/account/password/sent/$"))

    link = re.search(r"/account/password/new/\S+", str(mailoutbox[0].body))
    assert link
    phone.goto(link[0])
    phone.locator("[name=new_password1]").fill(NEW)
    phone.locator("[name=new_password2]").fill(NEW)
    phone.locator(".plain-card button").click()
    expect(phone).to_have_url(re.compile(r"/account/login/$"))

    fill_in(phone, NEW)
    expect(phone).not_to_have_url(re.compile("login"))


def test_an_administrator_adds_somebody(
    desktop: Page, administrator: User, log_in: LogIn, mailoutbox: list[EmailMultiAlternatives]
) -> None:
    log_in(desktop, administrator)
    desktop.goto("/admin/accounts/user/add/")
    desktop.locator("[name=name]").fill("Noor")
    desktop.locator("[name=email]").fill("noor@example.nl")
    desktop.locator("[name=role]").select_option("analyst")
    desktop.locator("[name=_save]").click()

    expect(desktop.locator(".messagelist")).to_contain_text("noor@example.nl")
    assert [message.to for message in mailoutbox] == [["noor@example.nl"]]


@pytest.mark.either
@pytest.mark.parametrize("device", ["phone", "desktop"])
def test_pages_for_everybody_are_accessible_and_fit(
    device: str, administrator: User, request: pytest.FixtureRequest
) -> None:
    page: Page = request.getfixturevalue(device)
    for path in ("/account/login/", "/account/password/forgotten/", "/account/password/sent/", "/nowhere/"):
        page.goto(path)
        assert violations(page) == [], path
        assert fits(page), path
    page.goto("/account/login/")
    for _ in range(5):
        fill_in(page, "verkeerd")
    expect(page.locator("[name=password]")).to_have_count(0)
    assert violations(page) == []


@pytest.mark.either
@pytest.mark.parametrize("device", ["phone", "desktop"])
def test_pages_of_accounts_are_accessible_and_fit(
    device: str, administrator: User, log_in: LogIn, request: pytest.FixtureRequest
) -> None:
    page: Page = request.getfixturevalue(device)
    log_in(page, administrator)
    paths = ("/account/", "/account/password/", "/admin/", "/admin/accounts/user/", "/admin/accounts/user/add/")
    for path in (*paths, f"/admin/accounts/user/{administrator.pk}/change/"):
        page.goto(path)
        assert violations(page) == [], path
        assert fits(page), path
    page.goto("/account/")
    page.locator("details.menu > summary").click()
    assert violations(page) == []
