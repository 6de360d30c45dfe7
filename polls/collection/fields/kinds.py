"""How each kind of question is asked: its Django form field, its widget and its template."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms

from polls.codebook.answers import DONT_KNOW, LONG_LENGTH, SHORT_LENGTH
from polls.codebook.schema import Question, QuestionKind, in_language
from polls.collection.fields.places import Places

MOST_BAR_POINTS = 5
LONGEST_BAR_LABEL = 18


class _MarkedOptions(forms.widgets.ChoiceWidget):
    """A group of inputs each of which has a place where ``checked`` may come."""

    places: Places

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **kwargs)
        option["attrs"] |= self.places.attribute(f"checked:{name}.{value}")
        return option


class MarkedRadios(_MarkedOptions, forms.RadioSelect):
    pass


class MarkedCheckboxes(_MarkedOptions, forms.CheckboxSelectMultiple):
    pass


Builder = Callable[[Question, str, Places], forms.Field]


@dataclass(frozen=True)
class FieldKind:
    """What makes the form field of a question, and the template that crispy-forms lays it out with."""

    build: Builder
    template: str


def options_of(question: Question, language: str) -> list[tuple[str, str]]:
    """List code and label of every option, don't know last."""
    options = [(choice.code, in_language(choice.label, language)) for choice in question.options]
    if question.dont_know is not None:
        options.append((DONT_KNOW, in_language(question.dont_know, language)))
    return options


def _radios(question: Question, language: str, places: Places) -> forms.Field:
    widget = MarkedRadios()
    widget.places = places
    return forms.ChoiceField(choices=options_of(question, language), widget=widget, required=False)


def _checkboxes(question: Question, language: str, places: Places) -> forms.Field:
    widget = MarkedCheckboxes()
    widget.places = places
    return forms.MultipleChoiceField(choices=options_of(question, language), widget=widget, required=False)


def _number(question: Question, language: str, places: Places) -> forms.Field:
    mode = "decimal" if question.decimals else "numeric"
    if question.minimum is None or question.minimum < 0:
        mode = "text"  # the number pads of phones have no minus sign
    widget = _text_input(question, places, css="form-control is-number", inputmode=mode, autocomplete="off")
    return forms.CharField(widget=widget, required=False)


def _short_text(question: Question, language: str, places: Places) -> forms.Field:
    return forms.CharField(widget=_text_input(question, places, maxlength=str(SHORT_LENGTH)), required=False)


def _long_text(question: Question, language: str, places: Places) -> forms.Field:
    attributes = _text_attributes(question, places, maxlength=str(LONG_LENGTH), rows="5")
    return forms.CharField(widget=forms.Textarea(attributes), required=False)


def _text_input(question: Question, places: Places, **attributes: str) -> forms.TextInput:
    return forms.TextInput(_text_attributes(question, places, **attributes))


def _text_attributes(
    question: Question, places: Places, *, css: str = "form-control", **attributes: str
) -> dict[str, str]:
    described = {"class": css, "aria-describedby": f"{question.code}-hint {question.code}-error"}
    return described | attributes | places.attribute(f"invalid:{question.code}")


FIELD_KINDS: Mapping[QuestionKind, FieldKind] = {
    QuestionKind.SINGLE: FieldKind(_radios, "respondent/questions/choices.html"),
    QuestionKind.MULTIPLE: FieldKind(_checkboxes, "respondent/questions/choices.html"),
    QuestionKind.SCALE: FieldKind(_radios, "respondent/questions/scale.html"),
    QuestionKind.RATING: FieldKind(_radios, "respondent/questions/rating.html"),
    QuestionKind.NUMBER: FieldKind(_number, "respondent/questions/typed.html"),
    QuestionKind.SHORT_TEXT: FieldKind(_short_text, "respondent/questions/typed.html"),
    QuestionKind.LONG_TEXT: FieldKind(_long_text, "respondent/questions/typed.html"),
}


def fits_in_a_bar(question: Question, language: str) -> bool:
    """Tell whether a scale's points fit beside each other on a wide screen."""
    labels = [label for code, label in options_of(question, language) if code != DONT_KNOW]
    return len(labels) <= MOST_BAR_POINTS and all(len(label) <= LONGEST_BAR_LABEL for label in labels)
