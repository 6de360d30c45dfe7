"""Wording that steers, that asks two things at once, or that is easily misread."""

import re
from collections.abc import Iterator

from polls.codebook.kinds import QuestionKind
from polls.codebook.lint import words
from polls.codebook.lint.answering import asks_opinion
from polls.codebook.problem import Place, Problem, problem
from polls.codebook.schema import Question, Text

CAPITALS = re.compile(r"(?<![\w-])[A-ZÀ-Ý]{6,}(?![\w-])")
SENTENCE_END = re.compile(r"[?!]+")

Problems = Iterator[Problem]


def wording_advice(place: Place, question: Question) -> Problems:
    """Advice on the text of one question, and on its rows where these are statements."""
    if question.is_silent:
        return
    yield from _first_per_text(_on_text(place.at("text"), question, question.text))
    for number, row in enumerate(question.rows):
        at = Place(page=place.page, question=place.question, row=row.code, field="label")
        at = _positioned(at, (*place.position, -1, number))
        yield from _first_per_text(_on_statement(at, question, row.label))
    for number, choice in enumerate(question.choices):
        at = _positioned(Place(place.page, place.question, choice.code, field="label"), (*place.position, number))
        yield from _first_per_text(_capitals(at, choice.label))


def _on_text(place: Place, question: Question, text: Text) -> Problems:
    for language, sentence in text.items():
        yield from _found("leading", place, words.LEADING, language, sentence)
        if len(SENTENCE_END.findall(sentence)) > 1 and sentence.count("?") > 1:
            yield problem("two_questions", place)
        yield from _double_negation(place, language, sentence)
    yield from _capitals(place, text)
    if asks_opinion(question):
        yield from _on_judgement(place, question, text)


def _on_judgement(place: Place, question: Question, text: Text) -> Problems:
    for language, sentence in text.items():
        if question.kind is not QuestionKind.NPS:  # whom one would tell is no matter of judgement
            yield from _double_barrelled(place, language, sentence)
        yield from _found("absolute", place, words.ABSOLUTE, language, sentence)
        if is_agreement(question) and question.kind is not QuestionKind.MATRIX_SINGLE:
            yield from _found("negation", place, words.NEGATION, language, _statement_of(sentence))


def _on_statement(place: Place, question: Question, text: Text) -> Problems:
    for language, sentence in text.items():
        if is_agreement(question):
            yield from _double_barrelled(place, language, sentence)
            yield from _found("absolute", place, words.ABSOLUTE, language, sentence)
            yield from _found("negation", place, words.NEGATION, language, sentence)
    yield from _capitals(place, text)


def is_agreement(question: Question) -> bool:
    """Whether its answers run from disagreeing to agreeing."""
    return any(
        words.AGREEMENT[language].search(label)
        for choice in question.choices
        for language, label in choice.label.items()
        if language in words.AGREEMENT
    )


def _double_barrelled(place: Place, language: str, sentence: str) -> Problems:
    if language not in words.JOINED:
        return
    plain = words.PAIRS[language].sub("…", sentence)
    for match in words.JOINED[language].finditer(plain):
        before = plain[max(0, match.start() - 40) : match.start()]
        if not words.BETWEEN[language].search(before) and not _is_list(plain, match):
            yield problem("double_barrelled", place, found=match[0])
            return


def _is_list(sentence: str, match: re.Match[str]) -> bool:
    """An explanation between brackets, or examples after a comma, is no second question."""
    before = sentence[: match.start()]
    return before.count("(") > before.count(")") or before.rstrip().endswith((",", "zoals", "such as", ":"))


def _double_negation(place: Place, language: str, sentence: str) -> Problems:
    if language not in words.NEGATION:
        return
    for part in re.split(r"[.?!;:,]", sentence):
        found = words.NEGATION[language].findall(part)
        if len(found) > 1 and not words.PAIRS[language].search(part):
            yield problem("double_negation", place, found=" … ".join(found[:2]))
            return


def _capitals(place: Place, text: Text) -> Problems:
    for sentence in text.values():
        if (match := CAPITALS.search(sentence)) is not None:
            yield problem("capitals", place, found=match[0])


def _found(code: str, place: Place, patterns: words.Patterns, language: str, sentence: str) -> Problems:
    if match := _search(patterns, language, sentence):
        yield problem(code, place, found=match[0])


def _search(patterns: words.Patterns, language: str, sentence: str) -> "re.Match[str] | None":
    return patterns[language].search(sentence) if language in patterns else None


def _statement_of(sentence: str) -> str:
    """The statement behind a colon, where the question introduces one; else all of it."""
    return sentence.rpartition(":")[2]


def _positioned(place: Place, position: tuple[int, ...]) -> Place:
    return Place(
        page=place.page,
        question=place.question,
        choice=place.choice,
        row=place.row,
        field=place.field,
        position=position,
    )


def _first_per_text(found: Problems) -> Problems:
    """Of each kind of finding the first: the other language says the same."""
    seen: set[str] = set()
    for item in found:
        if item.code not in seen:
            seen.add(item.code)
            yield item
