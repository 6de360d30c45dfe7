"""What goes with each choice and row on a page: its condition for the browser, and its place in an order."""

import json
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.html import format_html
from django.utils.safestring import SafeString

from polls.codebook.draws import choices_order, rows_order
from polls.codebook.question import Choice, Question, Row
from polls.codebook.rules import RuleError, parse, to_json
from polls.codebook.schema import Page
from polls.collection.fields.places import Places

QUESTIONS = "questions"
"""The group of the questions on a page, of which the order may differ."""

_NOTHING = SafeString("")


@dataclass(frozen=True)
class Offer:
    """What a template writes before, in and after the element of a choice or row."""

    before: SafeString = _NOTHING
    attributes: SafeString = _NOTHING
    after: SafeString = _NOTHING


class Offers:
    """Makes the offers of one question."""

    def __init__(self, question: Question, places: Places) -> None:
        self.question = question
        self.places = places
        self.choices = {choice.code: choice for choice in question.choices}

    def of_choice(self, key: str, code: str) -> Offer:
        """The offer of a choice under the form field ``key``; of don't know, and of points, nothing."""
        choice = self.choices.get(code)
        if choice is None:
            return Offer()
        name = f"{key}.{code}"
        attributes = self._attributes(choice, name, format_html(' data-choice="{}"', name))
        if not self.question.has_random_choices or self.question.rows:
            return Offer(attributes=attributes)
        return self._ordered(choices_order(self.question), code, list(self.choices), attributes)

    def of_part(self, choice: Choice) -> Offer:
        """The offer of a choice that is a part of its own: of a ranking or an allocation."""
        attributes = self._attributes(choice, f"{self.question.code}.{choice.code}", _NOTHING)
        if not self.question.has_random_choices:
            return Offer(attributes=attributes)
        return self._ordered(choices_order(self.question), choice.code, list(self.choices), attributes)

    def of_row(self, row: Row) -> Offer:
        attributes = self._attributes(row, f"{self.question.code}.{row.code}", _NOTHING)
        if not self.question.has_random_rows:
            return Offer(attributes=attributes)
        codes = [other.code for other in self.question.rows]
        return self._ordered(rows_order(self.question), row.code, codes, attributes)

    def _attributes(self, option: Choice | Row, name: str, attributes: SafeString) -> SafeString:
        if option.is_carried:
            attributes = SafeString(f"{attributes} data-carried")
        if not option.show_if:
            return attributes
        condition = format_html(' data-show-if="{}"', condition_json(option.show_if))
        return SafeString(f"{attributes}{condition}{self.places.mark(f'hidden:{name}')}")

    def _ordered(self, group: str, code: str, codes: list[str], attributes: SafeString) -> Offer:
        after = self.places.thing(group, "") if code == codes[-1] else _NOTHING
        return Offer(self.places.thing(group, code), attributes, after)


def option_offers(question: Question, places: Places) -> dict[str, dict[str, str]]:
    """Give the attributes of the options of a list, by code; nothing where all of them are always offered."""
    if not question.is_conditional:
        return {}
    offers: dict[str, dict[str, str]] = {}
    for choice in question.choices:
        name = f"{question.code}.{choice.code}"
        offers[choice.code] = {"data-choice": name}
        if choice.is_carried:
            offers[choice.code]["data-carried"] = ""
        if choice.show_if:
            offers[choice.code] |= {"data-show-if": condition_json(choice.show_if)}
            offers[choice.code] |= places.attribute(f"hidden:{name}")
    return offers


def condition_json(show_if: str) -> str:
    """Write a condition for the browser; one that a draft still has wrong shows what hangs on it."""
    if not show_if:
        return ""
    try:
        return json.dumps(to_json(parse(show_if)))
    except RuleError:
        return ""


def fill_offers(page: Page, asked: Iterable[Question], places: dict[str, str]) -> None:
    """Hide the choices and rows of the page that are not offered, and take no tick for them."""
    by_code = {question.code: question for question in asked}
    for question in page.questions:
        offered = by_code.get(question.code)
        if offered is None or offered is question:
            continue
        gone = {choice.code for choice in question.choices} - {choice.code for choice in offered.choices}
        for key in _fields(question):
            for code in gone:
                places[f"checked:{key}.{code}"] = places[f"selected:{key}.{code}"] = ""
                places[f"hidden:{key}.{code}"] = " hidden"
        for row in {row.code for row in question.rows} - {row.code for row in offered.rows}:
            places[f"hidden:{question.code}.{row}"] = " hidden"


def names_offered(asked: Iterable[Question]) -> list[str]:
    """Name the questions that are shown, and with each the choices and rows that are shown by condition."""
    names = []
    for question in asked:
        names.append(question.code)
        options: list[Choice | Row] = [*question.choices, *question.rows]
        names += [f"{question.code}.{option.code}" for option in options if option.show_if]
    return names


def _fields(question: Question) -> tuple[str, ...]:
    """The form fields of the question, and what stands above the columns of a matrix."""
    return (question.code, heading_key(question), *(f"{question.code}.{row.code}" for row in question.rows))


def heading_key(question: Question) -> str:
    """Stands for a form field where the columns of a matrix have their headings; rows have codes without a hyphen."""
    return f"{question.code}.-"
