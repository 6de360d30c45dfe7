"""Code frames: which questions are coded, the codes of one, who codes, and what comes and goes as a file."""

import csv
import io
from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from polls.codebook.coding.frame import CodeFrame, FrameError
from polls.codebook.coding.frame_rows import to_rows
from polls.codebook.schema import in_language
from polls.questionnaire.models import Poll
from polls.reporting.writers.guard import guarded
from polls.results.models import Coding
from polls.results.services.open_text import frames
from polls.results.services.open_text.places import smallest_base, texts_at
from polls.results.services.open_text.standing import standing_of
from polls.results.views import coding_changes as changes
from polls.results.views.coding_parts import (
    PROBLEMS,
    about_coding,
    coding_in,
    labels_of,
    places_of,
    text_of,
)
from polls.results.views.context import about, language_now


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@permission_required("polls.release_quotes", raise_exception=True)
def coding(request: HttpRequest, slug: str) -> HttpResponse:
    """List the questions with open answers and how far their coding is; begin the coding of one."""
    poll = get_object_or_404(Poll, slug=slug)
    if request.method == "POST":
        key = request.POST.get("question")
        if not any(place.key == key and place.may_be_read for place in places_of(poll)):
            return redirect("polls:coding", slug=slug)
        frames.start(poll, str(key), by=request.user, now=timezone.now())
        return redirect("polls:coding_frame", slug=slug, key=key)
    begun = {each.key: each for each in Coding.objects.filter(poll=poll).select_related("poll")}
    rows = []
    for place in places_of(poll):
        found = begun.get(place.key)
        standing = standing_of(found, texts_at(poll, place)) if found and place.may_be_read else None
        edition = found.editions.first() if found else None
        rows.append({"place": place, "text": text_of(place), "coding": found, "standing": standing, "edition": edition})
    context = {
        **about(poll, current="results", now=timezone.now()),
        "rows": rows,
        "smallest": smallest_base(poll),
    }
    return render(request, "staff/coding.html", context)


ACTIONS: Mapping[str, Callable[[HttpRequest, Coding], str]] = {
    "add": changes.add,
    "group": changes.group,
    "ungroup": changes.ungroup,
    "file": changes.join_file,
    "reuse": changes.join_other,
    "people": changes.assign,
}

CODE_ACTIONS: Mapping[str, Callable[[HttpRequest, Coding, str], str]] = {
    "describe": changes.describe,
    "merge": changes.merge,
    "split": changes.split,
    "remove": changes.remove,
}


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@permission_required("polls.release_quotes", raise_exception=True)
def frame(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """Show the codes of a question with how often they were given, its coders, and what may be done with them."""
    found, place = coding_in(slug, key)
    if request.method == "POST":
        action = ACTIONS.get(request.POST.get("action", ""))
        if action is not None:
            _try(request, lambda: action(request, found))
        return redirect("polls:coding_frame", slug=slug, key=key)
    coders = {coder.user_id: coder for coder in found.coders.select_related("user")}
    context = {
        **about_coding(request, found, place, tab="frame"),
        "codes": _codes(found),
        "groups": [(each.code, in_language(each.label, language_now())) for each in found.frame.groups],
        "changes": _told(found),
        "people": [(person, person.pk in coders) for person in changes.people_who_may_code()],
        "overlaps": changes.OVERLAPS,
        "others": [(each, in_language(each.poll.title, language_now())) for each in frames.frames_elsewhere(found)],
    }
    return render(request, "staff/coding_frame.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@permission_required("polls.release_quotes", raise_exception=True)
def code(request: HttpRequest, slug: str, key: str, code: str) -> HttpResponse:
    """Change one code: its words, or what becomes of the answers that have it."""
    found, place = coding_in(slug, key)
    if code not in found.frame.by_code:
        return redirect("polls:coding_frame", slug=slug, key=key)
    if request.method == "POST":
        action = CODE_ACTIONS.get(request.POST.get("action", ""))
        if action is not None and not _try(request, lambda: action(request, found, code)):
            return redirect("polls:coding_code", slug=slug, key=key, code=code)
        return redirect("polls:coding_frame", slug=slug, key=key)
    labels = labels_of(found)
    context = {
        **about_coding(request, found, place, tab="frame"),
        "code": found.frame.by_code[code],
        "label": labels[code],
        "used": frames.uses(found).get(code, 0),
        "others": [(each.code, labels[each.code]) for each in found.frame.codes if each.code != code],
        "groups": [(each.code, in_language(each.label, language_now())) for each in found.frame.groups],
    }
    return render(request, "staff/coding_code.html", context)


@require_safe
@permission_required("polls.release_quotes", raise_exception=True)
def frame_csv(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """Send the frame as a file that can be imported again."""
    found, _place = coding_in(slug, key)
    return _file(_csv(found.frame), found, "csv", "text/csv; charset=utf-8")


@require_safe
@permission_required("polls.release_quotes", raise_exception=True)
def frame_xlsx(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """Send the frame as a workbook that can be imported again."""
    from polls.reporting.writers.frame_xlsx import write_frame

    found, _place = coding_in(slug, key)
    return _file(write_frame(found.frame), found, "xlsx", XLSX)


XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _file(content: bytes, found: Coding, ending: str, kind: str) -> HttpResponse:
    name = f"{found.poll.slug}-{found.key.replace('.', '-')}-codes.{ending}"
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})


def _csv(shown: CodeFrame) -> bytes:
    text = io.StringIO()
    csv.writer(text, delimiter=";").writerows([guarded(cell) for cell in row] for row in to_rows(shown))
    return text.getvalue().encode("utf-8-sig")


def _try(request: HttpRequest, change: Callable[[], str]) -> bool:
    """Make a change and say what it did, or why it could not be made."""
    try:
        messages.success(request, change())
    except FrameError as error:
        messages.error(request, str(PROBLEMS[error.code]) % {"detail": error.detail})
    except frames.MovedOnError:
        messages.error(request, _("Somebody else has changed the frame in the meantime. Look at it and try again."))
    except changes.RefusedError as error:
        messages.error(request, str(error))
    else:
        return True
    return False


def _codes(found: Coding) -> list[dict[str, Any]]:
    used, labels = frames.uses(found), labels_of(found)
    groups = {each.code: in_language(each.label, language_now()) for each in found.frame.groups}
    return [
        {
            "code": each.code,
            "label": labels[each.code],
            "description": in_language(each.description, language_now()),
            "group": groups.get(each.group, ""),
            "used": used.get(each.code, 0),
        }
        for each in found.frame.codes
    ]


def _told(found: Coding) -> list[tuple[Any, str, str]]:
    """Give the changes of the frame, each with the codes that it is about and what it did to codings."""
    told = []
    for change in found.changes.select_related("by")[:20]:
        detail = change.detail
        names = ", ".join(detail.get("codes") or detail.get("parts") or [])
        about_codes = " → ".join(filter(None, [detail.get("code", ""), detail.get("into", ""), names]))
        count = detail.get("answers", 0)
        effect = ngettext("%(count)s answer touched", "%(count)s answers touched", count) % {"count": count}
        told.append((change, about_codes, effect if count else ""))
    return told
