"""Who there is to invite: finding contacts, and what keeps some of them from being invited."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet, TextField
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast

from polls.codebook.schema import Questionnaire
from polls.invitations.models import Contact, Invitation
from polls.questionnaire.models import Poll

Chosen = Mapping[str, Sequence[str]]
"""Values by attribute name: a contact fits when it has one of the values of each attribute."""


@dataclass(frozen=True)
class Standing:
    """How many of the chosen contacts can be invited, and what keeps the others out."""

    chosen: int
    opted_out: int
    invited_before: int

    @property
    def invitable(self) -> int:
        return self.chosen - self.opted_out - self.invited_before


@dataclass(frozen=True)
class SmallCombination:
    """A combination of attribute values that few invited people share."""

    attributes: Mapping[str, str]
    count: int


def attribute_values() -> dict[str, dict[str, int]]:
    """Give each attribute that any contact has, with its values and how many contacts have each."""
    counts: dict[str, Counter[str]] = {}
    for attributes in Contact.objects.values_list("attributes", flat=True).iterator(chunk_size=5_000):
        for name, value in attributes.items():
            counts.setdefault(name, Counter())[value] += 1
    return {name: dict(sorted(counts[name].items())) for name in sorted(counts)}


def with_attributes(contacts: QuerySet[Contact], chosen: Chosen) -> QuerySet[Contact]:
    """Keep the contacts that fit."""
    for position, (name, values) in enumerate(chosen.items()):
        if values:
            alias = f"attribute_{position}"
            contacts = contacts.alias(**{alias: Cast(KeyTextTransform(name, "attributes"), TextField())})
            contacts = contacts.filter(**{f"{alias}__in": list(values)})
    return contacts


def matching(contacts: QuerySet[Contact], text: str) -> QuerySet[Contact]:
    """Keep the contacts whose address, name or organisation has each word of ``text``."""
    for word in text.split():
        contacts = contacts.filter(_has(word))
    return contacts


def _has(word: str) -> Q:
    return Q(email__icontains=word) | Q(name__icontains=word) | Q(organisation__name__icontains=word)


def standing(poll: Poll, contacts: QuerySet[Contact]) -> Standing:
    """Count the chosen contacts: all, those opted out, and of the others those invited before."""
    opted_out = Q(opted_out_at__isnull=False)
    invited = contacts.exclude(opted_out).filter(invitations__poll=poll)
    return Standing(contacts.count(), contacts.filter(opted_out).count(), invited.count())


def small_combinations(poll: Poll, questionnaire: Questionnaire, contacts: QuerySet[Contact]) -> list[SmallCombination]:
    """Give the combinations of the poll's attributes that fewer than k people would share after inviting ``contacts``.

    In an anonymous poll the answers of these people are kept with fewer attributes, so that nobody stands out.
    """
    names = sorted(questionnaire.attributes)
    if not names:
        return []
    newcomers = contacts.filter(opted_out_at__isnull=True).exclude(invitations__poll=poll)
    invited = Invitation.objects.for_poll(poll).values_list("attributes", flat=True)
    counts = Counter(_combination(attributes, names) for attributes in invited)
    counts.update(_combination(attributes, names) for attributes in newcomers.values_list("attributes", flat=True))
    few = sorted((count, combination) for combination, count in counts.items() if count < questionnaire.minimum_base)
    return [SmallCombination(dict(zip(names, combination, strict=True)), count) for count, combination in few]


def _combination(attributes: Mapping[str, str], names: Sequence[str]) -> tuple[str, ...]:
    return tuple(str(attributes.get(name, "")) for name in names)
