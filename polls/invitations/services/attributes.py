"""Attributes of contacts: described by staff, inherited from organisations, filtered and counted in the database."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.db import transaction
from django.db.models import Case, Count, F, FloatField, Q, QuerySet, TextField, When
from django.db.models.expressions import Combinable
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast, Coalesce

from polls.codebook import attributes as book
from polls.invitations.models import Attribute, Contact, Organisation
from polls.invitations.models.attributes import from_value

BATCH = 500
MOST_NUMBERS = 2_000
"""Up to so many different numbers are sorted into bands here, which is quicker than reading texts as numbers in SQL."""

IS_NUMBER = r"^-?[0-9]+(\.[0-9]+)?$"

Chosen = Mapping[str, Sequence[str]]
"""Codes of values or bands by attribute: a contact fits when it has one of the values of each attribute."""


def definitions() -> dict[str, book.Attribute]:
    """Give all attributes by code, in the order of staff."""
    return Attribute.objects.definitions()


def named(code: str) -> dict[str, str]:
    """Name a code as people would: ``aantal_medewerkers`` is "Aantal medewerkers" in each language."""
    return {language: code.replace("_", " ").capitalize() for language in ("nl", "en")}


def describe(code: str, kind: book.AttributeKind, *, label: str = "") -> Attribute:
    """Make an attribute that does not exist yet; give the one that does."""
    names = {"nl": label, "en": label} if label else named(code)
    attribute, _ = Attribute.objects.get_or_create(
        code=code, defaults={"kind": kind, "label": names, "position": Attribute.objects.count()}
    )
    return attribute


def add_values(code: str, labels: Mapping[str, str]) -> None:
    """Add choices, by code with the text people wrote, to those that the attribute has; all that exist stay."""
    with transaction.atomic():
        attribute = Attribute.objects.select_for_update(of=("self",)).get(code=code)
        known = {value.code for value in attribute.definition.values}
        new = [
            book.AttributeValue(value, {"nl": label, "en": label})
            for value, label in labels.items()
            if value not in known
        ]
        if new:
            attribute.values = [*attribute.values, *(from_value(value) for value in new)]
            attribute.save(update_fields=["values"])


def remember_spelling(code: str, spellings: Mapping[str, str]) -> None:
    """Recognise texts as values from now on: ``{"Facilitair contactcenter": "facilitair"}``."""
    with transaction.atomic():
        attribute = Attribute.objects.select_for_update(of=("self",)).get(code=code)
        values = [
            replace(value, also=(*value.also, *_new_spellings(value, spellings)))
            for value in attribute.definition.values
        ]
        attribute.values = [from_value(value) for value in values]
        attribute.save(update_fields=["values"])


def remove_attribute(attribute: Attribute) -> int:
    """Remove an attribute and what everybody has of it; give of how many contacts and organisations."""
    removed = 0
    with transaction.atomic():
        for model in (Contact, Organisation):
            has_it: Iterable[Any] = model._default_manager.filter(**{f"attributes__{attribute.code}__isnull": False})
            rows = list(has_it)
            for row in rows:
                row.attributes.pop(attribute.code)
            model._default_manager.bulk_update(rows, ["attributes"], batch_size=BATCH)
            removed += len(rows)
        attribute.delete()
    return removed


def value_of(code: str) -> Combinable:
    """Write in SQL what a contact's value is: their own, else their organisation's; NULL when neither has one."""
    own, above = KeyTextTransform(code, "attributes"), KeyTextTransform(code, "organisation__attributes")
    return Coalesce(Cast(own, TextField()), Cast(above, TextField()))


def with_attributes(
    contacts: QuerySet[Contact], chosen: Chosen, known: Mapping[str, book.Attribute] | None = None
) -> QuerySet[Contact]:
    """Keep the contacts that fit. ``known`` are the attributes, when they are at hand."""
    known = definitions() if known is None and chosen else known or {}
    for position, (code, values) in enumerate(chosen.items()):
        if values:
            alias = f"attribute_{position}"
            contacts = contacts.alias(**{alias: value_of(code)})
            contacts = _fitting(contacts, alias, known.get(code), values)
    return contacts


def value_counts(code: str, contacts: QuerySet[Contact]) -> dict[str, int]:
    """Count the contacts by value, as stored; the empty text are those without one."""
    rows = contacts.order_by().annotate(value=value_of(code)).values_list("value").annotate(Count("pk"))
    return {value or "": count for value, count in rows}


def groups_of(contact: Contact, names: Iterable[str], known: Mapping[str, book.Attribute]) -> dict[str, str]:
    """Give of a contact what a poll divides by: of each name the value or the band, where there is one."""
    found = {}
    for name in names:
        value = contact.known.get(name)
        group = book.group_of(known[name], value) if value and name in known else value
        if group:
            found[name] = group
    return found


def _fitting(
    contacts: QuerySet[Contact], alias: str, attribute: book.Attribute | None, values: Sequence[str]
) -> QuerySet[Contact]:
    if attribute is None or attribute.kind is not book.AttributeKind.NUMBER or not attribute.values:
        return contacts.filter(**{f"{alias}__in": list(values)})
    stored = list(contacts.order_by().values_list(F(alias), flat=True).distinct()[: MOST_NUMBERS + 1])
    if len(stored) <= MOST_NUMBERS:
        fitting = [value for value in stored if value and book.group_of(attribute, value) in values]
        return contacts.filter(**{f"{alias}__in": fitting})
    number = f"{alias}_number"
    # A text that is no number must never reach the cast: PostgreSQL refuses the whole query.
    as_number = Case(When(**{f"{alias}__regex": IS_NUMBER}, then=Cast(F(alias), FloatField())), default=None)
    return contacts.alias(**{number: as_number}).filter(_in_bands(number, attribute, values))


def _in_bands(number: str, attribute: book.Attribute, codes: Sequence[str]) -> Q:
    fits = Q(pk__in=[])
    for band in attribute.values:
        if band.code in codes:
            inside = Q(**{f"{number}__isnull": False})
            inside &= Q() if band.start is None else Q(**{f"{number}__gte": float(band.start)})
            inside &= Q() if band.below is None else Q(**{f"{number}__lt": float(band.below)})
            fits |= inside
    return fits


def _new_spellings(value: book.AttributeValue, spellings: Mapping[str, str]) -> list[str]:
    known = {book.plain(text) for text in (value.code, *value.label.values(), *value.also)}
    return [text for text, code in spellings.items() if code == value.code and book.plain(text) not in known]
