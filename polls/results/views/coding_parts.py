"""What the pages of open answers and their coding share: the place in the address, its text, and what went wrong."""

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from polls.codebook.coding.frame import Standard
from polls.codebook.schema import in_language
from polls.questionnaire.models import Poll
from polls.results.models import Coding
from polls.results.services.open_text.places import OpenQuestion, open_questions, place_at
from polls.results.views.context import about, language_now

STANDARD_LABELS: Mapping[str, str | Promise] = {
    Standard.DONT_KNOW: _("Doesn't know"),
    Standard.NONSENSE: _("Says nothing that can be used"),
    Standard.EMPTY: _("Empty, a dash or a dot"),
}

PROBLEMS: Mapping[str, str | Promise] = {
    "code": _("“%(detail)s” cannot be a code: use small letters, digits and underscores; “unusable” is taken."),
    "twice": _("The code “%(detail)s” is in the frame already."),
    "label": _("Code “%(detail)s” has no label."),
    "group": _("There is no group “%(detail)s”."),
    "many": _("A frame has at most %(detail)s codes."),
    "unknown": _("There is no code “%(detail)s” any more: somebody has changed the frame."),
    "same": _("A code cannot be taken together with itself."),
    "parts": _("Write at least two codes, each on a line of its own."),
    "columns": _("The file has no column “code” and “label_nl”, “label_en” or “label”."),
    "nothing": _("Choose at least one code, or skip the answer."),
    "alone": _("“Doesn't know”, “says nothing” and “empty” stand alone: take the other codes away."),
}
"""What a frame does not take, by the code of the error."""


def places_of(poll: Poll) -> list[OpenQuestion]:
    """Give every place where respondents write."""
    version = poll.latest_version
    return open_questions(poll, version.questionnaire) if version else []


def coding_in(slug: str, key: str) -> tuple[Coding, OpenQuestion]:
    """Give the coding in the address and its place. Raises Http404, also where too few people wrote there."""
    coding = get_object_or_404(Coding.objects.select_related("poll"), poll__slug=slug, key=key)
    return coding, readable_place(coding.poll, key)


def readable_place(poll: Poll, key: str) -> OpenQuestion:
    """Give a place of which the answers may be read. Raises Http404."""
    version = poll.latest_version
    place = place_at(poll, version.questionnaire, key) if version else None
    if place is None or not place.may_be_read:
        raise Http404(key)
    return place


def text_of(place: OpenQuestion) -> str:
    """Give the text of the question, and of its choice where that is the place."""
    text = in_language(place.question.text, language_now())
    code = place.key.removeprefix(place.question.code).removeprefix(".")
    choice = place.question.choice_by_code.get(code)
    return f"{text} – {in_language(choice.label, language_now())}" if choice else text


def labels_of(coding: Coding) -> dict[str, str]:
    """Give the label of each code, standard ones too, in the reader's language."""
    own = {each.code: in_language(each.label, language_now()) for each in coding.frame.codes}
    return {**own, **{code: str(label) for code, label in STANDARD_LABELS.items()}}


def about_coding(request: HttpRequest, coding: Coding, place: OpenQuestion, *, tab: str) -> dict[str, Any]:
    """Give what each page of one coding shows."""
    return {
        **about(coding.poll, current="results", now=timezone.now()),
        "coding": coding,
        "place": place,
        "place_text": text_of(place),
        "tab": tab,
        "is_coder": coding.coders.filter(user=request.user.pk).exists(),
    }
