"""The codebook: each variable with its codes, labels, condition and base."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from polls.codebook.schema import Question, Questionnaire, SegmentVariable, Source, Text, in_language
from polls.exchange.findings import Exported
from polls.exchange.paper.texts import BASES, CODEBOOK, KINDS
from polls.exchange.paper.words import Speaker
from polls.typesetting.printing import print_pdf

TEMPLATE = Path(__file__).with_name("codebook.typ")


def print_codebook(questionnaire: Questionnaire, language: str, *, version: int | None = None) -> Exported:
    """Print the codebook in the language, as a tagged PDF. ``version`` is that of the questionnaire, None a draft."""
    return Exported(print_pdf(TEMPLATE, codebook_of(questionnaire, language, version=version)))


def codebook_of(questionnaire: Questionnaire, language: str, *, version: int | None = None) -> dict[str, Any]:
    """What stands in the codebook, as plain data for the template."""
    words = CODEBOOK[language]
    speaker = Speaker(questionnaire, language, {})
    return {
        "language": language,
        "words": dict(words),
        "title": in_language(questionnaire.title, language) or questionnaire.slug,
        "state": words["draft"] if version is None else words["version"].format(number=version),
        "variables": list(_variables(questionnaire, language, speaker)),
        "segments": [_segments(variable, language) for variable in questionnaire.segment_variables],
    }


def _variables(questionnaire: Questionnaire, language: str, speaker: Speaker) -> Iterator[dict[str, Any]]:
    for page in questionnaire.pages:
        for question in page.questions:
            for variable in question.variables:
                conditions = [page.show_if, question.show_if]
                if variable.show_if != question.show_if:
                    conditions.append(variable.show_if)
                yield _variable(question, variable, conditions, language, speaker)


def _variable(
    question: Question, own: Question, conditions: list[str], language: str, speaker: Speaker
) -> dict[str, Any]:
    words = CODEBOOK[language]
    said = [speaker.condition(condition) for condition in conditions if condition.strip()]
    asked = words["only_if"].format(condition=speaker.words["and"].join(said)) if said else words["everyone"]
    return {
        "code": own.code,
        "kind": KINDS[question.kind][language],
        "text": in_language(own.text, language) or own.code,
        "asked": asked,
        "base": BASES[language][own.base_rule],
        "codes": _codes(own, language),
        "range": _range(own),
        "unit": in_language(own.unit, language),
        "expression": own.expression,
    }


def _codes(question: Question, language: str) -> list[dict[str, str]]:
    codes = [
        {"code": choice.code, "label": in_language(choice.label, language) or choice.code}
        for choice in question.options
    ]
    if question.dont_know is not None:
        codes.append({"code": "_dk", "label": in_language(question.dont_know, language)})
    return codes


def _range(question: Question) -> str:
    if question.options or (question.minimum is None and question.maximum is None):
        return ""
    low, high = question.minimum, question.maximum
    return f"{'' if low is None else low} – {'' if high is None else high}".strip()


def _segments(variable: SegmentVariable, language: str) -> dict[str, Any]:
    words = CODEBOOK[language]
    source = "from_contact" if variable.source_kind is Source.CONTACT else "from_question"
    return {
        "code": variable.code,
        "label": _said(variable.label, language) or variable.code,
        "source": words[source].format(source=variable.source),
        "segments": [
            {
                "code": segment.code,
                "label": _said(segment.label, language) or segment.code,
                "values": ", ".join(segment.values),
                "population": "" if segment.population is None else str(segment.population),
            }
            for segment in variable.segments
        ],
    }


def _said(text: Text, language: str) -> str:
    return in_language(text, language)
