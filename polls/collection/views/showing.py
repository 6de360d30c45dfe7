"""From a request to the visit of a respondent, and to the page that they see."""

from collections.abc import Callable
from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation

from polls.codebook.schema import Page
from polls.collection.services import DraftConflictError, Participation, Standing, load
from polls.collection.views.ends import unknown_page
from polls.collection.views.review import show_review
from polls.collection.views.turning_away import leave_full, spent
from polls.collection.views.visit import SeeOther, Visit

ATTEMPTS = 5

Step = Callable[[Visit], HttpResponse]


def visited(request: HttpRequest, participation: Participation | None, act: Step) -> HttpResponse:
    """Let ``act`` answer when the poll can be answered now; else say why not."""
    if participation is None:
        return unknown_page()
    language = _language(request, participation)
    with translation.override(language):
        visit = Visit(request, participation, language, timezone.now())
        if visit.is_on_kiosk and participation.invitation_id is not None and request.method in ("GET", "HEAD"):
            return SeeOther(visit.home)
        return visit.dressed(_act_when_open(visit, act, ATTEMPTS))


def show_page(visit: Visit, page: Page | None) -> HttpResponse:
    """Show a page, or the review when no question is asked of this respondent at all."""
    return show_review(visit, visit.participation.draft.answers) if page is None else visit.show(page)


def _act_when_open(visit: Visit, act: Step, attempts: int) -> HttpResponse:
    """Act, once more when somebody else saved, sent or withdrew between our reading and our writing."""
    participation = visit.participation
    standing = participation.standing_at(visit.now)
    if standing is Standing.FULL and visit.request.method == "POST" and participation.invitation_id is not None:
        return leave_full(visit)
    if standing is not Standing.OPEN:
        return spent(visit) if standing is Standing.ANSWERED else visit.end(standing)
    try:
        return act(replace(visit, participation=replace(participation, language=visit.language)))
    except DraftConflictError:
        fresh = load(participation.token)
        if fresh is None or attempts <= 1:
            return visit.redirect()
        return _act_when_open(replace(visit, participation=fresh), act, attempts - 1)


def _language(request: HttpRequest, participation: Participation) -> str:
    """Choose the language: as asked for, as last chosen, as invited, else the poll's first."""
    offered = participation.questionnaire.languages
    asked = request.POST.get("_lang") or request.GET.get("lang") or ""
    wishes = (asked, participation.draft.language, participation.language)
    return next((wish for wish in wishes if wish in offered), offered[0])
