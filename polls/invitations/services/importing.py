"""From an uploaded contact file to contacts: looked at first, stored when somebody confirms."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from polls.codebook.attributes import AttributeKind
from polls.codebook.schema import CODE
from polls.invitations.contact_file import UnreadableFileError, read_contacts
from polls.invitations.contact_file.cells import MOST_BYTES
from polls.invitations.models import Contact, ContactImport
from polls.invitations.names import organisation_key
from polls.invitations.plain_text import clean_text
from polls.invitations.services.attributes import add_values, definitions, describe
from polls.invitations.services.organisations import organisations_named
from polls.invitations.services.suppression import suppressed_among

BATCH = 500
KEPT = timedelta(days=1)
MOST_FINDINGS = 1_000
LONGEST_LIST = 50
STORED_FIELDS = ["email", "name", "organisation", "language", "attributes", "updated_at"]

StoredRow = dict[str, Any]


class FaultyRowsError(Exception):
    """Some rows cannot be imported, and nobody has said that they may be left out."""


@dataclass(frozen=True)
class Effect:
    """What confirming would do, or did: contacts that are new, changed or the same as before, and rows left out.

    ``suppressed`` are addresses that are left out because their owners asked for it.
    """

    new: int
    changed: int
    unchanged: int
    left_out: int
    suppressed: int = 0


def preview_import(
    file: "UploadedFile[bytes]", *, by: AbstractBaseUser | AnonymousUser | None, now: datetime
) -> ContactImport:
    """Read and check an uploaded file; no contact changes yet. Raises UnreadableFileError."""
    read = read_contacts(_content(file))
    unwanted = _unwanted([contact.key for contact in read.contacts])
    return ContactImport.objects.create(
        file_name=clean_text(file.name or "")[:255],
        rows=[asdict(contact) for contact in read.contacts if contact.key not in unwanted],
        findings=[asdict(finding) for finding in read.findings[:MOST_FINDINGS]],
        outcome={
            "left_out": len({finding.row for finding in read.findings if finding.is_error}),
            "suppressed": len(unwanted),
        },
        created_at=now,
        created_by_id=by.pk if by else None,
    )


def rename_attributes(contact_import: ContactImport, codes: Mapping[str, str]) -> None:
    """Give columns that became attributes another code; one whose new code is empty is left out.

    Raises ValueError when a code is malformed or would be used twice.
    """
    wanted = [code for code in codes.values() if code]
    if len(wanted) != len(set(wanted)) or not all(CODE.match(code) for code in wanted):
        raise ValueError("codes must be well-formed and differ")
    for row in contact_import.rows:
        named = {codes.get(name, name): value for name, value in row["attributes"].items()}
        row["attributes"] = {name: value for name, value in named.items() if name}
    contact_import.save(update_fields=["rows"])


def effect_of(contact_import: ContactImport) -> Effect:
    """Count what confirming would do, as the contacts stand now."""
    new = changed = 0
    for batch in _batches(contact_import.rows):
        known = _known(batch)
        for row in batch:
            contact = known.get(row["key"])
            new += contact is None
            changed += contact is not None and _merged(row, contact)[1]
    unchanged = len(contact_import.rows) - new - changed
    outcome = contact_import.outcome
    return Effect(new, changed, unchanged, outcome.get("left_out", 0), outcome.get("suppressed", 0))


def confirm_import(
    contact_import: ContactImport,
    *,
    by: AbstractBaseUser | AnonymousUser | None,
    now: datetime,
    leave_out_faulty: bool = False,
) -> Effect:
    """Store the contacts, all or none. Confirming twice does nothing the second time and gives the same answer.

    Raises FaultyRowsError when rows have errors and ``leave_out_faulty`` does not say that they may be left out.
    """
    with transaction.atomic():
        ours = ContactImport.objects.select_for_update(of=("self",)).get(pk=contact_import.pk)
        if ours.state == ContactImport.State.DONE:
            return Effect(**ours.outcome)
        if ours.outcome.get("left_out") and not leave_out_faulty:
            raise FaultyRowsError
        effect = effect_of(ours)
        _learn(ours.rows)
        for batch in _batches(ours.rows):
            _store(batch, now)
        # What was read is personal data, and in the contacts by now.
        ours.rows, ours.findings = [], []
        ours.state, ours.outcome = ContactImport.State.DONE, asdict(effect)
        ours.created_by_id = by.pk if by else ours.created_by_id
        ours.save(update_fields=["rows", "findings", "state", "outcome", "created_by"])
    return effect


def remove_expired(*, now: datetime) -> int:
    """Remove imports older than a day, confirmed or not; give how many."""
    removed, _ = ContactImport.objects.filter(created_at__lt=now - KEPT).delete()
    return removed


def _learn(rows: Sequence[StoredRow]) -> None:
    """Describe attributes that are new, and add values that are."""
    values: dict[str, dict[str, str]] = {}
    for row in rows:
        for name, value in row["attributes"].items():
            values.setdefault(name, {})[value] = value.replace("_", " ").capitalize()
    known = definitions()
    for name, labels in values.items():
        kind = AttributeKind.CHOICE if len(labels) <= LONGEST_LIST else AttributeKind.TEXT
        if name not in known:
            describe(name, kind)
        if name not in known or known[name].kind is AttributeKind.CHOICE:
            add_values(name, labels)


def _content(file: "UploadedFile[bytes]") -> bytes:
    if (file.size or 0) > MOST_BYTES:
        raise UnreadableFileError("too_large")
    return bytes(file.read(MOST_BYTES + 1))


def _unwanted(keys: Sequence[str]) -> set[str]:
    """Give the addresses that are suppressed and no contacts: nobody who was erased comes back with an old list."""
    suppressed = suppressed_among(keys)
    return suppressed - set(Contact.objects.filter(email_key__in=suppressed).values_list("email_key", flat=True))


def _batches(rows: Sequence[StoredRow]) -> list[Sequence[StoredRow]]:
    return [rows[start : start + BATCH] for start in range(0, len(rows), BATCH)]


def _known(rows: Sequence[StoredRow]) -> dict[str, Contact]:
    return {
        c.email_key: c
        for c in Contact.objects.select_related("organisation").filter(email_key__in=[row["key"] for row in rows])
    }


def _store(rows: Sequence[StoredRow], now: datetime) -> None:
    """Insert or update; the unique address decides, so that two imports at once end as one after the other."""
    known = _known(rows)
    organisations = organisations_named(row["organisation"] for row in rows)
    contacts = []
    for row in rows:
        contact, _ = _merged(row, known.get(row["key"]))
        contact.organisation = organisations.get(organisation_key(row["organisation"])) or contact.organisation
        contacts.append(contact)
    Contact.objects.bulk_create(
        contacts, update_conflicts=True, unique_fields=["email_key"], update_fields=STORED_FIELDS
    )


def _merged(row: StoredRow, contact: Contact | None) -> tuple[Contact, bool]:
    """Give the contact as it should be stored, and whether that differs. An empty cell leaves what is known."""
    old = contact or Contact(email_key=row["key"])
    merged = Contact(
        email=old.email if contact else row["email"],
        email_key=row["key"],
        name=row["name"] or old.name,
        organisation=old.organisation,
        language=row["language"] or old.language,
        attributes={**old.attributes, **row["attributes"]},
    )
    has_moved = organisation_key(row["organisation"]) not in ("", organisation_key(old.organisation_name))
    is_changed = has_moved or any(getattr(merged, name) != getattr(old, name) for name in STORED_FIELDS[:-1])
    return merged, is_changed
