"""One person's data over all polls: shown, given as a file, erased, and erased again after a restore."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection
from django.test import Client
from pytest_django import Settings

from accounts.models import User
from polls.collection.models import Draft, Response
from polls.collection.services.paradata import PACE
from polls.collection.services.rights import Erased, data_of, erase, erase_again
from polls.invitations.models import Contact, ContactList, Invitation, ListMember, Message, Suppression
from polls.invitations.services import (
    FaultyRowsError,
    Scope,
    confirm_import,
    opt_out,
    preview_import,
    remove_contact,
    undo_import,
)
from polls.questionnaire.models import PollEvent
from tests.invitations.sample import deliver, invite_all, make_contacts, make_poll

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 9, 2, 9, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _own_log(settings: Settings, tmp_path: Path) -> None:
    settings.ERASURE_LOG = tmp_path / "erasures.log"


@pytest.fixture
def contact(db: None) -> Contact:
    """Somebody invited to an anonymous and an identified poll, who answered the latter and began the former."""
    make_contacts(3)
    anonymous = make_poll("anonymous", closes_at=None)
    named = make_poll("named", closes_at=None, is_anonymous=False)
    invite_all(anonymous)
    invite_all(named)
    person = Contact.objects.get(email="person1@firm.example")
    answered = Invitation.objects.get(poll=named, contact=person)
    Invitation.objects.filter(pk=answered.pk).update(is_responded=True)
    Response.objects.create(
        poll=named,
        version=named.versions.get(),
        answers={"q1": "yes"},
        is_anonymous=False,
        invitation=answered,
        submitted_at=NOW,
        attributes={PACE: "quick"},
        times={"start": 9},
    )
    Draft.objects.create(invitation=Invitation.objects.get(poll=anonymous, contact=person), body=b"sealed")
    Message.objects.filter(invitation=answered).update(last_error="550 person1@firm.example unknown")
    return person


def everything_stored() -> str:
    """Write all rows of all tables as one text."""
    texts = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            texts += [str(row) for row in cursor.fetchall()]
    return "\n".join(texts)


def test_the_file_has_every_poll_and_the_answers_that_are_known(contact: Contact) -> None:
    document = json.loads(json.dumps(data_of(contact)))
    assert document["contact"]["email"] == "person1@firm.example"
    by_poll = {each["poll"]: each for each in document["polls"]}
    assert by_poll["named"]["answers"] == {"q1": "yes"}
    assert by_poll["named"]["answers_in_words"] == [{"question": "Ja of nee?", "answer": "Ja"}]
    assert by_poll["anonymous"]["answers"] is None
    assert by_poll["anonymous"]["answers_in_words"] is None
    assert [mail["kind"] for mail in by_poll["anonymous"]["mails"]] == ["invitation"]


def test_answers_are_said_in_the_language_of_the_person(contact: Contact) -> None:
    contact.invitations.update(language="en")
    by_poll = {each["poll"]: each for each in data_of(contact)["polls"]}
    assert by_poll["named"]["answers_in_words"] == [{"question": "Yes or no?", "answer": "Yes"}]


def test_nothing_of_the_person_is_left(contact: Contact) -> None:
    assert "person1@firm.example" in everything_stored()
    assert erase(contact, by=None, now=NOW) == Erased(invitations=2, messages=2, responses=1, drafts=1)
    stored = everything_stored()
    assert "person1" not in stored
    assert "Person 1" not in stored
    assert Invitation.objects.filter(contact=None).count() == 2
    assert not Invitation.objects.filter(contact=None).exclude(attributes={}).exists()
    assert PollEvent.objects.filter(action="person_erased").count() == 2


def test_the_other_people_are_untouched(contact: Contact) -> None:
    erase(contact, by=None, now=NOW)
    assert Contact.objects.count() == 2
    assert Message.objects.count() == 4


def test_the_link_stops_working_and_no_mail_goes_out(contact: Contact) -> None:
    erase(contact, by=None, now=NOW)
    assert deliver().counts.total() == 4


def test_an_old_list_does_not_bring_the_person_back(contact: Contact) -> None:
    erase(contact, by=None, now=NOW)
    made = preview_import(
        SimpleUploadedFile("old.csv", b"email\nPerson1@firm.example\nnew@firm.example\n"), by=None, now=NOW
    )
    effect = confirm_import(made, by=None, now=NOW)
    assert (effect.new, effect.suppressed) == (1, 1)
    assert not Contact.objects.filter(email_key="person1@firm.example").exists()


def test_a_file_that_waits_for_confirmation_forgets_the_person(contact: Contact) -> None:
    made = preview_import(SimpleUploadedFile("list.csv", b"email\nperson1@firm.example\n"), by=None, now=NOW)
    erase(contact, by=None, now=NOW)
    made.refresh_from_db()
    assert (made.rows, [number for number, _ in made.cells]) == ([], [1])


def test_the_record_of_an_import_and_a_list_forget_the_person(contact: Contact) -> None:
    file = SimpleUploadedFile("list.csv", b"email,name\nperson1@firm.example,Changed\n")
    made = preview_import(file, by=None, now=NOW)
    confirm_import(made, by=None, now=NOW)
    members = ContactList.objects.create(name="Leden", created_at=NOW)
    ListMember.objects.create(list=members, contact=contact)
    contact.refresh_from_db()
    known = data_of(contact)
    assert known["contact"]["lists"] == ["Leden"]
    assert [each["changes"]["name"][1] for each in known["imports"]] == ["Changed"]
    erase(contact, by=None, now=NOW)
    made.refresh_from_db()
    assert (made.changes.count(), members.members.count(), made.cells, made.rows) == (0, 0, [], [])
    assert undo_import(made) == {}
    assert not Contact.objects.filter(email_key="person1@firm.example").exists()


def test_after_a_restore_the_person_is_erased_again(contact: Contact) -> None:
    erase(contact, by=None, now=NOW)
    Suppression.objects.all().delete()  # the backup is older than the request
    make_contacts(1, email="person1@firm.example", email_key="person1@firm.example")
    call_command("erase_again")
    assert not Contact.objects.filter(email_key="person1@firm.example").exists()
    assert erase_again(by=None, now=NOW) == 0


def test_who_said_no_stays_known_after_removing(contact: Contact) -> None:
    opt_out(contact.invitations.all()[0], scope=Scope.ALL, now=NOW)
    contact.refresh_from_db()
    remove_contact(contact, now=NOW)
    made = preview_import(
        SimpleUploadedFile("list.csv", b"email\nperson1@firm.example\nnot an address\n"), by=None, now=NOW
    )
    assert (made.outcome["left_out"], made.outcome["suppressed"]) == (1, 1)
    with pytest.raises(FaultyRowsError):
        confirm_import(made, by=None, now=NOW)


class TestPages:
    @pytest.fixture
    def editor(self, client: Client) -> Client:
        user = User.objects.create_user("editor@ksf.example", "x", name="Roos", role="editor")
        client.force_login(user, backend="accounts.backends.RoleBackend")
        return client

    def test_history_file_and_erasure(self, editor: Client, contact: Contact) -> None:
        page = editor.get(f"/contacts/{contact.pk}/history/").content.decode()
        assert "550 person1@firm.example unknown" in page
        assert editor.get(f"/contacts/{contact.pk}/history/data.json").json()["format"] == "person/1"
        assert Contact.objects.filter(pk=contact.pk).exists()
        assert editor.post(f"/contacts/{contact.pk}/history/erase/").status_code == 302
        assert not Contact.objects.filter(pk=contact.pk).exists()

    def test_the_address_cannot_be_typed_in_again(self, editor: Client, contact: Contact) -> None:
        erase(contact, by=None, now=NOW)
        page = editor.post("/contacts/add/", {"email": "person1@firm.example", "language": "nl"})
        assert page.status_code in (200, 422)
        assert not Contact.objects.filter(email_key="person1@firm.example").exists()


def test_the_file_of_a_person_tells_their_pace_where_answers_have_their_name(contact: Contact) -> None:
    polls = {each["poll"]: each for each in data_of(contact)["polls"]}
    assert (polls["named"]["pace"], polls["named"]["seconds_per_page"]) == ("quick", {"start": "20-28"})
    assert (polls["anonymous"]["pace"], polls["anonymous"]["seconds_per_page"]) == (None, {})
