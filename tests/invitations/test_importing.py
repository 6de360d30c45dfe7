"""Importing is looked at first, all or nothing, and can be repeated."""

import threading
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from polls.invitations import services
from polls.invitations.contact_file import UnreadableFileError
from polls.invitations.models import Contact, ContactImport
from polls.invitations.services.importing import Effect
from tests.invitations.sample import NOW, make_contacts

pytestmark = pytest.mark.django_db

GOOD = "E-mail;Naam;Rol\nA@b.example;Anne;Inhouse\nc@d.example;Cor;Facilitair\n"


def preview(text: str) -> ContactImport:
    return services.preview_import(SimpleUploadedFile("list.csv", text.encode()), by=None, now=NOW)


def confirm(made: ContactImport, *, leave_out_faulty: bool = False) -> Effect:
    return services.confirm_import(made, by=None, now=NOW, leave_out_faulty=leave_out_faulty)


def test_a_preview_stores_no_contact() -> None:
    made = preview(GOOD)
    assert Contact.objects.count() == 0
    assert services.effect_of(made) == Effect(new=2, changed=0, unchanged=0, left_out=0)


def test_confirming_stores_the_contacts_with_their_attributes() -> None:
    assert confirm(preview(GOOD)) == Effect(new=2, changed=0, unchanged=0, left_out=0)
    anne = Contact.objects.get(email_key="a@b.example")
    assert (anne.email, anne.name, anne.language, anne.attributes) == ("A@b.example", "Anne", "nl", {"rol": "inhouse"})


def test_the_same_file_again_changes_nothing() -> None:
    confirm(preview(GOOD))
    assert confirm(preview(GOOD)) == Effect(new=0, changed=0, unchanged=2, left_out=0)
    assert Contact.objects.count() == 2


def test_confirming_twice_does_the_work_once() -> None:
    made = preview(GOOD)
    assert confirm(made) == confirm(made)


def test_what_was_read_is_forgotten_once_it_is_stored() -> None:
    made = preview(GOOD)
    confirm(made)
    made.refresh_from_db()
    assert (made.rows, made.findings, made.state) == ([], [], "done")


def test_an_empty_cell_leaves_what_is_known() -> None:
    confirm(preview("email;naam;organisatie;taal;rol;regio\na@b.example;Anne;Energie;en;inhouse;noord\n"))
    confirm(preview("email;naam;organisatie;taal;rol\nA@B.example;;;;facilitair\n"))
    anne = Contact.objects.get()
    assert (anne.email, anne.name, anne.organisation_name, anne.language) == ("a@b.example", "Anne", "Energie", "en")
    assert anne.attributes == {"rol": "facilitair", "regio": "noord"}


def test_importing_does_not_undo_an_opt_out() -> None:
    confirm(preview(GOOD))
    Contact.objects.update(opted_out_at=NOW)
    confirm(preview(GOOD.replace("Anne", "Anna")))
    assert set(Contact.objects.values_list("opted_out_at", flat=True)) == {NOW}


def test_rows_with_errors_are_left_out_only_when_somebody_says_so() -> None:
    made = preview(GOOD + "no address;X;Inhouse\n")
    with pytest.raises(services.FaultyRowsError):
        confirm(made)
    assert Contact.objects.count() == 0
    assert confirm(made, leave_out_faulty=True) == Effect(new=2, changed=0, unchanged=0, left_out=1)


def test_a_column_can_get_the_code_that_the_poll_knows_or_be_left_out() -> None:
    made = preview("email;Soort;Opmerking\na@b.example;Inhouse;hallo\n")
    services.rename_attributes(made, {"soort": "role", "opmerking": ""})
    confirm(made)
    assert Contact.objects.get().attributes == {"role": "inhouse"}


@pytest.mark.parametrize("codes", [{"rol": "naam", "regio": "naam"}, {"rol": "Not A Code", "regio": ""}])
def test_codes_that_cannot_be_are_refused(codes: dict[str, str]) -> None:
    made = preview("email;rol;regio\na@b.example;x;y\n")
    with pytest.raises(ValueError, match="codes"):
        services.rename_attributes(made, codes)


def test_a_file_that_cannot_be_read_leaves_nothing() -> None:
    with pytest.raises(UnreadableFileError):
        preview("naam\nJan\n")
    assert ContactImport.objects.count() == 0


def test_a_failure_halfway_stores_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    made = preview("email\n" + "".join(f"p{number}@x.example\n" for number in range(1_200)))
    stored = services.importing._store
    calls: list[int] = []

    def store_once(rows: list[dict[str, object]], now: object) -> None:
        calls.append(len(rows))
        if len(calls) == 3:
            raise RuntimeError("the power is cut")
        stored(rows, now)  # type: ignore[arg-type]

    monkeypatch.setattr(services.importing, "_store", store_once)
    with pytest.raises(RuntimeError):
        confirm(made)
    assert calls == [500, 500, 200]
    assert Contact.objects.count() == 0


def test_old_imports_are_removed() -> None:
    preview(GOOD)
    assert services.remove_expired(now=NOW + timedelta(hours=23)) == 0
    assert services.remove_expired(now=NOW + timedelta(hours=25)) == 1


def test_a_large_import_takes_few_queries(django_assert_max_num_queries: object) -> None:
    make_contacts(10)
    made = preview("email\n" + "".join(f"person{number}@firm.example\n" for number in range(1_000)))
    with django_assert_max_num_queries(20):  # type: ignore[operator]
        assert confirm(made) == Effect(new=990, changed=0, unchanged=10, left_out=0)


@pytest.mark.django_db(transaction=True)
def test_two_imports_of_the_same_people_at_once_make_each_person_once() -> None:
    text = "email;naam\n" + "".join(f"p{number}@x.example;P\n" for number in range(300))
    imports = [preview(text), preview(text)]

    def work(made: ContactImport) -> None:
        try:
            confirm(made)
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=(made,)) for made in imports]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Contact.objects.count() == 300
