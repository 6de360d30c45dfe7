"""The method statement: what is stated with a publication, and what still has to be added."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from polls.questionnaire.models import Poll
from polls.reporting.method_statement import ADDED
from polls.reporting.statement_phrases import HELP, LABELS
from polls.results.models import MethodStatement
from polls.results.services import method_statement as services
from polls.results.services.press import LANGUAGES
from polls.results.services.runs import latest_run
from polls.results.views.context import about, language_now
from polls.results.views.press import LANGUAGE_NAMES


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("polls.view_results", raise_exception=True)
def method_statement(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the statement and take what only the makers know."""
    poll = get_object_or_404(Poll, slug=slug)
    if request.method == "POST":
        return _post(request, poll)
    return render(request, "staff/method_statement.html", _page(poll))


def _post(request: HttpRequest, poll: Poll) -> HttpResponse:
    if not request.user.has_perm("polls.write_press"):
        return render(request, "403.html", status=403)
    answers = {
        item.value: {
            language: request.POST.get(f"{item.value}-{language}", "").strip()[: services.LONGEST]
            for language in LANGUAGES
        }
        for item in ADDED
    }
    revision = request.POST.get("revision", "")
    try:
        services.write_statement(
            poll, answers, revision=int(revision) if revision.isdecimal() else 0, by=request.user, now=timezone.now()
        )
    except services.StatementConflictError as conflict:
        context = _page(poll, answers=answers) | {"conflict": _conflict_sentence(conflict.statement)}
        return render(request, "staff/method_statement.html", context, status=409)
    messages.success(request, _("The method statement is saved."))
    return redirect("polls:method_statement", slug=poll.slug)


def _conflict_sentence(statement: MethodStatement) -> str:
    text = _("%(name)s changed this statement at %(time)s, after you opened it.")
    at = timezone.localtime(statement.edited_at)
    return text % {"name": statement.edited_by or _("Somebody"), "time": f"{at:%H:%M}"}


def _page(poll: Poll, answers: dict[str, dict[str, str]] | None = None) -> dict[str, Any]:
    run, language = latest_run(poll), language_now()
    found = MethodStatement.objects.filter(poll=poll).select_related("edited_by").first()
    given = answers or (found.answers if found else {})
    missing = services.missing_items(poll) if run else ()
    return {
        **about(poll, current="results", now=timezone.now()),
        "run": run,
        "languages": LANGUAGE_NAMES.items(),
        "statement": found,
        "stated": services.statement_in(poll, run, language) if run else (),
        "missing": [LABELS[item.value][language] for item in missing],
        "fields": [_field(item.value, given, language) for item in ADDED],
    }


def _field(item: str, given: dict[str, dict[str, str]], language: str) -> dict[str, Any]:
    texts = [(code, name, given.get(item, {}).get(code, "")) for code, name in LANGUAGE_NAMES.items()]
    return {"item": item, "label": LABELS[item][language], "help": HELP[item][language], "texts": texts}
