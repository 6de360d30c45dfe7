"""One input per language for a text that exists in several."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from polls.codebook.schema import LANGUAGES, in_language
from polls.codebook.uploads import FILE_TYPES
from polls.questionnaire.forms.pictures import PictureField
from polls.questionnaire.models import TextByLanguage

LANGUAGE_NAMES = {"nl": _("Dutch"), "en": _("English")}


class TextByLanguageWidget(forms.MultiWidget):
    """Inputs side by side, each labelled with its language and written in it."""

    template_name = "admin/polls/widgets/text_by_language.html"
    use_fieldset = True  # its inputs have labels of their own

    def __init__(self, attrs: dict[str, Any] | None = None, *, is_long: bool = False) -> None:
        self.field_label: Any = ""
        self.is_long = is_long
        super().__init__(widgets={language: self._input(language) for language in LANGUAGES}, attrs=attrs)

    def decompress(self, value: Any) -> list[str]:
        texts = value if isinstance(value, dict) else {}
        return [str(texts.get(language, "")) for language in LANGUAGES]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"]["field_label"] = self.field_label
        for language, subwidget in zip(LANGUAGES, context["widget"]["subwidgets"], strict=True):
            subwidget.update(language=language, language_name=LANGUAGE_NAMES[language])
        return context

    def _input(self, language: str) -> forms.Widget:
        attrs = {"lang": language, "class": "form-control", "spellcheck": "true"}
        if self.is_long:
            return forms.Textarea(attrs={**attrs, "rows": 2})
        return forms.TextInput(attrs=attrs)


class TextByLanguageField(forms.MultiValueField):
    """A text per language; languages left empty are left out of the value."""

    widget = TextByLanguageWidget

    def __init__(self, *, is_long: bool = False, **kwargs: Any) -> None:
        fields = [forms.CharField(required=False, max_length=20_000) for language in LANGUAGES]
        widget = TextByLanguageWidget(is_long=is_long)
        super().__init__(fields=fields, widget=widget, require_all_fields=False, **{**kwargs, "required": False})
        self.widget.field_label = self.label

    def compress(self, data_list: Sequence[str]) -> dict[str, str]:
        return {language: text for language, text in zip(LANGUAGES, data_list, strict=False) if text}


LONG_TEXTS = frozenset({"intro", "thanks", "privacy", "text", "help"})


def formfield_of(field: "models.Field[Any, Any]", **kwargs: Any) -> forms.Field | None:
    """The form field of a model field, as the builder shows it."""
    if isinstance(field, TextByLanguage):
        return TextByLanguageField(
            label=field.verbose_name, help_text=field.help_text, is_long=field.name in LONG_TEXTS
        )
    if field.name == "image":
        return PictureField(label=field.verbose_name, required=False)
    if field.name == "file_types":
        return _file_types(field)
    if isinstance(field, models.DateField) and not isinstance(field, models.DateTimeField):
        kwargs.setdefault("widget", forms.DateInput({"type": "date"}, format="%Y-%m-%d"))
    made: forms.Field | None = field.formfield(**kwargs)
    if made is not None:
        _dress(made.widget)
    return made


def _file_types(field: "models.Field[Any, Any]") -> forms.Field:
    return forms.MultipleChoiceField(
        label=field.verbose_name,
        required=False,
        choices=lambda: [(name, in_language(kind.label, get_language() or "nl")) for name, kind in FILE_TYPES.items()],
        widget=forms.CheckboxSelectMultiple(attrs={"class": "checks"}),
        help_text=_("None ticked: all of these."),
    )


def _dress(widget: forms.Widget) -> None:
    """Give a widget the class of the product's look."""
    if isinstance(widget, forms.Select):
        widget.attrs.setdefault("class", "form-select")
    elif isinstance(widget, forms.CheckboxInput):
        widget.attrs.setdefault("class", "form-check-input")
    elif not widget.is_hidden and not isinstance(widget, (forms.RadioSelect, forms.CheckboxSelectMultiple)):
        widget.attrs.setdefault("class", "form-control")
