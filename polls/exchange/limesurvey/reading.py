"""A LimeSurvey structure file as a questionnaire: each question arrives, or is listed with the reason why not."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from polls.codebook.codes import suggest_code
from polls.codebook.schema import LANGUAGES, Page, Question, Questionnaire, Text
from polls.exchange.findings import Imported, UnreadableError
from polls.exchange.formulas import Untranslatable
from polls.exchange.limesurvey import choosing, grids, typed
from polls.exchange.limesurvey.context import Context, place_of
from polls.exchange.limesurvey.leftovers import note_leftovers, note_survey_settings
from polls.exchange.limesurvey.parts import with_parts
from polls.exchange.limesurvey.relevance import to_condition
from polls.exchange.limesurvey.sections import read_sections
from polls.exchange.limesurvey.survey import ALWAYS, Group, Item, Survey, read_survey
from polls.exchange.settling import settle

Converter = Callable[[Item, Context], list[Question]]

CONVERTERS: Mapping[str, Converter] = {
    "L": choosing.one_of_list,
    "!": choosing.dropdown,
    "O": choosing.list_with_comment,
    "5": choosing.five_points,
    "G": choosing.gender,
    "Y": choosing.yes_no,
    "M": choosing.several,
    "P": choosing.several_with_comments,
    "R": choosing.ranking,
    "F": grids.array,
    "H": grids.array,
    "A": grids.five_point_array,
    "B": grids.ten_point_array,
    "C": grids.yes_no_array,
    "E": grids.change_array,
    "1": grids.dual_array,
    ":": grids.array_of_cells,
    ";": grids.array_of_texts,
    "Q": grids.short_texts,
    "K": grids.numbers,
    "N": typed.number,
    "S": typed.short_text,
    "T": typed.long_text,
    "U": typed.long_text,
    "D": typed.date,
    "|": typed.file,
    "X": typed.information,
    "I": typed.language_switch,
    "*": typed.equation,
}
"""LimeSurvey's question types, each with what becomes of it here."""

HIDEABLE = frozenset("SNTUL!YG5D")
"""Types that hold one value, which a hidden variable can hold too."""

MOST_QUESTIONS = 2000

KNOWN_LANGUAGES = {"nl": "nl", "nl-informal": "nl", "en": "en"}
"""LimeSurvey's languages that respondents can be asked in here."""


def read_limesurvey(content: bytes) -> Imported:
    """Read a ``.lss`` file. Raises UnreadableError."""
    sections = read_sections(content)
    if not sections.of("questions"):
        raise UnreadableError("no_questions" if sections.document_type == "Survey" else "not_limesurvey")
    survey = read_survey(sections)
    if sum(1 + len(item.parts) for item in (*survey.items, *survey.strays)) > MOST_QUESTIONS:
        raise UnreadableError("too_many_questions", most=MOST_QUESTIONS)
    context = Context(survey.settings.get("sid", "").strip(), _languages(survey))
    if sections.is_recoded:
        context.note("recoded", "")
    _note_languages(survey, context)
    pages = _pages(survey, context)
    note_survey_settings(survey, sections, context)
    settled = settle(_questionnaire(survey, context, pages))
    return Imported(settled.questionnaire, (*context.findings, *settled.findings))


def _questionnaire(survey: Survey, context: Context, pages: tuple[Page, ...]) -> Questionnaire:
    title = _of_survey(survey, context, "surveyls_title")
    intro = _of_survey(survey, context, "surveyls_description"), _of_survey(survey, context, "surveyls_welcometext")
    name = next(iter(title.values()), "")
    return Questionnaire(
        slug=suggest_code(name, (), prefix="survey", words=6).replace("_", "-"),
        title=title,
        pages=pages,
        languages=tuple(language for language in LANGUAGES if language in context.languages.values()),
        intro=_below(*intro),
        thanks=_of_survey(survey, context, "surveyls_endtext"),
        privacy=_of_survey(survey, context, "surveyls_policy_notice"),
        is_anonymous=survey.settings.get("anonymized", "Y") == "Y",
    )


