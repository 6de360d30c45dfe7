"""Links into a poll, for tests: made, and asked for their addresses."""

from typing import Any

from polls.collection.models import Link, Registration, RegistrationPage
from polls.collection.services.doors import LINK_FIELDS, door_of, place_of
from polls.collection.services.links import LinkPlan, make_link
from polls.collection.services.registering import Request, ask, token_of
from polls.questionnaire.models import Poll
from tests.collection import sample


def made(poll: Poll, kind: Link.Kind = Link.Kind.OPEN, name: str = "Nieuwsbrief mei", **plan: Any) -> Link:
    return make_link(poll, kind, name=name, by=None, now=sample.LAUNCH, plan=LinkPlan(**plan))


def address_of(link: Link) -> str:
    link.refresh_from_db()
    door = door_of([getattr(link, name) for name in LINK_FIELDS])
    assert door is not None
    return f"/{place_of(door, slug=link.poll.slug, poll_id=link.poll_id)}"


def secret_token(slug: str, kind: str) -> str:
    """Make a secret link of the kind into the poll and give its token."""
    return address_of(made(Poll.objects.get(slug=slug), Link.Kind(kind))).split("/")[2]


def asked_token() -> str:
    """Ask to be on the list and give the token of the mail."""
    page, _is_new = RegistrationPage.objects.get_or_create(key="")
    ask(page, Request("new@example.nl", "", "nl", "Yes."), now=sample.LAUNCH)
    return token_of(Registration.objects.get(email_key="new@example.nl"))
