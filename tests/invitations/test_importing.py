"""Importing is looked at first, all or nothing, and can be repeated."""

import threading
from collections import Counter
from datetime import datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from polls.codebook.attributes import AttributeKind
from polls.invitations import services
from polls.invitations.contact_file import UnreadableFileError, aimed
from polls.invitations.models import Contact, ContactImport, Organisation
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


def test_a_column_can_be_for_something_else_or_be_left_out() -> None:
    made = preview("email;Soort;Opmerking\na@b.example;Inhouse;hallo\n")
    services.choose_columns(made, [aimed(0, "email", "email"), aimed(1, "Soort", "a:role")], rule="overwrite")
    services.check(made)
    confirm(made)
    assert Contact.objects.get().attributes == {"role": "inhouse"}


def test_the_columns_of_last_time_are_remembered() -> None:
    made = preview("email;Soort\na@b.example;Inhouse\n")
    services.choose_columns(made, [aimed(0, "email", "email"), aimed(1, "Soort", "a:role")], rule="overwrite")
    services.check(made)
    confirm(made)
    again = preview("Email;SOORT;Naam\na@b.example;Inhouse;Anne\n")
    assert [column.target for column in services.columns_of(again)] == ["email", "a:role", "name"]


@pytest.mark.parametrize(
    ("rule", "name", "effect"),
    [("overwrite", "Anna", (0, 1, 0)), ("fill", "Anne", (0, 0, 1)), ("never", "Anne", (0, 0, 1))],
)
def test_a_rule_says_what_happens_to_what_is_known(rule: str, name: str, effect: tuple[int, int, int]) -> None:
    confirm(preview("email;naam\na@b.example;Anne\n"))
    made = preview("email;naam\na@b.example;Anna\n")
    services.choose_columns(made, [aimed(0, "email", "email"), aimed(1, "naam", "name", rule=rule)], rule=rule)
    services.check(made)
    done = confirm(made)
    assert (done.new, done.changed, done.unchanged) == effect
    assert Contact.objects.get().name == name


def test_a_preview_tells_each_change() -> None:
    confirm(preview(GOOD))
    made = preview("email;naam;rol\na@b.example;Anna;Inhouse\nnew@b.example;Nel;\nc@d.example;Cor;facilitair\n")
    assert [(row["verdict"], row["changes"]) for row in made.rows] == [
        ("changed", {"name": ["Anne", "Anna"]}),
        ("new", {"name": ["", "Nel"]}),
        ("unchanged", {}),
    ]


def test_unknown_values_are_asked_and_the_answers_recognised_from_then_on() -> None:
    services.describe("rol", AttributeKind.CHOICE)
    services.add_values("rol", {"facilitair": "Facilitair"})
    made = preview("email;rol\na@b.example;Uitbesteder\nb@b.example;Facilitair\nc@b.example;?!x\n")
    assert services.unknown_of(made, services.definitions()) == {"rol": {"Uitbesteder": 1, "?!x": 1}}
    services.give_meanings(made, {"rol": {"uitbesteder": "facilitair", "x": ""}})
    services.check(made)
    confirm(made)
    assert list(Contact.objects.order_by("email").values_list("attributes", flat=True)) == [
        {"rol": "facilitair"},
        {"rol": "facilitair"},
        {},
    ]
    again = preview("email;rol\nd@b.example;UITBESTEDER\n")
    assert services.unknown_of(again, services.definitions()) == {}


def test_a_column_can_be_about_the_organisation() -> None:
    made = preview("email;organisatie;sector\na@b.example;KPN;Telecom\nb@b.example;kpn;\n")
    targets = ["email", "organisation", "o:sector"]
    services.choose_columns(made, [aimed(n, target, target) for n, target in enumerate(targets)], rule="overwrite")
    services.check(made)
    confirm(made)
    assert [contact.known for contact in Contact.objects.select_related("organisation")] == [{"sector": "telecom"}] * 2
    services.undo_import(made)
    assert (Contact.objects.count(), Organisation.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    ("kind", "cell", "code"),
    [("number", "veel", "not_number"), ("date", "ooit", "not_date"), ("yes_no", "?", "not_yes_no")],
)
def test_a_value_that_is_none_keeps_its_row_out_and_is_told(kind: str, cell: str, code: str) -> None:
    services.describe("x1", AttributeKind(kind))
    made = preview(f"email;x1\na@b.example;{cell}\nb@b.example;\n")
    assert [(finding["row"], finding["column"], finding["code"]) for finding in made.findings] == [(2, "x1", code)]
    assert services.effect_of(made) == Effect(new=1, changed=0, unchanged=0, left_out=1)


def test_a_file_that_cannot_be_read_leaves_nothing() -> None:
    with pytest.raises(UnreadableFileError):
        preview("naam\nJan\n")
    assert ContactImport.objects.count() == 0


def test_a_failure_halfway_stores_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    made = preview("email\n" + "".join(f"p{number}@x.example\n" for number in range(1_200)))
    stored = services.importing._store
    calls: list[int] = []

    def store_once(made: ContactImport, rows: list[dict[str, object]], now: datetime) -> Counter[str]:
        calls.append(len(rows))
        if len(calls) == 3:
            raise RuntimeError("the power is cut")
        return stored(made, rows, now)

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
    with django_assert_max_num_queries(30):  # type: ignore[operator]
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
