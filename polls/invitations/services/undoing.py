"""Taking an import back: exactly what it changed becomes what it was; what was changed since stays, and is told."""

from collections import Counter
from collections.abc import Collection, Sequence
from datetime import datetime

from django.db import transaction

from polls.invitations.models import (
    Attribute,
    Contact,
    ContactImport,
    ImportChange,
    Invitation,
    ListMember,
    Organisation,
)
from polls.invitations.names import organisation_key
from polls.invitations.services.attributes import value_counts
from polls.invitations.services.importing import UNDOABLE
from polls.invitations.services.merging import write_contacts
from polls.invitations.services.organisations import organisations_named, write_attributes

BATCH = 500
INVITED, CHANGED = "invited", "changed"


def may_be_undone(made: ContactImport, *, now: datetime) -> bool:
    return made.state == ContactImport.State.DONE and made.created_at > now - UNDOABLE


def undo_import(made: ContactImport) -> Counter[str]:
    """Undo an import, all in one transaction; give how many were removed, restored, and kept for which reason.

    A contact that the import made is removed, unless it was invited, wants no mail, or was changed since. A field that
    it changed becomes what it was, unless it has another value by now.
    """
    with transaction.atomic():
        ours = ContactImport.objects.select_for_update(of=("self",)).get(pk=made.pk)
        if ours.state == ContactImport.State.UNDONE:
            return Counter(ours.outcome.get("undone", {}))
        if ours.state not in (ContactImport.State.DONE, ContactImport.State.UNDOING):
            raise ValueError("only what was imported can be undone")
        counts: Counter[str] = Counter()
        people = list(ours.changes.filter(contact__isnull=False).order_by("pk"))
        _leave_list(people, ours)
        for start in range(0, len(people), BATCH):
            counts += _undo_people(people[start : start + BATCH])
        counts += _undo_places(list(ours.changes.filter(organisation__isnull=False).select_related("organisation")))
        _forget_attributes(ours.outcome.get("attributes", []))
        ours.changes.filter(kept="").delete()
        ours.state, ours.lease_until, ours.progress = ContactImport.State.UNDONE, None, 100
        ours.outcome = {**ours.outcome, "undone": dict(counts)}
        ours.save(update_fields=["state", "outcome", "lease_until", "progress"])
    return counts


def _undo_people(changes: Sequence[ImportChange]) -> Counter[str]:
    keys = [change.contact_id for change in changes if change.contact_id]
    contacts = {
        contact.pk: contact
        for contact in Contact.objects.select_for_update(of=("self",))
        .select_related("organisation")
        .filter(pk__in=keys)
    }
    is_used = set(Invitation.objects.filter(contact__in=keys).values_list("contact_id", flat=True))
    on_lists = set(ListMember.objects.filter(contact__in=keys).values_list("contact_id", flat=True))
    counts: Counter[str] = Counter()
    gone: list[int] = []
    restored: list[Contact] = []
    for change in changes:
        contact = contacts.get(change.contact_id or 0)
        if contact is None or "list" in change.changes:
            continue
        if change.is_new:
            change.kept = _reason_to_keep(contact, change, is_used, on_lists)
            counts["removed" if not change.kept else f"kept_{change.kept}"] += 1
            gone += [] if change.kept else [contact.pk]
        else:
            is_whole = _restore(contact, change)
            restored.append(contact)
            change.kept = "" if is_whole else CHANGED
            counts["restored" if is_whole else "kept_changed"] += 1
    Contact.objects.filter(pk__in=gone).delete()
    write_contacts(restored)
    ImportChange.objects.bulk_update([change for change in changes if change.kept], ["kept"])
    return counts


def _leave_list(changes: Sequence[ImportChange], made: ContactImport) -> None:
    added = [change.contact_id for change in changes if "list" in change.changes and change.contact_id]
    if made.list_id is not None:
        ListMember.objects.filter(list_id=made.list_id, contact__in=added).delete()


def _reason_to_keep(
    contact: Contact, change: ImportChange, invited: Collection[int | None], on_lists: Collection[int]
) -> str:
    if contact.pk in invited or contact.opted_out_at is not None:
        return INVITED
    is_as_made = all(_has(contact, name, new) for name, (_, new) in change.changes.items())
    has_more = {f"attribute:{code}" for code in contact.attributes} - change.changes.keys()
    return "" if is_as_made and not has_more and contact.pk not in on_lists else CHANGED


def _restore(contact: Contact, change: ImportChange) -> bool:
    """Give each field back what it was; tell whether all could be."""
    is_whole = True
    for name, (old, new) in change.changes.items():
        if not _has(contact, name, new):
            is_whole = False
        elif name.startswith("attribute:"):
            _put(contact.attributes, name.partition(":")[2], old)
        elif name == "organisation":
            contact.organisation = next(iter(organisations_named([old]).values()), None) if old else None
        else:
            setattr(contact, name, old)
    return is_whole


def _undo_places(changes: Sequence[ImportChange]) -> Counter[str]:
    counts: Counter[str] = Counter()
    with_people = set(Contact.objects.order_by().values_list("organisation_id", flat=True).distinct())
    gone, restored = [], []
    for change in changes:
        place = change.organisation
        if place is None:
            continue
        is_as_made = all(
            place.attributes.get(name.partition(":")[2], "") == new for name, (_, new) in change.changes.items()
        )
        if change.is_new and is_as_made and place.pk not in with_people:
            gone.append(place.pk)
            continue
        for name, (old, new) in change.changes.items():
            if place.attributes.get(name.partition(":")[2], "") == new:
                _put(place.attributes, name.partition(":")[2], old)
        restored.append(place)
        counts["restored_organisations"] += not change.is_new and is_as_made
    write_attributes(restored)
    Organisation.objects.filter(pk__in=gone).delete()
    return counts


def _forget_attributes(codes: Sequence[str]) -> None:
    """Remove attributes that the import described and that nobody has."""
    for code in codes:
        has_values = any(value_counts(code, Contact.objects.all()).keys() - {""})
        if not has_values and not Organisation.objects.filter(**{f"attributes__{code}__isnull": False}).exists():
            Attribute.objects.filter(code=code).delete()


def _has(contact: Contact, name: str, value: str) -> bool:
    """Whether a field still is what the import made of it."""
    if name.startswith("attribute:"):
        return bool(contact.attributes.get(name.partition(":")[2], "") == value)
    if name == "organisation":
        return organisation_key(contact.organisation_name) == organisation_key(value)
    return bool(getattr(contact, name) == value)


def _put(attributes: dict[str, str], code: str, value: str) -> None:
    if value:
        attributes[code] = value
    else:
        attributes.pop(code, None)
