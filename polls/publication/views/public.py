"""What everybody reads: editions, their files, single charts in frames on other sites, and the check of a receipt."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from polls.collection.services import is_receipt
from polls.publication.services.reading import (
    LANGUAGES,
    Standing,
    contents_of,
    file_of,
    listed,
    published_list,
    standing_of,
)
from polls.publication.services.receipts import is_counted, written_as_issued
from polls.publication.views.page import context_of, embed_of, list_of, page_of
from polls.publication.views.reader import frame_anywhere, language_of, reader_page

GONE = 410
DOWNLOADED = ("csv", "xlsx")
"""Endings of files that are saved; others can be looked at."""

PER_PAGE = 20


@require_safe
@reader_page
def published_all(request: HttpRequest) -> HttpResponse:
    """List every publication that stands at its address, newest first, in the language of ``?lang=``."""
    asked = request.GET.get("lang", "")
    language = asked if asked in LANGUAGES else LANGUAGES[0]
    page = Paginator(published_list(now=timezone.now()), PER_PAGE).get_page(request.GET.get("page"))
    rows = tuple(listed(row, language) for row in page)
    return HttpResponse(list_of(rows, language, page.number, page.paginator.num_pages))


@require_safe
@reader_page
def published(request: HttpRequest, slug: str, number: int | None = None) -> HttpResponse:
    """Show the newest edition, or the one that the address names for good."""
    standing = _standing(slug, number)
    page = page_of(standing, language_of(request, standing))
    response = HttpResponse(page, status=GONE if standing.withdrawn_at else 200)
    if standing.withdrawn_at or not standing.is_newest:
        response["X-Robots-Tag"] = "noindex"
    return response


@require_safe
@reader_page
def published_file(request: HttpRequest, slug: str, number: int, name: str) -> HttpResponse:
    """Give a file of an edition, byte for byte as it was published."""
    standing = _standing(slug, number)
    if standing.withdrawn_at:
        return HttpResponse(page_of(standing, standing.languages[0]), status=GONE)
    found = file_of(standing, name)
    if found is None:
        raise Http404
    response = HttpResponse(bytes(found.content), content_type=found.content_type)
    kind = "attachment" if name.rpartition(".")[2] in DOWNLOADED else "inline"
    response["Content-Disposition"] = f'{kind}; filename="{found.name}"'
    response["X-Robots-Tag"] = "noindex"
    return response


@require_safe
@reader_page
def embedded(request: HttpRequest, slug: str, number: int, key: str) -> HttpResponse:
    """Show one entry of an edition in a frame on whatever site."""
    standing = _standing(slug, number)
    page = embed_of(standing, language_of(request, standing), key)
    if page is None:
        raise Http404
    response = frame_anywhere(HttpResponse(page))
    response["X-Robots-Tag"] = "noindex"
    return response


@csrf_exempt  # it changes nothing, and asks for no cookie
@require_http_methods(["GET", "HEAD", "POST"])
@reader_page
def published_receipt(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Say whether the answers behind a receipt are among those that an edition counted, and nothing else."""
    standing = _standing(slug, number)
    if standing.withdrawn_at:
        return HttpResponse(page_of(standing, standing.languages[0]), status=GONE)
    language = language_of(request, standing)
    with translation.override(language):
        context = context_of(standing, contents_of(standing), language)
        code = request.POST.get("code", "").strip()[:100] if request.method == "POST" else ""
        answer, status = _verdict(request, standing, code, context["document"]["receipts"])
        page = render_to_string("public/receipt.html", context | {"code": code, **answer})
    return HttpResponse(page, status=status)


def _verdict(
    request: HttpRequest, standing: Standing, code: str, receipts: dict[str, str] | None
) -> tuple[dict[str, object], int]:
    if request.method != "POST" or receipts is None:
        return {}, 200
    if not is_receipt(written_as_issued(code)):
        return {"error": _("This is no receipt code: it has seven groups of four signs.")}, 422
    found = file_of(standing, f"{standing.slug}-{standing.number}-receipts.txt")
    counted = found is not None and is_counted(bytes(found.content), receipts["salt"], code)
    return {"is_answered": True, "is_counted": counted}, 200


def _standing(slug: str, number: int | None) -> Standing:
    found = standing_of(slug, number, now=timezone.now())
    if found is None:
        raise Http404
    return found
