"""What readers get: an edition with where it stands, in a fixed number of queries."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import F, Max, Min, OuterRef, Subquery

from polls.publication.models import Edition, EditionFile


@dataclass(frozen=True)
class Standing:
    """An edition without its contents. ``newest``: the number of the newest one; ``replaced_at``: when the next came.

    ``withdrawal_note``: pairs of a language and a text.
    """

    id: UUID
    slug: str
    number: int
    newest: int
    languages: tuple[str, ...]
    content_hash: str
    published_at: datetime | None
    replaced_at: datetime | None
    withdrawn_at: datetime | None
    withdrawal_note: tuple[tuple[str, str], ...]

    @property
    def is_newest(self) -> bool:
        return self.number == self.newest


@dataclass(frozen=True)
class Contents:
    """What an edition tells, with its charts, and the editions of its publication (newest first)."""

    document: Mapping[str, Any]
    drawings: Mapping[str, Any]
    editions: tuple[Edition, ...]


def standing_of(slug: str, number: int | None = None) -> Standing | None:
    """Find a published edition by its address, the newest one unless a number is given. One query."""
    others = Edition.objects.published().filter(publication=OuterRef("publication")).order_by().values("publication")
    found = Edition.objects.published().filter(publication__slug=slug)
    rows = (found if number is None else found.filter(number=number)).order_by("-number")
    row = rows.values(
        "id", "number", "content_hash", "published_at", "withdrawn_at", "withdrawal_note",
        slug=F("publication__slug"),
        languages=F("composition__languages"),
        newest=Subquery(others.annotate(value=Max("number")).values("value")),
        replaced_at=Subquery(
            others.filter(number__gt=OuterRef("number")).annotate(value=Min("published_at")).values("value")
        ),
    ).first()  # fmt: skip
    if row is None:
        return None
    note = tuple(sorted((row["withdrawal_note"] or {}).items()))
    fields: dict[str, Any] = {**row, "languages": tuple(row["languages"]), "withdrawal_note": note}
    return Standing(**fields)


def contents_of(standing: Standing) -> Contents:
    """Load what an edition tells. Two queries."""
    edition = Edition.objects.only("document", "drawings").get(pk=standing.id)
    others = Edition.objects.published().filter(publication__slug=standing.slug)
    brief = others.order_by("-number").only("number", "published_at", "withdrawn_at", "note")
    return Contents(edition.document or {}, edition.drawings or {}, tuple(brief))


def file_of(standing: Standing, name: str) -> EditionFile | None:
    """Load a file of an edition; None when it has none of this name."""
    return EditionFile.objects.filter(edition=standing.id, name=name).first()


def current_editions() -> list[Edition]:
    """Give the editions that stand at the addresses of publications, newest first."""
    return list(
        Edition.objects.current().select_related("publication__poll").order_by("-published_at").defer("drawings")
    )
