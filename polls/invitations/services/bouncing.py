"""What a report about a mail changes: the message came back, the address is marked, or its owner wants no mail."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from polls.invitations.bounces import BounceKind, Report, kind_of_status
from polls.invitations.bounces.report import status_in
from polls.invitations.models import Bounce, Contact, Message, MessageEvent
from polls.invitations.services.links import Scope, opt_out
from polls.invitations.services.log import note
from polls.invitations.services.pacing import domain_of
from polls.invitations.services.stationery import message_of_tag

_WHAT = {
    BounceKind.HARD: MessageEvent.What.RETURNED,
    BounceKind.SOFT: MessageEvent.What.RETURNED,
    BounceKind.DELAYED: MessageEvent.What.DELAYED,
    BounceKind.COMPLAINT: MessageEvent.What.COMPLAINED,
}


def record_reports(reports: Iterable[Report], *, source: str, now: datetime) -> int:
    """Record each report about a mail of ours; give how many were new. A report that is known changes nothing."""
    return sum(_record(report, source, now) for report in reports)


def mark_refused(message: Message, said: str, *, now: datetime) -> None:
    """Mark the address when the mail server said, at once, that it does not exist."""
    status, contact = status_in(said), message.invitation.contact
    if contact and status and kind_of_status(status) is BounceKind.HARD:
        Bounce.objects.get_or_create(
            reference=f"smtp:{message.pk}:{message.attempts}:{message.message_id}"[:120],
            defaults={
                "message": message,
                "kind": BounceKind.HARD,
                "email_key": contact.email_key,
                "status": status,
                "detail": said[:500],
                "source": "smtp",
                "at": now,
            },
        )


def with_dead_address(contacts: QuerySet[Contact]) -> QuerySet[Contact]:
    """Keep the contacts to whose present address a mail came back because it does not exist."""
    return contacts.filter(Exists(Bounce.objects.of_dead_addresses().filter(email_key=OuterRef("email_key"))))


def trust_again(contact: Contact) -> None:
    """Mail the address again, because somebody says that it works."""
    Bounce.objects.of_dead_addresses().filter(email_key=contact.email_key).update(is_dismissed=True)


def _record(report: Report, source: str, now: datetime) -> bool:
    message = _message_of(report)
    if message is None:
        return False
    with transaction.atomic():
        _bounce, is_new = Bounce.objects.get_or_create(
            reference=report.reference[:120],
            defaults={
                "message": message,
                "kind": report.kind,
                "email_key": _bounced_address(report, message),
                "status": report.status[:20],
                "detail": report.detail[:500],
                "source": source,
                "at": now,
            },
        )
        if is_new:
            _follow(report, message, now)
    return is_new


def _follow(report: Report, message: Message, now: datetime) -> None:
    note(message, _WHAT[report.kind], at=now, detail=report.detail or report.status)
    if report.kind is BounceKind.COMPLAINT:
        opt_out(message.invitation, scope=Scope.ALL, now=now)
    elif report.kind is not BounceKind.DELAYED:
        came_back = {"state": Message.State.RETURNED, "last_error": (report.detail or report.status)[:500]}
        left = [Message.State.SENT, Message.State.UNKNOWN]
        Message.objects.filter(pk=message.pk, state__in=left).update(**came_back)


def _message_of(report: Report) -> Message | None:
    """Find the mail by what only its recipient and the servers on its way can know."""
    messages = Message.objects.select_related("poll", "invitation__contact")
    number = message_of_tag(report.tag) if report.tag else None
    if number is not None:
        return messages.filter(pk=number).first()
    return messages.filter(message_id=report.message_id).first() if report.message_id else None


def _bounced_address(report: Report, message: Message) -> str:
    """Give the address that does not work: the one that was mailed, also where its owner had it sent on."""
    contact, reported = message.invitation.contact, report.recipient.strip().lower()
    if contact is None:
        return ""
    was_sent_on = domain_of(reported) != message.domain
    return contact.email_key if not reported or was_sent_on else reported[:254]
