"""What readers get: an edition with where it stands, in a fixed number of queries."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import F, Max, Min, OuterRef, QuerySet, Subquery
from django.db.models.fields.json import KT

from polls.publication.models import APPEARED, Edition, EditionFile

LANGUAGES = tuple(code for code, _name in settings.LANGUAGES)


@dataclass(frozen=True)
class Standing:
    """An edition without its contents. ``newest``: the number of the newest one; ``replaced_at``: when the next came.

    ``published_at`` is since when readers see it: the end of its embargo, where it had one.

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


def standing_of(slug: str, number: int | None = None, *, now: datetime) -> Standing | None:
    """Find a public edition by its address, the newest one unless a number is given. One query."""
    public = Edition.objects.public_at(now)
    others = public.filter(publication=OuterRef("publication")).order_by().values("publication")
    found = public.filter(publication__slug=slug)
    rows = (found if number is None else found.filter(number=number)).order_by("-number")
    row = rows.values(
        "id", "number", "content_hash", "withdrawn_at", "withdrawal_note",
        appeared_at=APPEARED,
        slug=F("publication__slug"),
        languages=F("composition__languages"),
        newest=Subquery(others.annotate(value=Max("number")).values("value")),
        replaced_at=Subquery(
            others.filter(number__gt=OuterRef("number")).annotate(value=Min(APPEARED)).values("value")
        ),
    ).first()  # fmt: skip
    if row is None:
        return None
    note = tuple(sorted((row["withdrawal_note"] or {}).items()))
    fields: dict[str, Any] = {**row, "languages": tuple(row["languages"]), "withdrawal_note": note}
    fields["published_at"] = fields.pop("appeared_at")
    return Standing(**fields)


def contents_of(standing: Standing) -> Contents:
    """Load what an edition tells. Two queries."""
    edition = Edition.objects.only("document", "drawings").get(pk=standing.id)
    others = Edition.objects.filter(
        publication__slug=standing.slug, published_at__isnull=False, number__lte=standing.newest
    )
    brief = others.order_by("-number").only("number", "published_at", "embargo_until", "withdrawn_at", "note")
    return Contents(edition.document or {}, edition.drawings or {}, tuple(brief))


def file_of(standing: Standing, name: str) -> EditionFile | None:
    """Load a file of an edition; None when it has none of this name."""
    return EditionFile.objects.filter(edition=standing.id, name=name).first()


@dataclass(frozen=True)
class Listed:
    """A publication in the list of all: what its newest edition says of itself, in ``language``."""

    slug: str
    number: int
    language: str
    is_first_language: bool
    title: str
    respondents: str
    lead: str
    published_at: datetime


def published_list(*, now: datetime) -> QuerySet[Edition, dict[str, Any]]:
    """Give a row for every publication that stands at its address, newest first: what ``listed`` reads."""
    told = {
        f"{name}_{code}": KT(f"document__texts__{code}__{name}")
        for code in LANGUAGES
        for name in ("title", "respondents")
    }
    leads = {f"lead_{code}": F(f"document__texts__{code}__lead") for code in LANGUAGES}
    editions = Edition.objects.current_at(now).order_by(APPEARED.desc(), "-number")
    rows: QuerySet[Edition, dict[str, Any]] = editions.annotate(**told, **leads).values(
        "number",
        *told,
        *leads,
        appeared_at=APPEARED,
        slug=F("publication__slug"),
        languages=F("composition__languages"),
    )
    return rows


def listed(row: Mapping[str, Any], language: str) -> Listed:
    """Read a row of ``published_list``; a publication that is not in the language comes in its own first one."""
    first = row["languages"][0]
    shown = language if language in row["languages"] else first
    return Listed(
        slug=row["slug"],
        number=row["number"],
        language=shown,
        is_first_language=shown == first,
        title=row[f"title_{shown}"] or "",
        respondents=row[f"respondents_{shown}"] or "",
        lead=first_body(row[f"lead_{shown}"] or ()),
        published_at=row["appeared_at"],
    )


def first_body(paragraphs: Iterable[Mapping[str, str]]) -> str:
    """Give the first paragraph that is no heading: what a publication says in short."""
    return next((each["text"] for each in paragraphs if each["kind"] == "body"), "")
