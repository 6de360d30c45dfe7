"""Holding a pasted article against the results."""

from typing import Any

from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from polls.questionnaire.models import Poll
from polls.reporting.checking.check import check_text, language_of
from polls.reporting.checking.marks import CheckedText, Verdict
from polls.results.forms import ArticleForm
from polls.results.services.press import report_in
from polls.results.services.runs import latest_run
from polls.results.views.context import about, language_now
from polls.results.views.press import LANGUAGE_NAMES


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("polls.view_results", raise_exception=True)
def press_check(request: HttpRequest, slug: str) -> HttpResponse:
    """Take an article and show what of it the results support. Nothing of it is stored."""
    poll = get_object_or_404(Poll, slug=slug)
    run = latest_run(poll)
    form = ArticleForm(request.POST or None)
    context = {
        **about(poll, current="results", now=timezone.now()),
        "run": run,
        "form": form,
        "languages": LANGUAGE_NAMES.items(),
    }
    if request.method == "POST" and run is not None and form.is_valid():
        text = form.cleaned_data["text"]
        language = form.cleaned_data["language"] or language_of(text)
        context |= _shown(check_text(text, report_in(run, language), told_in=language_now()))
    return render(request, "staff/press_check.html", context, status=422 if form.errors else 200)


def _shown(checked: CheckedText) -> dict[str, Any]:
    headings = {
        Verdict.DIFFERS: _("Differs from the results"),
        Verdict.NOT_FOUND: _("Cannot be found in the results"),
        Verdict.WORDING: _("Words that a poll does not support"),
        Verdict.AGREES: _("Agrees with the results"),
        Verdict.ASIDE: _("Not compared"),
    }
    numbered = list(enumerate(checked.marks, start=1))
    lists = [
        (verdict, heading, [(number, checked.text[mark.start : mark.end], mark) for number, mark in numbered
                            if mark.verdict is verdict])
        for verdict, heading in headings.items()
    ]  # fmt: skip
    return {"checked": checked, "lists": [each for each in lists if each[2]], "headings": headings}
