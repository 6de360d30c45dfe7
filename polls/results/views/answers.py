"""Open answers: released quotes for everybody who sees results, the answers themselves for who may release them."""

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

from polls.codebook.schema import in_language
from polls.questionnaire.models import Poll
from polls.results.models import Quote
from polls.results.services import quotes
from polls.results.views.context import about, language_now


@require_safe
@never_cache
@permission_required("polls.view_results", raise_exception=True)
def answers(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the released quotes and, to who may release them, the open answers of the question in the address."""
    poll = get_object_or_404(Poll, slug=slug)
    may_read = request.user.has_perm("polls.release_quotes")
    places = _places(poll) if may_read else []
    key, search = request.GET.get("question", ""), request.GET.get("search", "")[:100]
    chosen = next((place for place in places if place.key == key and place.may_be_read), None)
    found = quotes.open_answers(poll, chosen, search=search) if chosen else []
    context = {
        **about(poll, current="results", now=timezone.now()),
        "released": _released(poll),
        "places": [(place, _text(place)) for place in places],
        "smallest": max(poll.minimum_base, quotes.SMALLEST_BASE),
        "chosen": chosen,
        "chosen_text": _text(chosen) if chosen else "",
        "search": search,
        "found": len(found),
        "page": Paginator(found, quotes.PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "staff/answers.html", context)


@require_POST
@permission_required("polls.release_quotes", raise_exception=True)
def release(request: HttpRequest, slug: str) -> HttpResponse:
    """Release one open answer as a quote."""
    poll = get_object_or_404(Poll, slug=slug)
    place = next((each for each in _places(poll) if each.key == request.POST.get("question")), None)
    if place is None:
        return redirect("polls:answers", slug=slug)
    response_id, text = request.POST.get("response", ""), request.POST.get("text", "")[:2000]
    try:
        quotes.release_quote(poll, place, response_id, text=text, by=request.user, now=timezone.now())
    except (quotes.NotReadableError, ValidationError) as error:
        raise Http404 from error
    except quotes.StillOpenError:
        messages.error(request, _("Answers are released when the poll is closed."))
    else:
        messages.success(request, _("The quote is released: everybody who sees the results can read it."))
    chosen = urlencode({"question": place.key, "search": request.POST.get("search", "")[:100]})
    return redirect(f"{reverse('polls:answers', args=[poll.slug])}?{chosen}")


@require_POST
@permission_required("polls.release_quotes", raise_exception=True)
def withdraw(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Take a quote back."""
    quote = Quote.objects.select_related("poll").filter(pk=pk, poll__slug=slug).first()
    if quote is not None:
        quotes.withdraw_quote(quote, by=request.user, now=timezone.now())
        messages.success(request, _("The quote is withdrawn."))
    return redirect("polls:answers", slug=slug)


def _places(poll: Poll) -> list[quotes.OpenQuestion]:
    version = poll.latest_version
    return quotes.open_questions(poll, version.questionnaire) if version else []


def _text(place: quotes.OpenQuestion) -> str:
    text = in_language(place.question.text, language_now())
    code = place.key.removeprefix(place.question.code).removeprefix(".")
    choice = place.question.choice_by_code.get(code)
    return f"{text} – {in_language(choice.label, language_now())}" if choice else text


def _released(poll: Poll) -> list[tuple[str, list[Quote]]]:
    """Give the released quotes by question, with its text."""
    version = poll.latest_version
    if version is None:
        return []
    known = version.questionnaire.variable_by_code
    by_key: dict[str, list[Quote]] = {}
    for quote in Quote.objects.filter(poll=poll).select_related("released_by"):
        by_key.setdefault(quote.key, []).append(quote)
    texts = {key: known.get(key) or known.get(key.rpartition(".")[0]) for key in by_key}
    return [
        (in_language(question.text, language_now()) if (question := texts[key]) else key, found)
        for key, found in by_key.items()
    ]
