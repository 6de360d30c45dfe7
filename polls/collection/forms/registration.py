"""Registering for a poll or the panel, and what staff decides about the page for it."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from polls.invitations.forms import BootstrapForm
from polls.invitations.plain_text import clean_text


class RegistrationForm(forms.Form):
    """Nothing more than is needed to ask somebody to confirm."""

    email = forms.EmailField(
        max_length=254,
        error_messages={
            "required": gettext_lazy("Fill in your e-mail address."),
            "invalid": gettext_lazy("This is not an e-mail address. Write it as name@example.nl."),
        },
    )
    name = forms.CharField(max_length=100, required=False)
    consent = forms.BooleanField(error_messages={"required": gettext_lazy("Tick the box if you agree.")})

    def clean_name(self) -> str:
        return clean_text(self.cleaned_data["name"])


class RegistrationPageForm(BootstrapForm):
    """What people agree to, per language, and whether the page is open."""

    def __init__(self, *args: Any, languages: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.languages = languages
        for language, label in languages.items():
            self.fields[f"consent_{language}"] = forms.CharField(
                label=label, max_length=1_000, widget=forms.Textarea(attrs={"rows": 3, "class": "form-control"})
            )

    @property
    def consent(self) -> dict[str, str]:
        return {language: self.cleaned_data[f"consent_{language}"].strip() for language in self.languages}
