"""Texts per language and the form of codes."""

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from polls.codebook import schema

code_validator = RegexValidator(
    r"^[a-z][a-z0-9_]{0,39}$", _("Use small letters, digits and underscores, starting with a letter.")
)
choice_code_validator = RegexValidator(r"^[a-z0-9][a-z0-9_]{0,39}$", _("Use small letters, digits and underscores."))


class TextByLanguage(models.JSONField):
    """A text per language code: ``{"nl": "Ja", "en": "Yes"}``. The admin shows one input per language."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        kwargs.setdefault("default", dict)
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]


def default_languages() -> list[str]:
    return list(schema.LANGUAGES)
