"""Contact files as people really make them, and as people would make them to do harm."""

import io
import resource
import zipfile
from collections.abc import Callable

import openpyxl
import pytest
import xlsxwriter
from django.utils import translation

from polls.invitations.contact_file import (
    ContactFile,
    UnreadableFileError,
    email_key,
    message_of,
    read_contacts,
    to_code,
)
from polls.invitations.contact_file.columns import letter_of

pytestmark = pytest.mark.pure


def csv_file(text: str, encoding: str = "utf-8") -> ContactFile:
    return read_contacts(text.encode(encoding))


def workbook(*rows: list[object], change: Callable[[openpyxl.Workbook], None] | None = None) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    if change:
        change(book)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def with_member(content: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    """Give the archive with one member rewritten (or added, when there was none)."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.namelist():
            if member != name:
                new.writestr(member, old.read(member))
        new.writestr(name, change(old.read(name) if name in old.namelist() else b""))
    return made.getvalue()


def codes(file: ContactFile) -> list[tuple[int, str, str, bool]]:
    return [(finding.row, finding.column, finding.code, finding.is_error) for finding in file.findings]


def refused(content: bytes) -> str:
    with pytest.raises(UnreadableFileError) as caught:
        read_contacts(content)
    return caught.value.code


class TestOrdinaryFiles:
    def test_dutch_excel_with_semicolons_and_windows_1252(self) -> None:
        file = csv_file(
            "E-mailadres;Naam;Organisatie;Taal;Rol\r\n"
            "M.Aubel@Energie.example;Mariëlle Aubel;Énergie “Noord”;Nederlands;Inhouse\r\n",
            "cp1252",
        )
        (contact,) = file.contacts
        assert (contact.email, contact.key) == ("M.Aubel@Energie.example", "m.aubel@energie.example")
        assert (contact.name, contact.organisation) == ("Mariëlle Aubel", "Énergie “Noord”")
        assert (contact.language, contact.attributes, contact.row) == ("nl", {"rol": "inhouse"}, 2)
        assert file.findings == []

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
    def test_accents_survive_each_encoding(self, encoding: str) -> None:
        assert csv_file("email,name\na@b.example,Zoë Çelik\n", encoding).contacts[0].name == "Zoë Çelik"

    @pytest.mark.parametrize("delimiter", [";", ",", "\t"])
    def test_each_delimiter_is_recognised(self, delimiter: str) -> None:
        text = delimiter.join(["email", '"name, or; so"', "rol"]) + "\n" + delimiter.join(["a@b.example", "x", "y"])
        assert csv_file(text).contacts[0].attributes == {"name_or_so": "x", "rol": "y"}

    def test_the_line_with_which_some_programs_tell_excel_the_delimiter(self) -> None:
        assert csv_file("sep=,\nemail,name\na@b.example,X\n").contacts[0].name == "X"

    def test_a_list_of_addresses_only(self) -> None:
        assert [c.email for c in csv_file("e-mail\na@b.example\nc@d.example\n").contacts] == [
            "a@b.example",
            "c@d.example",
        ]

    def test_a_quoted_cell_with_a_newline_keeps_the_row_numbers_right(self) -> None:
        file = csv_file('email;naam\r\na@b.example;"Jan\r\nJansen"\r\n\r\nfout;X\r\n')
        assert file.contacts[0].name == "Jan Jansen"
        assert codes(file) == [(5, "email", "email_invalid", True)]

    def test_first_name_infix_and_last_name_become_a_name(self) -> None:
        file = csv_file(
            "Voornaam;Tussenvoegsel;Achternaam;E-mail\nJan;van den;Berg;j@b.example\nPiet;;Smit;p@b.example\n"
        )
        assert [contact.name for contact in file.contacts] == ["Jan van den Berg", "Piet Smit"]

    def test_english_column_names(self) -> None:
        (contact,) = csv_file("E-mail address,Full name,Company,Language\na@b.example,A,B,English\n").contacts
        assert (contact.name, contact.organisation, contact.language) == ("A", "B", "en")

    def test_a_workbook_reads_like_a_csv(self) -> None:
        content = workbook(
            ["E-mail", "Naam", "Rol", "FTE"], ["a@b.example", "Zoë", "Facilitair", 12.0], [], ["c@d.example"]
        )
        file = read_contacts(content)
        assert file.contacts[0].attributes == {"rol": "facilitair", "fte": "12"}
        assert [contact.row for contact in file.contacts] == [2, 4]

    def test_merged_cells_and_formulas_do_not_disturb(self) -> None:
        def change(book: openpyxl.Workbook) -> None:
            book.active.merge_cells("B2:C2")
            book.active["D2"] = '=HYPERLINK("http://evil.example")'

        content = workbook(["email", "naam", "rol", "x"], ["a@b.example", "A", None, None], change=change)
        assert read_contacts(content).contacts[0].attributes == {}

    def test_the_extension_says_nothing(self) -> None:
        assert read_contacts(b"email\na@b.example\n").contacts
        assert read_contacts(workbook(["email"], ["a@b.example"])).contacts


class TestFindings:
    def test_errors_are_named_by_row_and_column(self) -> None:
        file = csv_file("E-mail;Naam;Rol\n;X;a\njan@@b;Y;a\nc@d.example;Z;???\ne@f.example;" + "n" * 201 + ";a\n")
        assert file.contacts == []
        assert codes(file) == [
            (2, "E-mail", "email_missing", True),
            (3, "E-mail", "email_invalid", True),
            (4, "Rol", "value_unusable", True),
            (5, "Naam", "too_long", True),
        ]

    def test_the_same_address_twice_becomes_one_contact_that_knows_both(self) -> None:
        file = csv_file("email;naam;rol;regio\nA@b.example;Jan;inhouse;\na@B.example;;Facilitair;Noord\n")
        (contact,) = file.contacts
        assert (contact.name, contact.attributes) == ("Jan", {"rol": "facilitair", "regio": "noord"})
        assert codes(file) == [(3, "", "merged", False)]

    def test_an_unknown_language_is_told_and_left_open(self) -> None:
        file = csv_file("email;taal\na@b.example;Klingon\n")
        assert file.contacts[0].language == ""
        assert codes(file) == [(2, "taal", "language_unknown", False)]

    def test_columns_without_or_with_the_same_name_are_left_out(self) -> None:
        file = csv_file("email;rol;;Rol\na@b.example;x;y;z\n")
        assert file.contacts[0].attributes == {"rol": "x"}
        assert codes(file) == [(1, "C", "column_without_name", False), (1, "Rol", "column_twice", False)]

    def test_a_column_of_free_text_is_told(self) -> None:
        lines = "".join(f"a{number}@b.example;remark {number}\n" for number in range(60))
        assert (1, "opmerking", "column_many_values", False) in codes(csv_file("email;opmerking\n" + lines))

    def test_a_row_with_too_many_cells(self) -> None:
        assert codes(csv_file("email;rol\na@b.example;x;y;z\n")) == [(2, "", "more_cells", False)]

    def test_findings_are_put_into_words(self) -> None:
        with translation.override("en"):
            assert message_of("email_invalid", {"value": "<b>"}) == "“<b>” is not an e-mail address."


class TestAddresses:
    @pytest.mark.parametrize(
        ("written", "kept"),
        [
            ("Jan Jansen <jan@b.example>", "jan@b.example"),
            ("mailto:jan@b.example", "jan@b.example"),
            ("\u00a0jan@b.example\u200b", "jan@b.example"),
        ],
    )
    def test_what_mail_programs_add_is_taken_off(self, written: str, kept: str) -> None:
        assert csv_file(f"email\n{written}\n").contacts[0].email == kept

    def test_an_international_domain_is_one_contact_however_it_is_written(self) -> None:
        file = csv_file("email\njan@müller.example\njan@xn--mller-kva.example\n")
        assert [contact.key for contact in file.contacts] == ["jan@xn--mller-kva.example"]
        assert email_key("Jan@MÜLLER.example") == "jan@xn--mller-kva.example"

    @pytest.mark.parametrize(
        "address", ["jan", "jan@", "@b.example", "a b@c.example", "jan@b..example", "a@b.example,c@d.example", "jan@b"]
    )
    def test_what_is_no_address_is_refused(self, address: str) -> None:
        assert codes(csv_file(f"email;rol\n{address};x\n")) == [(2, "email", "email_invalid", True)]

    def test_line_breaks_cannot_get_into_an_address_or_a_name(self) -> None:
        file = csv_file('email;naam\n"a@b.example\nBcc: x@y.example";A\nc@d.example;"Jan\r\nBcc: x@y.example"\n')
        assert [contact.name for contact in file.contacts] == ["Jan Bcc: x@y.example"]

    def test_characters_that_turn_the_direction_of_writing_are_left_out(self) -> None:
        assert csv_file("email;naam\na@b.example;\u202eneslo\u202c\n").contacts[0].name == "neslo"


class TestHostileFiles:
    @pytest.mark.parametrize(
        ("content", "code"),
        [
            (b"", "empty"),
            (b"\r\n;;;\r\n", "empty"),
            (b"email;naam\r\n", "only_header"),
            (b"naam;rol\r\nJan;x\r\n", "no_email_column"),
            (b"email\0;naam\r\na@b.example;x", "not_a_table"),
            (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "not_a_table"),
            (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3 no table\n", "no_email_column"),
            (b"\xff\xfeemail\n\xd8", "not_a_table"),
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old excel", "old_excel"),
            (b"email\n" + b"x" * (5 * 1024 * 1024), "too_large"),
            (b"email;naam\na@b.example;" + b"x" * 10_001, "cell_too_long"),
            (b"email;naam\na@b.example;" + b"x" * 200_000, "damaged"),
            (b"email;" + b"x;" * 60 + b"y\na@b.example;1\n", "too_many_columns"),
            (b"email\n" + b"a@b.example\n" * 20_001, "too_many_rows"),
            (b"PK\x03\x04 not really a zip", "damaged"),
        ],
    )
    def test_is_refused_with_its_reason(self, content: bytes, code: str) -> None:
        assert refused(content) == code

    def test_one_far_cell_costs_little(self) -> None:
        def change(book: openpyxl.Workbook) -> None:
            book.active["XFD1048576"] = "far away"

        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        file = read_contacts(workbook(["email"], ["a@b.example"], change=change))
        assert [contact.email for contact in file.contacts] == ["a@b.example"]
        spent = resource.getrusage(resource.RUSAGE_CHILDREN)
        assert spent.ru_utime + spent.ru_stime - before.ru_utime - before.ru_stime < 8

    def test_a_row_number_without_end(self) -> None:
        sheet = "xl/worksheets/sheet1.xml"
        content = with_member(
            workbook(["email"], ["a@b.example"]), sheet, lambda xml: xml.replace(b'row r="2"', b'row r="999999999999"')
        )
        assert refused(content) == "too_many_rows"

    def test_a_bomb_is_not_unpacked(self) -> None:
        content = with_member(workbook(["email"]), "xl/media/image.png", lambda _: b"\0" * (60 * 1024 * 1024))
        assert len(content) < 1024 * 1024
        assert refused(content) == "bomb"

    def test_a_small_bomb_by_ratio(self) -> None:
        assert refused(with_member(workbook(["email"]), "x.xml", lambda _: b" " * 9_000_000)) == "bomb"

    def test_one_long_text_that_is_used_in_thousands_of_cells(self) -> None:
        file = io.BytesIO()
        book = xlsxwriter.Workbook(file, {"in_memory": True})
        sheet = book.add_worksheet()
        for row in range(1_100):
            sheet.write_row(row, 0, ["email", "x" * 9_999] if row == 0 else ["a@b.example", "x" * 9_999])
        book.close()
        assert len(file.getvalue()) < 50_000
        assert refused(file.getvalue()) == "too_large"

    def test_many_members(self) -> None:
        content = workbook(["email"])
        made = io.BytesIO(content)
        with zipfile.ZipFile(made, "a") as archive:
            for number in range(201):
                archive.writestr(f"x{number}.xml", b"<x/>")
        assert refused(made.getvalue()) == "bomb"

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
    def test_an_external_entity_is_not_fetched(self, encoding: str) -> None:
        def change(xml: bytes) -> bytes:
            head = f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
            body = xml.decode().split("?>")[-1].replace("a@b.example", "&e;")
            assert "&e;" in body
            return (head + body).encode(encoding)

        content = with_member(workbook(["email"], ["a@b.example"]), "xl/worksheets/sheet1.xml", change)
        assert refused(content) == "damaged"

    def test_an_office_file_that_is_no_workbook(self) -> None:
        made = io.BytesIO()
        with zipfile.ZipFile(made, "w") as archive:
            archive.writestr("word/document.xml", "<x/>")
        assert refused(made.getvalue()) == "damaged"

    def test_a_truncated_workbook(self) -> None:
        assert refused(workbook(["email"], ["a@b.example"])[:-60]) == "damaged"


def test_codes_are_small_plain_and_short() -> None:
    assert to_code("Facilitair (BPO)") == "facilitair_bpo"
    assert to_code("  Één_twee  ") == "een_twee"
    assert to_code("x" * 60) == "x" * 40
    assert to_code("→") == ""


def test_columns_are_lettered_as_in_excel() -> None:
    assert [letter_of(position) for position in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]
