"""The page on which staff opens a registration page, for the panel or for one poll."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import translation
from django.utils.translation import gettext as _

from polls.collection.forms.registration import RegistrationPageForm
from polls.collection.models import Registration, RegistrationPage
from polls.collection.services.registering import KEPT, registration_page
from polls.collection.views.registration import LANGUAGES
from polls.questionnaire.models import Poll


@permission_required("polls.invite_poll", raise_exception=True)
def registration(request: HttpRequest, slug: str = "") -> HttpResponse:
    """Show the page with its address and numbers; change what people agree to; open or close it."""
    poll = get_object_or_404(Poll, slug=slug, channel=Poll.Channel.INVITATION) if slug else None
    page = registration_page(poll) or RegistrationPage(poll=poll, key=slug, consent=_proposed())
    languages = {language: _in_words(language) for language in (poll.languages if poll else LANGUAGES)}
    initial = {f"consent_{language}": page.consent.get(language, "") for language in languages}
    form = RegistrationPageForm(request.POST or None, languages=languages, initial=initial)
    if request.method == "POST" and form.is_valid():
        page.consent, page.is_open = form.consent, request.POST.get("wish") != "close"
        page.save()
        messages.success(request, _("The page is open.") if page.is_open else _("The page is closed."))
        return redirect(request.path)
    requests = Registration.objects.filter(page__key=slug)
    context = {
        "section": "polls" if poll else "contacts",
        "poll": poll,
        "current": "channels",
        "page": page,
        "form": form,
        "days": KEPT.days,
        "address": f"{settings.SITE_URL}/join/{slug}/" if slug else f"{settings.SITE_URL}/join/",
        "waiting": requests.filter(confirmed_at__isnull=True).count(),
        "failed": requests.filter(confirmed_at__isnull=True, state=Registration.State.FAILED).count(),
        "confirmed": requests.filter(confirmed_at__isnull=False).count(),
    }
    return render(request, "staff/registration.html", context)


def _proposed() -> dict[str, str]:
    texts = {}
    for language in LANGUAGES:
        with translation.override(language):
            texts[language] = _(
                "The Klantenservice Federatie may mail me to ask me to take part in polls. I can stop this at any time."
            )
    return texts


def _in_words(language: str) -> str:
    return _("What people agree to, in Dutch") if language == "nl" else _("What people agree to, in English")
