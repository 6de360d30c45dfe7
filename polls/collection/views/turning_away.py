"""The page for who is outside the target group, or comes after a quota was filled."""

from dataclasses import replace

from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from polls.codebook.answers import Answers
from polls.codebook.leaving import Leaving, full_quota, screened_out
from polls.codebook.path import path_of, values_of
from polls.codebook.schema import Questionnaire, in_language
from polls.collection.fields.pages import language_context
from polls.collection.services import Outcome, Standing, full_codes, load, turn_away
from polls.collection.services.endings import LINK_FULL
from polls.collection.views.visit import Visit


def reason_to_leave(visit: Visit, answers: Answers, page_code: str = "") -> Leaving | None:
    """Say whether the respondent leaves here: after the page that is being left, or ("") at the end."""
    questionnaire = visit.questionnaire
    if not (questionnaire.screen_outs or questionnaire.quotas):
        return None
    path = path_of(questionnaire, values_of(answers, visit.known))
    full = full_codes(visit.participation.poll.pk, questionnaire.quotas)
    return screened_out(path, page_code) or full_quota(path, full, page_code)


def turned_away(visit: Visit, answers: Answers, leaving: Leaving) -> HttpResponse:
    """Record it, spend the link, and say why there is nothing more to answer."""
    outcome = turn_away(visit.participation, answers, leaving, now=visit.now)
    if outcome is Outcome.TOO_LATE:
        return visit.end(Standing.CLOSED)
    if outcome is Outcome.REPEATED:
        fresh = load(visit.participation.token)
        return spent(replace(visit, participation=fresh or visit.participation))
    return _why(visit, leaving)


def spent(visit: Visit) -> HttpResponse:
    """Show how a link that is spent has ended: the thanks, or why there was nothing more to answer."""
    leaving = visit.participation.left
    return visit.end(Standing.ANSWERED) if leaving is None else _why(visit, leaving)


def _why(visit: Visit, leaving: Leaving) -> HttpResponse:
    if leaving is LINK_FULL:
        return visit.end(Standing.FULL)
    html = render_turned_away(visit.questionnaire, leaving, language=visit.language, banner=visit.frame.banner)
    return visit.headed(HttpResponse(html), visit.address())


def leave_full(visit: Visit) -> HttpResponse:
    """Record that somebody who had begun came to a link that was full, and say so."""
    return turned_away(visit, visit.participation.draft.answers, LINK_FULL)


def render_turned_away(questionnaire: Questionnaire, leaving: Leaving, *, language: str, banner: str = "") -> str:
    """Render the page; the language must be active."""
    return render_to_string(
        "respondent/ends/turned_away.html",
        {
            "standing": Standing.ANSWERED.value,
            "banner": banner,
            "heading": _("Thank you for your time"),
            "mark": "✓",
            "mark_class": "is-success",
            "title": in_language(questionnaire.title, language),
            "text": in_language(leaving.text, language),
            **language_context((language,), language),
        },
    )
