"""The doors of a poll: links for people without a personal invitation. A GET stores nothing of whoever looks in."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from polls.codebook.schema import in_language
from polls.collection.fields.pages import language_context
from polls.collection.services import newcomer
from polls.collection.services.admission import Knock, Task, admit
from polls.collection.views.private import respondent_page
from polls.collection.views.showing import show_page, visited
from polls.collection.views.visit import ENTRY_FIELD, Visit
from polls.invitations.tokens import new_random

TRAP_FIELD = "_site"
TASK_FIELD = "_task"
ANSWER_FIELD = "_work"
TASK_HEADER, BITS_HEADER = "X-Task", "X-Task-Bits"
CARRIED_BUTTONS = ("_next", "_back", "_language")


@respondent_page("GET", "HEAD")
def open_link(request: HttpRequest, slug: str, code: str = "") -> HttpResponse:
    """The open link: the first page, with a token that nothing is stored for until something is saved."""
    return enter_at(request, f"o/{slug}/{code}/" if code else f"o/{slug}/")


@respondent_page("GET", "HEAD")
def embedded_link(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """The poll for a frame on a page of a website that the link names."""
    return enter_at(request, f"e/{slug}/{code}/")


@respondent_page("GET", "HEAD")
def organisation_link(request: HttpRequest, token: str) -> HttpResponse:
    """The link of one organisation."""
    return enter_at(request, f"g/{token}/")


def enter_at(request: HttpRequest, place: str) -> HttpResponse:
    """Show the first page to whoever comes to the place."""
    participation = newcomer(new_random(), place)
    return visited(request, participation, lambda visit: show_page(visit, visit.resume_page()))


def held_up(visit: Visit) -> HttpResponse | None:
    """Ask a newcomer of a crowd, at the first post, to show that it is somebody; None for all others."""
    if visit.participation.invitation_id is not None:
        return None
    posted = visit.request.POST
    knock = Knock(
        network=network_of(visit.request),
        entry=posted.get(ENTRY_FIELD, ""),
        trap=posted.get(TRAP_FIELD, ""),
        task=posted.get(TASK_FIELD, ""),
        answer=posted.get(ANSWER_FIELD, ""),
    )
    task = admit(visit.participation, knock, now=visit.now)
    return None if task is None else _moment(visit, task)


def _moment(visit: Visit, task: Task) -> HttpResponse:
    """Show the page that carries what was posted; our script needs the headers only."""
    posted = {name: values for name, values in visit.request.POST.lists() if name not in (TASK_FIELD, ANSWER_FIELD)}
    context = {
        "heading": _("One moment, please"),
        "title": in_language(visit.questionnaire.title, visit.language),
        "action": visit.request.get_full_path(),
        "carried": [(name, value) for name, values in _carried(posted).items() for value in values],
        "task": task.ticket,
        "seconds": task.seconds,
        **language_context((visit.language,), visit.language),
    }
    html = render_to_string("respondent/moment.html", context)
    return HttpResponse(html, status=428, headers={TASK_HEADER: task.ticket, BITS_HEADER: str(task.bits)})


def _carried(posted: Mapping[str, list[Any]]) -> dict[str, list[str]]:
    """Give the fields to post again, with a button as the form had it."""
    fields = {name: [str(value) for value in values] for name, values in posted.items()}
    if not any(button in fields for button in CARRIED_BUTTONS):
        fields["_next"] = ["1"]
    return fields


def network_of(request: HttpRequest) -> str:
    """Give the hash of the network that a request comes from; see ksfsurvey/networks.py."""
    network = getattr(request, "network", None)
    return "" if network is None else str(network.hash)
