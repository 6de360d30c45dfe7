"""What most forms of this stage share, and the small ones."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from polls.invitations.contact_file import FILE_PROBLEMS
from polls.invitations.services import Scope


def dress(form: forms.BaseForm) -> None:
    """Give the widgets Bootstrap's classes. Reads the errors of a bound form, so its fields must be there."""
    for name, field in form.fields.items():
        is_select = isinstance(field.widget, forms.Select)
        if not isinstance(field.widget, (forms.RadioSelect, forms.CheckboxInput, forms.CheckboxSelectMultiple)):
            field.widget.attrs.setdefault("class", "form-select" if is_select else "form-control")
        if isinstance(field.widget, forms.CheckboxInput):
            field.widget.attrs.setdefault("class", "form-check-input")
        if form.is_bound and name in form.errors:
            field.widget.attrs["class"] = f"{field.widget.attrs.get('class', '')} is-invalid".strip()


class BootstrapForm(forms.Form):
    """A form whose widgets have Bootstrap's classes, and whose errors are tied to their fields."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        dress(self)


class UploadForm(BootstrapForm):
    """Choosing a contact file."""

    file = forms.FileField(
        label=gettext_lazy("Contact file"),
        help_text=gettext_lazy("CSV or Excel (.xlsx), at most 5 MB and 20,000 rows."),
        error_messages={"empty": FILE_PROBLEMS["empty"]},  # type: ignore[dict-item]
    )
    file.widget.attrs["accept"] = ".csv,.txt,.xlsx"


class OptOutForm(forms.Form):
    """How far "no more mail" should reach. Nothing is ticked beforehand, so that no machine decides it."""

    scope = forms.ChoiceField(
        choices=[(Scope.POLL.value, Scope.POLL.value), (Scope.ALL.value, Scope.ALL.value)],
        error_messages={"required": gettext_lazy("Choose one of the two.")},
    )
