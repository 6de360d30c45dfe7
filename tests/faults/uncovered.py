"""Controls: the addresses of the product with one guard of the pages of a link taken out."""

from collections.abc import Callable
from types import ModuleType

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path

from ksfsurvey.urls import urlpatterns as all_patterns
from polls.collection.views import answering, entering, receipt
from polls.invitations.models import Invitation
from polls.invitations.tokens import hash_token, is_well_formed

View = Callable[..., HttpResponse]


def without_headers() -> list[URLPattern]:
    """Lead to the views as they are before ``respondent_page`` is put around them."""

    def bare(view: View) -> View:
        within: View = view.__wrapped__.__wrapped__  # type: ignore[attr-defined]
        return login_not_required(within)

    return [
        path("i/<str:token>/", bare(answering.start)),
        path("i/<str:token>/<slug:page_code>/", bare(answering.page)),
        path("r/<slug:slug>/", bare(receipt.receipt)),
        path("o/<slug:slug>/", bare(entering.open_link)),
    ]


def hasty(request: HttpRequest, token: str) -> HttpResponse:
    """Refuse what cannot be a token with a page of its own, as soon as it is seen."""
    if not is_well_formed(token):
        raise Http404("no such address")
    return answering.start(request, token)


def used_up(request: HttpRequest, token: str) -> HttpResponse:
    """Take an opened link for a used one, as links that work once do."""
    answer = answering.start(request, token)
    Invitation.objects.filter(token_hash=hash_token(token)).update(is_responded=True)
    return answer


def addresses(*patterns: URLPattern) -> ModuleType:
    """Give all addresses of the product, these before the others, for ``settings.ROOT_URLCONF``."""
    module = ModuleType("addresses_with_a_guard_taken_out")
    module.__dict__.update(urlpatterns=[*patterns, *all_patterns], handler500="ksfsurvey.outages.failed")
    return module
