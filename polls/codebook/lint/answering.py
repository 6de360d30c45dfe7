"""What is offered as answers: balance, a way out, how many there are, and whether they can be told apart."""

import re
from collections.abc import Iterator

from polls.codebook.kinds import QuestionKind
from polls.codebook.lint import words
from polls.codebook.lint.ranges import clashes
from polls.codebook.problem import Place, Problem, problem
from polls.codebook.schema import Question, Requirement

MOST_CHOICES = 12
MOST_TO_RANK = 7
MOST_ROWS = 8
MOST_COLUMNS = 7

LISTED_KINDS = frozenset({QuestionKind.SINGLE, QuestionKind.MULTIPLE, QuestionKind.IMAGE_CHOICE})
"""Kinds whose choices all stand on the page."""

OPINION_KINDS = frozenset(
    {QuestionKind.SCALE, QuestionKind.RATING, QuestionKind.NPS, QuestionKind.STARS}
    | {QuestionKind.MATRIX_SINGLE, QuestionKind.SLIDER}
)

Problems = Iterator[Problem]


def answering_advice(place: Place, question: Question) -> Problems:
    yield from _scale(place, question)
    yield from _way_out(place, question)
    yield from _sensitive(place, question)
    yield from _ranges(place, question)
    yield from _same_labels(place, question)
    yield from _amounts(place, question)


def _scale(place: Place, question: Question) -> Problems:
    if question.kind not in (QuestionKind.SCALE, QuestionKind.SINGLE, QuestionKind.MATRIX_SINGLE):
        return
    for language in ("nl", "en"):
        labels = [choice.label[language] for choice in question.choices if choice.label.get(language)]
        positive, negative = _sides(labels, language)
        if abs(positive - negative) > 1 and positive and negative and not _runs_from_nothing(labels, language):
            yield problem("unbalanced", place.at("choices"), positive=positive, negative=negative)
            return


def _sides(labels: list[str], language: str) -> tuple[int, int]:
    """Count the favourable and the unfavourable labels; a neutral one is neither."""
    negative = [label for label in labels if words.UNFAVOURABLE[language].search(label)]
    positive = [label for label in labels if words.FAVOURABLE[language].search(label) and label not in negative]
    return len(positive), len(negative)


def _runs_from_nothing(labels: list[str], language: str) -> bool:
    return any(words.DENIED[language].search(label) for label in labels)


def _way_out(place: Place, question: Question) -> Problems:
    choices = question.choices
    has_one = question.dont_know is not None or any(choice.is_other or choice.is_exclusive for choice in choices)
    if question.requirement is Requirement.HARD and asks_opinion(question) and not has_one:
        yield problem("no_way_out", place.at("requirement"))


def asks_opinion(question: Question) -> bool:
    """Whether it asks for a judgement, which one may not have; a fact about oneself one knows."""
    return question.kind in OPINION_KINDS or (
        question.kind is QuestionKind.SINGLE
        and any(
            words.EVALUATING[language].search(text)
            for language, text in question.text.items()
            if language in words.EVALUATING
        )
    )


def _sensitive(place: Place, question: Question) -> Problems:
    if question.requirement is not Requirement.HARD or question.kind is QuestionKind.CONSENT:
        return
    for language, text in question.text.items():
        if language in words.SENSITIVE and (match := words.SENSITIVE[language].search(text)):
            yield problem("sensitive_required", place.at("requirement"), found=match[0])
            return


def _ranges(place: Place, question: Question) -> Problems:
    for language in ("nl", "en"):
        labels = [choice.label.get(language, "") for choice in question.choices]
        found = [
            problem(clash.code, place.at("choices"), first=clash.first, second=clash.second)
            for clash in clashes(labels)
        ]
        if found:
            yield from found
            return


def _same_labels(place: Place, question: Question) -> Problems:
    for things, field in ((question.choices, "choices"), (question.rows, "rows")):
        for language in ("nl", "en"):
            if double := _double([thing.label.get(language, "") for thing in things]):
                yield problem("same_label", place.at(field), found=double)
                break


def _double(labels: list[str]) -> str:
    """The first label that was there before, or nothing."""
    seen: set[str] = set()
    for label in labels:
        if label and plain(label) in seen:
            return label
        seen.add(plain(label))
    return ""


def plain(text: str) -> str:
    """The text without what does not tell one from another: capitals, marks and spaces."""
    return re.sub(r"[^\w+<>%€]+", " ", text.casefold()).strip()


def _amounts(place: Place, question: Question) -> Problems:
    count = len(question.choices)
    if question.kind in LISTED_KINDS and count > MOST_CHOICES:
        yield problem("many_choices", place.at("choices"), count=count, most=MOST_CHOICES)
    if question.kind is QuestionKind.RANKING and count > MOST_TO_RANK and not _ranks_a_few(question):
        yield problem("many_to_rank", place.at("choices"), count=count, most=MOST_TO_RANK)
    if len(question.rows) > MOST_ROWS:
        yield problem("long_matrix", place.at("rows"), count=len(question.rows), most=MOST_ROWS)
    if question.rows and count > MOST_COLUMNS:
        yield problem("wide_matrix", place.at("choices"), count=count, most=MOST_COLUMNS)


def _ranks_a_few(question: Question) -> bool:
    return question.max_choices is not None and question.max_choices <= MOST_TO_RANK
