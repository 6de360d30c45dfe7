"""A publication as its readers will see it: as it is being written, or as it was frozen for approval."""

import uuid
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from polls.publication.models import Edition, Publication
from polls.publication.services.composing import composition_of
from polls.publication.services.reading import Contents, Standing
from polls.publication.views.compose import publication_of
from polls.publication.views.page import context_of, entries_of, frame_of
from polls.results.models import WorkState


@never_cache
@require_safe
@permission_required("polls.view_results", raise_exception=True)
def publication_preview(request: HttpRequest, slug: str, address: str) -> HttpResponse:
    """Show the publication as it is now; with ``?frozen``, as it was offered for approval."""
    found = publication_of(slug, address)
    composition = composition_of(found)
    asked = request.GET.get("lang", "")
    language = asked if asked in composition.languages else composition.languages[0]
    frozen = _offered(found) if "frozen" in request.GET else None
    context = _frozen(found, frozen, language) if frozen else _written(found, language)
    if context is None:
        messages.error(request, _("These results cannot be shown to readers as they are."))
        return redirect("polls:publication", slug=slug, address=address)
    with translation.override(language):
        return render(request, "public/edition.html", context | {"is_preview": True, "is_frozen": frozen is not None})


def _offered(found: Publication) -> Edition | None:
    """Give the edition that is frozen and that no reader sees yet: it was offered, or waits for its embargo to end."""
    unseen = Q(published_at=None) | Q(embargo_until__gt=timezone.now())
    return found.editions.filter(unseen, state=WorkState.DONE).order_by("-number").first()


def _standing(found: Publication, languages: tuple[str, ...], number: int, content_hash: str) -> Standing:
    return Standing(
        id=uuid.uuid4(), slug=found.slug, number=number, newest=number, languages=languages,
        content_hash=content_hash, published_at=None, replaced_at=None, withdrawn_at=None, withdrawal_note=(),
    )  # fmt: skip


def _frozen(found: Publication, edition: Edition, language: str) -> dict[str, Any] | None:
    if language not in edition.languages:
        language = edition.languages[0]
    standing = _standing(found, tuple(edition.languages), edition.number, edition.content_hash)
    with translation.override(language):
        return context_of(standing, Contents(edition.document or {}, edition.drawings or {}, ()), language)


def _written(found: Publication, language: str) -> dict[str, Any] | None:
    # The place where a page begins to need what counts and draws.
    from polls.publication.services.screening import WithheldError
    from polls.publication.services.writing import IncompleteError, freeze_now

    composition = composition_of(found)
    number = (
        found.editions.exclude(published_at=None).order_by("-number").values_list("number", flat=True).first() or 0
    ) + 1
    try:
        frozen = freeze_now(found.run, composition, language)
    except (WithheldError, IncompleteError):
        return None
    standing = _standing(found, composition.languages, number, "")
    return {
        **frame_of(standing, language, frozen.texts),
        "texts": frozen.texts,
        "entries": entries_of(frozen.texts, frozen.drawings, found.slug, number, language),
    }
