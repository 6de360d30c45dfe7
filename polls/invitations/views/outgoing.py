"""What became of each mail of a poll, and what staff can do about it."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.db.models import Count, Min, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe

from polls.invitations import services, tasks
from polls.invitations.bounces import Advice, advice_for
from polls.invitations.models import Message
from polls.invitations.views.contacts import page_of, parameters_of
from polls.questionnaire.models import Poll

may_invite = permission_required("polls.invite_poll", raise_exception=True)

CLASS_OF_STATE = {
    Message.State.QUEUED: "is-queued",
    Message.State.SENDING: "is-running",
    Message.State.SENT: "is-sent",
    Message.State.FAILED: "is-failed",
    Message.State.CANCELLED: "is-closed",
    Message.State.UNKNOWN: "is-waiting",
    Message.State.RETURNED: "is-failed",
}
NOT_ARRIVED = (Message.State.FAILED, Message.State.UNKNOWN, Message.State.RETURNED)
WHAT_TO_DO = {
    Advice.CORRECT_ADDRESS: gettext_lazy("The address does not exist. Correct it at the contact, then send again."),
    Advice.WAIT: gettext_lazy("The mailbox is full. Send again in a few days."),
    Advice.BLOCKED: gettext_lazy("Their mail server refuses our mail. Ask your administrator, or the organisation."),
    Advice.MAIL_TOO_LARGE: gettext_lazy("Their mail server finds this mail too large. Shorten its text."),
    Advice.OUR_SETTINGS: gettext_lazy("The mail could not be written. Ask your administrator."),
    Advice.CANNOT_KNOW: gettext_lazy(
        "The connection broke at the moment of handing over. It may have arrived: take it as arrived, or send again."
    ),
    Advice.TRY_AGAIN: gettext_lazy("Their mail server could not take it at the time. Send again."),
}


@may_invite
@require_safe
def poll_messages(request: HttpRequest, slug: str) -> HttpResponse:
    """Show how far the sending is, and each message with what became of it."""
    poll = get_object_or_404(Poll, slug=slug)
    state = request.GET.get("state", "")
    shown = Message.objects.filter(poll=poll).select_related("poll", "invitation__contact").order_by("-pk")
    if state in Message.State.values:
        shown = shown.filter(state=state)
    counts = dict(Message.objects.filter(poll=poll).order_by().values_list("state").annotate(Count("pk")))
    return _page(
        request,
        "messages",
        poll,
        progress=_progress(poll, counts),
        states=[(value, label, counts.get(value, 0)) for value, label in Message.State.choices],
        state=state,
        page=_explained(page_of(shown, request)),
        parameters=parameters_of(request),
        trouble=_trouble(poll),
        not_arrived=sum(counts.get(value, 0) for value in NOT_ARRIVED),
        unknown=counts.get(Message.State.UNKNOWN, 0),
        stopped=_stopped_by_closing(poll).count(),
    )


@may_invite
@require_safe
def message(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Show the log of one message: each thing that happened to it, with the answer of the mail server."""
    poll = get_object_or_404(Poll, slug=slug)
    found = get_object_or_404(Message.objects.select_related("poll", "invitation__contact"), poll=poll, pk=pk)
    _explain(found)
    return _page(
        request,
        "message",
        poll,
        message=found,
        contact=found.invitation.contact,
        events=found.events.select_related("by"),
    )


@may_invite
@require_POST
def resend(request: HttpRequest, slug: str) -> HttpResponse:
    """Send one message again, or all that did not arrive."""
    poll = get_object_or_404(Poll, slug=slug)
    number = services.resend(_asked_for(request, poll), now=timezone.now(), by=request.user)
    tasks.wake()
    text = ngettext("%(number)s message is sent again.", "%(number)s messages are sent again.", number)
    messages.success(request, text % {"number": number})
    return redirect("polls:messages", poll.slug)


@may_invite
@require_POST
def settle(request: HttpRequest, slug: str) -> HttpResponse:
    """Take one message of which nobody knows, or all of them, as arrived."""
    poll = get_object_or_404(Poll, slug=slug)
    number = services.settle_unknown(_asked_for(request, poll), now=timezone.now(), by=request.user)
    text = ngettext("%(number)s message is taken as arrived.", "%(number)s messages are taken as arrived.", number)
    messages.success(request, text % {"number": number})
    return redirect("polls:messages", poll.slug)


def _asked_for(request: HttpRequest, poll: Poll) -> QuerySet[Message]:
    asked = request.POST.get("message", "")
    of_poll = Message.objects.filter(poll=poll)
    if "stopped" in request.POST:
        return _stopped_by_closing(poll)
    return of_poll.filter(pk=_number(asked)) if asked else of_poll.filter(state__in=NOT_ARRIVED)


def _stopped_by_closing(poll: Poll) -> QuerySet[Message]:
    """Give what waited when the poll closed, once that is open again."""
    is_open = poll.state == Poll.State.PUBLISHED and not poll.has_closed_at(timezone.now())
    stopped = Message.objects.filter(poll=poll, cancelled_for=Message.Reason.CLOSED)
    return stopped if is_open else stopped.none()


def _number(text: str) -> int:
    """Read a number that a page posted; 0, which is nobody's, for what no page would."""
    return int(text) if text.isdecimal() and len(text) < 19 else 0


def _progress(poll: Poll, counts: dict[str, int]) -> dict[str, Any]:
    waiting = counts.get(Message.State.QUEUED, 0) + counts.get(Message.State.SENDING, 0)
    total = sum(counts.values())
    next_at = Message.objects.filter(poll=poll, state=Message.State.QUEUED).aggregate(first=Min("not_before"))["first"]
    is_later = next_at is not None and next_at > timezone.now()
    return {"waiting": waiting, "total": total, "done": total - waiting, "next_at": next_at if is_later else None}


def _trouble(poll: Poll) -> list[tuple[str, int]]:
    """Count what did not arrive by what helps, the most frequent first."""
    counts: dict[Advice, int] = {}
    for said, state in Message.objects.filter(poll=poll, state__in=NOT_ARRIVED).values_list("last_error", "state"):
        advice = advice_for(said, is_unknown=state == Message.State.UNKNOWN)
        counts[advice] = counts.get(advice, 0) + 1
    ordered = sorted(counts.items(), key=lambda item: -item[1])
    return [(str(WHAT_TO_DO[advice]), count) for advice, count in ordered]


def _explained(rows: Any) -> Any:
    for row in rows:
        _explain(row)
    return rows


def _explain(row: Any) -> None:
    row.badge = CLASS_OF_STATE[row.state]
    may_follow = row.cancelled_for == Message.Reason.CLOSED and not row.poll.has_closed_at(timezone.now())
    row.may_be_sent_again = row.state in services.MAY_BE_SENT_AGAIN or may_follow
    row.is_unknown = row.state == Message.State.UNKNOWN
    if row.state in NOT_ARRIVED:
        row.what_to_do = WHAT_TO_DO[advice_for(row.last_error, is_unknown=row.is_unknown)]


def _page(request: HttpRequest, name: str, poll: Poll, **context: Any) -> HttpResponse:
    return render(request, f"staff/{name}.html", {"section": "polls", "poll": poll, "current": "invite", **context})
