"""Who fits conditions: by attribute, organisation, list, earlier polls, when they were mailed last.

Of an anonymous poll that is open only who was invited may be asked. Who has answered is told when it is closed: before,
an exact count would tell when somebody answered.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from polls.codebook.attributes import Attribute
from polls.invitations.models import Contact, ContactList, Invitation, ListMember, Message, Selection
from polls.invitations.services.attributes import with_attributes
from polls.invitations.services.bouncing import with_dead_address
from polls.questionnaire.models import Poll

NEVER_LEFT = [Message.State.FAILED, Message.State.CANCELLED]
EVERYBODY = "everybody"


class Part(StrEnum):
    """What somebody has done with an earlier poll."""

    INVITED = "invited"
    NOT_INVITED = "not_invited"
    ANSWERED = "answered"
    NOT_ANSWERED = "not_answered"


ABOUT_ANSWERS = (Part.ANSWERED, Part.NOT_ANSWERED)


class CriteriaError(ValueError):
    """The conditions speak of who answered an anonymous poll that is open; ``polls`` are its titles."""

    def __init__(self, polls: Sequence[str]) -> None:
        super().__init__(", ".join(polls))
        self.polls = list(polls)


@dataclass(frozen=True)
class Criteria:
    """Conditions that must all hold; an empty one holds for everybody. Lists and organisations: on one of them."""

    attributes: Mapping[str, Sequence[str]] = field(default_factory=dict)
    organisations: Sequence[int] = ()
    lists: Sequence[int] = ()
    without_lists: Sequence[int] = ()
    participation: Sequence[tuple[int, str]] = ()
    not_approached_days: int = 0
    is_reachable: bool = False


def to_criteria(document: Mapping[str, Any]) -> Criteria:
    known = Criteria.__dataclass_fields__
    read = Criteria(**{name: value for name, value in document.items() if name in known})
    return Criteria(**{**asdict(read), "participation": [(poll, part) for poll, part in read.participation]})


def from_criteria(criteria: Criteria) -> dict[str, Any]:
    """Write the conditions as a document, without those that hold for everybody."""
    return {name: value for name, value in asdict(criteria).items() if value}


def fitting(criteria: Criteria, *, now: datetime, known: Mapping[str, Attribute] | None = None) -> QuerySet[Contact]:
    """Give the contacts that fit now. Raises CriteriaError."""
    contacts = with_attributes(Contact.objects.all(), criteria.attributes, known)
    if criteria.organisations:
        contacts = contacts.filter(organisation__in=criteria.organisations)
    if criteria.lists:
        contacts = contacts.filter(pk__in=_on(criteria.lists))
    if criteria.without_lists:
        contacts = contacts.exclude(pk__in=_on(criteria.without_lists))
    if criteria.not_approached_days:
        contacts = contacts.exclude(_approached_since(now - timedelta(days=criteria.not_approached_days)))
    if criteria.is_reachable:
        contacts = reachable(contacts)
    return _with_participation(contacts, criteria.participation)


def reachable(contacts: QuerySet[Contact]) -> QuerySet[Contact]:
    """Keep those who want mail and whose address works."""
    willing = contacts.filter(opted_out_at__isnull=True)
    return willing.exclude(pk__in=with_dead_address(Contact.objects.all()).values("pk"))


def may_tell_answers(poll: Poll) -> bool:
    """Whether contacts may be chosen by having answered this poll."""
    return not poll.is_anonymous or poll.state == Poll.State.CLOSED


def contacts_of(source: str, *, now: datetime) -> QuerySet[Contact]:
    """Give the contacts of ``everybody``, ``list:7`` or ``selection:7``. Raises CriteriaError, or LookupError."""
    kind, _, pk = source.partition(":")
    if source in ("", EVERYBODY):
        return Contact.objects.all()
    if kind == "list" and pk.isdecimal() and ContactList.objects.filter(pk=pk).exists():
        return Contact.objects.filter(pk__in=_on([int(pk)]))
    selection = Selection.objects.filter(pk=pk).first() if kind == "selection" and pk.isdecimal() else None
    if selection is None:
        raise LookupError(source)
    return fitting(to_criteria(selection.criteria), now=now)


def sources() -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Give the lists and the selections that contacts can be taken from, each with its name."""
    lists = [(f"list:{pk}", name) for pk, name in ContactList.objects.values_list("pk", "name")]
    return lists, [(f"selection:{pk}", name) for pk, name in Selection.objects.values_list("pk", "name")]


def _on(lists: Sequence[int]) -> Any:
    return ListMember.objects.filter(list__in=lists).values("contact")


def _approached_since(moment: datetime) -> Exists:
    of_contact = Message.objects.filter(invitation__contact=OuterRef("pk")).exclude(state__in=NEVER_LEFT)
    return Exists(of_contact.filter(Q(sent_at__gte=moment) | Q(sent_at__isnull=True, created_at__gte=moment)))


def _with_participation(contacts: QuerySet[Contact], wanted: Sequence[tuple[int, str]]) -> QuerySet[Contact]:
    polls = Poll.objects.in_bulk([pk for pk, _ in wanted])
    asked = [polls[pk] for pk, part in wanted if pk in polls and part in ABOUT_ANSWERS]
    secret = [str(poll) for poll in asked if not may_tell_answers(poll)]
    if secret:
        raise CriteriaError(secret)
    for pk, part in wanted:
        invited = Invitation.objects.filter(contact=OuterRef("pk"), poll=pk)
        if part == Part.NOT_INVITED:
            contacts = contacts.exclude(Exists(invited))
        elif part in ABOUT_ANSWERS:
            contacts = contacts.filter(Exists(invited.filter(is_responded=part == Part.ANSWERED)))
        else:
            contacts = contacts.filter(Exists(invited))
    return contacts
