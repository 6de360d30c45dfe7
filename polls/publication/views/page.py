"""An edition as HTML. A page is rendered once per process, edition and language: what it shows never changes."""

from collections.abc import Mapping
from email.utils import parseaddr
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from polls.publication.services.addresses import address_of, file_path, path_of
from polls.publication.services.reading import Contents, Listed, Standing, contents_of, first_body
from polls.reporting.charts.standalone import size_of

NAMES = {"nl": "Nederlands", "en": "English"}
EMBED_WIDTH, AROUND = 360, 210
"""A frame is as high as its chart on a phone, with title and source around it."""

MOST_LINES, MOST_SIGNS = 4, 400
"""What is said of the method in so much stands open on the page."""


@lru_cache(maxsize=64)
def page_of(standing: Standing, language: str) -> bytes:
    """Render an edition, or the note in its place where it was withdrawn."""
    contents = contents_of(standing)
    with translation.override(language):
        template = "public/withdrawn.html" if standing.withdrawn_at else "public/edition.html"
        return render_to_string(template, context_of(standing, contents, language)).encode()


@lru_cache(maxsize=128)
def embed_of(standing: Standing, language: str, key: str) -> bytes | None:
    """Render one entry for a frame on another site; None when the edition has none of this key."""
    contents = contents_of(standing)
    with translation.override(language):
        context = context_of(standing, contents, language)
        entry = next((each for each in context["entries"] if each["key"] == key), None)
        return render_to_string("public/embed.html", context | {"entry": entry}).encode() if entry else None


def context_of(standing: Standing, contents: Contents, language: str) -> dict[str, Any]:
    """Put together what the templates of readers show; the language must be active."""
    document, slug, number = contents.document, standing.slug, standing.number
    texts = document["texts"][language]
    stem = f"{slug}-{number}"
    return {
        **frame_of(standing, language, texts),
        "texts": texts,
        "statement": [pair for pair in texts["statement"] if not _is_long(pair[1])],
        "long_statement": [pair for pair in texts["statement"] if _is_long(pair[1])],
        "document": document,
        "entries": entries_of(texts, contents.drawings.get(language, {}), slug, number, language),
        "note": document["note"].get(language, ""),
        "editions": [
            {"edition": each, "path": path_of(slug, each.number), "note": each.note.get(language, "")}
            for each in contents.editions
        ],
        "downloads": _downloads(document["files"], slug, number, stem, language),
        "whole": {"name": f"{stem}-edition.json", "path": file_path(slug, number, f"{stem}-edition.json")},
        "sums_path": file_path(slug, number, f"{stem}-SHA256SUMS.txt"),
        "table_sum": next(
            (each for each in document["files"] if each["name"] == f"{stem}-tables-{language}.csv"), None
        ),
        "receipts_name": f"{stem}-receipts.txt",
        "card": f"{settings.SITE_URL}{file_path(slug, number, f'{stem}-card-{language}.png')}",
    }


def _is_long(text: str) -> bool:
    """Tell what is folded up on the page, such as the wording of all questions: more than a reader glances over."""
    return text.count("\n") >= MOST_LINES or len(text) > MOST_SIGNS


@lru_cache(maxsize=16)
def list_of(rows: tuple[Listed, ...], language: str, number: int, count: int) -> bytes:
    """Render a page of the list of all publications: page ``number`` of ``count``."""
    codes = [code for code, _name in settings.LANGUAGES]
    root = reverse("polls:published_all")
    with translation.override(language):
        context = {
            "language": language,
            "languages": [(code, NAMES.get(code, code)) for code in codes],
            "title": _("Publications"),
            "description": _("Results of the polls among professionals in customer contact."),
            "texts": {"organisation": parseaddr(settings.DEFAULT_FROM_EMAIL)[0]},
            "address": f"{settings.SITE_URL}{root}",
            "rows": [{"listed": each, "path": _path_in(each)} for each in rows],
            "number": number,
            "count": count,
        }
        return render_to_string("public/list.html", context).encode()


def _path_in(each: Listed) -> str:
    return path_of(each.slug) if each.is_first_language else f"{path_of(each.slug)}?lang={each.language}"


def frame_of(standing: Standing, language: str, texts: Mapping[str, Any]) -> dict[str, Any]:
    """Give what stands around every page of an edition."""
    own, root = path_of(standing.slug, standing.number), path_of(standing.slug)
    return {
        "standing": standing,
        "language": language,
        "languages": [(code, NAMES.get(code, code)) for code in standing.languages],
        "title": texts["title"],
        "description": first_body(texts["lead"]),
        "path": root if standing.is_newest else own,
        "own_path": own,
        "newest_path": root,
        "address": address_of(standing.slug),
        "own_address": address_of(standing.slug, standing.number),
        "withdrawal": dict(standing.withdrawal_note).get(language, ""),
    }


def entries_of(
    texts: Mapping[str, Any], drawings: Mapping[str, Any], slug: str, number: int, language: str
) -> list[dict[str, Any]]:
    """Give the entries with their charts, which ``reporting.charts`` drew: every text in them is escaped."""
    return [
        {**each, **_chart(drawings.get(each["key"]), each["key"], slug, number, language)} for each in texts["entries"]
    ]


def _chart(drawing: Mapping[str, str] | None, key: str, slug: str, number: int, language: str) -> dict[str, Any]:
    name = f"{slug}-{number}-chart-{key}-{language}"
    embed = f"{settings.SITE_URL}{path_of(slug, number)}embed/{key}/?lang={language}"
    if not drawing:
        return {"embed": embed, "height": AROUND + 200}
    width, height = size_of(drawing["narrow"])
    return {
        "wide": _safe(drawing["wide"]),
        "narrow": _safe(drawing["narrow"]),
        "svg": file_path(slug, number, f"{name}.svg"),
        "png": file_path(slug, number, f"{name}.png"),
        "embed": embed,
        "height": AROUND + round(height * EMBED_WIDTH / width),
    }


def _safe(drawing: str) -> SafeString:
    return mark_safe(drawing)  # noqa: S308 - see entries_of


def _downloads(files: list[dict[str, Any]], slug: str, number: int, stem: str, language: str) -> list[dict[str, Any]]:
    names = {
        f"{stem}-tables-{language}.xlsx": _("Tables (Excel)"),
        f"{stem}-tables-{language}.csv": _("Numbers (CSV)"),
        f"{stem}-report-{language}.pdf": _("Report (PDF)"),
        f"{stem}-run.json": _("Run (JSON)"),
        f"{stem}-receipts.txt": _("Receipts that are counted"),
    }
    return [{"label": label, **found} for name, label in names.items() if (found := _file(files, slug, number, name))]


def _file(files: list[dict[str, Any]], slug: str, number: int, name: str) -> dict[str, Any]:
    found = next((each for each in files if each["name"] == name), None)
    return {**found, "path": file_path(slug, number, name)} if found else {}
