"""The question library: insert a question in a page of the poll, or keep one of the poll for others."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from polls.codebook import schema
from polls.questionnaire import services
from polls.questionnaire.models import Page, Poll, Question


@permission_required("polls.change_poll", raise_exception=True)
@require_http_methods(["GET", "HEAD", "POST"])
def library(request: HttpRequest, slug: str) -> HttpResponse:
    """List what is there. POST inserts (``insert``, ``page``) or keeps (``keep``)."""
    poll = get_object_or_404(Poll, slug=slug)
    if request.method == "POST" and "keep" in request.POST:
        return _keep(request, poll)
    if request.method == "POST" and "insert" in request.POST:
        return _insert(request, poll)
    language = get_language() or "nl"
    offered: dict[str, list[dict[str, Any]]] = {}
    for key, subject, question in services.offered():
        offered.setdefault(schema.in_language(subject, language), []).append(_shown(key, question, language))
    context = {
        "poll": poll,
        "phase": poll.phase_at(timezone.now()),
        "section": "design",
        "verb": "files",
        "offered": offered,
        "pages": poll.pages.all(),
        "questions": Question.objects.filter(page__poll=poll).order_by("page__position", "position"),
    }
    return render(request, "staff/exchange/library.html", context)


def _insert(request: HttpRequest, poll: Poll) -> HttpResponse:
    found = {key: question for key, _subject, question in services.offered()}
    number = request.POST.get("page", "")
    page = Page.objects.filter(poll=poll, pk=number).first() if number.isdigit() and len(number) < 18 else None
    if page is None or request.POST.get("insert") not in found:
        raise Http404("no such page or question")
    try:
        row = services.insert_question(page, found[request.POST["insert"]])
    except services.NotNow:
        messages.error(request, _("The structure of a published poll is fixed. Duplicate the poll to change it."))
        return redirect("polls:library", poll.slug)
    messages.success(request, _("The question has been added to the page as “%(code)s”.") % {"code": row.code})
    return redirect("admin:polls_page_change", page.pk)


def _keep(request: HttpRequest, poll: Poll) -> HttpResponse:
    question = get_object_or_404(Question, page__poll=poll, code=request.POST["keep"][:40])
    services.keep_question(question, by=request.user, now=timezone.now())
    messages.success(request, _("The question is in the library now, for every poll."))
    return redirect("polls:library", poll.slug)


def _shown(key: str, question: schema.Question, language: str) -> dict[str, Any]:
    kinds = dict(Question.Kind.choices)
    labels = [schema.in_language(choice.label, language) for choice in question.choices]
    text = schema.in_language(question.text, language)
    return {"key": key, "text": text, "kind": kinds[question.kind.value], "choices": labels}
