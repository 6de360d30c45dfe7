"""One attribute: its names, and a row for each value or band."""

from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from polls.codebook.attributes import AttributeKind, AttributeValue, overlapping, plain
from polls.codebook.schema import CHOICE_CODE, CODE
from polls.invitations.forms.general import dress
from polls.invitations.models import Attribute
from polls.invitations.models.attributes import KIND_LABELS, from_value
from polls.invitations.plain_text import clean_text

BLANK_ROWS = 4
MOST_ROWS = 200
PARTS = ("code", "nl", "en", "also", "start", "below")
WITH_LIST = (AttributeKind.CHOICE, AttributeKind.NUMBER)


class AttributeForm(forms.Form):
    """Names and kind of an attribute. The code and the kind stay as they are once they exist."""

    nl = forms.CharField(label=gettext_lazy("Name in Dutch"), max_length=100)
    en = forms.CharField(label=gettext_lazy("Name in English"), max_length=100, required=False)
    code = forms.CharField(
        label=gettext_lazy("Code"),
        max_length=40,
        required=False,
        help_text=gettext_lazy("By which polls know it. Empty: made of the Dutch name."),
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"), choices=[(kind.value, label) for kind, label in KIND_LABELS.items()]
    )

    def __init__(self, data: Any = None, *, attribute: Attribute | None = None) -> None:
        self.attribute = attribute
        initial = {}
        if attribute:
            initial = {"nl": attribute.label.get("nl", ""), "en": attribute.label.get("en", "")}
            initial |= {"code": attribute.code, "kind": attribute.kind}
        super().__init__(data, initial=initial)
        if attribute:
            self.fields["code"].disabled = self.fields["kind"].disabled = True
        self.row_errors: dict[int, str] = {}
        dress(self)

    @property
    def rows(self) -> list[dict[str, Any]]:
        """What stands in the table of values: as it was posted, else as it is stored, with blank rows below."""
        if self.is_bound:
            rows = self._posted()
        else:
            rows = [_as_row(value) for value in (self.attribute.definition.values if self.attribute else ())]
        rows += [dict.fromkeys(PARTS, "") for _ in range(BLANK_ROWS if len(rows) < MOST_ROWS else 0)]
        known = self._known_codes()
        return [
            {**row, "number": number, "error": self.row_errors.get(number), "is_known": row["code"] in known}
            for number, row in enumerate(rows)
        ]

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"] or plain(self.cleaned_data.get("nl", ""))[:40].strip("_")
        if not CODE.match(code):
            raise ValidationError(_("Use small letters, digits and underscores, starting with a letter."))
        if self.attribute is None and Attribute.objects.filter(code=code).exists():
            raise ValidationError(_("There is an attribute with this code already."))
        return code

    def clean(self) -> dict[str, Any]:
        kind = self.cleaned_data.get("kind")
        self.values = self._values(AttributeKind(kind)) if kind in WITH_LIST else []
        if self.row_errors:
            raise ValidationError(_("Some values need your attention; see the table."))
        gone = self._known_codes() - {value.code for value in self.values}
        if gone:
            raise ValidationError(
                _("Values that exist stay, since polls and contacts may have them. Missing: %(codes)s.")
                % {"codes": ", ".join(sorted(gone))}
            )
        if kind == AttributeKind.CHOICE and not self.values:
            raise ValidationError(_("Give at least one value to choose from."))
        if kind == AttributeKind.NUMBER and overlapping(self.values):
            raise ValidationError(_("Two bands hold the same numbers. Let each begin where the one before it ends."))
        return self.cleaned_data

    def stored(self) -> Attribute:
        """Store the attribute."""
        attribute = self.attribute or Attribute(
            code=self.cleaned_data["code"], kind=self.cleaned_data["kind"], position=Attribute.objects.count()
        )
        nl = clean_text(self.cleaned_data["nl"])
        attribute.label = {"nl": nl, "en": clean_text(self.cleaned_data["en"]) or nl}
        attribute.values = [from_value(value) for value in self.values]
        attribute.save()
        return attribute

    def _known_codes(self) -> set[str]:
        is_choice = self.attribute and self.attribute.kind == AttributeKind.CHOICE
        return {value["code"] for value in self.attribute.values} if self.attribute and is_choice else set()

    def _posted(self) -> list[dict[str, str]]:
        numbers = [name.removeprefix("value-nl-") for name in self.data if name.startswith("value-nl-")]
        rows = [
            {part: clean_text(self.data.get(f"value-{part}-{number}", "")) for part in PARTS}
            for number in numbers[:MOST_ROWS]
        ]
        return [row for row in rows if any(row.values())]

    def _values(self, kind: AttributeKind) -> list[AttributeValue]:
        values: list[AttributeValue] = []
        for number, row in enumerate(self._posted()):
            try:
                value = _as_value(row, kind)
                if value.code in {other.code for other in values}:
                    raise ValidationError(_("There is another value with this code."))
                values.append(value)
            except ValidationError as error:
                self.row_errors[number] = error.messages[0]
        return values


def _as_row(value: AttributeValue) -> dict[str, str]:
    return {
        "code": value.code,
        "nl": value.label.get("nl", ""),
        "en": value.label.get("en", ""),
        "also": "; ".join(value.also),
        "start": "" if value.start is None else str(value.start),
        "below": "" if value.below is None else str(value.below),
    }


def _as_value(row: dict[str, str], kind: AttributeKind) -> AttributeValue:
    if not row["nl"]:
        raise ValidationError(_("Give the name in Dutch."))
    code = row["code"] or plain(row["nl"])[:40].strip("_")
    if not CHOICE_CODE.match(code):
        raise ValidationError(_("Use small letters, digits and underscores."))
    is_number = kind is AttributeKind.NUMBER
    start, below = (_decimal(row[part]) if is_number else None for part in ("start", "below"))
    if is_number and start is None and below is None:
        raise ValidationError(_("Say where the band begins, where it ends, or both."))
    if start is not None and below is not None and start >= below:
        raise ValidationError(_("The band ends before it begins."))
    also = tuple(text for text in map(clean_text, row["also"].split(";")) if text)
    return AttributeValue(code, {"nl": row["nl"], "en": row["en"] or row["nl"]}, also, start, below)


def _decimal(text: str) -> Decimal | None:
    if not text:
        return None
    try:
        number = Decimal(text.replace(",", "."))
    except InvalidOperation:
        raise ValidationError(_("“%(value)s” is not a number.") % {"value": text}) from None
    if not number.is_finite():
        raise ValidationError(_("“%(value)s” is not a number.") % {"value": text})
    return number
