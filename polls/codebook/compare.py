"""What differs between two versions of a questionnaire: wording may be corrected in the field, structure may not."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol, TypeVar

from polls.codebook.problem import (
    Place,
    Problem,
    by_question,
    placed_choices,
    placed_pages,
    placed_questions,
    placed_rows,
    placed_segments,
    placed_variables,
    problem,
)
from polls.codebook.schema import Questionnaire, Text

FROZEN_FIELDS: Mapping[str, Mapping[str, Text]] = {
    "questionnaire": {
        "slug": {"nl": "de korte naam", "en": "the short name"},
        "is_anonymous": {"nl": "anoniem of niet", "en": "anonymous or not"},
        "channel": {"nl": "hoe respondenten binnenkomen", "en": "how respondents get in"},
        "minimum_base": {"nl": "de kleinste groep die wordt getoond", "en": "the smallest group shown"},
        "screen_outs": {"nl": "wie buiten de doelgroep valt", "en": "who is screened out"},
        "quotas": {"nl": "de quota", "en": "the quotas"},
    },
    "page": {
        "show_if": {"nl": "de voorwaarde", "en": "the condition"},
        "has_random_questions": {"nl": "de volgorde van de vragen", "en": "the order of the questions"},
        "is_shuffled": {"nl": "de volgorde van de pagina’s", "en": "the order of the pages"},
    },
    "question": {
        "kind": {"nl": "de soort vraag", "en": "the kind of question"},
        "requirement": {"nl": "verplicht of niet", "en": "required or not"},
        "show_if": {"nl": "de voorwaarde", "en": "the condition"},
        "offers_dont_know": {"nl": "of er ‘weet niet’ bij staat", "en": "whether “don't know” is offered"},
        "minimum": {"nl": "het laagste", "en": "the lowest"},
        "maximum": {"nl": "het hoogste", "en": "the highest"},
        "decimals": {"nl": "het aantal decimalen", "en": "the number of decimals"},
        "min_choices": {"nl": "hoeveel men er minstens kiest", "en": "how many are chosen at least"},
        "max_choices": {"nl": "hoeveel men er hoogstens kiest", "en": "how many are chosen at most"},
        "total": {"nl": "het totaal dat men verdeelt", "en": "the total to divide"},
        "step": {"nl": "de stap", "en": "the step"},
        "earliest": {"nl": "de eerste datum", "en": "the first date"},
        "latest": {"nl": "de laatste datum", "en": "the last date"},
        "format": {"nl": "de vorm van de tekst", "en": "the form of the text"},
        "file_types": {"nl": "de soorten bestanden", "en": "the types of file"},
        "max_megabytes": {"nl": "het grootste bestand", "en": "the largest file"},
        "taken_from": {"nl": "waar de waarde vandaan komt", "en": "where the value is taken from"},
        "source": {"nl": "de naam van de bron", "en": "the name of the source"},
        "expression": {"nl": "de berekening", "en": "the calculation"},
        "holds": {"nl": "getal of tekst", "en": "number or text"},
        "variants": {"nl": "welke formuleringen er zijn", "en": "which wordings there are"},
        "checks": {"nl": "de controles", "en": "the checks"},
        "carries": {"nl": "van welke vraag de antwoorden komen", "en": "which question the choices come from"},
        "carries_chosen": {"nl": "gekozen of niet gekozen antwoorden", "en": "chosen or not chosen options"},
        "has_random_choices": {"nl": "de volgorde van de antwoorden", "en": "the order of the choices"},
        "has_random_rows": {"nl": "de volgorde van de rijen", "en": "the order of the rows"},
        "is_pinned": {"nl": "vaste plaats", "en": "fixed place"},
    },
    "row": {
        "show_if": {"nl": "de voorwaarde", "en": "the condition"},
        "is_pinned": {"nl": "vaste plaats", "en": "fixed place"},
    },
    "choice": {
        "show_if": {"nl": "de voorwaarde", "en": "the condition"},
        "is_pinned": {"nl": "vaste plaats", "en": "fixed place"},
        "is_exclusive": {"nl": "of dit de andere antwoorden uitsluit", "en": "whether this excludes the others"},
        "is_other": {"nl": "of hier tekst bij hoort", "en": "whether this asks for a text"},
    },
    "variable": {
        "source_kind": {"nl": "waar de indeling vandaan komt", "en": "where the division is taken from"},
        "source": {"nl": "de bron van de indeling", "en": "the source of the division"},
    },
    "segment": {"values": {"nl": "wie er in het segment vallen", "en": "who falls in the segment"}},
}
"""What is fixed once a poll is in the field, per level, with its name; codes and their order are fixed too.

