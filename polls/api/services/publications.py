"""Publications as other programs see them: what was published, edition by edition, and nothing that is being made."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, cast

from django.conf import settings
from django.db.models import QuerySet
from django.db.models.fields.json import KT
from django.db.models.functions import Coalesce

from polls.api.services.addresses import resource
from polls.api.shapes import Edition as EditionShape
from polls.api.shapes import EditionDetail, File, Publication, PublicationDetail
from polls.publication.models import APPEARED, Edition
from polls.publication.services.addresses import address_of, file_path
from polls.reporting.published.document import EditionDocument


def current_editions(language: str, *, now: datetime) -> QuerySet[Edition]:
    """Give the editions that readers see, with their titles; not what they tell."""
    return _titled(Edition.objects.current_at(now), language)


def publication_shape(edition: Edition) -> Publication:
    return Publication(**_fields(edition))


def publication_detail(slug: str, *, language: str, now: datetime) -> PublicationDetail | None:
    """Write a publication with all its editions, withdrawn ones too; None where nothing was published. One query."""
    editions = list(_titled(_of(slug, now), language))
    if not editions:
        return None
    return PublicationDetail(**_fields(editions[0]), editions=[edition_shape(each, language) for each in editions])


def edition_detail(slug: str, number: int, *, language: str, now: datetime) -> EditionDetail | None:
    """Write an edition with all that it tells; of a withdrawn one only that it was withdrawn. Two queries."""
    edition = _of(slug, now).filter(number=number).defer("drawings").first()
    if edition is None:
        return None
    is_told = edition.withdrawn_at is None
    files = edition.files.defer("content") if is_told else []
    return EditionDetail(
        **_edition_fields(edition, language),
        document=cast(EditionDocument, edition.document) if is_told else None,
        files=_files(slug, number, files),
    )


def edition_shape(edition: Edition, language: str) -> EditionShape:
    return EditionShape(**_edition_fields(edition, language))


def _of(slug: str, now: datetime) -> QuerySet[Edition]:
    published = Edition.objects.public_at(now).filter(publication__slug=slug)
    return published.select_related("publication__poll").order_by("-number")


def _titled(editions: QuerySet[Edition], language: str) -> QuerySet[Edition]:
    """Add the title in the language, or in the other one where it is published in that only."""
    codes = [language, *(code for code, _name in settings.LANGUAGES if code != language)]
    titles = [KT(f"document__texts__{code}__title") for code in codes]
    named = editions.select_related("publication__poll").annotate(appeared_at=APPEARED, title=Coalesce(*titles))
    return named.defer("document", "drawings", "told", "composition")


def _files(slug: str, number: int, files: Iterable[Any]) -> list[File]:
    return [
        File(
            name=each.name,
            content_type=each.content_type,
            size=each.size,
            sha256=each.sha256,
            url=str(settings.SITE_URL) + file_path(slug, number, each.name),
        )
        for each in files
    ]


def _fields(edition: Edition) -> dict[str, Any]:
    slug = edition.publication.slug
    return {
        "slug": slug,
        "poll": edition.publication.poll.slug,
        "title": getattr(edition, "title", ""),
        "edition": edition.number,
        "published_at": edition.public_from,
        "is_withdrawn": edition.withdrawn_at is not None,
        "page": address_of(slug),
        "url": resource("api_publication", slug=slug),
    }


def _edition_fields(edition: Edition, language: str) -> dict[str, Any]:
    slug = edition.publication.slug
    return {
        "publication": slug,
        "number": edition.number,
        "sha256": edition.content_hash,
        "published_at": edition.public_from,
        "note": _said(edition.note, language),
        "withdrawn_at": edition.withdrawn_at,
        "withdrawal_note": _said(edition.withdrawal_note, language),
        "page": address_of(slug, edition.number),
        "url": resource("api_edition", slug=slug, number=edition.number),
    }


def _said(note: dict[str, str], language: str) -> str | None:
    return note.get(language) or next(iter(note.values()), None)
