"""A poll on a tablet for one person after another: it begins anew after each, and nothing of the former one is left.

The address of the device is a secret that staff can withdraw. All pages of a kiosk show one and the same address in the
browser, which leads to an empty first page; the links of the persons themselves open nothing on a GET.
"""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.templatetags.static import static

from polls.codebook.duration import expected_minutes
from polls.codebook.schema import in_language
from polls.collection.fields.pages import language_context
from polls.collection.services import load, newcomer
from polls.collection.services.drafts import abandon
from polls.collection.views.ends import unknown_page
from polls.collection.views.entering import enter_at
from polls.collection.views.private import respondent_page
from polls.collection.views.showing import visited
from polls.collection.views.visit import SeeOther, Visit
from polls.invitations.tokens import new_random


@respondent_page("GET", "HEAD")
def kiosk(request: HttpRequest, token: str) -> HttpResponse:
    """The page that waits for the next person."""
    return visited(request, newcomer(new_random(), f"k/{token}/"), _start)


@respondent_page("GET", "HEAD")
def kiosk_begin(request: HttpRequest, token: str) -> HttpResponse:
    """The first page, for whoever stands there now."""
    return enter_at(request, f"k/{token}/")


@respondent_page("POST")
def kiosk_leave(request: HttpRequest, token: str) -> HttpResponse:
    """Forget what the last person had saved and did not send, and wait for the next one."""
    home = newcomer(new_random(), f"k/{token}/")
    if home is None or home.door is None:
        return unknown_page()
    person = load(request.POST.get("left", ""))
    if person is not None and person.door is not None and person.door.id == home.door.id:
        abandon(person)
    return SeeOther(f"/k/{token}/")


@respondent_page("GET", "HEAD")
def kiosk_manifest(request: HttpRequest, token: str) -> HttpResponse:
    """Let a tablet keep the kiosk on its home screen, where it fills the screen."""
    participation = newcomer(new_random(), f"k/{token}/")
    if participation is None:
        return unknown_page()
    manifest = {
        "name": in_language(participation.questionnaire.title, participation.questionnaire.languages[0]),
        "short_name": "Kiosk",
        "start_url": f"/k/{token}/",
        "scope": "/",
        "display": "fullscreen",
        "background_color": "#f4f7f6",
        "theme_color": "#0a3541",
        "icons": [{"src": static("ksf/logo.svg"), "sizes": "any", "type": "image/svg+xml"}],
    }
    return JsonResponse(manifest, content_type="application/manifest+json")


def _start(visit: Visit) -> HttpResponse:
    questionnaire = visit.questionnaire
    context = {
        "home": visit.home,
        "title": in_language(questionnaire.title, visit.language),
        "intro": in_language(questionnaire.intro, visit.language),
        "minutes": expected_minutes(questionnaire),
        "is_anonymous": questionnaire.is_anonymous,
        **language_context(questionnaire.languages, visit.language),
    }
    return HttpResponse(render_to_string("respondent/kiosk.html", context))
