"""The mails that respondents get: subject, text and HTML together, in their language.

Around the text, which staff may write, stands what every mail must say whoever wrote it: the personal link, until when,
whether answers can be traced, why it came, how to stop it, and who we are.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import formataddr
from typing import Any
from urllib.parse import urlsplit

import css_inline
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from polls.codebook.duration import expected_minutes
from polls.codebook.schema import Questionnaire, in_language
from polls.invitations.letters import (
    BUTTON,
    STANDARD,
    LetterKind,
    Placeholder,
    Wording,
    fill,
    paragraphs,
    to_text,
    without_marks,
)
from polls.invitations.plain_text import clean_text

LONGEST_SUBJECT = 78
LONGEST_NAME = 100
LONGEST_VALUE = 4_000


@dataclass(frozen=True)
class Letter:
    """All that a mail says: to whom, about which questionnaire, with which links. ``closes_at`` may be open (None).

    Without a ``wording`` it has the standard text. ``return_address`` is where it comes back to when it cannot be
    delivered: the sender's own address when empty. ``extra_headers`` are those that a provider asks for.
    """

    email: str
    name: str
    language: str
    questionnaire: Questionnaire
    closes_at: datetime | None
    answer_url: str
    opt_out_url: str
    message_id: str
    kind: LetterKind = LetterKind.INVITATION
    organisation: str = ""
    wording: Wording | None = None
    return_address: str = ""
    extra_headers: Mapping[str, str] = field(default_factory=dict)
    is_sample: bool = False


def write(letter: Letter) -> EmailMultiAlternatives:
    """Write a mail. Raises UnfitTextError when its text has anything that is no placeholder."""
    with translation.override(letter.language):
        return _assembled(letter)


def site_host() -> str:
    """Give the name of the host that the links lead to, without a port."""
    return urlsplit(settings.SITE_URL).hostname or "localhost"


def _assembled(letter: Letter) -> EmailMultiAlternatives:
    values = _values(letter)
    wording = letter.wording or STANDARD[letter.kind].get(letter.language) or STANDARD[letter.kind]["en"]
    blocks = paragraphs(fill(without_marks(wording.text), values))
    if letter.kind is not LetterKind.THANKS and not any(block.is_button for block in blocks):
        blocks += paragraphs(BUTTON)
    context = _context(letter) | {"subject": _subject(wording.subject, values), "blocks": blocks}
    button = f"{_('To the questions')}:\n{letter.answer_url}"
    context["text"] = to_text(blocks, button=button)
    mail = EmailMultiAlternatives(
        subject=context["subject"],
        body=render_to_string("mail/letter.txt", context).strip() + "\n",
        from_email=letter.return_address or settings.DEFAULT_FROM_EMAIL,
        to=[_recipient(letter)],
        headers=_headers(letter),
    )
    mail.attach_alternative(css_inline.inline(render_to_string("mail/letter.html", context)), "text/html")
    return mail


def _values(letter: Letter) -> dict[Placeholder, str]:
    """Give what each placeholder stands for. One without a value is left out, and a text that has it is not sent."""
    questionnaire, minutes = letter.questionnaire, expected_minutes(letter.questionnaire)
    name = _name(letter)
    values = {
        Placeholder.GREETING: _("Dear %(name)s,") % {"name": name} if name else _("Dear reader,"),
        Placeholder.NAME: name or _("reader"),
        Placeholder.ORGANISATION: clean_text(letter.organisation) or _("your organisation"),
        Placeholder.TITLE: clean_text(in_language(questionnaire.title, letter.language)),
        Placeholder.INTRO: in_language(questionnaire.intro, letter.language),
        Placeholder.MINUTES: ngettext("%(minutes)s minute", "%(minutes)s minutes", minutes) % {"minutes": minutes},
    }
    if letter.closes_at:
        values[Placeholder.CLOSING] = date_format(localtime(letter.closes_at), "l j F Y, H:i")
    values = {placeholder: without_marks(value)[:LONGEST_VALUE] for placeholder, value in values.items()}
    return values if letter.kind is LetterKind.THANKS else {**values, Placeholder.BUTTON: BUTTON}


def _context(letter: Letter) -> dict[str, Any]:
    return {
        "email": letter.email,
        "asks": letter.kind is not LetterKind.THANKS,
        "is_anonymous": letter.questionnaire.is_anonymous,
        "minimum_base": letter.questionnaire.minimum_base,
        "closes_at": letter.closes_at,
        "answer_url": letter.answer_url,
        "opt_out_url": letter.opt_out_url,
        "postal_address": settings.POSTAL_ADDRESS,
        "is_sample": letter.is_sample,
        "title": clean_text(in_language(letter.questionnaire.title, letter.language)),
    }


def _subject(pattern: str, values: Mapping[Placeholder, str]) -> str:
    """Fill the subject; the title is cut so that the subject as a whole is not cut by somebody else."""
    fitting = {placeholder: clean_text(value) for placeholder, value in values.items()}
    del fitting[Placeholder.INTRO]
    fitting.pop(Placeholder.BUTTON, None)
    room = LONGEST_SUBJECT - len(clean_text(fill(pattern, {**fitting, Placeholder.TITLE: ""})))
    fitting[Placeholder.TITLE] = _cut(fitting[Placeholder.TITLE], max(room, 12))
    return _cut(clean_text(fill(pattern, fitting)), LONGEST_SUBJECT)


def _cut(text: str, room: int) -> str:
    return text if len(text) <= room else text[: room - 1].rstrip() + "…"


def _name(letter: Letter) -> str:
    return clean_text(letter.name)[:LONGEST_NAME]


def _recipient(letter: Letter) -> str:
    return formataddr((_name(letter), letter.email)) if _name(letter) else letter.email


def _headers(letter: Letter) -> dict[str, str]:
    return {
        "From": settings.DEFAULT_FROM_EMAIL,
        "Message-ID": letter.message_id,
        "Content-Language": letter.language,
        "List-Id": f"Klantenservice Federatie <polls.{site_host()}>",
        "List-Unsubscribe": f"<{letter.opt_out_url}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "Auto-Submitted": "auto-generated",
        **letter.extra_headers,
    }
