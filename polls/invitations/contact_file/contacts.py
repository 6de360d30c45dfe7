"""From the rows of a contact file to contacts as they would be stored, with what is wrong by row and column."""

import contextlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from polls.codebook.attributes import Attribute, AttributeKind, plain, read_value
from polls.invitations.contact_file.cells import Row, UnreadableFileError, read_cells
from polls.invitations.contact_file.columns import CODE_LENGTH, Column, recognise, to_code
from polls.invitations.contact_file.findings import RowFinding
from polls.invitations.plain_text import clean_text

LONGEST = {"email": 254, "name": 200, "organisation": 200}
MANY_VALUES = 50
LANGUAGES = {
    "nl": "nl", "nederlands": "nl", "dutch": "nl", "nld": "nl", "ned": "nl", "nl_nl": "nl", "nl_be": "nl",
    "en": "en", "engels": "en", "english": "en", "eng": "en", "en_gb": "en", "en_us": "en",
}  # fmt: skip


@dataclass
class ContactRow:
    """One contact of the file. ``language`` is empty where the file does not say."""

    row: int
    email: str
    key: str
    name: str = ""
    organisation: str = ""
    language: str = ""
    attributes: dict[str, str] = field(default_factory=dict)
    organisation_attributes: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Vocabulary:
    """The attributes that are described, and what somebody said that unknown texts mean.

    ``meanings`` has by attribute and plain text a code; an empty one leaves the cell out.
    """

    attributes: Mapping[str, Attribute] = field(default_factory=dict)
    meanings: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


@dataclass(frozen=True)
class ContactFile:
    """What was read: contacts without two of the same address, and findings in the order of the rows."""

    contacts: Sequence[ContactRow]
    findings: Sequence[RowFinding]


def read_contacts(content: bytes) -> ContactFile:
    """Read a contact file. Raises UnreadableFileError when it cannot be used at all."""
    (_, headers), *rows = read_cells(content)
    columns, findings = recognise([clean_text(header) for header in headers])
    if not any(column.role == "email" for column in columns):
        raise UnreadableFileError("no_email_column")
    if not rows:
        raise UnreadableFileError("only_header")
    return read_rows(rows, columns, width=len(headers), findings=findings)


def read_rows(
    rows: Sequence[Row],
    columns: Sequence[Column],
    *,
    width: int,
    vocabulary: Vocabulary | None = None,
    findings: Sequence[RowFinding] = (),
) -> ContactFile:
    """Read the rows below the header by what their columns are for. ``findings`` are those that are known already."""
    vocabulary = vocabulary or Vocabulary()
    found = list(findings)
    contacts: dict[str, ContactRow] = {}
    for row in rows:
        contact, about_row = _contact(row, columns, width, vocabulary)
        found += about_row
        if contact:
            found += _add(contacts, contact)
    found += _about_values(rows, columns)
    return ContactFile(list(contacts.values()), sorted(found, key=lambda finding: finding.row))


def unknown_values(
    rows: Sequence[Row], columns: Iterable[Column], attributes: Mapping[str, Attribute]
) -> dict[str, dict[str, int]]:
    """Give by attribute with a list of choices the texts that are none of them, with how many rows have each."""
    found: dict[str, dict[str, int]] = {}
    for column in columns:
        attribute = attributes.get(column.attribute)
        if attribute is None or attribute.kind is not AttributeKind.CHOICE:
            continue
        texts = Counter(clean_text(cells[column.position]) for _, cells in rows if column.position < len(cells))
        unknown = {text: count for text, count in texts.items() if plain(text) and read_value(attribute, text) is None}
        if unknown:
            found.setdefault(column.attribute, {}).update(unknown)
    return found


def email_key(email: str) -> str:
    """Give what makes an address unique: small letters, and the domain as the internet knows it."""
    local, _, domain = email.strip().lower().rpartition("@")
    with contextlib.suppress(UnicodeError):  # not a domain that can exist; validation speaks of it
        domain = domain.encode("idna").decode()
    return f"{local}@{domain}"


def key_of(cell: str) -> str:
    """Give the key of the address in a cell of a file, as it is read when the file is imported."""
    return email_key(_bare(clean_text(cell)))


def _contact(
    row: Row, columns: Iterable[Column], width: int, vocabulary: Vocabulary
) -> tuple[ContactRow | None, list[RowFinding]]:
    number, cells = row
    findings = [RowFinding(number, "", "more_cells")] if len(cells) > width else []
    text: dict[str, str] = {}
    values: tuple[dict[str, str], dict[str, str]] = {}, {}
    for column in columns:
        cell = clean_text(cells[column.position]) if column.position < len(cells) else ""
        if column.role:
            text[column.role] = cell
            findings += _problems_of(number, column, cell)
        elif cell:
            value, problem = _value(number, column, cell, vocabulary)
            findings += [problem] if problem else []
            values[column.is_of_organisation].update({column.attribute: value} if value else {})
    if any(finding.is_error for finding in findings):
        return None, findings
    return _assembled(number, text, *values), findings


