"""Polls, contacts and mail servers for the tests of this room."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, cast

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from polls.codebook.attributes import AttributeKind
from polls.codebook.document import digest, to_document
from polls.codebook.schema import (
    Choice,
    Page,
    Question,
    QuestionKind,
    Questionnaire,
    Segment,
    SegmentVariable,
    Source,
)
from polls.invitations import services
from polls.invitations.models import Contact, Invitation, Message, Organisation
from polls.questionnaire.models import Poll, QuestionnaireVersion

NOW = datetime(2026, 9, 1, 9, 0, tzinfo=UTC)

QUESTIONNAIRE = Questionnaire(
    slug="uitbesteden",
    title={"nl": "Uitbesteden van klantcontact", "en": "Outsourcing customer contact"},
    intro={"nl": "De sector verandert.", "en": "The sector is changing."},
    pages=(
        Page(
            code="start",
            questions=tuple(
                Question(
                    code=f"q{number}",
                    kind=QuestionKind.SINGLE,
                    text={"nl": "Ja of nee?", "en": "Yes or no?"},
                    choices=(
                        Choice("yes", {"nl": "Ja", "en": "Yes"}),
                        Choice("no", {"nl": "Nee", "en": "No"}),
                    ),
                )
                for number in range(12)
            ),
        ),
    ),
    segment_variables=(
        SegmentVariable(
            code="role",
            label={"nl": "Soort contactcentrum", "en": "Kind of contact centre"},
            source_kind=Source.CONTACT,
            source="role",
            segments=(
                Segment("inhouse", {"nl": "Inhouse", "en": "In-house"}, ("inhouse",)),
                Segment("bpo", {"nl": "Facilitair", "en": "Outsourced"}, ("facilitair",)),
            ),
        ),
    ),
)


def make_poll(slug: str = "uitbesteden", **fields: Any) -> Poll:
    """Make a published poll with one version."""
    poll = Poll.objects.create(
        **{
            "slug": slug,
            "title": dict(QUESTIONNAIRE.title),
            "state": Poll.State.PUBLISHED,
            "first_published_at": NOW,
            "closes_at": NOW + timedelta(days=14),
            **fields,
        }
    )
    document = to_document(QUESTIONNAIRE)
    QuestionnaireVersion.objects.create(
        poll=poll, number=1, document=document, sha256=digest(document), published_at=NOW
    )
    return poll


def make_contacts(count: int, **fields: Any) -> list[Contact]:
    """Make contacts whose attributes are described as choices."""
    first = Contact.objects.count()
    for name, value in fields.get("attributes", {"role": "inhouse", "hobby": "chess"}).items():
        services.describe(name, AttributeKind.CHOICE)
        services.add_values(name, {value: value.capitalize()})
    return Contact.objects.bulk_create(
        Contact(
            **{
                "email": f"person{number}@firm.example",
                "email_key": f"person{number}@firm.example",
                "name": f"Person {number}",
                "attributes": {"role": "inhouse", "hobby": "chess"},
                **fields,
            }
        )
        for number in range(first, first + count)
    )


def employer(name: str) -> Organisation:
    return services.organisations_named([name]).popitem()[1]


def invite_all(poll: Poll) -> int:
    return services.invite(poll, Contact.objects.all(), by=None, now=NOW)


def states() -> list[str]:
    return list(Message.objects.order_by("pk").values_list("state", flat=True))


def deliver(*, now: datetime = NOW, **options: Any) -> services.Delivery:
    return services.deliver_waiting(now=now, clock=options.pop("clock", lambda: 0.0), **options)


def the_invitation() -> Invitation:
    return Invitation.objects.get()


@dataclass
class Post:
    """A mail server: keeps what it accepted, and answers as ``replies`` says, else accepts.

    ``replies`` is asked for an answer with the stage (``rcpt`` or ``data``) and the recipient.
    """

    replies: Callable[[str, str], str | None] = lambda stage, recipient: None
    accepted: list[Envelope] = field(default_factory=list)
    sessions: int = 0

    @property
    def recipients(self) -> list[str]:
        return [envelope.rcpt_tos[0] for envelope in self.accepted]

    async def handle_EHLO(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        self.sessions += 1
        session.host_name = hostname
        return responses

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        reply = self.replies("rcpt", address)
        if reply:
            return reply
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        reply = self.replies("data", envelope.rcpt_tos[0])
        if reply == "accept and hang up":
            self.accepted.append(envelope)
            cast(asyncio.Transport, server.transport).abort()
            return "250 never arrives"
        if reply:
            return reply
        self.accepted.append(envelope)
        return "250 OK"


class AnyPort(Controller):
    """A server on a port that the machine chooses."""

    def _trigger_server(self) -> None:
        self.port = cast(asyncio.Server, self.server).sockets[0].getsockname()[1]
        super()._trigger_server()  # type: ignore[no-untyped-call]


def serve(post: Post) -> Controller:
    controller = AnyPort(post, hostname="127.0.0.1", port=0)
    controller.start()
    return controller
