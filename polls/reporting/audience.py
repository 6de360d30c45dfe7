"""Who a number is about, in the words of a sentence: ``respondenten bij inhouse contactcenters``."""

from collections.abc import Mapping
from dataclasses import dataclass

from polls.analysis.summary_document import FilterRecipe, QuestionSummary, ShownGroup
from polls.codebook.schema import BaseRule, Question, QuestionKind, Questionnaire, in_language
from polls.reporting.phrases import listed, quoted, say

ORGANISATIONS: Mapping[str, frozenset[str]] = {
    "nl": frozenset(
        {
            "contactcenters",
            "contactcentra",
            "klantcontactcentra",
            "callcenters",
            "organisaties",
            "bedrijven",
            "bureaus",
            "instellingen",
            "leden",
            "gemeenten",
            "overheden",
            "dienstverleners",
            "leveranciers",
            "opdrachtgevers",
            "verenigingen",
            "ondernemingen",
            "scholen",
        }
    ),
    "en": frozenset(
        {
            "centres",
            "centers",
            "organisations",
            "organizations",
            "companies",
            "agencies",
            "institutions",
            "members",
            "municipalities",
            "governments",
            "providers",
            "suppliers",
            "clients",
            "associations",
            "enterprises",
            "schools",
        }
    ),
}
"""Words at the end of a segment's label after which one can say "at ..."; any other label is quoted as a group."""

_OPINIONS: Mapping[QuestionKind, str] = {
    QuestionKind.SINGLE: "with_opinion",
    QuestionKind.MULTIPLE: "with_opinion",
    QuestionKind.SCALE: "with_opinion",
    QuestionKind.RATING: "who_rated",
    QuestionKind.NUMBER: "who_gave_number",
    QuestionKind.SHORT_TEXT: "with_opinion",
    QuestionKind.LONG_TEXT: "with_opinion",
    QuestionKind.DROPDOWN: "with_opinion",
    QuestionKind.NPS: "who_rated",
    QuestionKind.STARS: "who_rated",
    QuestionKind.MATRIX_SINGLE: "with_opinion",
    QuestionKind.MATRIX_MULTIPLE: "with_opinion",
    QuestionKind.MATRIX_NUMBER: "who_gave_number",
    QuestionKind.RANKING: "with_opinion",
    QuestionKind.ALLOCATION: "who_gave_number",
    QuestionKind.SLIDER: "who_gave_number",
    QuestionKind.DATE: "who_gave_date",
    QuestionKind.MONTH: "who_gave_date",
    QuestionKind.IMAGE_CHOICE: "with_opinion",
    QuestionKind.FILE: "with_opinion",
    QuestionKind.INFORMATION: "with_opinion",
    QuestionKind.HIDDEN: "with_opinion",
    QuestionKind.CALCULATED: "who_gave_number",
    QuestionKind.CONSENT: "with_opinion",
}


@dataclass(frozen=True)
class Audience:
    """The respondents of one base. ``group`` is who they are; ``full`` adds who of them were asked and who count."""

    group: str
    full: str


def group_name(label: str, language: str) -> str:
    """Name a segment within a sentence: ``inhouse contactcenters``, or its label in quotation marks."""
    return _uncapitalised(label) if _is_organisation(label, language) else quoted(label, language)


def audience_of(
    questionnaire: Questionnaire,
    summary: QuestionSummary,
    group: ShownGroup,
    filtered: FilterRecipe | None,
    language: str,
) -> Audience:
    """Name the base of ``group``: its segment, the filter, and whoever alone was asked the question."""
    segments = [(filtered["variable"], filtered["segment"])] if filtered else []
    if group["variable"] and group["segment"]:
        segments.append((group["variable"], group["segment"]))
    routed = group["not_asked"] > 0
    if routed and group["variable"] is None:
        only = _only_segment_asked(summary, group)
        routed, segments = not only, segments + only
    phrases = [_phrase(questionnaire, *segment, language) for segment in segments]
    name = " ".join([say(language, "respondents"), *phrases])
    question = questionnaire.variable_by_code[summary["code"]]
    opinion = _OPINIONS[question.kind] if question.base_rule is BaseRule.VALID and group["dont_know"] else ""
    return Audience(name, " ".join([name, *_restrictions(opinion, language, is_routed=routed)]))


def _restrictions(opinion: str, language: str, *, is_routed: bool) -> list[str]:
    """Say who of a group are meant: ``met een mening aan wie … is gesteld``, ``aan wie … en die een cijfer gaven``."""
    asked = [say(language, "who_were_asked")] if is_routed else []
    if not opinion:
        return asked
    said = say(language, opinion)
    return [said, *asked] if opinion == "with_opinion" or not asked else [listed([*asked, said], language)]


def dont_know_label(question: Question, language: str) -> str:
    """Give the label of the question's don't-know option, empty where it has none."""
    return in_language(question.dont_know, language) if question.dont_know else ""


def _only_segment_asked(summary: QuestionSummary, total: ShownGroup) -> list[tuple[str, str]]:
    """Give the first segment that was asked as a whole while nobody else was; none if there is no such segment."""
    for group in summary["groups"]:
        if group["hidden"] or not group["variable"] or not group["segment"]:
            continue
        if group["asked"] == total["asked"] > 0 and group["not_asked"] == 0:
            return [(group["variable"], group["segment"])]
    return []


def _phrase(questionnaire: Questionnaire, variable: str, segment: str, language: str) -> str:
    label = segment_label(questionnaire, variable, segment, language)
    key = "at" if _is_organisation(label, language) else "in_group"
    return say(language, key, label=group_name(label, language))


def segment_label(questionnaire: Questionnaire, variable: str, segment: str, language: str) -> str:
    """Give the label of a segment. Raises StopIteration when the variable has no such segment."""
    segments = questionnaire.segment_variable_by_code[variable].segments
    return in_language(next(each for each in segments if each.code == segment).label, language)


def _is_organisation(label: str, language: str) -> bool:
    words = label.split()
    return bool(words) and words[-1].lower() in ORGANISATIONS[language]


def _uncapitalised(label: str) -> str:
    """Start with a small letter, unless the first word is an abbreviation (``BPO``)."""
    first = label.split()[0]
    return label if first[1:] != first[1:].lower() else label[:1].lower() + label[1:]
