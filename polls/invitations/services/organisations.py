"""Organisations: found by their name as people write it, made when there is none yet."""

from collections.abc import Iterable

from django.db import transaction

from polls.invitations.models import Contact, Organisation
from polls.invitations.names import organisation_key

BATCH = 500


def organisations_named(names: Iterable[str]) -> dict[str, Organisation]:
    """Give the organisation of each name, by the name's key; those that do not exist yet are made."""
    wanted = {organisation_key(name): name for name in reversed(list(names)) if organisation_key(name)}
    found = known_organisations(wanted)
    missing = [Organisation(name=name, name_key=key) for key, name in wanted.items() if key not in found]
    if missing:
        Organisation.objects.bulk_create(missing, ignore_conflicts=True)
        found = known_organisations(wanted)
    return found


def write_attributes(organisations: Iterable[Organisation]) -> None:
    """Store the attributes of many organisations, quicker than by an update of each."""
    rows = [Organisation(name=each.name, name_key=each.name_key, attributes=each.attributes) for each in organisations]
    Organisation.objects.bulk_create(
        rows,
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["name_key"],
        update_fields=["attributes", "updated_at"],
    )


def known_organisations(keys: Iterable[str]) -> dict[str, Organisation]:
    """Give the organisations that have these keys."""
    keys = list(keys)
    found: dict[str, Organisation] = {}
    for start in range(0, len(keys), BATCH):
        part = Organisation.objects.filter(name_key__in=keys[start : start + BATCH])
        found.update((each.name_key, each) for each in part)
    return found


def find_people_anew(organisation: Organisation) -> int:
    """Let the people of an organisation be found by the name that it has now; give how many they are."""
    people = list(Contact.objects.filter(organisation=organisation))
    for contact in people:
        contact.organisation = organisation
    Contact.objects.bulk_update(_with_search(people), ["search"], batch_size=BATCH)
    return len(people)


def remove_organisation(organisation: Organisation) -> None:
    """Remove an organisation; its people stay, and are found by its name no longer."""
    with transaction.atomic():
        people = list(Contact.objects.filter(organisation=organisation))
        organisation.delete()
        for contact in people:
            contact.organisation = None
        Contact.objects.bulk_update(_with_search(people), ["search"], batch_size=BATCH)


def _with_search(people: list[Contact]) -> list[Contact]:
    for contact in people:
        contact.search = contact.searched_for
    return people
