"""Inviting and reminding for one poll, and what became of each mail."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.db.models import Count, Max, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from polls.codebook.attributes import Attribute
from polls.invitations import services, tasks
from polls.invitations.forms import AudienceForm
from polls.invitations.forms.typed import attribute_name, shown_value
from polls.invitations.models import Contact, Message
from polls.invitations.views.contacts import page_of, parameters_of
from polls.questionnaire.models import Poll, PollEvent

may_invite = permission_required("polls.invite_poll", raise_exception=True)
page = require_http_methods(["GET", "HEAD", "POST"])

CLASS_OF_STATE = {
    Message.State.QUEUED: "is-queued",
    Message.State.SENDING: "is-running",
    Message.State.SENT: "is-sent",
    Message.State.FAILED: "is-failed",
    Message.State.CANCELLED: "is-closed",
    Message.State.UNKNOWN: "is-waiting",
}
NOT_ARRIVED = (Message.State.FAILED, Message.State.UNKNOWN)


@may_invite
@page
def invite(request: HttpRequest, slug: str) -> HttpResponse:
    """Choose whom to invite and see what that does; POST invites them."""
    poll = get_object_or_404(Poll, slug=slug)
    known = services.definitions()
    form = AudienceForm(request.POST if request.method == "POST" else request.GET, known=known)
    chosen = services.with_attributes(Contact.objects.all(), form.chosen, known)
    if request.method == "POST":
        return _invite(request, poll, chosen) if form.is_on_offer else _choose_again(request, poll)
    now = timezone.now()
    try:
        questionnaire = services.check_mailable(poll, now=now)
    except services.CannotMailError as error:
        return _page(request, "invite", poll, obstacle=error.reason)
    small = services.small_combinations(poll, questionnaire, chosen) if poll.is_anonymous else []
    return _page(
        request,
        "invite",
        poll,
        form=form,
        standing=services.standing(poll, chosen),
        small=[(_named(combination.attributes, known), combination.count) for combination in small],
        languages=questionnaire.languages,
        has_contacts=Contact.objects.exists(),
        is_open=poll.is_open_at(now),
    )


@may_invite
@page
def remind(request: HttpRequest, slug: str) -> HttpResponse:
    """See who would be reminded; POST reminds them."""
    poll = get_object_or_404(Poll, slug=slug)
    now = timezone.now()
    if request.method == "POST":
        return _remind(request, poll)
    try:
        questionnaire = services.check_mailable(poll, now=now)
    except services.CannotMailError as error:
        return _page(request, "remind", poll, obstacle=error.reason)
    return _page(
        request,
        "remind",
        poll,
        count=services.reminder_candidates(poll).count(),
        number=services.next_reminder(poll),
        past=PollEvent.objects.filter(poll=poll, action=PollEvent.Action.REMINDED).select_related("by")[:5],
        languages=questionnaire.languages,
    )


@may_invite
@require_safe
def poll_messages(request: HttpRequest, slug: str) -> HttpResponse:
    """Show how far the sending is, and each message with what became of it."""
    poll = get_object_or_404(Poll, slug=slug)
    state = request.GET.get("state", "")
    shown = Message.objects.filter(poll=poll).select_related("invitation__contact").order_by("-pk")
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
        page=_with_classes(page_of(shown, request)),
        parameters=parameters_of(request),
        not_arrived=sum(counts.get(value, 0) for value in NOT_ARRIVED),
    )


@may_invite
@require_POST
def resend(request: HttpRequest, slug: str) -> HttpResponse:
    """Send one message again, or all that did not arrive."""
    poll = get_object_or_404(Poll, slug=slug)
    number = services.resend(_asked_for(request, poll), now=timezone.now())
    tasks.wake()
    text = ngettext("%(number)s message is sent again.", "%(number)s messages are sent again.", number)
    messages.success(request, text % {"number": number})
    return redirect("polls:messages", poll.slug)


def _invite(request: HttpRequest, poll: Poll, chosen: QuerySet[Contact]) -> HttpResponse:
    try:
        number = services.invite(poll, chosen, by=request.user, now=timezone.now())
    except services.CannotMailError as error:
        messages.error(request, str(error))
        return redirect("polls:invite", poll.slug)
    tasks.wake()
    text = ngettext("%(number)s person is invited.", "%(number)s people are invited.", number)
    messages.success(request, text % {"number": number})
    return redirect("polls:messages", poll.slug)


def _choose_again(request: HttpRequest, poll: Poll) -> HttpResponse:
    text = _("The contacts have changed since you made this choice. Nobody was invited; please choose again.")
    messages.error(request, text)
    return redirect("polls:invite", poll.slug)


def _remind(request: HttpRequest, poll: Poll) -> HttpResponse:
    asked = request.POST.get("number", "")
    try:
        number = services.remind(poll, by=request.user, now=timezone.now(), number=_number(asked))
    except services.CannotMailError as error:
        messages.error(request, str(error))
        return redirect("polls:remind", poll.slug)
    tasks.wake()
    text = ngettext("%(number)s person is reminded.", "%(number)s people are reminded.", number)
    messages.success(request, text % {"number": number})
    return redirect("polls:messages", poll.slug)


def _asked_for(request: HttpRequest, poll: Poll) -> QuerySet[Message]:
    asked = request.POST.get("message", "")
    of_poll = Message.objects.filter(poll=poll)
    return of_poll.filter(pk=_number(asked) or 0) if asked else of_poll.filter(state__in=NOT_ARRIVED)


def _number(text: str) -> int | None:
    """Read a number that a page posted; None for what no page would."""
    return int(text) if text.isdecimal() and len(text) < 19 else None


def _progress(poll: Poll, counts: dict[str, int]) -> dict[str, Any]:
    waiting = counts.get(Message.State.QUEUED, 0) + counts.get(Message.State.SENDING, 0)
    total = sum(counts.values())
    next_at = Message.objects.filter(poll=poll, state=Message.State.QUEUED).aggregate(last=Max("not_before"))["last"]
    return {"waiting": waiting, "total": total, "done": total - waiting, "next_at": next_at}


def _with_classes(rows: Any) -> Any:
    for message in rows:
        message.badge = CLASS_OF_STATE[message.state]
        message.may_be_sent_again = message.state in services.MAY_BE_SENT_AGAIN
    return rows


def _named(attributes: Mapping[str, str], known: Mapping[str, Attribute]) -> list[tuple[str, str]]:
    return [
        (
            attribute_name(known[name]) if name in known else name,
            shown_value(known.get(name), value) if value else _("unknown"),
        )
        for name, value in attributes.items()
    ]


def _page(request: HttpRequest, name: str, poll: Poll, **context: Any) -> HttpResponse:
    return render(request, f"staff/{name}.html", {"section": "polls", "poll": poll, "current": "invite", **context})
