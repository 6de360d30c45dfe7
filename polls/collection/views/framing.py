"""What a link adds to each page: a frame on another website, the manners of a kiosk, the name of an organisation."""

from dataclasses import dataclass
from functools import lru_cache

from csp.utils import build_policy
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

from polls.collection.models import Link
from polls.collection.services import Participation

IDLE_SECONDS = 60
"""How long a kiosk waits for somebody who does nothing before it asks."""

WARNING_SECONDS = 20
"""How long it then counts down; a touch anywhere is enough to go on."""

END_SECONDS = 20


@dataclass(frozen=True)
class Frame:
    """HTML above the page, and the scripts that go with it; marked as safe where they are not empty.

    ``is_kiosk``: no page may lead away from the kiosk.
    """

    banner: str = ""
    scripts: str = ""
    is_kiosk: bool = False


PLAIN = Frame()


def frame_of(participation: Participation, *, home: str) -> Frame:
    """Give what the respondent's link adds; the language must be active. ``home`` is the page of a kiosk."""
    door = participation.door
    if door is None:
        return PLAIN
    if door.is_kiosk:
        return Frame(_kiosk_bar(participation, home), _script("ksf/kiosk.js"), is_kiosk=True)
    if door.is_embedded:
        return Frame(scripts=_script("ksf/embed.js"))
    if door.kind == Link.Kind.ORGANISATION:
        return Frame(banner=_organisation_line(participation, door.name))
    return PLAIN


def let_frame(response: HttpResponse, origins: tuple[str, ...]) -> HttpResponse:
    """Let pages of these sites, and of no others, show the response in a frame."""
    response["Content-Security-Policy"] = _policy(origins)
    response.xframe_options_exempt = True  # that header knows no list of sites
    return response


@lru_cache(maxsize=64)
def _policy(origins: tuple[str, ...]) -> str:
    return str(build_policy(replace={"frame-ancestors": list(origins) or ["'none'"]}))


def _script(path: str) -> SafeString:
    return format_html('<script src="{}" defer></script>', static(path))


def _kiosk_bar(participation: Participation, home: str) -> SafeString:
    context = {
        "home": home,
        "left": participation.token if participation.invitation_id is not None else "",
        "idle": IDLE_SECONDS,
        "warning": WARNING_SECONDS,
        "end": END_SECONDS,
    }
    return render_to_string("respondent/kiosk_bar.html", context)


def _organisation_line(participation: Participation, name: str) -> SafeString:
    names = set(participation.attributes) & set(participation.questionnaire.attributes)
    context = {
        "name": name,
        "has_attributes": bool(names),
        "is_anonymous": participation.poll.is_anonymous,
        "minimum_base": participation.questionnaire.minimum_base,
    }
    return render_to_string("respondent/organisation_line.html", context)
