"""How far the coders agree, the answers on which they do not, and the step into the results."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from polls.codebook.coding.frame import FrameError
from polls.questionnaire.models import Poll
from polls.reporting.numbers import number, share_percent
from polls.results.models import Coding, SettledCodes
from polls.results.services.open_text import editions
from polls.results.services.open_text.places import NotReadableError, texts_at
from polls.results.services.open_text.standing import CodedAnswer, Stage, Standing, all_codes, settle, standing_of
from polls.results.services.open_text.work import StillOpenError, desk_of
from polls.results.services.runs import refresh
from polls.results.views.coding_parts import PROBLEMS, about_coding, coding_in, labels_of
from polls.results.views.context import language_now

PAGE = 20


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@permission_required("polls.release_quotes", raise_exception=True)
def agreement(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """Show agreement and differences; settle one of these, or take the final codes into the results."""
    coding, place = coding_in(slug, key)
    texts = texts_at(coding.poll, place)
    standing = standing_of(coding, texts)
    is_blind = _is_blind(request, coding, texts)
    if request.method == "POST":
        if request.POST.get("action") == "take":
            return _take(request, coding, standing)
        return _settle(request, coding, standing, is_blind=is_blind)
    labels = labels_of(coding)
    at_odds = [answer for answer in standing.answers if answer.stage in (Stage.DIFFERENT, Stage.SETTLED)]
    at_odds.sort(key=lambda answer: answer.stage is Stage.SETTLED)
    page = Paginator([] if is_blind else at_odds, PAGE).get_page(request.GET.get("page"))
    context = {
        **about_coding(request, coding, place, tab="agreement"),
        "standing": standing,
        "is_blind": is_blind,
        "agreement": _agreement(standing, coding, labels) if standing.doubly and not is_blind else None,
        "page": page,
        "at_odds": [_difference(answer, standing, labels) for answer in page],
        "options": list(labels.items()),
        "how": SettledCodes.How.choices,
        "may_take": standing.is_complete and coding.poll.state == Poll.State.CLOSED,
        "editions": coding.editions.select_related("made_by"),
    }
    return render(request, "staff/coding_agreement.html", context)


def _is_blind(request: HttpRequest, coding: Coding, texts: Mapping[str, str]) -> bool:
    """Whether this is a coder with answers still to code: they don't see what others gave."""
    coder = coding.coders.filter(user=request.user.pk).first()
    return coder is not None and bool(desk_of(coder, texts).waiting)


def _settle(request: HttpRequest, coding: Coding, standing: Standing, *, is_blind: bool) -> HttpResponse:
    response, how = request.POST.get("response", ""), request.POST.get("how", "")
    here = reverse("polls:coding_agreement", args=[coding.poll.slug, coding.key])
    back = redirect(f"{here}?{urlencode({'page': request.POST.get('page', '1')})}#differences")
    if is_blind:
        messages.error(request, _("First code what lies on your own desk."))
        return back
    if how not in SettledCodes.How.values or not request.POST.get("reason", "").strip():
        messages.error(request, _("Say who settled it, and why."))
        return back
    try:
        settle(coding, standing, response, request.POST.getlist("code"), how=how,
               reason=request.POST["reason"], by=request.user)  # fmt: skip
    except (NotReadableError, ValidationError) as error:
        raise Http404 from error
    except FrameError as error:
        messages.error(request, str(PROBLEMS[error.code]) % {"detail": error.detail})
    else:
        messages.success(request, _("The answer is settled."))
    return back


def _take(request: HttpRequest, coding: Coding, standing: Standing) -> HttpResponse:
    try:
        editions.take_into_results(coding, standing, by=request.user, now=timezone.now())
    except editions.NotCompleteError:
        messages.error(request, _("Some answers have no final codes yet."))
    except StillOpenError:
        messages.error(request, _("Codes are taken into the results when the poll is closed."))
    else:
        refresh(coding.poll, by=request.user, now=timezone.now())
        messages.success(request, _("The codes are taken into the results, which are being made anew."))
    return redirect("polls:coding_agreement", slug=coding.poll.slug, key=coding.key)


def _agreement(standing: Standing, coding: Coding, labels: Mapping[str, str]) -> dict[str, Any]:
    """Write the agreement for reading: over all, and per pair of coders and code."""
    from polls.analysis.agreement.coders import agreement_of

    names = [str(coder) for coder in standing.coders]
    found = agreement_of([answer.given for answer in standing.answers], all_codes(coding))
    return {
        "sets": _with_interval(found.sets.alpha, found.sets.low, found.sets.high),
        "masi": _with_interval(found.masi.alpha, found.masi.low, found.masi.high),
        "pairs": [
            {
                "names": f"{names[pair.first]} – {names[pair.second]}",
                "first": names[pair.first],
                "second": names[pair.second],
                "n": pair.n,
                "same": share_percent(pair.same / pair.n, pair.n, language_now()),
                "pooled": _written(pair.pooled),
                "codes": [
                    {
                        "label": labels[each.code],
                        "times": each.times,
                        "agreement": share_percent(each.kappa.agreement, each.kappa.n, language_now()),
                        "kappa": _with_interval(each.kappa.kappa, each.kappa.low, each.kappa.high),
                        "alpha": _written(each.alpha.alpha),
                        "is_low": each.kappa.kappa < LOW,
                    }
                    for each in pair.codes
                    if sum(each.times)
                ],
            }
            for pair in found.pairs
        ],
    }


LOW = 0.67
"""Below this a code is better described anew: Krippendorff's lowest limit for tentative conclusions."""


def _written(value: float) -> str:
    return "–" if value != value else number(value, language_now(), decimals=2)


def _with_interval(value: float, low: float, high: float) -> tuple[str, str]:
    return _written(value), "" if value != value else f"{_written(low)} – {_written(high)}"


def _difference(answer: CodedAnswer, standing: Standing, labels: Mapping[str, str]) -> dict[str, Any]:
    given = [
        (str(coder), codes) for coder, codes in zip(standing.coders, answer.given, strict=True) if codes is not None
    ]
    shared = set.intersection(*(set(codes) for _name, codes in given)) if given else set()
    chosen = set(answer.settled.codes) if answer.settled else shared
    return {
        "answer": answer,
        "given": [(name, [(labels.get(code, code), code in shared) for code in codes]) for name, codes in given],
        "options": [(code, label, code in chosen) for code, label in labels.items()],
    }
