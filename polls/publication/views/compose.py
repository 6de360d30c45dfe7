"""Composing a publication: which questions, in which order, with which titles and texts."""

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from polls.publication.forms import Asked, acted, choices_of, divisions_of, read_action, read_composition
from polls.publication.models import Publication
from polls.publication.services import composing
from polls.publication.services.addresses import address_of
from polls.publication.services.obstacles import Obstacle, Reason, alarms_of, obstacles_of
from polls.publication.services.standing import is_offered, offered_of, sent_back
from polls.publication.services.suggesting import languages_of, new_entry
from polls.publication.views.page import NAMES
from polls.reporting.press.facts import FactKind, facts_of
from polls.reporting.press.markup import token
from polls.reporting.published.composition import Composition, Entry
from polls.results.models import Run, WorkState
from polls.results.services.press import report_in
from polls.results.services.runs import latest_run
from polls.results.views.context import about, language_now

KINDS = (FactKind.RESPONDENTS, FactKind.SHARE, FactKind.BASE, FactKind.MEAN)
"""Numbers that a text is most likely to name."""


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("polls.write_press", raise_exception=True)
def publication(request: HttpRequest, slug: str, address: str) -> HttpResponse:
    """Show what a publication holds and what stands in its way; take changes."""
    found = publication_of(slug, address)
    if request.method == "POST":
        return _post(request, found)
    return render(request, "staff/publication.html", _page(found, composing.composition_of(found)))


def publication_of(slug: str, address: str) -> Publication:
    """Find a publication by its poll and its address. Raises Http404."""
    rows = Publication.objects.select_related("poll", "run__version", "run__poll", "edited_by")
    return get_object_or_404(rows, slug=address, poll__slug=slug)


def _post(request: HttpRequest, found: Publication) -> HttpResponse:
    asked, revision = read_action(request.POST), request.POST.get("revision", "")
    based_on = int(revision) if revision.isdecimal() else 0
    composition = read_composition(request.POST, languages_of(found.run))
    try:
        if asked.verb == "newest":
            _take_run(request, found, based_on)
        else:
            changed = _changed(found, acted(composition, asked), asked, request.POST.get("add", ""))
            composing.change(found, changed, revision=based_on, by=request.user, now=timezone.now())
    except composing.PublicationConflictError as conflict:
        context = _page(conflict.publication, composition) | {"conflict": _conflict_sentence(conflict.publication)}
        return render(request, "staff/publication.html", context, status=409)
    except composing.RefusedCompositionError:
        context = _page(found, composition) | {"problem": _("This is too much for one publication.")}
        return render(request, "staff/publication.html", context, status=422)
    if asked.verb == "next":
        return redirect("polls:publication_edition", slug=found.poll.slug, address=found.slug)
    messages.success(request, _("The publication is saved."))
    return redirect(_place(found, asked))


def _take_run(request: HttpRequest, found: Publication, revision: int) -> None:
    chosen = next((each for each in runs_for(found) if str(each.pk) == request.POST.get("run")), None)
    if chosen is not None:
        composing.take_run(found, chosen, revision=revision, by=request.user, now=timezone.now())


def _changed(found: Publication, composition: Composition, asked: Asked, question: str) -> Composition:
    """Add the question that was chosen, where the button says so."""
    if asked.verb != "add":
        return composition
    reports = {language: report_in(found.run, language) for language in languages_of(found.run)}
    if question not in dict(choices_of(next(iter(reports.values())), composition)):
        return composition
    entry = new_entry(found.run, reports, question, None)
    return replace(composition, entries=(*composition.entries, entry))


def _place(found: Publication, asked: Asked) -> str:
    """Lead back to the entry that a button was about."""
    moved = asked.place + {"up": -1, "down": 1}.get(asked.verb, 0)
    where = {"add": "#add", "up": f"#entry-{max(0, moved)}", "down": f"#entry-{moved}"}
    return reverse("polls:publication", args=[found.poll.slug, found.slug]) + where.get(asked.verb, "")


