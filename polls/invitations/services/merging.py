"""A row of a file beside what is known: what it would change, and the change itself with a record for undoing it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from polls.invitations.models import Contact, ContactImport, ImportChange, ListMember, Organisation
from polls.invitations.names import organisation_key
from polls.invitations.services.organisations import known_organisations, organisations_named, write_attributes

STORED_FIELDS = ["name", "organisation", "language", "attributes", "search", "updated_at"]
OVERWRITE, FILL, NEVER = "overwrite", "fill", "never"

StoredRow = dict[str, Any]
Changes = dict[str, list[str]]
"""By field, what it was and what it becomes: ``{"attribute:role": ["", "inhouse"]}``."""


@dataclass
class Known:
    """What the database has of the people and organisations of some rows."""

    contacts: dict[str, Contact]
    organisations: dict[str, Organisation] = field(default_factory=dict)

    def organisation_of(self, row: StoredRow) -> Organisation | None:
        """The organisation that the row speaks of: the one it names, else that of the contact."""
        contact = self.contacts.get(row["key"])
        named = self.organisations.get(organisation_key(row["organisation"])) if row["organisation"] else None
        return named or (contact.organisation if contact and not row["organisation"] else None)


def load_known(rows: Sequence[StoredRow]) -> Known:
    contacts = Contact.objects.select_related("organisation").filter(email_key__in=[row["key"] for row in rows])
    names = {organisation_key(row["organisation"]) for row in rows} - {""}
    return Known({contact.email_key: contact for contact in contacts}, known_organisations(names))


def changes_of(row: StoredRow, known: Known, rules: Mapping[str, str]) -> Changes:
    """Give what the row would change. An empty cell never wipes out what is known."""
    contact, organisation = known.contacts.get(row["key"]), known.organisation_of(row)
    found: Changes = {}
    for name, new in _wanted(row).items():
        old = _current(name, contact, organisation)
        is_about_new = contact is None and not name.startswith("organisation:")
        rule = OVERWRITE if is_about_new else rules.get(name, OVERWRITE)
        is_same = organisation_key(old) == organisation_key(new) if name == "organisation" else old == new
        if not is_same and rule != NEVER and not (rule == FILL and old):
            found[name] = [old, new]
    return found


def verdict_of(row: StoredRow, known: Known, changes: Changes) -> str:
    if row["key"] not in known.contacts:
        return "new"
    return "changed" if changes else "unchanged"


def store_rows(made: ContactImport, rows: Sequence[StoredRow], rules: Mapping[str, str], now: datetime) -> Counter[str]:
    """Store some rows and the record of their changes; give how many were new, changed and unchanged.

    The unique address decides, so that two imports at once end as one after the other.
    """
    known = load_known(rows)
    fresh = {organisation_key(row["organisation"]) for row in rows} - {""} - known.organisations.keys()
    known.organisations |= organisations_named(row["organisation"] for row in rows)
    verdicts: Counter[str] = Counter()
    people: dict[str, tuple[Contact, Changes]] = {}
    places: dict[int, tuple[Organisation, Changes]] = {}
    for row in rows:
        changes = changes_of(row, known, rules)
        verdicts[verdict_of(row, known, changes)] += 1
        _change_organisation(known.organisation_of(row), changes, places)
        own = {name: pair for name, pair in changes.items() if not name.startswith("organisation:")}
        if own or row["key"] not in known.contacts:
            people[row["key"]] = (_merged(row, own, known), own)
    contacts = write_contacts([contact for contact, _ in people.values()])
    write_attributes(place for place, _ in places.values())
    records = [
        ImportChange(made=made, contact=contact, is_new=contact.email_key not in known.contacts, changes=changes)
        for contact, (_, changes) in zip(contacts, people.values(), strict=True)
    ]
    records += _about_organisations(made, fresh, known, places)
    records += _put_on_list(made, rows, {**known.contacts, **{contact.email_key: contact for contact in contacts}})
    ImportChange.objects.bulk_create(records)
    return verdicts


def write_contacts(contacts: Sequence[Contact]) -> list[Contact]:
    """Insert or update many contacts by their addresses; give them with their keys. What they opted out of stays."""
    rows = [
        Contact(
            email=each.email,
            email_key=each.email_key,
            name=each.name,
            organisation=each.organisation,
            language=each.language,
            attributes=each.attributes,
        )
        for each in contacts
    ]
    return Contact.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["email_key"], update_fields=STORED_FIELDS
    )


def _wanted(row: StoredRow) -> dict[str, str]:
    wanted = {name: row[name] for name in ("name", "organisation", "language") if row[name]}
    wanted |= {f"attribute:{code}": value for code, value in row["attributes"].items()}
    return wanted | {f"organisation:{code}": value for code, value in row.get("organisation_attributes", {}).items()}


def _current(name: str, contact: Contact | None, organisation: Organisation | None) -> str:
    kind, _, code = name.partition(":")
    if kind == "organisation" and code:
        return str(organisation.attributes.get(code, "")) if organisation else ""
    if contact is None:
        return ""
    if kind == "attribute":
        return str(contact.attributes.get(code, ""))
    return contact.organisation_name if kind == "organisation" else str(getattr(contact, name))


def _merged(row: StoredRow, changes: Changes, known: Known) -> Contact:
    """Give the contact as it should be stored, without its key, since the address decides."""
    old = known.contacts.get(row["key"]) or Contact(email=row["email"], email_key=row["key"])
    new = {name: pair[1] for name, pair in changes.items()}
    own = {name.partition(":")[2]: value for name, value in new.items() if name.startswith("attribute:")}
    organisation = known.organisations.get(organisation_key(new.get("organisation", "")))
    return Contact(
        email=old.email,
        email_key=row["key"],
        name=new.get("name", old.name),
        organisation=organisation or old.organisation,
        language=new.get("language", old.language),
        attributes={**old.attributes, **own},
    )


def _change_organisation(
    organisation: Organisation | None, changes: Changes, places: dict[int, tuple[Organisation, Changes]]
) -> None:
    about = {name: pair for name, pair in changes.items() if name.startswith("organisation:")}
    if not about or organisation is None:
        return
    _, so_far = places.setdefault(organisation.pk, (organisation, {}))
    for name, (old, new) in about.items():
        organisation.attributes[name.partition(":")[2]] = new
        so_far[name] = [so_far.get(name, [old])[0], new]


def _about_organisations(
    made: ContactImport, fresh: set[str], known: Known, places: Mapping[int, tuple[Organisation, Changes]]
) -> list[ImportChange]:
    new = {known.organisations[key].pk: known.organisations[key] for key in fresh if key in known.organisations}
    touched = {**new, **{pk: place for pk, (place, _) in places.items()}}
    return [
        ImportChange(made=made, organisation=place, is_new=pk in new, changes=places[pk][1] if pk in places else {})
        for pk, place in touched.items()
    ]


def _put_on_list(made: ContactImport, rows: Sequence[StoredRow], contacts: Mapping[str, Contact]) -> list[ImportChange]:
    if made.list_id is None:
        return []
    keys = [contacts[row["key"]].pk for row in rows if row["key"] in contacts]
    there = ListMember.objects.filter(list_id=made.list_id, contact_id__in=keys).values_list("contact_id", flat=True)
    added = set(keys) - set(there)
    ListMember.objects.bulk_create(
        [ListMember(list_id=made.list_id, contact_id=key) for key in sorted(added)], ignore_conflicts=True
    )
    return [ImportChange(made=made, contact_id=key, changes={"list": ["", str(made.list_id)]}) for key in sorted(added)]
