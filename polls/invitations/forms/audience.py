"""Choosing contacts by what is known of them."""

from collections.abc import Mapping
from typing import Any

from django import forms

from polls.codebook.attributes import Attribute
from polls.invitations.forms.typed import attribute_name, choices_of


class AudienceForm(forms.Form):
    """Choosing contacts by attribute: none ticked means all."""

    def __init__(self, *args: Any, known: Mapping[str, Attribute], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.names = [code for code, attribute in known.items() if attribute.has_list]
        for code in self.names:
            self.fields[f"a-{code}"] = forms.MultipleChoiceField(
                label=attribute_name(known[code]),
                choices=choices_of(known[code]),
                widget=forms.CheckboxSelectMultiple,
                required=False,
            )

    @property
    def is_on_offer(self) -> bool:
        """Whether all that was ticked is still there: without it the rest might mean more people, or everybody."""
        ticked = {name.removeprefix("a-") for name in self.data if name.startswith("a-")}
        return self.is_valid() and ticked <= set(self.names)

    @property
    def chosen(self) -> dict[str, list[str]]:
        """The values ticked per attribute; what is not on offer counts as not ticked."""
        self.is_valid()
        ticked = {name: self.cleaned_data.get(f"a-{name}", []) for name in self.names}
        return {name: values for name, values in ticked.items() if values}
