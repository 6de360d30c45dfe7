"""Any two versions of a questionnaire side by side."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from polls.codebook.difference import Change, Difference, differences
from polls.codebook.schema import in_language
from polls.exchange.field_names import FIELD_NAMES
from polls.questionnaire.design import to_questionnaire
from polls.questionnaire.models import Poll, QuestionnaireVersion
from polls.questionnaire.views.files import may_see
from polls.questionnaire.views.preflight import FIELD_NAMES as TEXT_NAMES

VERBS = {Change.ADDED: _("added"), Change.REMOVED: _("removed"), Change.MOVED: _("moved")}


@may_see
@require_safe
def poll_versions(request: HttpRequest, slug: str) -> HttpResponse:
    """Show what differs between ``from`` and ``to``; an empty ``to`` is the design as it stands now."""
    poll = get_object_or_404(Poll, slug=slug)
    versions = list(poll.versions.select_related("published_by"))
    if not versions:
        raise Http404(slug)
    older = _chosen(versions, request.GET.get("from", "")) or versions[0]
    newer = _chosen(versions, request.GET.get("to", ""))
    after = newer.questionnaire if newer else to_questionnaire(poll)
    context = {
        "poll": poll,
        "phase": poll.phase_at(timezone.now()),
        "section": "design",
        "verb": "files",
        "versions": versions,
        "older": older.number,
        "newer": newer.number if newer else None,
        "newer_version": newer,
        "changes": [_worded(difference) for difference in differences(older.questionnaire, after)],
    }
    return render(request, "staff/exchange/versions.html", context)


def _chosen(versions: list[QuestionnaireVersion], number: str) -> QuestionnaireVersion | None:
    return next((version for version in versions if str(version.number) == number), None)


def _worded(difference: Difference) -> dict[str, Any]:
    own = FIELD_NAMES.get(difference.field)
    name = in_language(own, get_language() or "nl") if own else TEXT_NAMES.get(difference.field, difference.field)
    return {
        "place": " › ".join(difference.path) or gettext("The poll itself"),
        "field": name,
        "language": difference.language,
        "verb": VERBS.get(difference.change, ""),
        "pieces": difference.pieces,
    }
