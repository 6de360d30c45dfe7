"""Public pages for registering oneself: ask, confirm, leave. A GET changes nothing, and no page tells who is known."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from polls.codebook.schema import in_language
from polls.collection.fields.pages import language_context
from polls.collection.forms.registration import RegistrationForm
from polls.collection.models import Registration, RegistrationPage
from polls.collection.services.crowds import count
from polls.collection.services.registering import Request, ask, confirm, find_registration, leave
from polls.collection.tasks import wake_confirmations
from polls.collection.views.ends import unknown_page
from polls.collection.views.entering import TRAP_FIELD, network_of
from polls.collection.views.private import respondent_page

MOST_REQUESTS = 20
"""Of one network, in the window in which is counted."""

LANGUAGES = ("nl", "en")


@respondent_page("GET", "HEAD", "POST")
def join(request: HttpRequest, slug: str = "") -> HttpResponse:
    """Register for the panel or for one poll. Everybody who fills it in rightly reads the same."""
    page = RegistrationPage.objects.select_related("poll").filter(key=slug, is_open=True).first()
    if page is None:
        return unknown_page()
    languages = tuple(page.poll.languages) if page.poll else LANGUAGES
    language = _language(request, languages)
    with translation.override(language):
        form = RegistrationForm(request.POST if request.method == "POST" else None)
        context = {**_context(request, page, language, languages), "form": form}
        if request.method != "POST" or not form.is_valid():
            return _answer("form", context, status=422 if form.is_bound else 200)
        if count(f"join:{network_of(request)}") > MOST_REQUESTS:
            return HttpResponse(render_to_string("429.html"), status=429, headers={"Retry-After": "600"})
        if not request.POST.get(TRAP_FIELD):
            wanted = Request(form.cleaned_data["email"], form.cleaned_data["name"], language, context["consent"])
            ask(page, wanted, now=timezone.now())
            wake_confirmations()
        return _answer("asked", context)


@respondent_page("GET", "HEAD", "POST")
def join_confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Confirm from the own mailbox, and leave again with the same link."""
    registration = find_registration(token)
    if registration is None:
        return unknown_page()
    with translation.override(registration.language):
        if request.method == "POST" and "leave" in request.POST:
            leave(registration, now=timezone.now())
            return _answer("left", _context(request, registration.page, registration.language, ()))
        if request.method == "POST" and "confirm" in request.POST:
            confirm(registration, now=timezone.now())
            return redirect(request.path)
        return _answer(_stage(registration), _of(request, registration))


def _stage(registration: Registration) -> str:
    if registration.contact is None:
        return "confirm"
    return "left" if registration.contact.opted_out_at else "confirmed"


def _of(request: HttpRequest, registration: Registration) -> dict[str, Any]:
    context = _context(request, registration.page, registration.language, ())
    return context | {"consent": registration.consent, "email": registration.email}


def _context(request: HttpRequest, page: RegistrationPage, language: str, languages: tuple[str, ...]) -> dict[str, Any]:
    return {
        "title": in_language(page.poll.title, language) if page.poll else _("Polls of the Klantenservice Federatie"),
        "has_poll": page.poll is not None,
        "consent": in_language(page.consent, language),
        "csrf_token": get_token(request),
        **language_context(languages, language),
    }


def _language(request: HttpRequest, languages: tuple[str, ...]) -> str:
    asked = request.POST.get("_lang") or request.GET.get("lang") or ""
    return asked if asked in languages else languages[0]


def _answer(name: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    return HttpResponse(render_to_string(f"respondent/join/{name}.html", context), status=status)
