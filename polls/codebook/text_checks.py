"""Problems of the texts: what is missing in a language of the poll, and what is long for a phone."""

from collections.abc import Iterator, Mapping

from polls.codebook.problem import (
    Place,
    Problem,
    placed_choices,
    placed_pages,
    placed_questions,
    placed_rows,
    placed_segments,
    placed_variables,
    problem,
)
from polls.codebook.schema import Questionnaire, Text

LONG = 300
"""Characters of a question or choice above which a warning says so."""

LANGUAGE_NAMES: Mapping[str, Text] = {
    "nl": {"nl": "Nederlands", "en": "Dutch"},
    "en": {"nl": "Engels", "en": "English"},
}

FIELD_NAMES: Mapping[str, Text] = {
    "title": {"nl": "de titel", "en": "the title"},
    "intro": {"nl": "de inleiding", "en": "the introduction"},
    "thanks": {"nl": "het dankwoord", "en": "the thank-you text"},
    "privacy": {"nl": "de privacytekst", "en": "the privacy text"},
    "text": {"nl": "de vraag", "en": "the question"},
    "help": {"nl": "de toelichting", "en": "the explanation"},
    "label": {"nl": "de tekst", "en": "the label"},
    "dont_know": {"nl": "de tekst van ‘weet niet’", "en": "the label of “don't know”"},
    "unit": {"nl": "de eenheid", "en": "the unit"},
    "statement": {"nl": "de tekst naast het vakje", "en": "the text beside the box"},
    "image_alt": {"nl": "wat er op de afbeelding staat", "en": "what is on the picture"},
    "low_label": {"nl": "de tekst bij het laagste punt", "en": "the label at the low end"},
    "high_label": {"nl": "de tekst bij het hoogste punt", "en": "the label at the high end"},
    "variants": {"nl": "de formulering", "en": "the wording"},
    "checks": {"nl": "de melding van de controle", "en": "the message of the check"},
    "screen_outs": {"nl": "wat buiten de doelgroep te lezen is", "en": "what those screened out read"},
    "quotas": {"nl": "wat te lezen is als het quotum vol is", "en": "what is read when the quota is full"},
}

DEMANDED = frozenset({"text", "label", "dont_know", "image_alt", "variants", "checks", "screen_outs", "quotas"})
"""Fields that cannot be empty; the poll's own title and privacy text cannot either. Others are all or nothing."""

_Placed = tuple[Place, str, Text]


def find_text_problems(questionnaire: Questionnaire) -> Iterator[Problem]:
    for place, field, text in _poll_texts(questionnaire):
        is_demanded = field in ("title", "privacy")
        yield from _missing(place.at(field), field, text, questionnaire.languages, is_demanded=is_demanded)
    for place, field, text in _inner_texts(questionnaire):
        yield from _missing(place.at(field), field, text, questionnaire.languages, is_demanded=field in DEMANDED)
        if field in ("text", "label"):
            yield from _long(place.at(field), text)


def _poll_texts(questionnaire: Questionnaire) -> Iterator[_Placed]:
    for field in ("title", "intro", "privacy", "thanks"):
        yield Place(), field, getattr(questionnaire, field)


def _inner_texts(questionnaire: Questionnaire) -> Iterator[_Placed]:
    for place, page in placed_pages(questionnaire):
        yield from ((place, field, getattr(page, field)) for field in ("title", "intro"))
    for place, question in placed_questions(questionnaire):
        fields = ("text", "help", "unit", "low_label", "high_label", "statement")
        yield from ((place, field, getattr(question, field)) for field in fields)
        if question.dont_know is not None:
            yield place, "dont_know", question.dont_know
        yield from ((place, "variants", variant.text) for variant in question.variants)
        yield from ((place, "checks", check.message) for check in question.checks)
    for place, choice in placed_choices(questionnaire):
        yield place, "label", choice.label
        if choice.image:
            yield place, "image_alt", choice.image_alt
    for place, row in placed_rows(questionnaire):
        yield place, "label", row.label
    for number, screen_out in enumerate(questionnaire.screen_outs):
        yield Place(variable=screen_out.code, position=(3, number)), "screen_outs", screen_out.text
    for number, quota in enumerate(questionnaire.quotas):
        yield Place(variable=quota.code, position=(4, number)), "quotas", quota.text
    for place, variable in placed_variables(questionnaire):
        yield place, "label", variable.label
        yield from ((at, "label", segment.label) for at, segment in placed_segments(place, variable))


def _missing(
    place: Place, field: str, text: Text, languages: tuple[str, ...], *, is_demanded: bool
) -> Iterator[Problem]:
    written = [language for language in languages if text.get(language, "").strip()]
    if not written and not is_demanded:
        return
    for language in languages:
        if language not in written:
            code = "missing_translation" if written else "missing_text"
            name = LANGUAGE_NAMES.get(language, {"nl": language, "en": language})
            yield problem(code, place, name=FIELD_NAMES[field], language=name)


def _long(place: Place, text: Text) -> Iterator[Problem]:
    longest = max((len(part) for part in text.values()), default=0)
    if longest > LONG:
        yield problem("long_text", place, count=longest, most=LONG)
