"""Who there is to invite: finding contacts, and what keeps some of them from being invited."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from polls.codebook.schema import Questionnaire
from polls.invitations.models import Contact, Invitation
from polls.invitations.plain_text import folded
from polls.invitations.services.attributes import definitions, groups_of
from polls.invitations.services.bouncing import with_dead_address
from polls.invitations.services.suppression import suppressed_among
from polls.questionnaire.models import Poll


@dataclass(frozen=True)
class Standing:
    """How many of the chosen contacts can be invited, and what keeps the others out; each is counted once."""

    chosen: int
    opted_out: int
    invited_before: int
    unreachable: int = 0
    suppressed: int = 0

    @property
    def invitable(self) -> int:
        return self.chosen - self.opted_out - self.invited_before - self.unreachable - self.suppressed


@dataclass(frozen=True)
class SmallCombination:
    """A combination of attribute values that few invited people share."""

    attributes: Mapping[str, str]
    count: int


def matching(contacts: QuerySet[Contact], text: str) -> QuerySet[Contact]:
    """Keep the contacts whose address, name or organisation has each word of ``text``, however it is accented."""
    for word in folded(text).split():
        contacts = contacts.filter(search__contains=word)
    return contacts


def standing(poll: Poll, contacts: QuerySet[Contact]) -> Standing:
    """Count the chosen contacts: all, those opted out, and of the others those invited before or without an address."""
    willing = contacts.filter(opted_out_at__isnull=True)
    new = willing.exclude(invitations__poll=poll)
    chosen, ready, fresh = contacts.count(), willing.count(), new.count()
    unreachable = with_dead_address(new).count()
    suppressed = fresh - unreachable - newcomers(poll, contacts).count()
    return Standing(chosen, chosen - ready, ready - fresh, unreachable, suppressed)


def newcomers(poll: Poll, contacts: QuerySet[Contact]) -> QuerySet[Contact]:
    """Keep those who can be invited to the poll: not invited yet, willing, with an address that works."""
    new = contacts.filter(opted_out_at__isnull=True).exclude(invitations__poll=poll)
    new = new.exclude(pk__in=with_dead_address(Contact.objects.all()).values("pk"))
    suppressed = suppressed_among(new.values_list("email_key", flat=True))
    return new.exclude(email_key__in=suppressed) if suppressed else new


def small_combinations(poll: Poll, questionnaire: Questionnaire, contacts: QuerySet[Contact]) -> list[SmallCombination]:
    """Give the combinations of the poll's attributes that fewer than k people would share after inviting ``contacts``.

    In an anonymous poll the answers of these people are kept with fewer attributes, so that nobody stands out.
    """
    names = sorted(questionnaire.attributes)
    if not names:
        return []
    invited = Invitation.objects.for_poll(poll).values_list("attributes", flat=True)
    counts = Counter(_combination(attributes, names) for attributes in invited)
    known = definitions()
    people = newcomers(poll, contacts).select_related("organisation").iterator(chunk_size=2_000)
    counts.update(_combination(groups_of(person, names, known), names) for person in people)
    few = sorted((count, combination) for combination, count in counts.items() if count < questionnaire.minimum_base)
    return [SmallCombination(dict(zip(names, combination, strict=True)), count) for count, combination in few]


def _combination(attributes: Mapping[str, str], names: Sequence[str]) -> tuple[str, ...]:
    return tuple(str(attributes.get(name, "")) for name in names)
