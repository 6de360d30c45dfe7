"""One input per attribute, of the kind that the attribute is, on the forms of contacts and of organisations."""

import contextlib
from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext

from polls.codebook.attributes import LONGEST_TEXT, NO, YES, Attribute, AttributeKind, read_value, value_label
from polls.codebook.texts import in_language

PREFIX = "attribute-"


def language() -> str:
    """The language of the page, as the codebook knows it."""
    return (get_language() or "nl")[:2]


def attribute_name(attribute: Attribute) -> str:
    return in_language(attribute.label, language()) or attribute.code


def shown_value(attribute: Attribute | None, value: str) -> str:
    """Write a value as people read it, in the language of the page."""
    if attribute and attribute.kind is AttributeKind.DATE:
        with contextlib.suppress(ValueError):
            return date_format(date.fromisoformat(value), "j F Y")
    return value_label(attribute, value, language()) if attribute else value.replace("_", " ").capitalize()


def choices_of(attribute: Attribute) -> list[tuple[str, str]]:
    """Give the values (or bands) of an attribute with their names."""
    if attribute.kind is AttributeKind.YES_NO:
        return [(value, value_label(attribute, value, language())) for value in (YES, NO)]
    return [(value.code, in_language(value.label, language()) or value.code) for value in attribute.values]


def add_inputs(
    form: forms.BaseForm, known: Mapping[str, Attribute], own: Mapping[str, str], above: Mapping[str, str]
) -> None:
    """Add the inputs. ``above`` is what holds where nothing of one's own is filled in."""
    for code, attribute in known.items():
        form.fields[f"{PREFIX}{code}"] = _input(attribute, own.get(code, ""), above.get(code, ""))


def clean_inputs(form: forms.BaseForm, known: Mapping[str, Attribute]) -> dict[str, str]:
    """Read the inputs as values to store, and put an error at each that cannot be read."""
    values = {}
    for code, attribute in known.items():
        text = (form.cleaned_data.get(f"{PREFIX}{code}") or "").strip()
        if not text:
            continue
        value = text if text == form.fields[f"{PREFIX}{code}"].initial else read_value(attribute, text)
        if value is None:
            form.add_error(f"{PREFIX}{code}", _complaint(attribute, text))
        else:
            values[code] = value
    return values


def _input(attribute: Attribute, own: str, above: str) -> forms.Field:
    nothing = shown_value(attribute, above) if above else ""
    empty = gettext("%(value)s (from the organisation)") % {"value": nothing} if above else gettext("Not known")
    options: dict[str, Any] = {"label": attribute_name(attribute), "required": False, "initial": own}
    if attribute.kind in (AttributeKind.CHOICE, AttributeKind.YES_NO):
        choices = choices_of(attribute)
        if own and own not in dict(choices):
            choices.append((own, own))
        return forms.ChoiceField(
            choices=[("", empty), *choices], widget=forms.Select(attrs={"class": "form-select"}), **options
        )
    attrs = {"class": "form-control", "placeholder": nothing}
    if attribute.kind is AttributeKind.NUMBER:
        attrs["inputmode"] = "decimal"
    widget = forms.TextInput(attrs=attrs)
    if attribute.kind is AttributeKind.DATE:
        widget = forms.DateInput(attrs={**attrs, "type": "date"}, format="%Y-%m-%d")
    return forms.CharField(widget=widget, max_length=LONGEST_TEXT, **options)


def _complaint(attribute: Attribute, text: str) -> str:
    if attribute.kind is AttributeKind.NUMBER:
        return gettext("“%(value)s” is not a number.") % {"value": text}
    return gettext("“%(value)s” is not a date, such as 31-12-2026.") % {"value": text}
