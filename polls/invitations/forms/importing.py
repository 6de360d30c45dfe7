"""What becomes of the columns of a contact file."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from polls.codebook.schema import CODE
from polls.invitations.forms.general import BootstrapForm


def attribute_label(name: str) -> str:
    """Write the code of an attribute as people would: ``aantal_medewerkers`` is "Aantal medewerkers"."""
    return name.replace("_", " ").capitalize()


class AttributeCodesForm(BootstrapForm):
    """The codes under which the columns of a file become attributes. An empty code leaves the column out."""

    def __init__(self, *args: Any, names: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.names = names
        for name in names:
            self.fields[f"code-{name}"] = forms.CharField(
                label=attribute_label(name),
                initial=name,
                required=False,
                max_length=40,
                widget=forms.TextInput(attrs={"class": "form-control", "list": "known-attributes"}),
            )

    def clean(self) -> dict[str, Any]:
        codes = self.codes
        for name, code in codes.items():
            if code and not CODE.match(code):
                self.add_error(f"code-{name}", _("Use small letters, digits and underscores, starting with a letter."))
            elif code and list(codes.values()).count(code) > 1:
                self.add_error(f"code-{name}", _("Another column has this code too."))
        return self.cleaned_data

    @property
    def codes(self) -> dict[str, str]:
        return {name: self.cleaned_data.get(f"code-{name}", "").strip() for name in self.names}
