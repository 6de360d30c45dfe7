"""Logging in by e-mail address, and the lock after five wrong passwords."""

import re
from datetime import timedelta
from typing import Any

import pytest
from axes.models import AccessAttempt
from django.http import HttpResponse
from django.test import Client

from accounts.models import User
from tests.accounts.conftest import PASSWORD, MakeUser

OFFICE = "192.0.2.10"
ELSEWHERE = "203.0.113.5"


def try_to_log_in(email: str, password: str, *, address: str = OFFICE, **headers: Any) -> HttpResponse:
    response: Any = Client(REMOTE_ADDR=address, **headers).post(
        "/account/login/", {"username": email, "password": password}
    )
    return response  # type: ignore[no-any-return]


def fail(email: str, times: int, *, address: str = OFFICE, **headers: Any) -> list[int]:
    return [try_to_log_in(email, "verkeerd", address=address, **headers).status_code for _ in range(times)]


def test_the_right_password_leads_to_the_polls(editor: User) -> None:
    response = try_to_log_in("bo@example.nl", PASSWORD)

    assert response.status_code == 302
    assert response["Location"] == "/"


def test_capitals_in_the_address_do_not_matter(editor: User) -> None:
    assert try_to_log_in("Bo@Example.NL", PASSWORD).status_code == 302


def test_log_in_leads_on_to_the_page_that_was_asked_for(client: Client, editor: User) -> None:
    asked = client.get("/account/")
    assert asked["Location"] == "/account/login/?next=/account/"

    response = client.post("/account/login/?next=/account/", {"username": "bo@example.nl", "password": PASSWORD})
    assert response["Location"] == "/account/"


def test_log_in_never_leads_to_another_site(client: Client, editor: User) -> None:
    response = client.post(
        "/account/login/?next=https://example.com/", {"username": "bo@example.nl", "password": PASSWORD}
    )
    assert response["Location"] == "/"


def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(editor: User) -> None:
    wrong = try_to_log_in("bo@example.nl", "verkeerd").content.decode()
    unknown = try_to_log_in("xx@example.nl", "verkeerd").content.decode()

    def without_what_differs(page: str) -> str:
        return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page).replace("bo@", "xx@")

    assert without_what_differs(wrong) == without_what_differs(unknown)


def test_the_fifth_wrong_password_locks(editor: User) -> None:
    assert fail("bo@example.nl", 5) == [200, 200, 200, 200, 429]
    assert try_to_log_in("bo@example.nl", PASSWORD).status_code == 429


def test_the_lock_says_when_to_try_again_and_keeps_its_word(editor: User) -> None:
    fail("bo@example.nl", 5)
    response = try_to_log_in("bo@example.nl", PASSWORD)

    assert 890 <= int(response["Retry-After"]) <= 900
    assert "15" in response.content.decode()

    attempt = AccessAttempt.objects.get()
    attempt.attempt_time -= timedelta(minutes=15, seconds=1)
    attempt.save()
    assert try_to_log_in("bo@example.nl", PASSWORD).status_code == 302


def test_trying_on_does_not_make_the_lock_longer(editor: User) -> None:
    fail("bo@example.nl", 5)
    before = AccessAttempt.objects.get().attempt_time
    fail("bo@example.nl", 3)
    assert AccessAttempt.objects.get().attempt_time == before


def test_colleagues_at_the_same_address_are_not_locked(editor: User, administrator: User) -> None:
    fail("bo@example.nl", 8)
    assert try_to_log_in("anna@example.nl", PASSWORD).status_code == 302


def test_the_owner_can_log_in_elsewhere_while_somebody_guesses(editor: User) -> None:
    fail("bo@example.nl", 8, address=ELSEWHERE)
    assert try_to_log_in("bo@example.nl", PASSWORD, address=OFFICE).status_code == 302


def test_capitals_and_another_browser_give_no_fresh_attempts(editor: User) -> None:
    assert fail("bo@example.nl", 2) == [200, 200]
    assert fail("BO@example.nl", 2, HTTP_USER_AGENT="Another") == [200, 200]
    assert fail("Bo@Example.nl ", 1) == [429]


def test_success_forgets_the_failures_before_it(editor: User) -> None:
    fail("bo@example.nl", 4)
    try_to_log_in("bo@example.nl", PASSWORD)
    assert fail("bo@example.nl", 4) == [200, 200, 200, 200]


def test_without_a_proxy_a_forwarded_address_is_not_believed(editor: User) -> None:
    statuses = [fail("bo@example.nl", 1, HTTP_X_FORWARDED_FOR=f"198.51.100.{number}")[0] for number in range(5)]
    assert statuses[-1] == 429


def test_behind_a_proxy_its_last_word_on_the_address_counts(editor: User, settings: Any) -> None:
    settings.BEHIND_PROXY = True
    fail("bo@example.nl", 5, HTTP_X_FORWARDED_FOR=f"1.1.1.1, {ELSEWHERE}")

    assert AccessAttempt.objects.get().ip_address == ELSEWHERE
    assert try_to_log_in("bo@example.nl", PASSWORD, HTTP_X_FORWARDED_FOR=OFFICE).status_code == 302
    assert try_to_log_in("bo@example.nl", PASSWORD, HTTP_X_FORWARDED_FOR=f"junk, {ELSEWHERE}").status_code == 429


def test_behind_a_proxy_nonsense_for_an_address_is_survived(editor: User, settings: Any) -> None:
    settings.BEHIND_PROXY = True
    assert fail("bo@example.nl", 1, HTTP_X_FORWARDED_FOR="not an address") == [200]
    assert AccessAttempt.objects.get().ip_address == OFFICE


def test_somebody_without_a_password_cannot_log_in(make_user: MakeUser) -> None:
    make_user(name="New", password=None)
    assert try_to_log_in("new@example.nl", "").status_code == 200
    assert try_to_log_in("new@example.nl", "None").status_code == 200


def test_somebody_who_may_not_log_in_cannot(make_user: MakeUser) -> None:
    make_user(name="Left", is_active=False)
    assert try_to_log_in("left@example.nl", PASSWORD).status_code == 200


def test_log_out_takes_a_post(client: Client, editor: User) -> None:
    client.force_login(editor, backend="accounts.backends.RoleBackend")

    assert client.get("/account/logout/").status_code == 405
    assert client.get("/account/").status_code == 200
    assert client.post("/account/logout/")["Location"] == "/account/login/"
    assert client.get("/account/").status_code == 302


def test_the_log_in_page_is_one_for_the_admin_too(client: Client, db: None) -> None:
    assert client.get("/admin/", follow=True).redirect_chain[-1] == ("/account/login/?next=%2Fadmin%2F", 302)
    assert client.get("/admin/login/?next=/admin/")["Location"] == "/account/login/?next=/admin/"


@pytest.mark.parametrize(("language", "heading"), [("nl", "nl"), ("en", "en")])
def test_the_log_in_page_speaks_the_language_of_the_browser(
    client: Client, db: None, language: str, heading: str
) -> None:
    page = client.get("/account/login/", headers={"Accept-Language": language}).content.decode()
    assert f'<html lang="{heading}">' in page


def test_the_language_can_be_changed_before_log_in(client: Client, db: None) -> None:
    response = client.post("/language/", {"language": "en", "next": "/account/login/"})

    assert response["Location"] == "/account/login/"
    assert '<html lang="en">' in client.get("/account/login/", headers={"Accept-Language": "nl"}).content.decode()
