"""Importing a questionnaire: choose a file, look at what arrives and what does not, make the draft."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from polls.codebook import problems
from polls.codebook.schema import Questionnaire, in_language
from polls.exchange.findings import UnreadableError
from polls.questionnaire import services
from polls.questionnaire.forms.exchange import QuestionnaireFileForm
from polls.questionnaire.models import Question, QuestionnaireImport

may_import = permission_required(("polls.add_poll", "polls.change_poll"), raise_exception=True)
page = require_http_methods(["GET", "HEAD", "POST"])


@may_import
@page
def questionnaire_import(request: HttpRequest) -> HttpResponse:
    """Choose a file; reading it makes no poll."""
    form = QuestionnaireFileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = services.preview_import(form.cleaned_data["file"], by=request.user, now=timezone.now())
            return redirect("polls:questionnaire_import_preview", made.pk)
        except UnreadableError as error:
            form.add_error("file", in_language(error.message, _language()))
    context = {"section": "design", "form": form}
    return render(request, "staff/exchange/import.html", context, status=422 if form.errors else 200)


@may_import
@page
def questionnaire_import_preview(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show what arrives and what does not; POST makes the draft."""
    made = get_object_or_404(QuestionnaireImport, pk=pk)
    if request.method == "POST":
        poll = services.confirm_import(made, by=request.user, now=timezone.now())
        messages.success(request, _("This is the new draft. Look at its problems before you publish it."))
        return redirect("admin:polls_poll_change", poll.pk)
    return render(request, "staff/exchange/import_preview.html", _context(made))


def _context(made: QuestionnaireImport) -> dict[str, Any]:
    questionnaire = made.questionnaire
    worded = [_worded(finding) for finding in made.findings]
    return {
        "section": "design",
        "made": made,
        "questionnaire": questionnaire,
        "title": in_language(questionnaire.title, _language()),
        "outline": list(_outline(questionnaire)),
        "question_count": len(list(questionnaire.questions)),
        "lost": [finding for finding in worded if finding["weight"] == "lost"],
        "changed": [finding for finding in worded if finding["weight"] == "changed"],
        "error_count": len(services.errors_of(problems.find(questionnaire))),
    }


def _worded(finding: dict[str, Any]) -> dict[str, Any]:
    return {**finding, "message": in_language(finding["message"], _language())}


def _outline(questionnaire: Questionnaire) -> Iterable[dict[str, Any]]:
    language = _language()
    kinds = dict(Question.Kind.choices)
    for number, each in enumerate(questionnaire.pages, start=1):
        questions = [
            {
                "code": question.code,
                "text": in_language(question.text, language),
                "kind": kinds[question.kind.value],
                "parts": len(question.rows) + len(question.choices),
                "show_if": question.show_if,
            }
            for question in each.questions
        ]
        yield {"number": number, "title": in_language(each.title, language), "questions": questions, "page": each}


def _language() -> str:
    return get_language() or "nl"
