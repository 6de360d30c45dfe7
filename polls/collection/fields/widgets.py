"""Form widgets that have places for what differs per request."""

from collections.abc import Mapping
from typing import Any

from django import forms

from polls.collection.fields.places import Places


class _MarkedOptions(forms.widgets.ChoiceWidget):
    """Options each of which has a place where ``checked`` or ``selected`` may come."""

    places: Places
    mark = "checked"

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **kwargs)
        option["attrs"] |= self.places.attribute(f"{self.mark}:{name}.{value}")
        return option


class MarkedRadios(_MarkedOptions, forms.RadioSelect):
    pass


class MarkedCheckboxes(_MarkedOptions, forms.CheckboxSelectMultiple):
    pass


class MarkedSelect(_MarkedOptions, forms.Select):
    """A list of options; ``offers`` holds the attributes of each, where some are offered by condition only."""

    mark = "selected"
    offers: Mapping[str, dict[str, str]] = {}

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **kwargs)
        option["attrs"] |= self.offers.get(value, {})
        return option


class DateInput(forms.TextInput):
    input_type = "date"


class MonthInput(forms.TextInput):
    input_type = "month"


class EmailInput(forms.TextInput):
    input_type = "email"


class PhoneInput(forms.TextInput):
    input_type = "tel"


class FileInput(forms.FileInput):
    """An input without the file that is there already: that stands beside it."""

    def format_value(self, value: Any) -> None:
        return None
