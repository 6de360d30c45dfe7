"""The publications of a poll: which there are, and where a new one begins."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from polls.publication.models import Edition, Publication
from polls.publication.services.addresses import address_of
from polls.publication.services.composing import begin, composition_of
from polls.publication.services.suggesting import languages_of
from polls.questionnaire.models import Poll
from polls.results.services.runs import latest_run
from polls.results.views.context import about, language_now


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("polls.view_results", raise_exception=True)
def publications(request: HttpRequest, slug: str) -> HttpResponse:
    """List the publications of a poll; begin one from its newest results."""
    poll = get_object_or_404(Poll, slug=slug)
    run = latest_run(poll)
    if request.method == "POST":
        if not request.user.has_perm("polls.write_press"):
            return render(request, "403.html", status=403)
        if run is None or not languages_of(run):
            messages.error(request, _("There are no results to publish yet."))
            return redirect("polls:publications", slug=slug)
        made = begin(poll, run, by=request.user, now=timezone.now())
        return redirect("polls:publication", slug=slug, address=made.slug)
    found = Publication.objects.filter(poll=poll).select_related("edited_by")
    editions = (
        Edition.objects.filter(publication__poll=poll).select_related("publication").defer("document", "drawings")
    )
    context = {
        **about(poll, current="publication", now=timezone.now()),
        "run": run,
        "rows": [_row(each, [edition for edition in editions if edition.publication_id == each.pk]) for each in found],
    }
    return render(request, "staff/publications.html", context)


def _row(publication: Publication, editions: list[Edition]) -> dict[str, object]:
    """Say of a publication what readers see and what waits; its editions come newest first."""
    title = composition_of(publication).title
    now = timezone.now()
    waiting = next((each for each in editions if each.waits_at(now)), None)
    told = next((each for each in editions if each.published_at and each is not waiting), None)
    return {
        "publication": publication,
        "title": title.get(language_now()) or next(iter(title.values()), "") or publication.slug,
        "published": told,
        "waiting": waiting,
        "offered": next((each for each in editions if not each.published_at), None),
        "address": address_of(publication.slug) if told else "",
    }