def _languages(survey: Survey) -> Mapping[str, str]:
    """Which of the survey's languages becomes which of ours; without Dutch or English its own stands in for Dutch."""
    chosen: dict[str, str] = {}
    for theirs in survey.languages:
        ours = KNOWN_LANGUAGES.get(theirs) or KNOWN_LANGUAGES.get(theirs.split("-")[0])
        if ours and ours not in chosen.values():
            chosen[theirs] = ours
    return chosen or {next(iter(survey.languages), ""): LANGUAGES[0]}


def _note_languages(survey: Survey, context: Context) -> None:
    for theirs in survey.languages:
        if theirs not in context.languages:
            context.note("language_lost", theirs, language=theirs)
        elif context.languages[theirs] != theirs.split("-")[0]:
            context.note("language_replaced", theirs, language=theirs)


def _of_survey(survey: Survey, context: Context, field: str) -> Text:
    return context.text({language: row.get(field, "") for language, row in survey.texts.items()})


def _below(first: Text, second: Text) -> Text:
    languages = dict.fromkeys([*first, *second])
    both = {language: (first.get(language, ""), second.get(language, "")) for language in languages}
    return {language: "\n\n".join(filter(None, parts)) for language, parts in both.items()}


def _pages(survey: Survey, context: Context) -> tuple[Page, ...]:
    """First all questions, so that equations may speak of any of them; then the conditions."""
    groups = list(survey.groups)
    if survey.strays:
        context.note("strays", "", count=len(survey.strays))
        groups.append(Group("", "", "", items=survey.strays))
    for orphan in survey.orphans:
        context.note("orphan", orphan)
    made = []
    for group in groups:
        code = _page_code(group, context)
        made.append((group, code, [(item, _converted(item, context)) for item in group.items]))
    return tuple(_page(group, code, questions, context) for group, code, questions in made)


def _page_code(group: Group, context: Context) -> str:
    name = next(iter(group.name.values()), "")
    return context.code(suggest_code(name, (), prefix="page"), prefix="page")


def _converted(item: Item, context: Context) -> list[Question]:
    if item.is_on("hidden") and item.kind != "*":
        if item.kind in HIDEABLE:
            return typed.hidden(item, context)
        context.note("hidden_lost", item)
        return []
    convert = CONVERTERS.get(item.kind)
    if convert is not None:
        return convert(item, context)
    context.note("unknown_type", item, kind=item.kind or "?")
    return []


def _page(group: Group, code: str, made: list[tuple[Item, list[Question]]], context: Context) -> Page:
    name = context.label(group.name)
    place = next(iter(name.values()), code)
    questions = [conditioned for item, found in made for conditioned in _conditioned(item, found, context)]
    if group.randomization:
        context.note("random_group", place, group=group.randomization)
    return Page(
        code=code,
        questions=tuple(questions),
        title=name,
        intro=context.text(group.description),
        show_if=_condition(group.relevance, place, context),
    )


def _conditioned(item: Item, questions: list[Question], context: Context) -> list[Question]:
    """Give the questions of one item the condition of the item, and its parts theirs."""
    condition = _condition(item.relevance, place_of(item), context)
    parted = with_parts(item, questions, context)
    note_leftovers(item, context)
    return [_under(question, condition) for question in parted]


def _under(question: Question, condition: str) -> Question:
    if not condition:
        return question
    own = question.show_if
    return replace(question, show_if=f"({condition}) and {own}" if own else condition)


def _condition(equation: str, place: str, context: Context) -> str:
    """The condition here, or none where it cannot be said; that is listed."""
    if equation.strip() in ALWAYS:
        return ""
    try:
        return to_condition(equation, context.references)
    except Untranslatable as problem:
        context.note("condition_lost", place, equation=" ".join(equation.split())[:300], what=problem.what[:80])
        return ""
