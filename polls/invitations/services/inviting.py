"""Deciding who gets which mail: invitations, reminders, and sending one again. Nothing is sent here."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TypeVar

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.db.models import Max, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from polls.codebook.attributes import Attribute
from polls.codebook.schema import Questionnaire
from polls.invitations import mail, tokens
from polls.invitations.letters import LetterKind
from polls.invitations.models import Contact, Invitation, InvitationQuerySet, MailPlan, Message
from polls.invitations.services.attributes import definitions, groups_of
from polls.invitations.services.audience import newcomers
from polls.invitations.services.bouncing import with_dead_address
from polls.invitations.services.pacing import domain_of
from polls.invitations.services.texts import text_findings
from polls.questionnaire.models import Poll, PollEvent

Row = TypeVar("Row")

BATCH = 1_000
ON_THE_WAY = [Message.State.QUEUED, Message.State.SENDING]
HAS_LEFT = [Message.State.SENT, Message.State.UNKNOWN, Message.State.RETURNED]


class CannotMailError(Exception):
    """The poll is in a state in which nobody can be mailed. ``reason`` is for the person who asked."""

    def __init__(self, reason: str | Promise) -> None:
        super().__init__(str(reason))
        self.reason = reason


def invite(
    poll: Poll, contacts: QuerySet[Contact], *, by: AbstractBaseUser | AnonymousUser | None, now: datetime
) -> int:
    """Invite those of ``contacts`` who are not invited yet and have not opted out; give how many that were.

    The invitations and their messages come into being together or not at all. Doing it twice, or twice at once, invites
    nobody twice. Raises CannotMailError.
    """
    questionnaire = check_mailable(poll, now=now)
    plan = MailPlan.objects.filter(poll=poll).first()
    not_before = max(now, poll.opens_at or now, (plan and plan.invite_at) or now)
    known = definitions()
    with transaction.atomic():
        invited = 0
        for batch in _in_batches(list(newcomers(poll, contacts).select_related("organisation").order_by("pk"))):
            invitations = [_invitation(poll, contact, questionnaire, known) for contact in batch]
            invited += _add_invitations(invitations, not_before=not_before, now=now)
        if invited:
            _note(poll, PollEvent.Action.INVITED, {"count": invited}, by=by, now=now)
    return invited


def remind(poll: Poll, *, by: AbstractBaseUser | AnonymousUser | None, now: datetime, number: int | None = None) -> int:
    """Remind everybody who was invited and has not answered; give how many that are.

    ``number`` says which reminder it is (the next one unless given): asking for the same one twice reminds nobody
    twice. Raises CannotMailError.
    """
    following = next_reminder(poll)
    number = min(number or following, following)  # a number that was made up must not use up those before it
    return queue_reminder(poll, reminder_candidates(poll), number=number, by=by, now=now)


def queue_reminder(
    poll: Poll,
    candidates: InvitationQuerySet,
    *,
    number: int,
    by: AbstractBaseUser | AnonymousUser | None,
    now: datetime,
) -> int:
    """Make reminder ``number`` for those of ``candidates`` who have not had it. Raises CannotMailError."""
    check_mailable(poll, now=now)
    if poll.opens_at and poll.opens_at > now:
        raise CannotMailError(_("This poll is not open yet, so there is nothing to remind of."))
    letter = reminder_letter(poll, number)
    with transaction.atomic():
        reminded = 0
        missing = candidates.exclude(messages__key__endswith=f":{Message.Kind.REMINDER}:{number}")
        for batch in _in_batches(list(missing.select_related("contact").order_by("pk"))):
            reminded += add_messages(
                batch, kind=Message.Kind.REMINDER, letter=letter, number=number, not_before=now, now=now
            )
        if reminded:
            _note(poll, PollEvent.Action.REMINDED, {"count": reminded, "number": number}, by=by, now=now)
    return reminded


def reminder_letter(poll: Poll, number: int) -> LetterKind:
    """Choose the text: the last planned reminder has that of the last, the first that of the first."""
    plan = MailPlan.objects.filter(poll=poll).first()
    planned = plan.steps.count() if plan else 0
    if number <= 1:
        return LetterKind.FIRST
    return LetterKind.LAST if number >= planned > 1 else LetterKind.SECOND


def next_reminder(poll: Poll) -> int:
    """Give the number that the next reminder of this poll has: 1, 2, …"""
    last = Message.objects.filter(poll=poll, kind=Message.Kind.REMINDER).aggregate(last=Max("round"))["last"]
    return (last or 0) + 1


def reminder_candidates(poll: Poll) -> InvitationQuerySet:
    """Those whose invitation has left, whose address works, and for whom no other mail is on its way."""
    on_the_way = Message.objects.filter(poll=poll, state__in=ON_THE_WAY).values("invitation")
    has_left = Message.objects.filter(poll=poll, kind=Message.Kind.INVITATION, state__in=HAS_LEFT).values("invitation")
    unreachable = with_dead_address(Contact.objects.all()).values("pk")
    invited = Invitation.objects.for_poll(poll).may_be_mailed().filter(pk__in=has_left)
    return invited.exclude(pk__in=on_the_way).exclude(contact__in=unreachable)


def new_message_id() -> str:
    return f"<{uuid.uuid4().hex}@{mail.site_host()}>"


def check_mailable(poll: Poll, *, now: datetime) -> Questionnaire:
    """Give the questionnaire that people can be mailed about. Raises CannotMailError when they cannot."""
    version = poll.latest_version
    if poll.state == Poll.State.CLOSED or poll.has_closed_at(now):
        raise CannotMailError(_("This poll is closed: nobody can answer any more."))
    if version is None or poll.state != Poll.State.PUBLISHED:
        raise CannotMailError(_("Publish this poll first: until then there is nothing to answer."))
    if poll.channel != Poll.Channel.INVITATION:
        raise CannotMailError(_("Respondents get into this poll by its open link, not by invitation."))
    if text_findings(poll, version.questionnaire):
        raise CannotMailError(_("A text of these mails has a placeholder that cannot be filled in. Correct it first."))
    return version.questionnaire


def _note(
    poll: Poll,
    action: PollEvent.Action,
    detail: dict[str, int],
    *,
    by: AbstractBaseUser | AnonymousUser | None,
    now: datetime,
) -> None:
    PollEvent.objects.create(poll=poll, at=now, by_id=by.pk if by else None, action=action, detail=detail)


def _invitation(
    poll: Poll, contact: Contact, questionnaire: Questionnaire, known: Mapping[str, Attribute]
) -> Invitation:
    """Make the row, with of the contact's attributes only those that the poll asks for."""
    language = contact.language if contact.language in questionnaire.languages else questionnaire.languages[0]
    invitation = Invitation(
        poll=poll,
        contact=contact,
        attributes=groups_of(contact, questionnaire.attributes, known),
        language=language,
    )
    token = tokens.derive(invitation.pk, poll.pk, invitation.generation)
    invitation.token_hash = tokens.hash_token(token)
    return invitation


