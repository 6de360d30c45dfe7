"""Trying a design out: why each question is shown for chosen answers, and random respondents. Nothing is stored."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from polls.codebook.answers import DONT_KNOW, Value
from polls.codebook.kinds import LIST_KINDS
from polls.codebook.schema import Questionnaire, in_language
from polls.codebook.trying.reasons import Explained, gates, names_in_conditions, reasons
from polls.codebook.trying.respondents import MOST_RESPONDENTS, Rehearsal, rehearse
from polls.questionnaire.design import to_questionnaire
from polls.questionnaire.models import Poll
from polls.questionnaire.places import Places

USUAL = 200


@dataclass(frozen=True)
class Asked:
    """A name that conditions speak about, to be given an answer: options to choose, or a field to write in."""

    name: str
    label: str
    options: list[tuple[str, str]]
    is_several: bool
    chosen: list[str]


@dataclass(frozen=True)
class Line:
    """A page or question in the explanation."""

    explained: Explained
    label: str
    text: str
    url: str

    @property
    def is_page(self) -> bool:
        return not self.explained.place.question


@dataclass(frozen=True)
class Reached:
    """A question and how many of the random respondents it was asked of."""

    label: str
    text: str
    url: str
    count: int
    percent: int


@permission_required("polls.change_poll", raise_exception=True)
@require_safe
def try_out(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the two ways of trying out; with ``respondents`` in the address, let these walk."""
    poll = get_object_or_404(Poll, slug=slug)
    questionnaire, places, language = to_questionnaire(poll), Places(poll), get_language() or "nl"
    asked = list(_asked(questionnaire, request, language))
    values = _values(asked)
    count, seed = _number(request, "respondents", 0), _number(request, "seed", 1)
    result = rehearse(questionnaire, respondents=count, seed=seed) if count else None
    context = {
        "poll": poll,
        "section": "design",
        "phase": poll.phase_at(timezone.now()),
        "asked": asked,
        "lines": list(_lines(questionnaire, places, values, language)),
        "gates": list(gates(questionnaire, values)),
        "result": result,
        "reached": list(_reached(questionnaire, places, result, language)) if result else [],
        "stuck": result.stuck.items() if result else [],
        "screened_out": result.screened_out.items() if result else [],
        "respondents": count or USUAL,
        "most": MOST_RESPONDENTS,
        "seed": seed,
        "next_seed": seed + 1,
    }
    return render(request, "admin/polls/editor/try.html", context)


def _asked(questionnaire: Questionnaire, request: HttpRequest, language: str) -> Iterator[Asked]:
    for name in names_in_conditions(questionnaire):
        chosen = [value for value in request.GET.getlist(f"a-{name}") if value]
        variable = questionnaire.variable_by_code.get(name)
        if variable is None:
            options = [(value, value) for value in sorted(questionnaire.attributes.get(name, ()))]
            yield Asked(name, _("%(name)s of the contact") % {"name": name}, options, False, chosen)
            continue
        options = [(choice.code, in_language(choice.label, language)) for choice in variable.options]
        if variable.dont_know is not None and options:
            options.append((DONT_KNOW, in_language(variable.dont_know, language)))
        yield Asked(name, in_language(variable.text, language) or name, options, variable.kind in LIST_KINDS, chosen)


def _values(asked: list[Asked]) -> Mapping[str, Value]:
    return {item.name: item.chosen if item.is_several else item.chosen[0] for item in asked if item.chosen}


def _lines(questionnaire: Questionnaire, places: Places, values: Mapping[str, Value], language: str) -> Iterator[Line]:
    for item in reasons(questionnaire, values):
        place = item.place
        question = questionnaire.question_by_code.get(place.question)
        page = questionnaire.pages[place.position[1]]
        text = in_language(question.text, language) if question else in_language(page.title, language)
        yield Line(item, places.label(place), text, places.url(place.at("show_if")))


def _reached(questionnaire: Questionnaire, places: Places, result: Rehearsal, language: str) -> Iterator[Reached]:
    for item in reasons(questionnaire, {}):
        question = questionnaire.question_by_code.get(item.place.question)
        if question is None or question.is_silent:
            continue
        count = result.asked[question.code]
        percent = round(100 * count / result.respondents) if result.respondents else 0
        text = in_language(question.text, language)
        yield Reached(places.label(item.place), text, places.url(item.place.at("text")), count, percent)


def _number(request: HttpRequest, name: str, default: int) -> int:
    text: Any = request.GET.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 8 else default
