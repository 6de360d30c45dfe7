"""Contacts are found by name, address and organisation, whatever was written how, and wherever they came from."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.models import User
from polls.invitations import services
from polls.invitations.models import Contact, Organisation
from polls.invitations.services.organisations import organisations_named, remove_organisation
from tests.invitations.sample import NOW

pytestmark = pytest.mark.django_db


def found(text: str) -> list[str]:
    return list(services.matching(Contact.objects.all(), text).values_list("email", flat=True))


@pytest.fixture
def person(db: None) -> Contact:
    (place,) = organisations_named(["Énergie Nederland B.V."]).values()
    return Contact.objects.create(
        email="Z.Celik@firm.example", email_key="z.celik@firm.example", name="Zoë Çelik", organisation=place
    )


@pytest.mark.parametrize("text", ["zoe", "ÇELIK", "celik zoë", "z.celik@", "energie", "Zoe NEDERLAND"])
def test_accents_capitals_and_the_order_of_words_do_not_matter(person: Contact, text: str) -> None:
    assert found(text) == [person.email]


@pytest.mark.parametrize("text", ["zoe jansen", "%", "_oe", "celikx"])
def test_every_word_must_be_there_and_signs_stand_for_themselves(person: Contact, text: str) -> None:
    assert found(text) == []


def test_an_imported_contact_is_found_and_again_after_undoing_a_change(person: Contact) -> None:
    file = SimpleUploadedFile("c.csv", "email;naam\nz.celik@firm.example;Jan Jansen\nnew@firm.example;Ané\n".encode())
    made = services.preview_import(file, by=None, now=NOW)
    services.confirm_import(made, by=None, now=NOW)
    assert found("jansen") == [person.email]
    assert found("ane ") == ["new@firm.example"]
    services.undo_import(made)
    assert (found("jansen"), found("celik")) == ([], [person.email])


def test_who_works_at_a_renamed_organisation_is_found_by_its_new_name(person: Contact, client: Client) -> None:
    user = User.objects.create_user("e@ksf.example", "x", name="e", role="editor")
    client.force_login(user, backend="accounts.backends.RoleBackend")
    place = Organisation.objects.get()
    client.post(f"/contacts/organisations/{place.pk}/", {"name": "Warmte Zuid"})
    assert (found("warmte"), found("energie")) == ([person.email], [])


def test_a_removed_organisation_finds_nobody(person: Contact) -> None:
    remove_organisation(Organisation.objects.get())
    assert (found("energie"), found("zoe")) == ([], [person.email])


def test_a_very_long_name_is_kept_short_enough_for_an_index(db: None) -> None:
    Contact.objects.create(email="l@firm.example", email_key="l@firm.example", name="é" * 200)
    assert len(Contact.objects.get().search) <= 300
