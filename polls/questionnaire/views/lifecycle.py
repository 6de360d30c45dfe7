"""One page per verb: what will happen, then the button that does it."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from polls.questionnaire import services
from polls.questionnaire.forms.design import PublishForm, ReopenForm
from polls.questionnaire.models import Poll
from polls.questionnaire.views.preflight import preflight

page = require_http_methods(["GET", "HEAD", "POST"])


@permission_required("polls.publish_poll", raise_exception=True)
@page
def publish(request: HttpRequest, slug: str) -> HttpResponse:
    """List the problems and what will be fixed; publish on POST."""
    poll = get_object_or_404(Poll, slug=slug)
    now = timezone.now()
    form = PublishForm(request.POST or None) if poll.is_frozen else None
    if request.method == "POST":
        open_warnings = _keep_reasons(request, poll)
        if "_answer" in request.POST:
            messages.success(request, _("The reasons have been kept."))
            return redirect("polls:publish", poll.slug)
        if not open_warnings and (form is None or form.is_valid()):
            return _publish(request, poll, reason=form.cleaned_data["reason"] if form else "")
    context = {
        "form": form,
        "preflight": preflight(poll, now=now),
        "link_end": poll.link_end_at(now),
        "is_refused": request.method == "POST",
    }
    return _page(request, "publish", poll, status=422 if request.method == "POST" else 200, **context)


@permission_required("polls.publish_poll", raise_exception=True)
@page
def close(request: HttpRequest, slug: str) -> HttpResponse:
    poll = get_object_or_404(Poll, slug=slug)
    if request.method != "POST":
        return _page(request, "close", poll)
    try:
        services.close(poll, by=request.user, now=timezone.now())
    except services.NotNow:
        messages.warning(request, _("The poll is not open, so there is nothing to close."))
    else:
        messages.success(request, _("The poll takes no new respondents. Results follow in a quarter of an hour."))
    return redirect("admin:polls_poll_change", poll.pk)


@permission_required("polls.publish_poll", raise_exception=True)
@page
def reopen(request: HttpRequest, slug: str) -> HttpResponse:
    poll = get_object_or_404(Poll, slug=slug)
    form = ReopenForm(request.POST or None, now=timezone.now())
    if request.method != "POST" or not form.is_valid():
        return _page(request, "reopen", poll, form=form, status=422 if request.method == "POST" else 200)
    try:
        services.reopen(poll, by=request.user, now=timezone.now(), closes_at=form.cleaned_data["closes_at"])
    except services.NotNow:
        messages.warning(request, _why_not_reopened(poll, form.cleaned_data["closes_at"]))
    else:
        messages.success(request, _("The poll takes answers again."))
    return redirect("admin:polls_poll_change", poll.pk)


def _why_not_reopened(poll: Poll, closes_at: datetime | None) -> str:
    if not poll.is_anonymous and poll.is_link_cut_before(closes_at or timezone.now()):
        return _("Respondents read that answers are cut loose from invitations before that day: choose an earlier one.")
    return _("The poll is not closed, so there is nothing to reopen.")


def _keep_reasons(request: HttpRequest, poll: Poll) -> int:
    """Keep the reasons that were given for warnings; say how many warnings have none still."""
    now = timezone.now()
    checked = preflight(poll, now=now)
    posted = {name: str(value) for name, value in request.POST.items()}
    typed = {name.removeprefix("reason-"): value for name, value in posted.items() if name.startswith("reason-")}
    if for_all := typed.pop("all", "").strip():
        typed |= {item.key: for_all for item in checked.unanswered if not typed.get(item.key, "").strip()}
    problems = [item.problem for item in checked.warnings]
    services.answer_warnings(poll, problems, checked.questionnaire, typed, by=request.user, now=now)
    return len(preflight(poll, now=now).unanswered)


def _publish(request: HttpRequest, poll: Poll, *, reason: str) -> HttpResponse:
    number = latest.number if (latest := poll.latest_version) else 0
    try:
        version = services.publish(poll, by=request.user, now=timezone.now(), reason=reason)
    except services.NotPublishable:
        messages.error(request, _("The poll has not been published: it has problems to solve first."))
        context = {"form": None, "preflight": preflight(poll, now=timezone.now())}
        return _page(request, "publish", poll, status=422, **context)
    except services.NotNow:
        messages.warning(request, _("A closed poll cannot be published. Reopen it first."))
        return redirect("polls:publish", poll.slug)
    if version.number == number:
        messages.info(request, _("Nothing was changed: respondents see version %(number)d.") % {"number": number})
    else:
        messages.success(request, _("Published: respondents see version %(number)d.") % {"number": version.number})
    if not number and (following := _page_after_publishing(request, poll)):
        return redirect(following, poll.slug)
    return redirect("admin:polls_poll_change", poll.pk)


def _page_after_publishing(request: HttpRequest, poll: Poll) -> str | None:
    """Name the page where people are let in: inviting, or the page with the open link. None where that is forbidden."""
    is_open_link = poll.channel == Poll.Channel.OPEN
    following, permission = ("fieldwork", "view_results") if is_open_link else ("invite", "invite_poll")
    return f"polls:{following}" if request.user.has_perm(f"polls.{permission}") else None


def _page(request: HttpRequest, name: str, poll: Poll, *, status: int = 200, **context: Any) -> HttpResponse:
    shared = {"poll": poll, "verb": name, "phase": poll.phase_at(timezone.now()), "section": "design"}
    return render(request, f"admin/polls/lifecycle/{name}.html", {**shared, **context}, status=status)
