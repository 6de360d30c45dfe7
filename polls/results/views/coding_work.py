"""The coding screen: one answer at a time, by keys or by mouse, blind to what others gave it."""

from collections.abc import Mapping

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from polls.codebook.coding.frame import FrameError, Standard
from polls.codebook.schema import in_language
from polls.results.models import Coder, Coding
from polls.results.services.open_text import work
from polls.results.services.open_text.places import NotReadableError, texts_at
from polls.results.views.coding_parts import PROBLEMS, STANDARD_LABELS, about_coding, coding_in
from polls.results.views.context import language_now

KEYS = "123456789abcfghijlmopqrtvwxyz"
"""Keys of the codes, in order; those below and the arrows are left out."""

STANDARD_KEYS: Mapping[str, str] = {Standard.DONT_KNOW: "d", Standard.NONSENSE: "n", Standard.EMPTY: "e"}


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@permission_required("polls.release_quotes", raise_exception=True)
def work_page(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """Show the next answer to code, or one that was coded before; take the codes of it."""
    coding, place = coding_in(slug, key)
    coder = coding.coders.select_related("coding__poll").filter(user=request.user.pk).first()
    if coder is None:
        raise PermissionDenied
    texts = texts_at(coding.poll, place)
    if request.method == "POST":
        return _taken(request, coder, texts)
    desk = work.desk_of(coder, texts)
    asked = request.GET.get("answer", "")
    is_again = asked in texts and bool(work.codes_by(coder, asked))
    response = asked if is_again or asked in desk.waiting else desk.next(request.GET.get("after", ""))
    chosen = request.GET.getlist("code") or (work.codes_by(coder, response) if response else [])
    context = {
        **about_coding(request, coding, place, tab="work"),
        "desk": desk,
        "response": response,
        "is_again": is_again,
        "text": texts.get(response or "", ""),
        "codes": _codes(coding, set(chosen)),
        "has_groups": any(each.group for each in coding.frame.codes),
        "standard": [(code, STANDARD_LABELS[code], key, code in chosen) for code, key in STANDARD_KEYS.items()],
        "before": work.before(coder, asked if is_again else ""),
    }
    return render(request, "staff/coding_work.html", context)


def _taken(request: HttpRequest, coder: Coder, texts: dict[str, str]) -> HttpResponse:
    """Store what was chosen and go on; with something wrong back to the same answer, with the choices kept."""
    response, codes = request.POST.get("response", ""), tuple(request.POST.getlist("code"))
    here = reverse("polls:coding_work", args=[coder.coding.poll.slug, coder.coding.key])
    try:
        work.give(coder, response, codes, texts)
    except NotReadableError as error:
        raise Http404 from error
    except work.StillOpenError:
        messages.error(request, _("Answers are coded when the poll is closed."))
        return redirect(here)
    except FrameError as error:
        messages.error(request, str(PROBLEMS[error.code]) % {"detail": error.detail})
        return redirect(f"{here}?{urlencode({'answer': response, 'code': codes}, doseq=True)}")
    return redirect(f"{here}?{urlencode({'after': response})}")


def _codes(coding: Coding, chosen: set[str]) -> list[dict[str, object]]:
    language = language_now()
    groups = {each.code: in_language(each.label, language) for each in coding.frame.groups}
    return [
        {
            "code": each.code,
            "label": in_language(each.label, language),
            "description": in_language(each.description, language),
            "group": groups.get(each.group, ""),
            "key": KEYS[place] if place < len(KEYS) else "",
            "is_chosen": each.code in chosen,
        }
        for place, each in enumerate(coding.frame.codes)
    ]