Labels and other texts, languages, populations and the margin for "similar" are not: they change no answer.
"""

_STRUCTURES: Mapping[str, Callable[[Any], str]] = {
    "variants": lambda variant: str(variant.code),
    "checks": lambda check: f"{check.condition} {'!' if check.is_hard else '?'}",
    "screen_outs": lambda screen_out: f"{screen_out.code}: {screen_out.condition}",
    "quotas": lambda quota: f"{quota.code}: {quota.condition} ({quota.limit})",
}
"""What of a list of parts is fixed, all but its texts."""

_WORDED = (
    "title",
    "intro",
    "thanks",
    "privacy",
    "text",
    "help",
    "label",
    "unit",
    "low_label",
    "high_label",
    "dont_know",
    "statement",
    "image_alt",
    "message",
)


class _Coded(Protocol):
    @property
    def code(self) -> str: ...


Part = TypeVar("Part", bound=_Coded)


@dataclass(frozen=True)
class WordingChange:
    """A text that reads differently in one language; ``before`` or ``after`` is empty when it was not there."""

    place: Place
    language: str
    before: str
    after: str


def structure_problems(old: Questionnaire, new: Questionnaire) -> list[Problem]:
    """List the changes that are not allowed in the field, each an error at its place in ``new``, in order."""
    found = [
        *_fields("questionnaire", Place(), old, new),
        *_pages(old, new),
        *_questions(old, new),
        *_choices(old, new),
        *_rows(old, new),
        *_variables(old, new),
    ]
    return sorted(found, key=lambda problem: problem.place.position)


def wording_changes(old: Questionnaire, new: Questionnaire) -> list[WordingChange]:
    """List the texts that read differently, in the order of ``new``; parts that only one of them has are left out."""
    before = dict(_texts(old))
    return [
        WordingChange(place, language, before[place].get(language, ""), text.get(language, ""))
        for place, text in _texts(new)
        if place in before
        for language in dict.fromkeys([*before[place], *text])
        if before[place].get(language, "") != text.get(language, "")
    ]


def _pages(old: Questionnaire, new: Questionnaire) -> Iterator[Problem]:
    yield from _parts("page", Place(field="pages"), old.pages, list(placed_pages(new)))


def _questions(old: Questionnaire, new: Questionnaire) -> Iterator[Problem]:
    for place, page in placed_pages(new):
        if page.code in old.page_by_code:
            own = [(at, question) for at, question in placed_questions(new) if _is_in(place, at)]
            yield from _parts("question", place.at("questions"), old.page_by_code[page.code].questions, own)


def _choices(old: Questionnaire, new: Questionnaire) -> Iterator[Problem]:
    choices = by_question(placed_choices(new))
    for place, question in placed_questions(new):
        if question.code in old.question_by_code:
            own = choices.get(place.position, [])
            yield from _parts("choice", place.at("choices"), old.question_by_code[question.code].choices, own)


def _rows(old: Questionnaire, new: Questionnaire) -> Iterator[Problem]:
    rows = by_question(placed_rows(new))
    for place, question in placed_questions(new):
        if question.code in old.question_by_code:
            own = rows.get(place.position, [])
            yield from _parts("row", place.at("rows"), old.question_by_code[question.code].rows, own)


def _variables(old: Questionnaire, new: Questionnaire) -> Iterator[Problem]:
    placed = list(placed_variables(new))
    yield from _parts("variable", Place(field="segment_variables"), old.segment_variables, placed)
    for place, variable in placed:
        if variable.code in old.segment_variable_by_code:
            former = old.segment_variable_by_code[variable.code].segments
            yield from _parts("segment", place.at("segments"), former, list(placed_segments(place, variable)))


def _parts(level: str, place: Place, old: Sequence[Part], new: Sequence[tuple[Place, Part]]) -> Iterator[Problem]:
    """Compare the parts of one whole, by code: none added, none removed, the same order, the same frozen fields."""
    former = {part.code: part for part in old}
    codes = [part.code for _, part in new]
    yield from (problem("frozen_removed", place, code=code) for code in former if code not in codes)
    yield from (problem("frozen_added", at.at("code"), code=part.code) for at, part in new if part.code not in former)
    kept = [code for code in codes if code in former]
    if kept != [code for code in former if code in codes]:
        yield problem("frozen_order", place, before=", ".join(former))
    for at, part in new:
        if part.code in former:
            yield from _fields(level, at, former[part.code], part)


def _fields(level: str, place: Place, old: object, new: object) -> Iterator[Problem]:
    for field, name in FROZEN_FIELDS[level].items():
        before, after = _state(old, field), _state(new, field)
        if before != after:
            yield problem("frozen", place.at(field), name=name, before=_written(before), after=_written(after))


def _state(part: object, field: str) -> object:
    """The frozen state of a field; of a condition its words, so that spacing alone is no change."""
    if field == "offers_dont_know":
        return getattr(part, "dont_know", None) is not None
    value = getattr(part, field)
    if field in _STRUCTURES:
        return tuple(_STRUCTURES[field](one) for one in value)
    return " ".join(value.split()) if field == "show_if" else value


def _written(value: object) -> str | Text:
    if isinstance(value, bool):
        return {"nl": "ja", "en": "yes"} if value else {"nl": "nee", "en": "no"}
    if value is None or value == "":
        return {"nl": "leeg", "en": "empty"}
    return ", ".join(value) if isinstance(value, tuple) else str(value)


def _is_in(whole: Place, part: Place) -> bool:
    return part.position[: len(whole.position)] == whole.position


def _texts(questionnaire: Questionnaire) -> Iterator[tuple[Place, Text]]:
    parts: list[tuple[Place, object]] = [
        (Place(), questionnaire),
        *placed_pages(questionnaire),
        *placed_questions(questionnaire),
        *placed_choices(questionnaire),
        *placed_rows(questionnaire),
    ]
    for place, variable in placed_variables(questionnaire):
        parts += [(place, variable), *placed_segments(place, variable)]
    parts += _routing_parts(questionnaire)
    for place, part in sorted(parts, key=lambda placed: placed[0].position):
        for field in _WORDED:
            if isinstance(text := getattr(part, field, None), Mapping):
                yield replace(place, field=field), text


def _routing_parts(questionnaire: Questionnaire) -> Iterator[tuple[Place, object]]:
    """Give the wordings, checks, screen-outs and quotas, each at a place of its own, as none is a part with a code."""
    for place, question in placed_questions(questionnaire):
        for number, variant in enumerate(question.variants):
            yield replace(place, choice=f"wording {variant.code}", position=(*place.position, -3, number)), variant
        for number, check in enumerate(question.checks):
            yield replace(place, choice=f"check {number + 1}", position=(*place.position, -2, number)), check
    for number, screen_out in enumerate(questionnaire.screen_outs):
        yield Place(variable=f"screen-out {screen_out.code}", position=(3, number)), screen_out
    for number, quota in enumerate(questionnaire.quotas):
        yield Place(variable=f"quota {quota.code}", position=(4, number)), quota
