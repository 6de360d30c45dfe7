"""How each kind of question is asked: its Django form fields, its widgets and its template."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django import forms
from django.utils.translation import gettext as _

from polls.codebook.answers import DONT_KNOW, LONG_LENGTH, SHORT_LENGTH, other_key
from polls.codebook.schema import Question, QuestionKind, TextFormat, in_language
from polls.codebook.uploads import accepted
from polls.collection.fields.offers import option_offers
from polls.collection.fields.places import Places
from polls.collection.fields.widgets import (
    DateInput,
    EmailInput,
    FileInput,
    MarkedCheckboxes,
    MarkedRadios,
    MarkedSelect,
    MonthInput,
    PhoneInput,
)

Fields = dict[str, forms.Field]
"""Form fields by name."""

Builder = Callable[[Question, str, Places], Fields]


@dataclass(frozen=True)
class FieldKind:
    """What makes the form fields of a question, and the template that lays it out ("": it is never shown).

    ``is_typed``: there is one input, of which the question is the label; other kinds are a group with a legend.
    """

    build: Builder
    template: str
    is_typed: bool = False


def options_of(question: Question, language: str) -> list[tuple[str, str]]:
    """List code and label of every option, don't know last."""
    options = [(choice.code, in_language(choice.label, language)) for choice in question.options]
    if question.dont_know is not None:
        options.append((DONT_KNOW, in_language(question.dont_know, language)))
    return options


def _radios(question: Question, language: str, places: Places) -> Fields:
    widget = MarkedRadios()
    widget.places = places
    return {question.code: forms.ChoiceField(choices=options_of(question, language), widget=widget, required=False)}


def _checkboxes(question: Question, language: str, places: Places) -> Fields:
    widget = MarkedCheckboxes()
    widget.places = places
    options = options_of(question, language)
    return {question.code: forms.MultipleChoiceField(choices=options, widget=widget, required=False)}


def _dropdown(question: Question, language: str, places: Places) -> Fields:
    options = [("", _("Choose …")), *options_of(question, language)]
    field = _select(question, question.code, options, places, css="form-select")
    field.widget.offers = option_offers(question, places)
    return {question.code: field}


def _ranks(question: Question, _language: str, places: Places) -> Fields:
    """Make a list of numbers per choice; the script turns them into rows that are put in order."""
    most = question.max_choices or len(question.choices)
    numbers = [("", "–"), *((str(rank), str(rank)) for rank in range(1, most + 1))]
    keys = [other_key(question.code, choice.code) for choice in question.choices]
    return {key: _select(question, key, numbers, places, css="form-select is-rank") for key in keys}


def _select(
    question: Question, name: str, options: list[tuple[str, str]], places: Places, *, css: str
) -> forms.ChoiceField:
    widget = MarkedSelect(_attributes(question, name, places, css=css))
    widget.places = places
    return forms.ChoiceField(choices=options, widget=widget, required=False)


def _row_radios(question: Question, language: str, places: Places) -> Fields:
    return _of_variables(question, language, places, _radios)


def _row_checkboxes(question: Question, language: str, places: Places) -> Fields:
    return _of_variables(question, language, places, _checkboxes)


def _numbers(question: Question, language: str, places: Places) -> Fields:
    return _of_variables(question, language, places, _number)


def _of_variables(question: Question, language: str, places: Places, build: Builder) -> Fields:
    return {name: field for variable in question.variables for name, field in build(variable, language, places).items()}


def _number(question: Question, language: str, places: Places) -> Fields:
    mode = "decimal" if question.decimals else "numeric"
    if question.kind is QuestionKind.NUMBER and (question.minimum is None or question.minimum < 0):
        mode = "text"  # the number pads of phones have no minus sign
    attributes = _attributes(question, question.code, places, css="form-control is-number")
    return _typed(question, forms.TextInput({**attributes, "inputmode": mode, "autocomplete": "off"}))


def _date(question: Question, language: str, places: Places) -> Fields:
    attributes = _attributes(question, question.code, places, css="form-control is-date", **_period(question))
    return _typed(question, DateInput({**attributes, "placeholder": _("dd/mm/yyyy"), "autocomplete": "off"}))


def _month(question: Question, language: str, places: Places) -> Fields:
    attributes = _attributes(question, question.code, places, css="form-control is-date", **_period(question))
    return _typed(question, MonthInput({**attributes, "placeholder": _("mm/yyyy"), "autocomplete": "off"}))


