"""Problems of what steers the way through a poll: carried options, wordings, checks, screen-outs, quotas, piping."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace

from polls.codebook.expressions import names_before, names_of
from polls.codebook.kinds import CHOICE_KINDS, POINT_KINDS, QuestionKind
from polls.codebook.outcomes import possible_outcomes
from polls.codebook.pipes import pipes_in
from polls.codebook.problem import Place, Problem, placed_pages, placed_questions, problem
from polls.codebook.question import Question
from polls.codebook.schema import CHOICE_CODE, CODE, Questionnaire
from polls.codebook.walk import rule_of

_SOURCES = (CHOICE_KINDS | POINT_KINDS) - {QuestionKind.HIDDEN, QuestionKind.ALLOCATION}
_TEXTS = ("text", "help", "low_label", "high_label", "statement")


def find_routing_problems(questionnaire: Questionnaire) -> Iterator[Problem]:
    earlier: dict[str, Question] = {}
    for place, question in placed_questions(questionnaire):
        yield from _carrying(place, question, earlier)
        yield from _wordings(place, question)
        yield from _checks(place, question)
        earlier[question.code] = question
    yield from _ends(questionnaire)
    yield from _pipes(questionnaire)


def _carrying(place: Place, question: Question, earlier: Mapping[str, Question]) -> Iterator[Problem]:
    if not question.carries:
        return
    source = earlier.get(question.carries)
    if source is None:
        yield problem("carries_unknown", place.at("carries"), name=question.carries)
    elif source.kind not in _SOURCES or source.rows:
        yield problem("carries_unsuited", place.at("carries"), name=question.carries)


def _wordings(place: Place, question: Question) -> Iterator[Problem]:
    if len(question.variants) == 1:
        yield problem("one_wording", place.at("variants"))
    codes = Counter(variant.code for variant in question.variants)
    for code, count in codes.items():
        if not CHOICE_CODE.match(code):
            yield problem("malformed_choice_code", place.at("variants"), code=code)
        if count > 1:
            other = {"nl": "een andere formulering", "en": "another wording"}
            yield problem("code_used_twice", place.at("variants"), code=code, other=other)
    taken = {option.code for option in question.choices} | {row.code for row in question.rows}
    if question.variants and "wording" in taken:
        yield problem("reserved_code", place.at("choices"), code="wording")


def _checks(place: Place, question: Question) -> Iterator[Problem]:
    for check in question.checks:
        if not check.condition.strip():
            yield problem("check_without_condition", place.at("checks"))


def _ends(questionnaire: Questionnaire) -> Iterator[Problem]:
    """Screen-outs and quotas: a code and a condition each, and a condition that can come true."""
    places = {"screen_outs": 3, "quotas": 4}
    for field, position in places.items():
        codes: set[str] = set()
        for number, one in enumerate(getattr(questionnaire, field)):
            place = Place(variable=one.code, field=field, position=(position, number))
            if not CODE.match(one.code):
                yield problem("malformed_code" if one.code else "missing_code", place, code=one.code)
            if one.code in codes:
                yield problem("code_used_twice", place, code=one.code, other={"nl": "een andere", "en": "another"})
            codes.add(one.code)
            yield from _end_condition(questionnaire, place, field, one.condition)
    for number, quota in enumerate(questionnaire.quotas):
        if quota.limit < 1:
            yield problem("quota_without_room", Place(variable=quota.code, field="quotas", position=(4, number)))


def _end_condition(questionnaire: Questionnaire, place: Place, field: str, condition: str) -> Iterator[Problem]:
    if not condition.strip():
        yield problem("end_without_condition", place)
    elif rule := rule_of(condition):
        outcomes = possible_outcomes(rule, questionnaire)
        if outcomes == {False}:
            yield problem("quota_never_fills" if field == "quotas" else "screen_out_never", place)
        if outcomes == {True} and field == "screen_outs":
            yield problem("screen_out_always", place)


def _pipes(questionnaire: Questionnaire) -> Iterator[Problem]:
    """Places in texts must name what is known before the page on which they stand."""
    before = names_before(questionnaire)
    everything = {name for question in questionnaire.questions for name in names_of(question)}
    for page_place, _page in placed_pages(questionnaire):
        known = before[page_place.position[1]] | set(questionnaire.attributes)
        for place, texts in _texts_of_page(questionnaire, page_place):
            for pipe in {pipe.name: pipe for text in texts for pipe in pipes_in(text)}.values():
                if pipe.name in known:
                    continue
                code = "pipe_too_early" if pipe.name in everything else "pipe_unknown"
                yield problem(code, place, name=pipe.name)


def _texts_of_page(questionnaire: Questionnaire, page_place: Place) -> Iterator[tuple[Place, list[str]]]:
    page = questionnaire.pages[page_place.position[1]]
    for field in ("title", "intro"):
        yield page_place.at(field), list(getattr(page, field).values())
    for number, question in enumerate(page.questions):
        place = replace(page_place, question=question.code, position=(*page_place.position, number))
        for field in _TEXTS:
            yield place.at(field), list(getattr(question, field).values())
        yield place.at("variants"), [text for variant in question.variants for text in variant.text.values()]
        labels = [choice.label for choice in question.choices if not choice.is_carried]
        labels += [row.label for row in question.rows if not row.is_carried]
        yield place.at("choices"), [text for label in labels for text in label.values()]
