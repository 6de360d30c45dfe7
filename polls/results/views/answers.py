"""Open answers: released quotes for everybody who sees results, the answers themselves for who may release them."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from polls.codebook.schema import SegmentVariable, in_language
from polls.questionnaire.models import Poll
from polls.results.models import Quote
from polls.results.services import quotes
from polls.results.services.open_text.places import NotReadableError, OpenQuestion, smallest_base
from polls.results.services.open_text.work import StillOpenError
from polls.results.views.coding_parts import places_of, text_of
from polls.results.views.context import about, language_now


@require_safe
@never_cache
@permission_required("polls.view_results", raise_exception=True)
def answers(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the released quotes and, to who may release them, the open answers of the question in the address."""
    poll = get_object_or_404(Poll, slug=slug)
    may_read = request.user.has_perm("polls.release_quotes")
    places = places_of(poll) if may_read else []
    key = request.GET.get("question", "")
    chosen = next((place for place in places if place.key == key and place.may_be_read), None)
    context = {
        **about(poll, current="results", now=timezone.now()),
        "released": _released(poll, may_read=may_read),
        "places": [(place, text_of(place)) for place in places],
        "smallest": smallest_base(poll),
        "chosen": chosen,
        "chosen_text": text_of(chosen) if chosen else "",
        **(_found(request, poll, chosen) if chosen else {}),
    }
    return render(request, "staff/answers.html", context)


@require_POST
@permission_required("polls.release_quotes", raise_exception=True)
def release(request: HttpRequest, slug: str) -> HttpResponse:
    """Release one open answer as a quote."""
    poll = get_object_or_404(Poll, slug=slug)
    place = next((each for each in places_of(poll) if each.key == request.POST.get("question")), None)
    if place is None:
        return redirect("polls:answers", slug=slug)
    response_id, text = request.POST.get("response", ""), request.POST.get("text", "")[:2000]
    try:
        quotes.release_quote(poll, place, response_id, text=text, by=request.user, now=timezone.now())
    except (NotReadableError, ValidationError) as error:
        raise Http404 from error
    except StillOpenError:
        messages.error(request, _("Answers are released when the poll is closed."))
    except quotes.OtherWordsError:
        messages.error(
            request,
            _("Not released: quote the words as they were written, and put […] where you leave something out."),
        )
    else:
        messages.success(request, _("The quote is released: everybody who sees the results can read it."))
    chosen = {name: request.POST.get(name, "")[:100] for name in ("search", "only", "page")}
    return redirect(f"{reverse('polls:answers', args=[poll.slug])}?{urlencode({'question': place.key, **chosen})}")


@require_POST
@permission_required("polls.release_quotes", raise_exception=True)
def withdraw(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Take a quote back."""
    quote = Quote.objects.select_related("poll").filter(pk=pk, poll__slug=slug).first()
    if quote is not None:
        quotes.withdraw_quote(quote, by=request.user, now=timezone.now())
        messages.success(request, _("The quote is withdrawn."))
    return redirect("polls:answers", slug=slug)


def _found(request: HttpRequest, poll: Poll, place: OpenQuestion) -> dict[str, Any]:
    """Give the answers of a place that the address asks for, page by page, and what else may be asked for."""
    search, only = request.GET.get("search", "")[:100], request.GET.get("only", "")[:100]
    version = poll.latest_version
    variables = version.questionnaire.segment_variables if version else ()
    found = quotes.find_answers(poll, place, variables, search=search, only=only)
    return {
        "search": search,
        "only": only,
        "found": len(found.answers),
        "page": Paginator(found.answers, quotes.PAGE).get_page(request.GET.get("page")),
        "filters": [_filter(variable) for variable in found.variables],
        "query": urlencode({"question": place.key, "search": search, "only": only}),
    }


def _filter(variable: SegmentVariable) -> tuple[str, list[tuple[str, str]]]:
    labels = [(f"{variable.code}:{each.code}", in_language(each.label, language_now())) for each in variable.segments]
    return in_language(variable.label, language_now()), labels


def _released(poll: Poll, *, may_read: bool) -> list[tuple[str, list[tuple[Quote, str]]]]:
    """Give the released quotes by question, with its text; to who may read it, the answer where it is longer."""
    version = poll.latest_version
    if version is None:
        return []
    known = version.questionnaire.variable_by_code
    by_key: dict[str, list[tuple[Quote, str]]] = {}
    for quote in Quote.objects.filter(poll=poll).select_related("released_by", "response"):
        original = str(quote.response.answers.get(quote.key, "")) if may_read else ""
        by_key.setdefault(quote.key, []).append((quote, "" if original.strip() == quote.text else original))
    texts = {key: known.get(key) or known.get(key.rpartition(".")[0]) for key in by_key}
    return [
        (in_language(question.text, language_now()) if (question := texts[key]) else key, found)
        for key, found in by_key.items()
    ]
