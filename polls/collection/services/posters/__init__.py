"""A link on paper and on a screen: the QR code as SVG and PNG, and a poster to print."""

from io import BytesIO
from pathlib import Path

import segno
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from polls.codebook.duration import expected_minutes
from polls.codebook.schema import Questionnaire, in_language
from polls.typesetting.printing import print_pdf

TEMPLATE = Path(__file__).with_name("poster.typ")
PIXELS_PER_MODULE = 24
INK = "#0a3541"


def qr_svg(address: str) -> str:
    """Draw the QR code of an address as SVG, with the quiet zone that readers need; it keeps 15 % of damage."""
    drawing = BytesIO()
    segno.make_qr(address, error="m").save(
        drawing, kind="svg", scale=10, dark=INK, light="#ffffff", xmldecl=False, title=address
    )
    return drawing.getvalue().decode()


def qr_png(address: str) -> bytes:
    """Draw the QR code of an address as PNG, large enough to print."""
    picture = BytesIO()
    segno.make_qr(address, error="m").save(picture, kind="png", scale=PIXELS_PER_MODULE, dark=INK)
    return picture.getvalue()


def print_poster(questionnaire: Questionnaire, address: str, language: str) -> bytes:
    """Print an A4 poster (tagged PDF) in the language: title, QR code, the address to type, and a line on privacy."""
    minutes = expected_minutes(questionnaire)
    with translation.override(language):
        data = {
            "language": language,
            "title": in_language(questionnaire.title, language),
            "intro": in_language(questionnaire.intro, language),
            "invite": _("Your opinion counts"),
            "minutes": ngettext("This takes about one minute.", "This takes about %(minutes)s minutes.", minutes)
            % {"minutes": minutes},
            "scan": _("Point the camera of your phone at the code, or type the address:"),
            "address": address.split("://", 1)[-1].rstrip("/"),
            "privacy": _privacy(questionnaire),
            "sender": "Klantenservice Federatie",
            "alt": _("QR code that leads to %(address)s") % {"address": address},
            "qr": qr_svg(address),
        }
    return print_pdf(TEMPLATE, data)


def _privacy(questionnaire: Questionnaire) -> str:
    if questionnaire.is_anonymous:
        return _("Anonymous: answers are kept without name, address or time. No account needed.")
    return _("We do not know who you are: answers are kept with the time of sending. No account needed.")
