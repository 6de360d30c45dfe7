"""The plan of a poll's mail: what goes when to how many, and what was sent."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from polls.invitations import tasks
from polls.invitations.forms.mailing import PlanForm, check_order, step_forms
from polls.invitations.models import Invitation, MailPlan, MailText
from polls.invitations.services.planning import plan_of, planned_mails, save_plan, set_paused
from polls.questionnaire.models import Poll

may_invite = permission_required("polls.invite_poll", raise_exception=True)


@may_invite
@require_http_methods(["GET", "HEAD", "POST"])
def mail_plan(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the plan with its form; POST stores it."""
    poll, now = get_object_or_404(Poll, slug=slug), timezone.now()
    plan = plan_of(poll)
    data = request.POST if request.method == "POST" else None
    form, steps = PlanForm(data, plan=plan, now=now), step_forms(data, plan)
    if data is not None and all([form.is_valid(), *(step.is_valid() for step in steps)]):
        filled = form.filled()
        if check_order(steps, filled, now=now):
            save_plan(filled, [step.step for step in steps if step.step], by=request.user, now=now)
            tasks.wake()
            messages.success(request, _("The plan was saved."))
            return redirect("polls:mail_plan", slug)
    has_errors = bool(form.errors) or any(step.errors for step in steps)
    context = {
        "section": "polls",
        "poll": poll,
        "current": "invite",
        "plan": MailPlan.objects.filter(poll=poll).first() or MailPlan(poll=poll),
        "form": form,
        "steps": steps,
        "used": max((number for number, step in enumerate(steps, 1) if step["how"].value()), default=0),
        "rows": [(MailText.Kind(row.letter.value).label, row) for row in planned_mails(plan_of(poll), now=now)],
        "past_quota": Invitation.objects.for_poll(poll).filter(is_past_quota=True).count(),
        "now": now,
    }
    return render(request, "staff/mail_plan.html", context, status=422 if has_errors else 200)


@may_invite
@require_POST
def pause(request: HttpRequest, slug: str) -> HttpResponse:
    """Hold all mail of the poll, or let it go on."""
    poll = get_object_or_404(Poll, slug=slug)
    is_paused = request.POST.get("paused") == "1"
    set_paused(poll, is_paused, by=request.user, now=timezone.now())
    if is_paused:
        messages.success(request, _("All mail of this poll waits, from the next one on."))
    else:
        tasks.wake()
        messages.success(request, _("The mail of this poll goes on."))
    return redirect("polls:mail_plan", slug)
