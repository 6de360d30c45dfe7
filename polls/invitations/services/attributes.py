"""Attributes of contacts: described by staff, inherited from organisations, filtered and counted in the database."""

import json
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


class _Stored(KeyTextTransform):
    """The text under a key. SQLite reads the document once for it; Django asks it three times what it is."""

    def as_sqlite(self, compiler: Any, connection: Any, **_context: Any) -> tuple[str, tuple[Any, ...]]:
        document, parameters, keys = self.preprocess_lhs(compiler, connection)
        return f"JSON_EXTRACT({document}, %s)", (*parameters, "$" + "".join(f".{json.dumps(key)}" for key in keys))


def _text(code: str, document: str) -> Combinable:
    return Cast(_Stored(code, document), TextField())


def value_of(code: str) -> Combinable:
    """Write in SQL what a contact's value is: their own, else their organisation's; NULL when neither has one."""
    return Coalesce(_text(code, "attributes"), _text(code, "organisation__attributes"))


def with_attributes(
    contacts: QuerySet[Contact], chosen: Chosen, known: Mapping[str, book.Attribute] | None = None
) -> QuerySet[Contact]:
    """Keep the contacts that fit. ``known`` are the attributes, when they are at hand."""
    known = definitions() if known is None and chosen else known or {}
    for position, (code, values) in enumerate(chosen.items()):
        if values:
            contacts = _having(contacts, code, f"attribute_{position}", known.get(code), values)
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


def _having(
    contacts: QuerySet[Contact], code: str, alias: str, attribute: book.Attribute | None, values: Sequence[str]
) -> QuerySet[Contact]:
    """Keep those with one of the values: their own or, where they have none, that of their organisation.

    Organisations are few and asked once, so that no contact has to be joined with its own: that takes thrice as long.
    """
    places = Organisation.objects.order_by().alias(**{alias: _text(code, "attributes")})
    contacts = contacts.alias(**{alias: _text(code, "attributes")})
    has = Q(**{f"{alias}__in": list(values)})
    if attribute is not None and attribute.kind is book.AttributeKind.NUMBER and attribute.values:
        stored = _distinct(contacts.order_by(), alias) | _distinct(places, alias)
        if len(stored) <= MOST_NUMBERS:
            has = Q(**{f"{alias}__in": [each for each in stored if each and book.group_of(attribute, each) in values]})
        else:
            number = f"{alias}_number"
            places = places.alias(**{number: _as_number(alias)})
            contacts = contacts.alias(**{number: _as_number(alias)})
            has = _in_bands(number, attribute, values)
    # The organisation first: where none fits, no document is read a second time.
    of_place = Q(organisation__in=places.filter(has).values("pk")) & Q(**{f"{alias}__isnull": True})
    return contacts.filter(has | of_place)


def _distinct(rows: QuerySet[Any], alias: str) -> set[str | None]:
    return set(rows.values_list(F(alias), flat=True).distinct()[: MOST_NUMBERS + 1])


def _as_number(alias: str) -> Combinable:
    """Read a text as a number. One that is none must never reach the cast: PostgreSQL refuses the whole query."""
    return Case(When(**{f"{alias}__regex": IS_NUMBER}, then=Cast(F(alias), FloatField())), default=None)


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
