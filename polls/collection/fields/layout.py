"""The page's Django form and its crispy layout: one layout object per question."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Field, Layout
from crispy_forms.utils import TEMPLATE_PACK
from django import forms
from django.forms.boundfield import BoundField, BoundWidget
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from polls.codebook.answers import DONT_KNOW, OTHER_LENGTH, other_key
from polls.codebook.schema import MATRIX_KINDS, Choice, Page, Question, QuestionKind, Requirement, in_language
from polls.codebook.uploads import in_words
from polls.collection.fields.kinds import FIELD_KINDS, options_of
from polls.collection.fields.offers import QUESTIONS, Offer, Offers, condition_json, heading_key
from polls.collection.fields.places import Places
from polls.collection.fields.shape import RADIO_KINDS, ends_of, fits_in_a_bar, fits_in_a_table, limits_in_words
from polls.questionnaire.pictures import picture_address

NO_CHOICE = Choice("", {})


@dataclass(frozen=True)
class Option:
    """One row of a question: the input, and the text field that belongs to an "other, namely"."""

    widget: BoundWidget
    is_apart: bool
    is_exclusive: bool
    other: BoundField | None
    image: str
    image_alt: str
    offer: Offer


@dataclass(frozen=True)
class Part:
    """One row of a matrix, or one choice of a ranking or an allocation, with its input or inputs."""

    key: str
    label: str
    offer: Offer
    options: Sequence[Option]
    field: BoundField | None
    places: Mapping[str, str]


class QuestionField(Field):  # type: ignore[misc]  # crispy-forms has no types
    """Lays out one question with the template of its kind."""

    def __init__(self, question: Question, language: str, places: Places) -> None:
        super().__init__(question.code, template=FIELD_KINDS[question.kind].template)
        self._question = question
        self._language = language
        self._places = places
        self._offers = Offers(question, places)

    def render(
        self,
        form: forms.Form,
        context: Any,
        template_pack: str = TEMPLATE_PACK,
        extra_context: dict[str, Any] | None = None,
        **kwargs: Any,
    ) -> str:
        everything = (extra_context or {}) | self._context(form)
        if self._question.code in form.fields:
            html = super().render(form, context, template_pack, extra_context=everything, **kwargs)
        else:
            html = render_to_string(self.template, everything)
        return f"{self._places.thing(QUESTIONS, self._question.code)}{html}"

    def _context(self, form: forms.Form) -> dict[str, Any]:
        question, code, language = self._question, self._question.code, self._language
        is_group = code in form.fields and not FIELD_KINDS[question.kind].is_typed
        return {
            "question": question,
            "code": code,
            "text": in_language(question.text, language),
            "hint": in_language(question.help, language),
            "limits": limits_in_words(question, language),
            "dont_know": in_language(question.dont_know or {}, language),
            "is_required": question.requirement is Requirement.HARD,
            "is_optional": question.requirement is Requirement.NO,
            "role": "radiogroup" if question.kind in RADIO_KINDS else "group",
            "is_bar": fits_in_a_bar(question, language),
            "options": list(_options(question, form, language, self._offers)) if is_group else [],
            "others": [
                (choice.code, in_language(choice.label, language), form[other_key(code, choice.code)])
                for choice in _others(question)
            ],
            "parts": list(self._parts(form)),
            "show_if": condition_json(question.show_if),
            "places": self._marks(),
            **self._numbers(),
        }

    def _numbers(self) -> dict[str, Any]:
        """What is said of numbers: their unit, their bounds, and the ends of a scale."""
        question, language = self._question, self._language
        low, high = ends_of(question, language)
        return {
            "unit": in_language(question.unit, language),
            "low_label": low,
            "high_label": high,
            "total": question.whole,
            "headings": [
                (self._offers.of_choice(heading_key(question), code), label)
                for code, label in options_of(question, language)
            ],
            "is_table": fits_in_a_table(question, language),
            "has_own_dont_know": question.kind is QuestionKind.DROPDOWN,
            "file_types": in_language(in_words(question.file_types), language),
            "megabytes": question.megabytes,
        }

    def _parts(self, form: forms.Form) -> Iterator[Part]:
        question, language = self._question, self._language
        if question.kind in MATRIX_KINDS:
            for row, variable in zip(question.rows, question.variables, strict=True):
                offer = self._offers.of_row(row)
                yield self._part(form, variable, variable.code, in_language(row.label, language), offer)
        elif question.kind in (QuestionKind.RANKING, QuestionKind.ALLOCATION):
            for choice in question.choices:
                key, offer = other_key(question.code, choice.code), self._offers.of_part(choice)
                yield self._part(form, None, key, in_language(choice.label, language), offer)

    def _part(self, form: forms.Form, variable: Question | None, key: str, label: str, offer: Offer) -> Part:
        mark, language = self._places.mark, self._language
        is_choosing = variable is not None and variable.kind is not QuestionKind.NUMBER
        return Part(
            key=key,
            label=label,
            offer=offer,
            options=list(_options(variable, form, language, self._offers)) if is_choosing and variable else [],
            field=None if is_choosing else form[key],
            places={
                "css": mark(f"css:{key}"),
                "dont_know": mark(f"checked:{key}.{DONT_KNOW}"),
            },
        )

    def _marks(self) -> Mapping[str, str]:
        code, mark = self._question.code, self._places.mark
        return {
            "hidden": mark(f"hidden:{code}"),
            "css": mark(f"css:{code}"),
            "error": mark(f"error:{code}", f'<p class="invalid-feedback" id="{code}-error" hidden></p>'),
            "stored": mark(f"stored:{code}"),
            "dont_know": mark(f"checked:{code}.{DONT_KNOW}"),
            "file": mark(f"file:{code}"),
            "value": mark(f"value:{code}"),
        }


def page_form(page: Page, language: str, places: Places) -> forms.Form:
    """Make the form of a page: the fields of each question, and one per "other, namely"."""
    form = forms.Form()
    for question in page.questions:
        form.fields.update(FIELD_KINDS[question.kind].build(question, language, places))
        for choice in _others(question):
            form.fields[other_key(question.code, choice.code)] = _other_field()
    form.initial = {name: places.mark(f"value:{name}") for name in form.fields}
    return form


def page_layout(page: Page, language: str, places: Places) -> FormHelper:
    """Make the crispy helper that renders the questions and nothing around them."""
    helper = FormHelper()
    helper.form_tag = False
    helper.disable_csrf = True
    helper.layout = Layout(
        *(QuestionField(question, language, places) for question in page.questions if not question.is_silent)
    )
    return helper


def _options(question: Question, form: forms.Form, language: str, offers: Offers) -> Iterator[Option]:
    for widget in form[question.code]:
        code = widget.data["value"]
        choice = question.choice_by_code.get(code, NO_CHOICE)
        is_exclusive = code == DONT_KNOW or choice.is_exclusive
        yield Option(
            widget=widget,
            is_apart=is_exclusive,
            is_exclusive=is_exclusive,
            other=form[other_key(question.code, code)] if choice.is_other else None,
            image=picture_address(choice.image) if choice.image else "",
            image_alt=in_language(choice.image_alt, language),
            offer=offers.of_choice(question.code, code),
        )


def _others(question: Question) -> list[Choice]:
    return [choice for choice in question.options if choice.is_other]


def _other_field() -> forms.Field:
    attributes = {"class": "form-control", "maxlength": str(OTHER_LENGTH)}
    return forms.CharField(label=_("Namely"), widget=forms.TextInput(attributes), required=False)
