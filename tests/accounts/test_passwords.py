"""Choosing a password: by mail, and when logged in."""

import re
from email.message import EmailMessage
from typing import Any

import pytest
from django.core.cache import cache
from django.core.mail import EmailMultiAlternatives
from django.test import Client, RequestFactory
from django.utils import translation

from accounts.models import User
from tests.accounts.conftest import PASSWORD, MakeUser

NEW = "groene-trein-naar-zwolle"
Mailbox = list[EmailMultiAlternatives]


@pytest.fixture(autouse=True)
def nobody_asked_before() -> None:
    cache.clear()


def ask(client: Client, email: str) -> Any:
    return client.post("/account/password/forgotten/", {"email": email}, follow=True)


def link_in(message: EmailMultiAlternatives) -> str:
    found = re.search(r"http://localhost:8000(/account/password/new/\S+/\S+/)\s", str(message.body))
    assert found
    return found[1]


def html_of(message: EmailMultiAlternatives) -> str:
    return str(message.alternatives[0][0])


def choose(client: Client, link: str, password: str = NEW) -> Any:
    form = client.get(link, follow=True)
    return client.post(form.redirect_chain[-1][0], {"new_password1": password, "new_password2": password})


def logged_in(user: User) -> Client:
    client = Client()
    assert client.login(request=_request(), username=user.email, password=PASSWORD)
    return client


def _request() -> Any:
    return RequestFactory().post("/account/login/")


def test_the_link_in_the_mail_sets_a_password(client: Client, editor: User, mailoutbox: Mailbox) -> None:
    ask(client, "bo@example.nl")
    response = choose(client, link_in(mailoutbox[0]))

    assert response["Location"] == "/account/login/"
    editor.refresh_from_db()
    assert editor.check_password(NEW)


def test_the_link_works_once(client: Client, editor: User, mailoutbox: Mailbox) -> None:
    ask(client, "bo@example.nl")
    link = link_in(mailoutbox[0])
    choose(client, link)

    page = Client().get(link, follow=True).content.decode()
    assert 'name="new_password1"' not in page
    assert "/account/password/forgotten/" in page


def test_opening_the_link_uses_nothing_up(client: Client, editor: User, mailoutbox: Mailbox) -> None:
    ask(client, "bo@example.nl")
    link = link_in(mailoutbox[0])
    for scanner in (Client(), Client()):
        scanner.get(link, follow=True)
        scanner.head(link)

    assert choose(client, link)["Location"] == "/account/login/"


def test_an_unknown_address_gets_the_same_answer_and_no_mail(client: Client, editor: User, mailoutbox: Mailbox) -> None:
    known, unknown = ask(client, "bo@example.nl"), ask(client, "nobody@example.nl")

    assert known.redirect_chain == unknown.redirect_chain == [("/account/password/sent/", 302)]
    assert [message.to for message in mailoutbox] == [["bo@example.nl"]]


def test_a_mail_server_that_is_down_gives_the_same_answer(client: Client, editor: User, settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1

    assert ask(client, "bo@example.nl").redirect_chain == [("/account/password/sent/", 302)]


def test_a_mailbox_cannot_be_flooded(client: Client, editor: User, mailoutbox: Mailbox) -> None:
    for _ in range(5):
        ask(client, "bo@example.nl")
    assert len(mailoutbox) == 1


def test_somebody_who_may_not_log_in_gets_no_link(client: Client, make_user: MakeUser, mailoutbox: Mailbox) -> None:
    make_user(name="Left", is_active=False)
    ask(client, "left@example.nl")
    assert mailoutbox == []


def test_somebody_new_whose_link_expired_can_get_another(
    client: Client, make_user: MakeUser, mailoutbox: Mailbox
) -> None:
    make_user(name="New", password=None)
    ask(client, "new@example.nl")
    assert choose(client, link_in(mailoutbox[0]))["Location"] == "/account/login/"


@pytest.mark.parametrize("weak", ["kort", "123456789012", "bo@example.nl", "wachtwoord12"[:8]])
def test_a_weak_password_is_refused(client: Client, editor: User, mailoutbox: Mailbox, weak: str) -> None:
    ask(client, "bo@example.nl")
    assert choose(client, link_in(mailoutbox[0]), weak).status_code == 200
    editor.refresh_from_db()
    assert editor.check_password(PASSWORD)


def test_the_link_leads_to_our_own_site_whatever_host_is_asked(
    client: Client, editor: User, mailoutbox: Mailbox
) -> None:
    client.post("/account/password/forgotten/", {"email": "bo@example.nl"}, headers={"Host": "127.0.0.1"})
    assert "http://localhost:8000/account/password/new/" in str(mailoutbox[0].body)


def test_text_and_html_hold_the_same_link_and_nothing_from_elsewhere(
    client: Client, editor: User, mailoutbox: Mailbox
) -> None:
    ask(client, "bo@example.nl")
    html = html_of(mailoutbox[0])

    assert set(re.findall(r'href="([^"]+)"', html)) == {f"http://localhost:8000{link_in(mailoutbox[0])}"}
    assert "<img" not in html
    assert "<style" not in html
    assert 'style="' in html


@pytest.mark.parametrize("name", ["Bo\r\nBcc: x@example.com", "<script>alert(1)</script>", "{{ settings.SECRET_KEY }}"])
def test_a_hostile_name_stays_a_name(client: Client, make_user: MakeUser, mailoutbox: Mailbox, name: str) -> None:
    user = make_user(name="Bo")
    User.objects.filter(pk=user.pk).update(name=name)
    ask(client, "bo@example.nl")
    message: EmailMessage = mailoutbox[0].message()

    assert message["Bcc"] is None
    assert mailoutbox[0].recipients() == ["bo@example.nl"]
    assert "<script>" not in html_of(mailoutbox[0])


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_mail_is_in_the_language_of_the_page(
    client: Client, editor: User, mailoutbox: Mailbox, language: str
) -> None:
    client.post("/account/password/forgotten/", {"email": editor.email}, headers={"Accept-Language": language})

    assert f'<html lang="{language}">' in html_of(mailoutbox[0])
    with translation.override(language):
        assert mailoutbox[0].subject == translation.gettext("Choose a new password for KSF Polls")


def test_a_new_password_ends_the_sessions_elsewhere(editor: User) -> None:
    here, elsewhere = logged_in(editor), logged_in(editor)
    response = here.post("/account/password/", {"old_password": PASSWORD, "new_password1": NEW, "new_password2": NEW})

    assert response["Location"] == "/account/"
    assert here.get("/account/").status_code == 200
    assert elsewhere.get("/account/").status_code == 302


def test_a_password_by_mail_ends_all_sessions(client: Client, editor: User, mailoutbox: Mailbox) -> None:
    elsewhere = logged_in(editor)
    ask(client, "bo@example.nl")
    choose(client, link_in(mailoutbox[0]))
    assert elsewhere.get("/account/").status_code == 302


def test_the_old_password_is_asked_for(editor: User) -> None:
    answer = logged_in(editor).post(
        "/account/password/", {"old_password": "verkeerd", "new_password1": NEW, "new_password2": NEW}
    )
    assert answer.status_code == 200
    editor.refresh_from_db()
    assert editor.check_password(PASSWORD)


def test_losing_access_ends_the_sessions(editor: User) -> None:
    session = logged_in(editor)
    assert session.get("/account/").status_code == 200

    User.objects.filter(pk=editor.pk).update(is_active=False)

    assert session.get("/account/").status_code == 302
