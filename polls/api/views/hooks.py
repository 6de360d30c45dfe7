"""Webhooks: made, tried, paused and removed, and what became of each message."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import IntegrityError
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from polls.api import tasks
from polls.api.forms import HookForm
from polls.api.models import AccessEvent, Delivery, Webhook
from polls.api.services import hooks
from polls.api.services import messages as outbox
from polls.api.services.delivering import MOST_ATTEMPTS, send_again
from polls.api.services.posting import PROBLEMS
from polls.api.services.signing import message_id
from polls.api.services.tokens import record
from polls.api.views.access import may_manage, page
from polls.questionnaire.models import Announcement

PAGE = 30
CLASS_OF_STATE = {
    Delivery.State.QUEUED: "is-queued",
    Delivery.State.SENDING: "is-running",
    Delivery.State.DELIVERED: "is-done",
    Delivery.State.FAILED: "is-failed",
}


@may_manage
@page
@never_cache
def hook_add(request: HttpRequest) -> HttpResponse:
    """Make a webhook, and show its secret this once."""
    form = HookForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            hook, secret = hooks.make_hook(
                form.wanted, by=request.user, now=timezone.now(), key=form.cleaned_data["key"]
            )
        except IntegrityError:  # the same form once more
            return redirect("polls:hook", pk=form.cleaned_data["key"])
        return render(request, "api/hook_secret.html", {"section": "access", "hook": hook, "secret": secret})
    return _form(request, form, None)


@may_manage
@page
def hook_edit(request: HttpRequest, pk: str) -> HttpResponse:
    hook = get_object_or_404(Webhook, pk=pk)
    form = HookForm(request.POST or None, initial=HookForm.initial_of(hook))
    if request.method == "POST" and form.is_valid():
        hooks.change_hook(hook, form.wanted, by=request.user, now=timezone.now())
        messages.success(request, _("“%(name)s” was saved.") % {"name": hook.name})
        return redirect("polls:hook", pk=pk)
    return _form(request, form, hook)


@may_manage
@require_safe
def hook(request: HttpRequest, pk: str) -> HttpResponse:
    """Show what a webhook is told of, and what became of each message."""
    found = get_object_or_404(Webhook.objects.prefetch_related("polls"), pk=pk)
    state = request.GET.get("state", "")
    shown = found.deliveries.prefetch_related("tries")
    if state in Delivery.State.values:
        shown = shown.filter(state=state)
    counts = dict(found.deliveries.order_by().values_list("state").annotate(Count("pk")))
    listed = Paginator(shown, PAGE).get_page(request.GET.get("page"))
    context = {
        "section": "access",
        "hook": found,
        "kinds": [Announcement.Kind(kind).label for kind in found.kinds],
        "thresholds": ", ".join(map(str, found.thresholds)),
        "states": [(value, label, counts.get(value, 0)) for value, label in Delivery.State.choices],
        "state": state,
        "page": listed,
        "rows": [_row(each) for each in listed],
        "failed": counts.get(Delivery.State.FAILED, 0),
    }
    return render(request, "api/hook.html", context)


@may_manage
@require_safe
def delivery(request: HttpRequest, pk: str) -> HttpResponse:
    """Show one message: what it says, and each try."""
    found = get_object_or_404(Delivery.objects.select_related("hook"), pk=pk)
    tries = [(each, PROBLEMS.get(each.problem, "")) for each in found.tries.all()]
    context = {"section": "access", **_row(found), "hook": found.hook, "tries": tries, "name": message_id(found)}
    return render(request, "api/delivery.html", context)


@may_manage
@require_POST
@never_cache
def hook_secret(request: HttpRequest, pk: str) -> HttpResponse:
    """Give a new secret, and show it this once."""
    found = get_object_or_404(Webhook, pk=pk)
    secret = hooks.renew_secret(found, by=request.user, now=timezone.now())
    context = {"section": "access", "hook": found, "secret": secret, "is_renewed": True}
    return render(request, "api/hook_secret.html", context)


@may_manage
@require_POST
def hook_change(request: HttpRequest, pk: str) -> HttpResponse:
    """Pause or resume a webhook, send a message to try it, or send again what was given up (``wish``)."""
    found, now = get_object_or_404(Webhook, pk=pk), timezone.now()
    wish = request.POST.get("wish", "")
    if wish in ("pause", "resume"):
        hooks.set_active(found, wish == "resume", by=request.user, now=now)
    elif wish == "ping":
        made = outbox.ping(found, now=now)
        tasks.wake()
        return redirect("polls:delivery", pk=made.pk)
    elif wish == "again":
        _send_again(request, found, list(found.deliveries.filter(state=Delivery.State.FAILED)))
    return redirect("polls:hook", pk=pk)


@may_manage
@require_POST
def delivery_again(request: HttpRequest, pk: str) -> HttpResponse:
    """Send one message again."""
    found = get_object_or_404(Delivery.objects.select_related("hook"), pk=pk)
    _send_again(request, found.hook, [found])
    return redirect("polls:delivery", pk=pk)


@may_manage
@page
def hook_delete(request: HttpRequest, pk: str) -> HttpResponse:
    """Ask once more; POST removes the webhook with its messages."""
    found = get_object_or_404(Webhook, pk=pk)
    if request.method != "POST":
        return render(request, "api/hook_delete.html", {"section": "access", "hook": found})
    hooks.remove_hook(found, by=request.user, now=timezone.now())
    messages.success(request, _("“%(name)s” was removed.") % {"name": found.name})
    return redirect("polls:access")


def _send_again(request: HttpRequest, found: Webhook, deliveries: list[Delivery]) -> None:
    now = timezone.now()
    number = send_again(deliveries, now=now)
    record(AccessEvent.What.SENT_AGAIN, found.name, by=request.user, now=now, number=number)
    tasks.wake()
    text = ngettext("%(number)s message is sent again.", "%(number)s messages are sent again.", number)
    messages.success(request, text % {"number": number})


def _row(delivery: Delivery) -> dict[str, Any]:
    tries = list(delivery.tries.all())
    kind = dict(Announcement.Kind.choices).get(delivery.kind) or _("a test")
    return {
        "delivery": delivery,
        "kind": kind,
        "badge": CLASS_OF_STATE[Delivery.State(delivery.state)],
        "tries": len(tries),
        "problem": PROBLEMS.get(tries[-1].problem, "") if tries else "",
        "most": MOST_ATTEMPTS,
    }


def _form(request: HttpRequest, form: HookForm, found: Webhook | None) -> HttpResponse:
    context = {"section": "access", "form": form, "hook": found}
    return render(request, "api/hook_form.html", context, status=422 if form.errors else 200)
