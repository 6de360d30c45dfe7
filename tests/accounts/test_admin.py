"""Accounts in the admin: adding people, and never losing the last administrator."""

import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest
from django.core.cache import cache
from django.core.mail import EmailMultiAlternatives
from django.db import connection, transaction
from django.test import Client

from accounts.models import User
from accounts.roles import Role
from accounts.services import refusal_of_change
from tests.accounts.conftest import MakeUser

LIST = "/admin/accounts/user/"
BACKEND = "accounts.backends.RoleBackend"


@pytest.fixture(autouse=True)
def nobody_asked_before() -> None:
    cache.clear()


@pytest.fixture
def as_administrator(client: Client, administrator: User) -> Client:
    client.force_login(administrator, backend=BACKEND)
    return client


def form_of(user: User, **changes: str) -> dict[str, str]:
    fields = {"name": user.name, "email": user.email, "role": user.role, "is_active": "on" if user.is_active else ""}
    return {name: value for name, value in {**fields, **changes}.items() if value}


def change(client: Client, user: User, **changes: str) -> Any:
    return client.post(f"{LIST}{user.pk}/change/", form_of(user, **changes))


def test_somebody_new_gets_a_mail_to_choose_a_password(
    as_administrator: Client,
    mailoutbox: list[EmailMultiAlternatives],
    django_capture_on_commit_callbacks: Any,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        as_administrator.post(
            f"{LIST}add/", {"name": "Noor", "email": "Noor@Example.nl", "role": "analyst", "is_active": "on"}
        )
    noor = User.objects.get(email="noor@example.nl")

    assert not noor.has_usable_password()
    assert noor.role == Role.ANALYST
    assert [message.to for message in mailoutbox] == [["noor@example.nl"]]
    assert "/account/password/new/" in str(mailoutbox[0].body)


def test_the_same_address_in_capitals_is_the_same_account(as_administrator: Client, editor: User) -> None:
    response = as_administrator.post(
        f"{LIST}add/", {"name": "Bo", "email": "BO@example.nl", "role": "viewer", "is_active": "on"}
    )
    assert response.status_code == 200
    assert User.objects.filter(email__iexact="bo@example.nl").count() == 1


def test_a_link_can_be_sent_again(
    as_administrator: Client,
    editor: User,
    mailoutbox: list[EmailMultiAlternatives],
    django_capture_on_commit_callbacks: Any,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        change(as_administrator, editor, _send_link="1")
    assert [message.to for message in mailoutbox] == [["bo@example.nl"]]


def test_no_link_goes_to_somebody_who_may_not_log_in(
    as_administrator: Client,
    editor: User,
    mailoutbox: list[EmailMultiAlternatives],
    django_capture_on_commit_callbacks: Any,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        change(as_administrator, editor, is_active="", _send_link="1")
    assert mailoutbox == []


@pytest.mark.django_db(transaction=True)
def test_a_mail_server_that_is_down_is_said_and_the_account_stays(as_administrator: Client, settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    as_administrator.post(
        f"{LIST}add/", {"name": "Noor", "email": "noor@example.nl", "role": "analyst", "is_active": "on"}
    )

    assert User.objects.filter(email="noor@example.nl").exists()
    assert '<li class="error">' in as_administrator.get(LIST).content.decode()


def test_a_role_is_changed_and_logged(as_administrator: Client, editor: User) -> None:
    assert change(as_administrator, editor, role="viewer").status_code == 302
    editor.refresh_from_db()
    assert editor.role == Role.VIEWER
    assert as_administrator.get(f"{LIST}{editor.pk}/history/").status_code == 200


@pytest.mark.parametrize("changes", [{"role": "editor"}, {"is_active": ""}])
def test_the_last_administrator_stays_one(
    as_administrator: Client, administrator: User, changes: dict[str, str]
) -> None:
    response = change(as_administrator, administrator, **changes)

    assert response.status_code == 200
    assert "errornote" in response.content.decode()
    administrator.refresh_from_db()
    assert (administrator.role, administrator.is_active) == (Role.ADMINISTRATOR, True)


@pytest.mark.parametrize("changes", [{"role": "editor"}, {"is_active": ""}])
def test_an_administrator_cannot_lock_themselves_out(
    as_administrator: Client, administrator: User, make_user: MakeUser, changes: dict[str, str]
) -> None:
    make_user(Role.ADMINISTRATOR, "Second")
    assert change(as_administrator, administrator, **changes).status_code == 200
    administrator.refresh_from_db()
    assert (administrator.role, administrator.is_active) == (Role.ADMINISTRATOR, True)


def test_another_administrator_can_be_demoted(as_administrator: Client, make_user: MakeUser) -> None:
    second = make_user(Role.ADMINISTRATOR, "Second")
    assert change(as_administrator, second, role="editor").status_code == 302
    second.refresh_from_db()
    assert second.role == Role.EDITOR


def test_an_administrator_who_may_not_log_in_does_not_count(administrator: User, make_user: MakeUser) -> None:
    make_user(Role.ADMINISTRATOR, "Left", is_active=False)
    assert refusal_of_change(administrator, role="editor", is_active=True, by=administrator)


def test_nobody_deletes_themselves_or_the_last_administrator(
    as_administrator: Client, administrator: User, editor: User
) -> None:
    assert as_administrator.post(f"{LIST}{administrator.pk}/delete/", {"post": "yes"}).status_code == 403
    assert as_administrator.post(f"{LIST}{editor.pk}/delete/", {"post": "yes"}).status_code == 302
    assert list(User.objects.all()) == [administrator]


def test_only_administrators_see_accounts(client: Client, editor: User) -> None:
    client.force_login(editor, backend=BACKEND)
    assert client.get(LIST).status_code == 403
    assert client.get(f"{LIST}{editor.pk}/change/").status_code == 403


def test_nobody_becomes_a_superuser_through_the_form(as_administrator: Client, editor: User) -> None:
    change(as_administrator, editor, is_superuser="on", groups="1", user_permissions="1", password="x")
    editor.refresh_from_db()
    assert not editor.is_superuser
    assert editor.has_usable_password()


Refusal = Callable[..., str | None]


def demote_each_other(first: User, second: User, refusal: Refusal, *, patience: float = 1.0) -> int:
    """Demote two administrators by each other, at the same moment; give how many administrators are left.

    ``patience`` is how many seconds one waits until the other has asked.
    """
    both_have_asked = threading.Barrier(2)

    def demote(user: User, by: User) -> None:
        try:
            with transaction.atomic():
                refused = refusal(user, role="editor", is_active=True, by=by)
                # Where the question is guarded the other is still waiting for its answer, so this one goes on alone.
                with suppress(threading.BrokenBarrierError):
                    both_have_asked.wait(timeout=patience)
                if not refused:
                    User.objects.filter(pk=user.pk).update(role="editor")
        finally:
            connection.close()

    threads = [threading.Thread(target=demote, args=pair) for pair in ((first, second), (second, first))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return User.objects.filter(role=Role.ADMINISTRATOR).count()


def unguarded_refusal(user: User, **change: Any) -> str | None:
    administrators = User.objects.filter(role=Role.ADMINISTRATOR, is_active=True)
    return None if administrators.exclude(pk=user.pk).exists() else "the last one"


@pytest.mark.django_db(transaction=True)
def test_two_administrators_who_demote_each_other_do_not_both_succeed(make_user: MakeUser) -> None:
    first, second = make_user(Role.ADMINISTRATOR, "First"), make_user(Role.ADMINISTRATOR, "Second")
    assert demote_each_other(first, second, refusal_of_change) == 1


@pytest.mark.django_db(transaction=True)
def test_without_the_guard_they_would(make_user: MakeUser) -> None:
    first, second = make_user(Role.ADMINISTRATOR, "First"), make_user(Role.ADMINISTRATOR, "Second")
    is_one_at_a_time = connection.vendor == "sqlite"  # it lets one transaction in: the other cannot have asked
    left = demote_each_other(first, second, unguarded_refusal, patience=1 if is_one_at_a_time else 60)

    assert left == (1 if is_one_at_a_time else 0)
