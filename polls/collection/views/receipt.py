"""Where a respondent with a receipt sees the own answers, or withdraws them. Only a POST looks anything up."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from polls.codebook.answers import is_answered
from polls.codebook.schema import in_language
from polls.collection.fields.pages import language_context
from polls.collection.fields.saying import in_words
from polls.collection.services import Found, find_by_receipt, withdraw
from polls.collection.views.ends import unknown_page
from polls.collection.views.private import respondent_page
from polls.questionnaire.models import Poll


@dataclass(frozen=True)
class Line:
    """One question with its answer in words; no words where it was left open."""

    question: str
    answer: str


@respondent_page("GET", "HEAD", "POST")
def receipt(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask for the code; show the answers behind it; erase them when asked to."""
    poll = Poll.objects.filter(slug=slug).first()
    version = poll.latest_version if poll else None
    if poll is None or version is None:
        return unknown_page()
    languages = version.questionnaire.languages
    asked = request.POST.get("_lang") or request.GET.get("lang") or ""
    language = asked if asked in languages else languages[0]
    with translation.override(language):
        context = {
            "title": in_language(version.questionnaire.title, language),
            "is_anonymous": poll.is_anonymous,
            "csrf_token": get_token(request),
            **language_context(languages, language),
        }
        return _answer(request, poll, language, context)


def _answer(request: HttpRequest, poll: Poll, language: str, context: dict[str, Any]) -> HttpResponse:
    code = request.POST.get("code", "").strip()
    if request.method != "POST":
        return _page("ask", context)
    found = find_by_receipt(poll, code) if code else None
    if found is None:
        error = _("There are no answers with this code in this poll.") if code else _("Type the code first.")
        return _page("ask", {**context, "error": error, "code": code}, status=404 if code else 422)
    if "withdraw" not in request.POST:
        return _page("answers", {**context, "code": code, "found": found, "lines": _lines(found, language)})
    return _page("withdrawn" if withdraw(poll, code) else "final", context)


def _lines(found: Found, language: str) -> list[Line]:
    """Write every question that was asked with its answer."""
    return [
        Line(in_language(question.text, language), in_words(question, value, language) if is_answered(value) else "")
        for question in found.questionnaire.variables
        if (value := found.answers.get(question.code)) is not None
    ]


def _page(name: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    return HttpResponse(render_to_string(f"respondent/receipt/{name}.html", context), status=status)
