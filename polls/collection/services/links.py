"""Links as staff handles them: made, paused, opened again, withdrawn, and renewed; each of it recorded at the poll."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import uuid4

from django.db import transaction
from django.db.models import Count, F, Q, QuerySet
from django.utils.text import slugify

from polls.collection.models import Link, Response
from polls.collection.services.doors import SECRET_KINDS, new_token, public_key
from polls.invitations.models import Contact, Organisation
from polls.invitations.services import definitions, groups_of
from polls.invitations.tokens import hash_token
from polls.questionnaire.models import Poll, PollEvent
from polls.questionnaire.services.acting import Actor, record

LONGEST_CODE = 40


@dataclass(frozen=True)
class LinkPlan:
    """What is decided about a link when it is made; see the fields of ``Link``."""

    organisation: Organisation | None = None
    origins: Sequence[str] = ()
    attributes: Mapping[str, str] = field(default_factory=dict)
    maximum: int | None = None


def make_link(poll: Poll, kind: Link.Kind, *, name: str, by: Actor, now: datetime, plan: LinkPlan = LinkPlan()) -> Link:
    """Make a link into an open poll. A public one gets a code from its name, a secret one a token from its row."""
    link = Link(
        poll=poll,
        kind=kind,
        name=name,
        key=uuid4().hex,
        origins=list(plan.origins),
        attributes=_attributes(poll, plan),
        maximum=plan.maximum,
        created_at=now,
        created_by_id=by.pk if by else None,
    )
    with transaction.atomic():
        if kind not in SECRET_KINDS:
            link.code = _free_code(poll, name)
            link.key = public_key(poll.slug, link.code)
        link.save()
        if kind in SECRET_KINDS:
            _give_token(link)
        record(poll, PollEvent.Action.LINK, by=by, now=now, link=str(link), what="made")
    return link


def main_link(poll: Poll, *, now: datetime) -> Link:
    """Give the row of the main open link, which is there only once somebody has paused it."""
    link, _is_new = Link.objects.get_or_create(
        key=public_key(poll.slug, ""), defaults={"poll": poll, "kind": Link.Kind.OPEN, "created_at": now}
    )
    return link


def set_paused(link: Link, is_paused: bool, *, by: Actor, now: datetime) -> None:
    """Let nobody new in by the link, or again; who has begun may finish."""
    with transaction.atomic():
        Link.objects.filter(pk=link.pk).update(is_paused=is_paused)
        record(
            link.poll, PollEvent.Action.LINK, by=by, now=now, link=str(link), what="paused" if is_paused else "opened"
        )


def withdraw_link(link: Link, *, by: Actor, now: datetime) -> None:
    """Let the link end for good, for those who are busy as well."""
    with transaction.atomic():
        Link.objects.filter(pk=link.pk).update(is_revoked=True)
        record(link.poll, PollEvent.Action.LINK, by=by, now=now, link=str(link), what="withdrawn")


def renew_link(link: Link, *, by: Actor, now: datetime) -> None:
    """Give a secret link another address, which ends the one that it had: for a device that was lost."""
    with transaction.atomic():
        link.generation += 1
        link.is_revoked = False
        _give_token(link)
        record(link.poll, PollEvent.Action.LINK, by=by, now=now, link=str(link), what="renewed")


def give_places_back(responses: QuerySet[Response]) -> None:
    """Let others have the places under the maximum of a link that responses took which are about to be removed.

    Only identified ones can be given back: by which link an anonymous response came, nobody knows.
    """
    came_by = Count("arrivals", filter=Q(arrivals__invitation__in=responses.values("invitation")))
    for link in Link.objects.filter(maximum__isnull=False).annotate(freed=came_by).filter(freed__gt=0):
        Link.objects.filter(pk=link.pk, taken__gte=link.freed).update(taken=F("taken") - link.freed)


def _attributes(poll: Poll, plan: LinkPlan) -> dict[str, str]:
    """Give what may go with each who comes in: of the organisation only the groups by which the poll divides."""
    version = poll.latest_version
    if plan.organisation is None or version is None:
        return dict(plan.attributes)
    somebody = Contact(organisation=plan.organisation)
    return groups_of(somebody, version.questionnaire.attributes, definitions())


def _give_token(link: Link) -> None:
    link.key = hash_token(new_token(link.pk, link.poll_id, link.generation))
    link.save(update_fields=["key", "generation", "is_revoked"])


def _free_code(poll: Poll, name: str) -> str:
    """Make a short code for the address from the name, with a number behind it where another link has it."""
    code = slugify(name)[:LONGEST_CODE].strip("-") or "link"
    taken = set(Link.objects.filter(poll=poll, code__startswith=code).values_list("code", flat=True))
    numbered = (f"{code}-{number}" for number in range(2, len(taken) + 3))
    return code if code not in taken else next(each for each in numbered if each not in taken)
