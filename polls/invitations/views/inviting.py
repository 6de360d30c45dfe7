"""Inviting and reminding for one poll."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from polls.codebook.attributes import Attribute
from polls.invitations import services, tasks
from polls.invitations.forms import AudienceForm
from polls.invitations.forms.typed import attribute_name, shown_value
from polls.invitations.models import Contact
from polls.invitations.services.planning import plan_of
from polls.questionnaire.models import Poll, PollEvent

may_invite = permission_required("polls.invite_poll", raise_exception=True)
NOT_NOW = gettext_lazy(
    "This selection speaks of who has answered an anonymous poll that is open. It can be used when that poll is closed."
)
page = require_http_methods(["GET", "HEAD", "POST"])


@may_invite
@page
def invite(request: HttpRequest, slug: str) -> HttpResponse:
    """Choose whom to invite and see what that does; POST invites them."""
    poll = get_object_or_404(Poll, slug=slug)
    known = services.definitions()
    form = AudienceForm(request.POST if request.method == "POST" else request.GET, known=known)
    now = timezone.now()
    is_post = request.method == "POST"
    try:
        contacts = services.contacts_of(form.source, now=now)
    except (services.CriteriaError, LookupError):
        return _choose_again(request, poll) if is_post else _page(request, "invite", poll, obstacle=NOT_NOW)
    chosen = services.with_attributes(contacts, form.chosen, known)
    if is_post:
        return _invite(request, poll, chosen) if form.is_on_offer else _choose_again(request, poll)
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
        plan=plan_of(poll),
        now=now,
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
        letter=services.reminder_letter(poll, services.next_reminder(poll)).value,
        past=PollEvent.objects.filter(poll=poll, action=PollEvent.Action.REMINDED).select_related("by")[:5],
        languages=questionnaire.languages,
    )


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


def _number(text: str) -> int | None:
    """Read a number that a page posted; None for what no page would."""
    return int(text) if text.isdecimal() and len(text) < 19 else None


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