def _add_invitations(invitations: Sequence[Invitation], *, not_before: datetime, now: datetime) -> int:
    """Store those that nobody else stored meanwhile, and for each of these its message."""
    Invitation.objects.bulk_create(invitations, ignore_conflicts=True)
    stored = set(
        Invitation.objects.filter(pk__in=[invitation.pk for invitation in invitations]).values_list("pk", flat=True)
    )
    ours = [invitation for invitation in invitations if invitation.pk in stored]
    letter = LetterKind.INVITATION
    return add_messages(ours, kind=Message.Kind.INVITATION, letter=letter, number=0, not_before=not_before, now=now)


def add_messages(
    invitations: Sequence[Invitation],
    *,
    kind: Message.Kind,
    letter: LetterKind,
    number: int,
    not_before: datetime,
    now: datetime,
) -> int:
    """Put a message for each of them in the outbox, unless there is one; give how many that were."""
    messages = [
        Message(
            key=f"{invitation.pk}:{kind}:{number}",
            invitation=invitation,
            poll_id=invitation.poll_id,
            kind=kind,
            round=number,
            letter=letter,
            domain=domain_of(invitation.contact.email if invitation.contact else ""),
            not_before=not_before,
            message_id=new_message_id(),
            created_at=now,
        )
        for invitation in invitations
    ]
    Message.objects.bulk_create(messages, ignore_conflicts=True)
    return Message.objects.filter(message_id__in=[message.message_id for message in messages]).count()


def _in_batches(rows: list[Row]) -> list[list[Row]]:
    return [rows[start : start + BATCH] for start in range(0, len(rows), BATCH)]
