"""Undoing an import gives back what was, and tells what it had to leave."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from polls.invitations import services
from polls.invitations.models import Attribute, Contact, ContactImport, ContactList, ImportChange, ListMember
from tests.invitations.sample import NOW, make_poll
from tests.invitations.test_importing import GOOD, confirm, preview

pytestmark = pytest.mark.django_db


def everything() -> list[tuple[object, ...]]:
    fields = ("email", "name", "organisation__name", "language", "attributes")
    return list(Contact.objects.order_by("email_key").values_list(*fields))


def test_new_contacts_go_and_changed_ones_are_as_before() -> None:
    confirm(preview("email;naam;organisatie;taal;rol\na@b.example;Anne;Energie;en;inhouse\n"))
    before = everything()
    made = preview(
        "email;naam;organisatie;rol;regio\na@b.example;Anna;Zorg;facilitair;noord\nnew@b.example;Nel;Zorg;;\n"
    )
    confirm(made)
    assert Contact.objects.count() == 2
    assert services.undo_import(made) == {"removed": 1, "restored": 1}
    assert everything() == before
    assert set(Attribute.objects.values_list("code", flat=True)) == {"rol"}


def test_undoing_twice_does_it_once() -> None:
    made = preview(GOOD)
    confirm(made)
    assert services.undo_import(made) == services.undo_import(made) == {"removed": 2}


def test_what_was_changed_since_stays_and_is_told() -> None:
    confirm(preview("email;naam;rol\na@b.example;Anne;inhouse\n"))
    made = preview("email;naam;rol\na@b.example;Anna;facilitair\nnew@b.example;Nel;\n")
    confirm(made)
    Contact.objects.filter(email="a@b.example").update(name="Annie")
    Contact.objects.filter(email="new@b.example").update(name="Nelleke")
    assert services.undo_import(made) == {"kept_changed": 2}
    anne, nel = Contact.objects.order_by("email")
    assert (anne.name, anne.attributes, nel.name) == ("Annie", {"rol": "inhouse"}, "Nelleke")
    assert list(made.changes.values_list("contact__name", "kept").order_by("contact__name")) == [
        ("Annie", "changed"),
        ("Nelleke", "changed"),
    ]


def test_who_was_invited_or_said_no_stays() -> None:
    made = preview("email\na@b.example\nb@b.example\nc@b.example\n")
    confirm(made)
    services.invite(make_poll(), Contact.objects.filter(email="a@b.example"), by=None, now=NOW)
    Contact.objects.filter(email="b@b.example").update(opted_out_at=NOW)
    assert services.undo_import(made) == {"kept_invited": 2, "removed": 1}
    assert set(Contact.objects.values_list("email", flat=True)) == {"a@b.example", "b@b.example"}


def test_a_list_loses_only_whom_the_import_put_on_it() -> None:
    confirm(preview("email\nold@b.example\nother@b.example\n"))
    members = ContactList.objects.create(name="Leden", created_at=NOW)
    ListMember.objects.create(list=members, contact=Contact.objects.get(email="old@b.example"))
    made = preview("email\nold@b.example\nother@b.example\nnew@b.example\n")
    made.list = members
    made.save()
    confirm(made)
    assert members.members.count() == 3
    services.undo_import(made)
    assert list(members.members.values_list("email", flat=True)) == ["old@b.example"]
    assert not Contact.objects.filter(email="new@b.example").exists()


def test_only_what_was_imported_can_be_undone() -> None:
    with pytest.raises(ValueError, match="imported"):
        services.undo_import(preview(GOOD))


def test_a_large_import_is_left_to_a_worker_and_undone_by_one() -> None:
    made = services.read_import(_file("email\n" + "".join(f"p{n}@x.example\n" for n in range(1_200))), by=None, now=NOW)
    states = []
    for state in (ContactImport.State.CHECKING, ContactImport.State.STORING, ContactImport.State.UNDOING):
        services.hand_over(made, state)
        assert services.imports_waiting(now=NOW) == [made.pk]
        assert services.work_on_import(made.pk, now=lambda: NOW)
        assert not services.work_on_import(made.pk, now=lambda: NOW)
        made.refresh_from_db()
        states.append((made.state, Contact.objects.count(), ImportChange.objects.count()))
    assert states == [("preview", 0, 0), ("done", 1_200, 1_200), ("undone", 0, 0)]


def test_an_import_whose_worker_dies_each_time_is_given_up() -> None:
    made = preview(GOOD)
    services.hand_over(made, ContactImport.State.STORING)
    ContactImport.objects.update(attempts=3)
    assert not services.work_on_import(made.pk, now=lambda: NOW)
    made.refresh_from_db()
    assert made.state == "failed"


def _file(text: str) -> SimpleUploadedFile:
    return SimpleUploadedFile("list.csv", text.encode())
