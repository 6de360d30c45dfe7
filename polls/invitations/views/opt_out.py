"""No more mail: the page behind the link in each mail, and the one click of mail programs (RFC 8058)."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods

from polls.codebook.schema import in_language
from polls.invitations import services, tokens
from polls.invitations.forms import OptOutForm
from polls.invitations.models import Invitation
from polls.invitations.services import Scope

# "strict-origin" never tells the path, which holds the link; "no-referrer" would break the form's own CSRF check.
HEADERS = {"Cache-Control": "no-store", "Referrer-Policy": "strict-origin", "X-Robots-Tag": "noindex, nofollow"}
LANGUAGES = ("nl", "en")


@login_not_required
@csrf_exempt  # for the one click, which comes from a mail server; the form on the page is protected below
@require_http_methods(["GET", "HEAD", "POST"])
def opt_out(request: HttpRequest, token: str) -> HttpResponse:
    """Show the choice, or do what was chosen. A GET changes nothing: mail scanners open links."""
    if request.method == "POST" and request.POST.get("List-Unsubscribe") == "One-Click":
        return _one_click(token)
    response: HttpResponse = _page(request, token)
    return response


def _one_click(token: str) -> HttpResponse:
    """Stop all mail at once. Mail programs cannot ask how much, and their users mean all of it."""
    invitation = _find(token)
    if invitation:
        services.opt_out(invitation, scope=Scope.ALL, now=timezone.now())
    return HttpResponse("", content_type="text/plain", headers=HEADERS)


@csrf_protect
def _page(request: HttpRequest, token: str) -> HttpResponse:
    invitation = _find(token)
    asked = request.GET.get("lang", "")
    language = asked if asked in LANGUAGES else invitation.language if invitation else LANGUAGES[0]
    with translation.override(language):
        if invitation is None:
            return _render(request, "unknown", language, status=404)
        return _choice(request, invitation, language)


def _choice(request: HttpRequest, invitation: Invitation, language: str) -> HttpResponse:
    form = OptOutForm(request.POST if request.method == "POST" else None)
    version = invitation.poll.latest_version
    context: dict[str, Any] = {
        "form": form,
        "title": in_language(version.document["title"] if version else {}, language),
    }
    if request.method == "POST" and form.is_valid():
        scope = Scope(form.cleaned_data["scope"])
        services.opt_out(invitation, scope=scope, now=timezone.now())
        return _render(request, "done", language, scope=scope.value, **context)
    return _render(request, "choice", language, status=422 if form.errors else 200, **context)


def _find(token: str) -> Invitation | None:
    if not tokens.is_well_formed(token):
        return None
    return Invitation.objects.select_related("poll").filter(token_hash=tokens.hash_token(token)).first()


def _render(request: HttpRequest, name: str, language: str, *, status: int = 200, **context: Any) -> HttpResponse:
    context |= {"language": language, "languages": [("nl", "Nederlands", "NL"), ("en", "English", "EN")]}
    response = render(request, f"respondent/opt_out_{name}.html", context, status=status)
    for header, value in HEADERS.items():
        response[header] = value
    return response
