"""From one wave to the next: what each question and code of an earlier poll has become in this one."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from polls.codebook import recode, recode_checks
from polls.codebook.schema import in_language
from polls.questionnaire import services
from polls.questionnaire.forms.waves import EarlierPollForm, RecodeForm
from polls.questionnaire.models import Poll
from polls.questionnaire.services.waves import asked

may_change = permission_required("polls.change_poll", raise_exception=True)
page = require_http_methods(["GET", "HEAD", "POST"])


@may_change
@page
def waves(request: HttpRequest, slug: str) -> HttpResponse:
    """List the maps that there are, and choose another earlier poll."""
    poll = get_object_or_404(Poll, slug=slug)
    form = EarlierPollForm(request.POST or None, later=poll)
    if request.method == "POST" and form.is_valid():
        return redirect("polls:recode_map", poll.slug, form.cleaned_data["earlier"].slug)
    maps = poll.maps_back.select_related("earlier", "updated_by")
    return _page(request, "waves", poll, status=422 if form.errors else 200, form=form, maps=maps)


@may_change
@page
def wave(request: HttpRequest, slug: str, earlier: str) -> HttpResponse:
    """Show the map from the earlier poll, or a suggestion where there is none yet; POST lays it down."""
    poll = get_object_or_404(Poll, slug=slug)
    former = get_object_or_404(Poll.objects.exclude(pk=poll.pk), slug=earlier)
    old, new = asked(former), asked(poll)
    kept = services.map_between(former, poll)
    shown = kept if kept is not None else recode.suggest(old, new)
    form = RecodeForm(request.POST or None, earlier=old, later=new, recode_map=shown)
    if request.method == "POST" and form.is_valid():
        try:
            services.save_map(former, poll, form.recode_map(), by=request.user, now=timezone.now())
        except services.FaultyMap as refusal:
            for problem in refusal.problems:
                form.add_error(None, in_language(problem.message, get_language() or "nl"))
        else:
            messages.success(request, _("The recode map has been saved."))
            return redirect("polls:recode_map", poll.slug, former.slug)
    found = recode_checks.find_problems(shown, old, new)
    notes = [in_language(problem.message, get_language() or "nl") for problem in found]
    context = {"former": former, "form": form, "is_suggestion": kept is None, "notes": notes}
    return _page(request, "wave", poll, status=422 if form.errors else 200, **context)


def _page(request: HttpRequest, name: str, poll: Poll, *, status: int, **context: Any) -> HttpResponse:
    shared = {"poll": poll, "verb": "files", "phase": poll.phase_at(timezone.now()), "section": "design"}
    return render(request, f"staff/exchange/{name}.html", {**shared, **context}, status=status)
