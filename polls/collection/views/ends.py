"""Pages that say one thing: thank you, closed, not yet open, withdrawn, unknown."""

from datetime import datetime
from functools import lru_cache

from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from polls.codebook.schema import Channel, Questionnaire, in_language
from polls.collection.fields.pages import language_context
from polls.collection.services import Participation, Standing, is_receipt, load_questionnaire
from polls.collection.views.framing import PLAIN, Frame

STATUS = {
    Standing.ANSWERED: 200,
    Standing.NOT_YET_OPEN: 200,
    Standing.PAUSED: 200,
    Standing.FULL: 200,
    Standing.REVOKED: 410,
    Standing.CLOSED: 410,
}


def end_page(
    participation: Participation, standing: Standing, *, language: str, receipt: str = "", frame: Frame = PLAIN
) -> HttpResponse:
    """Say why there is nothing to answer (any more), and what to do; with the receipt of answers just sent."""
    poll = participation.poll
    shown = receipt if receipt and is_receipt(receipt) else ""
    if shown or frame is not PLAIN:
        html = render_end(
            participation.questionnaire,
            standing,
            language=language,
            opens_at=poll.opens_at,
            closes_at=poll.closes_at,
            receipt=shown,
            frame=frame,
        )
        return HttpResponse(html, status=STATUS[standing])
    html = _launched_end(participation.version.sha256, standing, language, poll.opens_at, poll.closes_at)
    return HttpResponse(html, status=STATUS[standing])


@lru_cache(maxsize=256)
def _launched_end(
    sha256: str, standing: Standing, language: str, opens_at: datetime | None, closes_at: datetime | None
) -> str:
    questionnaire = load_questionnaire(sha256)
    return render_end(questionnaire, standing, language=language, opens_at=opens_at, closes_at=closes_at)


def render_end(
    questionnaire: Questionnaire,
    standing: Standing,
    *,
    language: str,
    opens_at: datetime | None = None,
    closes_at: datetime | None = None,
    banner: str = "",
    receipt: str = "",
    frame: Frame = PLAIN,
) -> str:
    """Render the page for the standing; the language must be active."""
    is_done = standing is Standing.ANSWERED
    return render_to_string(
        f"respondent/ends/{standing.value}.html",
        {
            "standing": standing.value,
            "banner": frame.banner or banner,
            "scripts": frame.scripts,
            "is_on_kiosk": frame.is_kiosk,
            "heading": _heading(standing),
            "mark": "✓" if is_done else "…" if standing in (Standing.NOT_YET_OPEN, Standing.PAUSED) else "!",
            "mark_class": "is-success" if is_done else "is-warning",
            "title": in_language(questionnaire.title, language),
            "thanks": in_language(questionnaire.thanks, language),
            "opens": in_dutch_time(opens_at),
            "closes": in_dutch_time(closes_at),
            "receipt": receipt,
            "slug": questionnaire.slug,
            "is_by_invitation": questionnaire.channel is Channel.INVITATION,
            **language_context(questionnaire.languages, language),
        },
    )


def unknown_page() -> HttpResponse:
    """Answer for a link that leads nowhere; the same for all of them, so that it tells nothing."""
    context = {"standing": "unknown", "heading": _("This link does not work"), "mark": "?", "mark_class": "is-warning"}
    return HttpResponse(render_to_string("respondent/ends/unknown.html", context), status=404)


def in_dutch_time(moment: datetime | None) -> str:
    """Write the moment as people in the Netherlands read it, weekday and time included."""
    if moment is None:
        return ""
    local = timezone.localtime(moment)
    return _("%(date)s at %(time)s") % {
        "date": date_format(local, "l j F Y"),
        "time": date_format(local, "H:i"),
    }


def _heading(standing: Standing) -> str:
    return {
        Standing.ANSWERED: _("Thank you!"),
        Standing.REVOKED: _("This link is no longer valid"),
        Standing.NOT_YET_OPEN: _("This poll is not open yet"),
        Standing.CLOSED: _("This poll is closed"),
        Standing.PAUSED: _("This poll takes a short break"),
        Standing.FULL: _("Enough answers have come in"),
    }[standing]
