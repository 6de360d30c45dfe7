"""The one screen of the builder: outline, the page with its questions, preview. As a page, in parts, or as JSON."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from polls.codebook.problem import Problem
from polls.questionnaire import services
from polls.questionnaire.admin.kinds import PALETTE
from polls.questionnaire.forms.page_editor import Card, PageEditor
from polls.questionnaire.models import Discarded, Page, Poll
from polls.questionnaire.outline import outline_of
from polls.questionnaire.places import Places

MOST_OPEN = 5
"""A page with more questions shows the forms of those that are asked for only."""

BIN_SHOWN = 20


@dataclass(frozen=True)
class Conflict:
    """Who changed the row meanwhile, when, and at which revision it is."""

    by: str
    at: datetime | None
    revision: int

    @classmethod
    def of(cls, row: Any) -> "Conflict":
        return cls(str(row.edited_by) if row.edited_by else _("somebody else"), row.edited_at, row.revision)

    @property
    def sentence(self) -> str:
        when = date_format(localtime(self.at), "H:i") if self.at else ""
        return _("%(name)s changed this at %(time)s, while you were at it.") % {"name": self.by, "time": when}


def save_cards(editor: PageEditor, *, by: Any, now: datetime) -> list[Card]:
    """Store each part that was changed, by itself. Give those that met a conflict; they still hold what was typed."""
    refused = []
    for card in editor.changed_cards():
        form = card.form
        edit = services.Edit(card.row, form.seen_revision, form.changed_fields, card.children())
        try:
            card.row.revision = services.save(edit, by=by, now=now)
            card.is_saved = True
        except services.EditConflict as conflict:
            card.conflict = Conflict.of(conflict.row)
            refused.append(card)
    return refused


def answer_as_json(editor: PageEditor, refused: Sequence[Card]) -> JsonResponse:
    """Tell the browser what became of the parts that it posted."""
    if refused:
        return JsonResponse({"conflicts": [_conflict(card) for card in refused]}, status=409)
    cards = [card for card in editor.posted_cards if card.has_changed()]
    return JsonResponse({"cards": [_saved(card) for card in cards]})


def errors_as_json(editor: PageEditor) -> JsonResponse:
    errors = {name: texts for card in editor.posted_cards for name, texts in card.errors().items()}
    return JsonResponse({"errors": errors}, status=422)


def show_screen(request: HttpRequest, editor: PageEditor, *, now: datetime, status: int = 200) -> HttpResponse:
    page, poll = editor.page, editor.page.poll
    problems = services.find_problems(poll, now=now)
    open_pk = _open_question(request, editor)
    context = {
        **_outline_context(poll, page, problems),
        "section": "design",
        "poll": poll,
        "page": page,
        "phase": poll.phase_at(now),
        "editor": editor,
        "open_pk": open_pk,
        "shows_all": len(editor.question_cards) <= MOST_OPEN or "all" in request.GET,
        "palette": [] if poll.is_frozen else PALETTE,
        "undo": _undo(request, poll),
        "bin": poll.discarded.select_related("discarded_by")[:BIN_SHOWN],
        "has_errors": status == 422,
        "preview_address": reverse("polls:preview_page", args=[poll.slug, page.code]),
    }
    return render(request, "admin/polls/editor/screen.html", context, status=status)


def show_card(request: HttpRequest, editor: PageEditor) -> HttpResponse:
    """One question of the page, opened, for a browser that puts it in its place."""
    cards = editor.question_cards
    if not cards:
        return HttpResponse(status=410)
    context = {"poll": editor.page.poll, "page": editor.page, "card": cards[0], "is_open": True, "shows_form": True}
    return render(request, "admin/polls/editor/card.html", context)


def show_outline(request: HttpRequest, page: Page, *, now: datetime) -> HttpResponse:
    """The outline and what is wrong, as things stand now."""
    problems = services.find_problems(page.poll, now=now)
    context = {**_outline_context(page.poll, page, problems), "poll": page.poll, "page": page}
    return render(request, "admin/polls/editor/standing.html", context)


def _outline_context(poll: Poll, page: Page, problems: Sequence[Problem]) -> dict[str, Any]:
    places = Places(poll)
    outline = outline_of(poll, problems, language=get_language() or "nl")
    numbers = [item.pk for item in outline]
    index = numbers.index(page.pk)
    return {
        "outline": outline,
        "page_number": index + 1,
        "previous_page": numbers[index - 1] if index else None,
        "next_page": numbers[index + 1] if index + 1 < len(numbers) else None,
        "problems": places.on_page(problems, page),
        "error_count": len(services.errors_of(problems)),
        "poll_problem_count": sum(1 for problem in problems if problem.place.position[:1] != (1,)),
    }


def _open_question(request: HttpRequest, editor: PageEditor) -> int | None:
    asked = request.GET.get("open", "")
    return int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 12 else None


def _undo(request: HttpRequest, poll: Poll) -> Discarded | None:
    asked = request.GET.get("undo", "")
    return poll.discarded.filter(pk=asked).first() if asked.isascii() and asked.isdigit() and len(asked) < 12 else None


def _conflict(card: Card) -> dict[str, Any]:
    return {
        "prefix": card.prefix,
        "revision": card.conflict.revision,
        "sentence": card.conflict.sentence,
        "differences": [{"label": item.label, "mine": item.mine, "theirs": item.theirs} for item in card.differences()],
    }


def _saved(card: Card) -> dict[str, Any]:
    """The new revision, the code, and the keys that new rows got."""
    rows = {
        form.add_prefix("")[:-1]: {"key": form.instance.pk, "code": form.instance.code}
        for rowset in card.rowsets
        for form in rowset.kept
    }
    return {"prefix": card.prefix, "revision": card.row.revision, "code": card.row.code, "rows": rows}