def runs_for(found: Publication) -> list[Run]:
    """Give the finished runs of everyone that a publication can take its numbers from: the newest, and the weighted."""
    newest = latest_run(found.poll)
    if newest is None:
        return []
    weighted = Run.objects.filter(
        poll=found.poll, data_key=newest.data_key, state=WorkState.DONE, recipe__filter=None,
        recipe__weights__isnull=False, recipe__without__isnull=True,
    )  # fmt: skip
    return [newest, *weighted.select_related("version")]


def _page(found: Publication, composition: Composition) -> dict[str, Any]:
    language = language_now()
    offered = languages_of(found.run)
    reports = {each: report_in(found.run, each) for each in offered}
    shown = reports.get(language) or reports[offered[0]]
    newest = latest_run(found.poll)
    return {
        **about(found.poll, current="publication", now=timezone.now()),
        "publication": found,
        "address": address_of(found.slug),
        "languages": [(each, NAMES.get(each, each), each in composition.languages) for each in offered],
        "fields": [_field(each, composition) for each in offered],
        "entries": [
            _entry(number, each, composition, offered, shown) for number, each in enumerate(composition.entries)
        ],
        "choices": choices_of(shown, composition),
        "is_offered": is_offered(offered_of(found), found),
        "sent_back": sent_back(found),
        "obstacles": [words_of(each, found) for each in obstacles_of(found, told_in=language)],
        "alarms": alarms_of(found, told_in=language),
        "runs": runs_for(found),
        "is_behind": newest is not None and newest.pk != found.run_id and not found.run.recipe.get("weights"),
        "numbers": [(token(fact), fact) for fact in facts_of(shown).values() if fact.kind in KINDS],
        "text_language": shown.language,
    }


def _field(language: str, composition: Composition) -> dict[str, str]:
    return {
        "language": language,
        "name": NAMES.get(language, language),
        "title": composition.title.get(language, ""),
        "lead": composition.lead.get(language, ""),
    }


def _entry(
    number: int, entry: Entry, composition: Composition, languages: tuple[str, ...], report: Any
) -> dict[str, Any]:
    group = report.group(entry.question)
    return {
        "number": number,
        "entry": entry,
        "is_last": number == len(composition.entries) - 1,
        "question_text": group.text if group else entry.question,
        "divisions": divisions_of(report, entry.question),
        "texts": [
            {"language": each, "name": NAMES.get(each, each), "title": entry.title.get(each, ""),
             "text": entry.text.get(each, "")}
            for each in languages
        ],
    }  # fmt: skip


def words_of(obstacle: Obstacle, found: Publication) -> dict[str, str]:
    """Say what is missing, with the place where it is mended."""
    here = reverse("polls:publication", args=[found.poll.slug, found.slug])
    statement = reverse("polls:method_statement", args=[found.poll.slug])
    name = NAMES.get(obstacle.about, obstacle.about)
    words = {
        Reason.STATEMENT: (_("Method statement: %(about)s is missing."), statement),
        Reason.NO_ENTRIES: (_("No question is chosen yet."), f"{here}#add"),
        Reason.NO_TITLE: (_("There is no title in this language: %(about)s."), f"{here}#title-{obstacle.about}"),
        Reason.NO_LEAD: (_("There is no introduction in this language: %(about)s."), f"{here}#lead-{obstacle.about}"),
        Reason.UNKNOWN_NUMBER: (_("A text names a number that the results do not have: %(about)s."), here),
        Reason.UNKNOWN_QUESTION: (_("The results do not have this question in this way: %(about)s."), here),
    }  # fmt: skip
    text, place = words[obstacle.reason]
    return {"text": text % {"about": name}, "place": place}


def _conflict_sentence(found: Publication) -> str:
    text = _("%(name)s changed this publication at %(time)s, after you opened it.")
    at = timezone.localtime(found.edited_at)
    return text % {"name": found.edited_by or _("Somebody"), "time": f"{at:%H:%M}"}