def _value(number: int, column: Column, cell: str, vocabulary: Vocabulary) -> tuple[str, RowFinding | None]:
    """Read a cell as a value of the column's attribute; where it is not described, as a code of its own making."""
    attribute = vocabulary.attributes.get(column.attribute)
    kind = attribute.kind.value if attribute else column.kind or AttributeKind.CHOICE.value
    if kind == AttributeKind.CHOICE:
        return _choice(number, column, cell, vocabulary)
    value = read_value(attribute or Attribute(column.attribute, {}, AttributeKind(kind)), cell)
    return value or "", None if value else _error(number, column, f"not_{kind}", value=cell[:80])


def _choice(number: int, column: Column, cell: str, vocabulary: Vocabulary) -> tuple[str, RowFinding | None]:
    attribute = vocabulary.attributes.get(column.attribute)
    known = read_value(attribute, cell) if attribute else None
    meant = vocabulary.meanings.get(column.attribute, {}).get(plain(cell))
    code = known or (to_code(cell) if meant is None else meant)
    unusable = None if code or meant == "" else _error(number, column, "value_unusable", value=cell[:80])
    return code, unusable


def _assembled(
    number: int, text: Mapping[str, str], attributes: dict[str, str], organisation_attributes: dict[str, str]
) -> ContactRow:
    email = _bare(text["email"])
    parts = (text.get(part, "") for part in ("first_name", "infix", "last_name"))
    return ContactRow(
        row=number,
        email=email,
        key=email_key(email),
        name=(text.get("name") or " ".join(filter(None, parts)))[: LONGEST["name"]],
        organisation=text.get("organisation", ""),
        language=LANGUAGES.get(to_code(text.get("language", "")), ""),
        attributes=attributes,
        organisation_attributes=organisation_attributes,
    )


def _bare(email: str) -> str:
    """Take off what mail programs put around an address when it is copied."""
    if email.endswith(">") and "<" in email:
        email = email[email.rindex("<") + 1 : -1]
    return email.removeprefix("mailto:").strip()


def _problems_of(number: int, column: Column, cell: str) -> list[RowFinding]:
    if len(cell) > LONGEST.get(column.role, CODE_LENGTH * 5):
        return [_error(number, column, "too_long", most=LONGEST.get(column.role, CODE_LENGTH * 5))]
    if column.role == "email":
        return _problems_of_email(number, column, cell)
    if column.role == "language" and cell and to_code(cell) not in LANGUAGES:
        return [RowFinding(number, column.header, "language_unknown", details={"value": cell[:80]})]
    return []


def _problems_of_email(number: int, column: Column, cell: str) -> list[RowFinding]:
    if not cell:
        return [_error(number, column, "email_missing")]
    try:
        validate_email(_bare(cell))
        validate_email(email_key(_bare(cell)))
    except ValidationError:
        return [_error(number, column, "email_invalid", value=cell[:80])]
    return []


def _error(number: int, column: Column, code: str, **details: str | int) -> RowFinding:
    return RowFinding(number, column.header, code, is_error=True, details=details)


def _add(contacts: dict[str, ContactRow], contact: ContactRow) -> list[RowFinding]:
    """Add a contact; when its address was there already, the later row adds to and corrects the earlier one."""
    first = contacts.setdefault(contact.key, contact)
    if first is contact:
        return []
    first.name = contact.name or first.name
    first.organisation = contact.organisation or first.organisation
    first.language = contact.language or first.language
    first.attributes.update(contact.attributes)
    first.organisation_attributes.update(contact.organisation_attributes)
    return [RowFinding(contact.row, "", "merged", details={"first": first.row})]


def _about_values(rows: Iterable[Row], columns: Iterable[Column]) -> list[RowFinding]:
    """Look at each attribute's column as a whole: does it divide people into groups at all?"""
    attribute_columns = [column for column in columns if column.attribute and column.kind in ("", "choice")]
    values: dict[str, set[str]] = defaultdict(set)
    for _, cells in rows:
        for column in attribute_columns:
            if column.position < len(cells):
                values[column.header].add(clean_text(cells[column.position]))
    findings = []
    for header, texts in values.items():
        if len(texts) > MANY_VALUES:
            findings.append(RowFinding(1, header, "column_many_values", details={"count": len(texts)}))
        if any(len(text) > CODE_LENGTH and to_code(text) for text in texts):
            findings.append(RowFinding(1, header, "value_shortened"))
    return findings
