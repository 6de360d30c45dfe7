"""The page's Django form and its crispy layout: one layout object per question."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Field, Layout
from crispy_forms.utils import TEMPLATE_PACK
from django import forms
from django.forms.boundfield import BoundField, BoundWidget
from django.utils.translation import gettext as _

from polls.codebook.answers import DONT_KNOW, OTHER_LENGTH, other_key
from polls.codebook.rules import RuleError, parse, to_json
from polls.codebook.schema import Choice, Page, Question, QuestionKind, Requirement, in_language
from polls.collection.fields.kinds import FIELD_KINDS, fits_in_a_bar
from polls.collection.fields.places import Places

TYPED_KINDS = frozenset({QuestionKind.NUMBER, QuestionKind.SHORT_TEXT, QuestionKind.LONG_TEXT})
"""Kinds with one input: their question is its label. The others are a group with a legend."""


@dataclass(frozen=True)
class Option:
    """One row of a question: the input, and the text field that belongs to an "other, namely"."""

    widget: BoundWidget
    is_apart: bool
    is_exclusive: bool
    other: BoundField | None


class QuestionField(Field):  # type: ignore[misc]  # crispy-forms has no types
    """Lays out one question with the template of its kind."""

    def __init__(self, question: Question, language: str, places: Places) -> None:
        super().__init__(question.code, template=FIELD_KINDS[question.kind].template)
        self._question = question
        self._language = language
        self._places = places

    def render(
        self,
        form: forms.Form,
        context: Any,
        template_pack: str = TEMPLATE_PACK,
        extra_context: dict[str, Any] | None = None,
        **kwargs: Any,
    ) -> str:
        html: str = super().render(
            form, context, template_pack, extra_context=(extra_context or {}) | self._context(form), **kwargs
        )
        return html

    def _context(self, form: forms.Form) -> dict[str, Any]:
        question, code, language = self._question, self._question.code, self._language
        options = [] if question.kind in TYPED_KINDS else list(_options(question, form))
        return {
            "question": question,
            "code": code,
            "text": in_language(question.text, language),
            "hint": in_language(question.help, language),
            "unit": in_language(question.unit, language),
            "low_label": in_language(question.low_label, language),
            "high_label": in_language(question.high_label, language),
            "dont_know": in_language(question.dont_know or {}, language),
            "is_required": question.requirement is Requirement.HARD,
            "is_optional": question.requirement is Requirement.NO,
            "role": "group" if question.kind is QuestionKind.MULTIPLE else "radiogroup",
            "is_bar": fits_in_a_bar(question, language),
            "options": options,
            "show_if": _condition(question),
            "places": self._marks(),
        }

    def _marks(self) -> Mapping[str, str]:
        code, mark = self._question.code, self._places.mark
        return {
            "hidden": mark(f"hidden:{code}"),
            "css": mark(f"css:{code}"),
            "error": mark(f"error:{code}", f'<p class="invalid-feedback" id="{code}-error" hidden></p>'),
            "stored": mark(f"stored:{code}"),
            "dont_know": mark(f"checked:{code}.{DONT_KNOW}"),
        }


def page_form(page: Page, language: str, places: Places) -> forms.Form:
    """Make the form of a page: a field per question, and one per "other, namely"."""
    form = forms.Form(initial={name: places.mark(f"value:{name}") for name in _typed_names(page)})
    for question in page.questions:
        form.fields[question.code] = FIELD_KINDS[question.kind].build(question, language, places)
        for choice in _others(question):
            form.fields[other_key(question.code, choice.code)] = _other_field()
    return form


def page_layout(page: Page, language: str, places: Places) -> FormHelper:
    """Make the crispy helper that renders the questions and nothing around them."""
    helper = FormHelper()
    helper.form_tag = False
    helper.disable_csrf = True
    helper.layout = Layout(*(QuestionField(question, language, places) for question in page.questions))
    return helper


def _condition(question: Question) -> str:
    """Write the question's condition for the browser; one that a draft still has wrong shows its question."""
    if not question.show_if:
        return ""
    try:
        return json.dumps(to_json(parse(question.show_if)))
    except RuleError:
        return ""


def _options(question: Question, form: forms.Form) -> Iterator[Option]:
    for widget in form[question.code]:
        code = widget.data["value"]
        choice = question.choice_by_code.get(code)
        is_exclusive = code == DONT_KNOW or (choice is not None and choice.is_exclusive)
        is_other = choice is not None and choice.is_other
        other = form[other_key(question.code, code)] if is_other else None
        yield Option(widget, is_apart=is_exclusive, is_exclusive=is_exclusive, other=other)


def _typed_names(page: Page) -> Iterator[str]:
    for question in page.questions:
        if question.kind in TYPED_KINDS:
            yield question.code
        for choice in _others(question):
            yield other_key(question.code, choice.code)


def _others(question: Question) -> list[Choice]:
    return [choice for choice in question.options if choice.is_other]


def _other_field() -> forms.Field:
    attributes = {"class": "form-control", "maxlength": str(OTHER_LENGTH)}
    return forms.CharField(label=_("Namely"), widget=forms.TextInput(attributes), required=False)
