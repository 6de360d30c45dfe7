"""Registering oneself: confirmed from the own mailbox, with proof, and without telling who is known."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client

from accounts.models import User
from polls.collection.models import Registration, RegistrationPage
from polls.collection.services.confirming import deliver_confirmations
from polls.collection.services.registering import Request, ask, confirm, find_registration, remove_unconfirmed
from polls.invitations.models import Contact, Invitation, Message, Suppression
from polls.invitations.services import suppress
from polls.questionnaire.models import Poll
from tests.collection import sample

NOW = sample.LAUNCH + timedelta(hours=1)
CONSENT = "Ja, u mag mij mailen."
FORM = {"email": "An@Example.nl", "name": "An", "consent": "on"}


@pytest.fixture(autouse=True)
def quiet(settings: Any, db: None) -> None:
    cache.clear()
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


@pytest.fixture
def page() -> RegistrationPage:
    return RegistrationPage.objects.create(key="", is_open=True, consent={"nl": CONSENT, "en": "Yes."})


def sent(now: datetime = NOW) -> list[Any]:
    mail.outbox.clear()
    deliver_confirmations(now=lambda: now)
    return list(mail.outbox)


def token_in(letter: Any) -> str:
    return str(letter.body).split("/join/confirm/")[1].split("/")[0]


def asked(page: RegistrationPage, email: str = "An@Example.nl", *, now: datetime = NOW) -> Registration:
    ask(page, Request(email, "An", "nl", CONSENT), now=now)
    return Registration.objects.get(email_key=email.lower())


def test_from_the_form_to_the_list_with_the_proof(page: RegistrationPage) -> None:
    answer = Client().post("/join/", FORM)
    assert "Kijk in uw mailbox" in answer.content.decode()
    assert Contact.objects.count() == 0
    (letter,) = sent(datetime.now(tz=NOW.tzinfo) + timedelta(seconds=5))
    assert letter.to == ["An@Example.nl"]
    assert CONSENT in letter.body
    link = f"/join/confirm/{token_in(letter)}/"
    assert "Bevestigen" in Client().get(link).content.decode()
    assert Contact.objects.count() == 0
    assert "U bent aangemeld" in Client().post(link, {"confirm": "1"}, follow=True).content.decode()
    registration = Registration.objects.get()
    assert registration.contact is not None
    assert (registration.contact.email, registration.contact.name) == ("An@Example.nl", "An")
    assert (registration.consent, registration.email, registration.email_key) == (CONSENT, "", "")
    assert registration.confirmed_at is not None


def test_opening_the_link_or_an_empty_post_confirms_nothing(page: RegistrationPage) -> None:
    asked(page)
    link = f"/join/confirm/{token_in(sent()[0])}/"
    for request in (Client().get, Client().head, Client().post):
        request(link)
    assert Contact.objects.count() == 0


def test_the_page_says_the_same_whoever_asks(page: RegistrationPage) -> None:
    Contact.objects.create(email="known@example.nl", email_key="known@example.nl")
    Contact.objects.create(email="no@example.nl", email_key="no@example.nl", opted_out_at=NOW)
    suppress("gone@example.nl", reason=Suppression.Reason.ERASED, now=NOW)
    pages = {
        Client().post("/join/", {**FORM, "email": email}).content.decode().split("<main")[1]
        for email in ("new@example.nl", "known@example.nl", "no@example.nl", "gone@example.nl", "new@example.nl")
    }
    assert len(pages) == 1
    assert set(Registration.objects.values_list("email_key", flat=True)) == {"new@example.nl", "known@example.nl"}


def test_confirming_for_a_poll_invites_by_the_outbox() -> None:
    poll = sample.launched()
    page = RegistrationPage.objects.create(key=poll.slug, poll=poll, is_open=True, consent={"nl": CONSENT})
    confirm(asked(page), now=NOW)
    message = Message.objects.get()
    assert (message.invitation.contact.email, message.state) == ("An@Example.nl", "queued")  # type: ignore[union-attr]
    confirm(Registration.objects.get(), now=NOW)
    assert Invitation.objects.count() == 1


def test_a_contact_that_is_there_already_is_kept_as_it_is(page: RegistrationPage) -> None:
    Contact.objects.create(email="an@example.nl", email_key="an@example.nl", name="Anna", attributes={"role": "a"})
    confirm(asked(page), now=NOW)
    contact = Contact.objects.get()
    assert (contact.name, contact.attributes) == ("Anna", {"role": "a"})


def test_leaving_stops_all_mail_and_stays_known(page: RegistrationPage) -> None:
    registration = asked(page)
    link = f"/join/confirm/{token_in(sent()[0])}/"
    confirm(registration, now=NOW)
    assert "van de lijst" in Client().post(link, {"leave": "1"}).content.decode()
    assert Contact.objects.get().opted_out_at is not None
    assert Suppression.objects.count() == 1
    assert "van de lijst" in Client().get(link).content.decode()


def test_refusing_before_confirming_removes_the_address(page: RegistrationPage) -> None:
    asked(page)
    Client().post(f"/join/confirm/{token_in(sent()[0])}/", {"leave": "1"})
    assert Registration.objects.count() == 0


def test_asking_again_and_again_brings_one_mail_an_hour(page: RegistrationPage) -> None:
    asked(page)
    assert len(sent()) == 1
    for minutes in (1, 30, 59):
        asked(page, now=NOW + timedelta(minutes=minutes))
        assert sent(NOW + timedelta(minutes=minutes)) == []
    asked(page, now=NOW + timedelta(minutes=61))
    assert len(sent(NOW + timedelta(minutes=61))) == 1
    assert Registration.objects.count() == 1


def test_who_does_not_confirm_is_removed_after_a_week(page: RegistrationPage) -> None:
    asked(page)
    confirm(asked(page, "bo@example.nl"), now=NOW)
    assert remove_unconfirmed(now=NOW + timedelta(days=7)) == 0
    assert remove_unconfirmed(now=NOW + timedelta(days=7, minutes=1)) == 1
    assert Registration.objects.get().confirmed_at == NOW


def test_a_network_that_asks_too_often_waits(page: RegistrationPage) -> None:
    statuses = [Client().post("/join/", {**FORM, "email": f"p{number}@example.nl"}).status_code for number in range(21)]
    assert statuses == [200] * 20 + [429]
    assert Registration.objects.count() == 20


def test_a_program_that_fills_in_everything_asks_nothing(page: RegistrationPage) -> None:
    assert Client().post("/join/", {**FORM, "_site": "x"}).status_code == 200
    assert Registration.objects.count() == 0


@pytest.mark.parametrize("wrong", [{"email": ""}, {"email": "no address"}, {"consent": ""}])
def test_what_is_wrong_is_said(page: RegistrationPage, wrong: dict[str, str]) -> None:
    answer = Client().post("/join/", {**FORM, **wrong})
    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.content.decode()


def test_a_closed_page_and_a_made_up_link_lead_nowhere(page: RegistrationPage) -> None:
    page.is_open = False
    page.save()
    for address in ("/join/", "/join/no-such-poll/", f"/join/confirm/{'x' * 24}/"):
        assert Client().get(address).status_code == 404


def test_no_column_of_the_database_is_the_token(page: RegistrationPage) -> None:
    asked(page)
    token = token_in(sent()[0])
    assert token not in str(list(Registration.objects.values()))
    assert find_registration(token) == Registration.objects.get()


def test_a_dead_worker_costs_nothing(page: RegistrationPage) -> None:
    registration = asked(page)
    Registration.objects.update(state="sending", attempts=1, lease_until=NOW + timedelta(seconds=60))
    assert sent(NOW + timedelta(seconds=30)) == []
    assert len(sent(NOW + timedelta(seconds=61))) == 1
    registration.refresh_from_db()
    assert registration.state == "sent"


def test_staff_opens_and_closes_the_page_of_a_poll(client: Client) -> None:
    poll: Poll = sample.launched()
    user = User.objects.create_user("editor@ksf.example", "x", name="Editor", role="editor")
    client.force_login(user, backend="accounts.backends.RoleBackend")
    address = f"/polls/{poll.slug}/registration/"
    assert Client().get(f"/join/{poll.slug}/").status_code == 404
    client.post(address, {"consent_nl": CONSENT, "consent_en": "Yes.", "wish": "open"})
    assert CONSENT in Client().get(f"/join/{poll.slug}/").content.decode()
    assert f"http://localhost:8000/join/{poll.slug}/" in client.get(address).content.decode()
    client.post(address, {"consent_nl": CONSENT, "consent_en": "Yes.", "wish": "close"})
    assert Client().get(f"/join/{poll.slug}/").status_code == 404
