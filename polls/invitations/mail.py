"""The mails that respondents get: one function for each, text and HTML together, in their language."""

from dataclasses import dataclass
from datetime import datetime
from email.utils import formataddr
from typing import Any
from urllib.parse import urlsplit

import css_inline
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from polls.codebook.duration import expected_minutes
from polls.codebook.schema import Questionnaire, in_language
from polls.invitations.plain_text import clean_text

LONGEST_SUBJECT = 78
LONGEST_NAME = 100


@dataclass(frozen=True)
class Letter:
    """All that a mail says: to whom, about which questionnaire, with which links. ``closes_at`` may be open (None)."""

    email: str
    name: str
    language: str
    questionnaire: Questionnaire
    closes_at: datetime | None
    answer_url: str
    opt_out_url: str
    message_id: str
    is_sample: bool = False


def invitation(letter: Letter) -> EmailMultiAlternatives:
    """Ask somebody to answer a poll."""
    with translation.override(letter.language):
        return _assembled(letter, "invitation", _("Will you take part? %(title)s"))


def reminder(letter: Letter) -> EmailMultiAlternatives:
    """Ask once more, of somebody who has not answered."""
    with translation.override(letter.language):
        return _assembled(letter, "reminder", _("Reminder: %(title)s"))


def site_host() -> str:
    """Give the name of the host that the links lead to, without a port."""
    return urlsplit(settings.SITE_URL).hostname or "localhost"


def _assembled(letter: Letter, template: str, subject: str) -> EmailMultiAlternatives:
    title = clean_text(in_language(letter.questionnaire.title, letter.language))
    context = _context(letter, title)
    context["subject"] = _fitted(subject, title)
    mail = EmailMultiAlternatives(
        subject=context["subject"],
        body=render_to_string(f"mail/{template}.txt", context).strip() + "\n",
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[_recipient(letter)],
        headers=_headers(letter),
    )
    mail.attach_alternative(css_inline.inline(render_to_string(f"mail/{template}.html", context)), "text/html")
    return mail


def _context(letter: Letter, title: str) -> dict[str, Any]:
    return {
        "title": title,
        "name": _name(letter),
        "email": letter.email,
        "intro": in_language(letter.questionnaire.intro, letter.language),
        "minutes": expected_minutes(letter.questionnaire),
        "is_anonymous": letter.questionnaire.is_anonymous,
        "minimum_base": letter.questionnaire.minimum_base,
        "closes_at": letter.closes_at,
        "answer_url": letter.answer_url,
        "opt_out_url": letter.opt_out_url,
        "postal_address": settings.POSTAL_ADDRESS,
        "is_sample": letter.is_sample,
    }


def _fitted(pattern: str, title: str) -> str:
    """Fill the title in, cut so that the subject as a whole is not cut by somebody else."""
    room = LONGEST_SUBJECT - len(pattern % {"title": ""})
    short = title if len(title) <= room else title[: room - 1].rstrip() + "…"
    return pattern % {"title": short}


def _name(letter: Letter) -> str:
    return clean_text(letter.name)[:LONGEST_NAME]


def _recipient(letter: Letter) -> str:
    return formataddr((_name(letter), letter.email)) if _name(letter) else letter.email


def _headers(letter: Letter) -> dict[str, str]:
    return {
        "Message-ID": letter.message_id,
        "Content-Language": letter.language,
        "List-Id": f"Klantenservice Federatie <polls.{site_host()}>",
        "List-Unsubscribe": f"<{letter.opt_out_url}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "Auto-Submitted": "auto-generated",
    }
