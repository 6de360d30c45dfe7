"""Which attributes contacts and organisations can have."""

from decimal import Decimal
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from polls.codebook import attributes
from polls.questionnaire.models.texts import TextByLanguage, code_validator

KIND_LABELS = {
    attributes.AttributeKind.CHOICE: _("choice from a list"),
    attributes.AttributeKind.NUMBER: _("number, with bands"),
    attributes.AttributeKind.DATE: _("date"),
    attributes.AttributeKind.TEXT: _("text"),
    attributes.AttributeKind.YES_NO: _("yes or no"),
}


class AttributeQuerySet(models.QuerySet["Attribute"]):
    def definitions(self) -> dict[str, attributes.Attribute]:
        """Give all attributes by code, in their order: one query."""
        return {each.code: each.definition for each in self}


class Attribute(models.Model):
    """Something that is known of contacts, by which they are chosen and results are split."""

    code = models.CharField(_("code"), max_length=40, unique=True, validators=[code_validator])
    label = TextByLanguage(_("name"))
    kind = models.CharField(
        _("kind"), max_length=10, choices=[(kind.value, label) for kind, label in KIND_LABELS.items()]
    )
    values = models.JSONField(default=list, help_text="Choices or bands: code, label, also, start, below.")
    position = models.PositiveIntegerField(_("position"), default=0)

    objects = AttributeQuerySet.as_manager()

    class Meta:
        verbose_name = _("attribute")
        verbose_name_plural = _("attributes")
        ordering = ["position", "code"]

    def __str__(self) -> str:
        return self.label.get("nl") or self.code

    @property
    def definition(self) -> attributes.Attribute:
        return attributes.Attribute(
            code=self.code,
            label=self.label,
            kind=attributes.AttributeKind(self.kind),
            values=tuple(to_value(document) for document in self.values),
        )


def to_value(document: dict[str, Any]) -> attributes.AttributeValue:
    return attributes.AttributeValue(
        code=document["code"],
        label=document.get("label", {}),
        also=tuple(document.get("also", ())),
        start=_number(document.get("start")),
        below=_number(document.get("below")),
    )


def from_value(value: attributes.AttributeValue) -> dict[str, Any]:
    """Write a value as a document, without what it does not have."""
    document = {
        "code": value.code,
        "label": dict(value.label),
        "also": list(value.also),
        "start": None if value.start is None else str(value.start),
        "below": None if value.below is None else str(value.below),
    }
    return {name: part for name, part in document.items() if part not in (None, [], {})}


def _number(text: str | None) -> Decimal | None:
    return Decimal(text) if text else None
