"""The questionnaire as a form to fill in with a pen."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from polls.codebook.answers import DONT_KNOW
from polls.codebook.schema import Choice, Page, Question, QuestionKind, Questionnaire, Requirement, Text, in_language
from polls.exchange.findings import Exported
from polls.exchange.paper.routing import END, ways_on
from polls.exchange.paper.texts import FORM
from polls.exchange.paper.words import Speaker
from polls.typesetting.printing import print_pdf

SHAPES: Mapping[QuestionKind, str] = {
    QuestionKind.SINGLE: "choices",
    QuestionKind.MULTIPLE: "choices",
    QuestionKind.DROPDOWN: "choices",
    QuestionKind.SCALE: "choices",
    QuestionKind.RATING: "points",
    QuestionKind.NPS: "points",
    QuestionKind.STARS: "points",
    QuestionKind.MATRIX_SINGLE: "grid",
    QuestionKind.MATRIX_MULTIPLE: "grid",
    QuestionKind.MATRIX_NUMBER: "blanks",
    QuestionKind.RANKING: "blanks",
    QuestionKind.ALLOCATION: "blanks",
    QuestionKind.SLIDER: "blank",
    QuestionKind.NUMBER: "blank",
    QuestionKind.DATE: "blank",
    QuestionKind.MONTH: "blank",
    QuestionKind.SHORT_TEXT: "line",
    QuestionKind.LONG_TEXT: "lines",
    QuestionKind.IMAGE_CHOICE: "choices",
    QuestionKind.FILE: "nothing",
    QuestionKind.INFORMATION: "nothing",
    QuestionKind.HIDDEN: "unseen",
    QuestionKind.CALCULATED: "unseen",
    QuestionKind.CONSENT: "choices",
}
"""How each kind is drawn; what is unseen is not on paper."""

SEVERAL = frozenset({QuestionKind.MULTIPLE, QuestionKind.MATRIX_MULTIPLE, QuestionKind.CONSENT})
"""Kinds whose boxes are square: ticking one does not untick another."""

TEMPLATE = Path(__file__).with_name("form.typ")


def print_form(questionnaire: Questionnaire, language: str) -> Exported:
    """Print the form in the language, as a tagged PDF of A4 pages."""
    return Exported(print_pdf(TEMPLATE, form_of(questionnaire, language)))


def form_of(questionnaire: Questionnaire, language: str) -> dict[str, Any]:
    """What stands on the form, as plain data for the template."""
    return _Form(questionnaire, language).whole()


class _Form:
    def __init__(self, questionnaire: Questionnaire, language: str) -> None:
        self.questionnaire = questionnaire
        self.language = language
        self.words = FORM[language]
        seen = (question for question in questionnaire.questions if _is_numbered(question))
        self.numbers = {question.code: number for number, question in enumerate(seen, start=1)}
        self.speaker = Speaker(questionnaire, language, self.numbers)
        self.ways = ways_on(questionnaire)

    def whole(self) -> dict[str, Any]:
        poll = self.questionnaire
        return {
            "language": self.language,
            "words": dict(self.words),
            "title": self.said(poll.title) or poll.slug,
            "intro": self.said(poll.intro),
            "privacy": self.said(poll.privacy),
            "thanks": self.said(poll.thanks),
            "pages": [self.page(number, page) for number, page in enumerate(poll.pages, start=1)],
        }

    def page(self, number: int, page: Page) -> dict[str, Any]:
        return {
            "title": self.said(page.title) or self.words["page"].format(number=number),
            "intro": self.said(page.intro),
            "condition": self.condition(page.show_if),
            "questions": [self.question(question) for question in page.questions if SHAPES[question.kind] != "unseen"],
        }

    def question(self, question: Question) -> dict[str, Any]:
        return {
            "number": self.numbers.get(question.code, 0),
            "text": self.said(question.text) or question.code,
            "help": self.said(question.help),
            "condition": self.condition(question.show_if),
            "instruction": " ".join(self.instructions(question)),
            "is_required": question.requirement is Requirement.HARD,
            "shape": SHAPES[question.kind],
            "is_square": question.kind in SEVERAL,
            "choices": [self.choice(question, choice) for choice in self.options(question)],
            "rows": [in_language(row.label, self.language) for row in question.rows],
            "low": self.said(question.low_label),
            "high": self.said(question.high_label),
            "unit": self.said(question.unit),
            "total": str(question.whole) if question.kind is QuestionKind.ALLOCATION else "",
        }

    def options(self, question: Question) -> tuple[Choice, ...]:
        if question.dont_know is None:
            return question.options
        return (*question.options, Choice(DONT_KNOW, question.dont_know))

    def choice(self, question: Question, choice: Choice) -> dict[str, Any]:
        way = self.ways.get((question.code, choice.code))
        goes_to = ""
        if way == END:
            goes_to = self.words["to_end"]
        elif way is not None and way in self.numbers:
            goes_to = self.words["go_to"].format(number=self.numbers[way])
        label = self.said(choice.label) or choice.code
        note = self.words["exclusive"] if choice.is_exclusive else ""
        return {"label": label, "is_other": choice.is_other, "go_to": goes_to, "note": note,
                "is_apart": choice.code == DONT_KNOW}  # fmt: skip

    def instructions(self, question: Question) -> list[str]:
        """What to do, in a sentence or two."""
        words = self.words
        match question.kind:
            case QuestionKind.MULTIPLE | QuestionKind.RANKING:
                first = words["several"] if question.kind is QuestionKind.MULTIPLE else words["rank"]
                return [first, *self.counts(question)]
            case QuestionKind.MATRIX_SINGLE:
                return [words["one_per_row"]]
            case QuestionKind.MATRIX_MULTIPLE:
                return [words["several_per_row"], *self.counts(question)]
            case QuestionKind.ALLOCATION:
                return [words["divide"].format(total=question.whole)]
            case QuestionKind.NUMBER | QuestionKind.MATRIX_NUMBER | QuestionKind.SLIDER:
                return [words["number"], *self.bounds(question)]
            case QuestionKind.DATE:
                return [words["date"]]
            case QuestionKind.MONTH:
                return [words["month"]]
            case QuestionKind.CONSENT:
                return [words["signed"]]
            case QuestionKind.FILE:
                return [words["file"]]
        return [words["one"]] if SHAPES[question.kind] in ("choices", "points") else []

    def counts(self, question: Question) -> list[str]:
        stated = (("at_least", question.min_choices), ("at_most", question.max_choices))
        return [self.words[name].format(count=count) for name, count in stated if count]

    def bounds(self, question: Question) -> list[str]:
        is_slider = question.kind is QuestionKind.SLIDER
        low = question.lowest if is_slider else question.minimum
        high = question.highest if is_slider else question.maximum
        if low is not None and high is not None:
            return [self.words["between"].format(low=low, high=high)]
        if low is not None:
            return [self.words["from"].format(low=low)]
        return [] if high is None else [self.words["up_to"].format(high=high)]

    def condition(self, source: str) -> str:
        said = self.speaker.condition(source)
        return self.words["only_if"].format(condition=said) if said else ""

    def said(self, text: Text) -> str:
        return in_language(text, self.language)


def _is_numbered(question: Question) -> bool:
    return SHAPES[question.kind] != "unseen" and question.kind is not QuestionKind.INFORMATION