def _period(question: Question) -> dict[str, str]:
    bounds = {"min": question.earliest, "max": question.latest}
    return {name: bound for name, bound in bounds.items() if bound}


def _short_text(question: Question, language: str, places: Places) -> Fields:
    widget, extra = SHORT_TEXTS[question.format]
    attributes = _attributes(question, question.code, places, maxlength=str(SHORT_LENGTH), **extra)
    return _typed(question, widget(attributes))


def _long_text(question: Question, language: str, places: Places) -> Fields:
    attributes = _attributes(question, question.code, places, maxlength=str(LONG_LENGTH), rows="5")
    return _typed(question, forms.Textarea(attributes))


def _file(question: Question, language: str, places: Places) -> Fields:
    attributes = _attributes(question, question.code, places, accept=accepted(question.file_types))
    return {question.code: forms.FileField(widget=FileInput(attributes), required=False)}


def _nothing(_question: Question, _language: str, _places: Places) -> Fields:
    return {}


def _typed(question: Question, widget: forms.Widget) -> Fields:
    return {question.code: forms.CharField(widget=widget, required=False)}


def _attributes(
    question: Question, name: str, places: Places, *, css: str = "form-control", **attributes: str
) -> dict[str, str]:
    own = question.code.partition(".")[0]  # a row is described by what is said of its matrix
    described = {"class": css, "aria-describedby": f"{own}-hint {own}-error"}
    return described | attributes | places.attribute(f"invalid:{name}")


SHORT_TEXTS: Mapping[TextFormat, tuple[type[forms.TextInput], dict[str, str]]] = {
    TextFormat.FREE: (forms.TextInput, {}),
    TextFormat.EMAIL: (EmailInput, {"autocomplete": "email"}),
    TextFormat.PHONE: (PhoneInput, {"autocomplete": "tel"}),
    TextFormat.POSTCODE: (forms.TextInput, {"autocomplete": "postal-code", "autocapitalize": "characters"}),
}

FIELD_KINDS: Mapping[QuestionKind, FieldKind] = {
    QuestionKind.SINGLE: FieldKind(_radios, "respondent/questions/choices.html"),
    QuestionKind.MULTIPLE: FieldKind(_checkboxes, "respondent/questions/choices.html"),
    QuestionKind.DROPDOWN: FieldKind(_dropdown, "respondent/questions/dropdown.html", is_typed=True),
    QuestionKind.SCALE: FieldKind(_radios, "respondent/questions/scale.html"),
    QuestionKind.RATING: FieldKind(_radios, "respondent/questions/rating.html"),
    QuestionKind.NPS: FieldKind(_radios, "respondent/questions/rating.html"),
    QuestionKind.STARS: FieldKind(_radios, "respondent/questions/stars.html"),
    QuestionKind.MATRIX_SINGLE: FieldKind(_row_radios, "respondent/questions/matrix.html"),
    QuestionKind.MATRIX_MULTIPLE: FieldKind(_row_checkboxes, "respondent/questions/matrix.html"),
    QuestionKind.MATRIX_NUMBER: FieldKind(_numbers, "respondent/questions/amounts.html"),
    QuestionKind.RANKING: FieldKind(_ranks, "respondent/questions/ranking.html"),
    QuestionKind.ALLOCATION: FieldKind(_numbers, "respondent/questions/amounts.html"),
    QuestionKind.SLIDER: FieldKind(_number, "respondent/questions/slider.html", is_typed=True),
    QuestionKind.NUMBER: FieldKind(_number, "respondent/questions/typed.html", is_typed=True),
    QuestionKind.DATE: FieldKind(_date, "respondent/questions/typed.html", is_typed=True),
    QuestionKind.MONTH: FieldKind(_month, "respondent/questions/typed.html", is_typed=True),
    QuestionKind.SHORT_TEXT: FieldKind(_short_text, "respondent/questions/typed.html", is_typed=True),
    QuestionKind.LONG_TEXT: FieldKind(_long_text, "respondent/questions/typed.html", is_typed=True),
    QuestionKind.IMAGE_CHOICE: FieldKind(_radios, "respondent/questions/images.html"),
    QuestionKind.FILE: FieldKind(_file, "respondent/questions/file.html", is_typed=True),
    QuestionKind.INFORMATION: FieldKind(_nothing, "respondent/questions/information.html"),
    QuestionKind.HIDDEN: FieldKind(_nothing, ""),
    QuestionKind.CALCULATED: FieldKind(_nothing, ""),
    QuestionKind.CONSENT: FieldKind(_checkboxes, "respondent/questions/choices.html"),
}
