"""What staff and respondents fill in on the pages of this stage."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from polls.codebook.schema import CODE
from polls.invitations.contact_file import FILE_PROBLEMS, email_key, to_code
from polls.invitations.models import Contact
from polls.invitations.plain_text import clean_text
from polls.invitations.services import Scope, organisations_named, suppressed_among

AttributeValues = Mapping[str, Mapping[str, int]]
"""Per attribute its values, each with the number of contacts that have it."""


def attribute_label(name: str) -> str:
    """Write the code of an attribute as people would: ``aantal_medewerkers`` is "Aantal medewerkers"."""
    return name.replace("_", " ").capitalize()


class BootstrapForm(forms.Form):
    """A form whose widgets have Bootstrap's classes, and whose errors are tied to their fields."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            is_select = isinstance(field.widget, forms.Select)
            if not isinstance(field.widget, (forms.RadioSelect, forms.CheckboxInput, forms.CheckboxSelectMultiple)):
                field.widget.attrs.setdefault("class", "form-select" if is_select else "form-control")
            if self.is_bound and name in self.errors:
                field.widget.attrs["class"] = f"{field.widget.attrs.get('class', '')} is-invalid".strip()


class UploadForm(BootstrapForm):
    """Choosing a contact file."""

    file = forms.FileField(
        label=gettext_lazy("Contact file"),
        help_text=gettext_lazy("CSV or Excel (.xlsx), at most 5 MB and 20,000 rows."),
        error_messages={"empty": FILE_PROBLEMS["empty"]},  # type: ignore[dict-item]
    )
    file.widget.attrs["accept"] = ".csv,.txt,.xlsx"


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


class ContactForm(forms.ModelForm):  # type: ignore[type-arg]
    """One contact, with an input for each attribute that any contact has and one for a new attribute."""

    employer = forms.CharField(label=gettext_lazy("Organisation"), max_length=200, required=False)
    new_name = forms.CharField(label=gettext_lazy("Another attribute"), max_length=40, required=False)
    new_value = forms.CharField(label=gettext_lazy("Its value"), max_length=40, required=False)

    class Meta:
        model = Contact
        fields = ["email", "name", "language"]

    def __init__(self, *args: Any, known: AttributeValues, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = known
        self.initial.setdefault("employer", self.instance.organisation_name)
        for name in known:
            self.fields[f"attribute-{name}"] = forms.CharField(
                label=attribute_label(name),
                initial=self.instance.attributes.get(name, ""),
                max_length=200,
                required=False,
                widget=forms.TextInput(attrs={"list": f"values-{name}"}),
            )
        for field in self.fields.values():
            is_select = isinstance(field.widget, forms.Select)
            field.widget.attrs.setdefault("class", "form-select" if is_select else "form-control")

    @property
    def attribute_fields(self) -> list[tuple[forms.BoundField, str, Sequence[str]]]:
        return [(self[f"attribute-{name}"], f"values-{name}", list(values)) for name, values in self.known.items()]

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"]
        same = Contact.objects.filter(email_key=email_key(email)).exclude(pk=self.instance.pk)
        if same.exists():
            raise ValidationError(_("There is a contact with this address already."))
        if self.instance.pk is None and suppressed_among([email_key(email)]):
            raise ValidationError(_("The owner of this address asked for no mail, or to be erased."))
        return email

    def clean_name(self) -> str:
        return clean_text(self.cleaned_data["name"])

    def clean_employer(self) -> str:
        return clean_text(self.cleaned_data["employer"])

    def clean(self) -> dict[str, Any]:
        name, value = (to_code(self.cleaned_data.get(field, "")) for field in ("new_name", "new_value"))
        if bool(name) != bool(value):
            self.add_error("new_name", _("Give both the attribute and its value, or neither."))
        if name and not CODE.match(name):
            self.add_error("new_name", _("Use small letters, digits and underscores, starting with a letter."))
        return self.cleaned_data

    @property
    def attributes(self) -> dict[str, str]:
        values = {name: to_code(self.cleaned_data.get(f"attribute-{name}", "")) for name in self.known}
        values[to_code(self.cleaned_data.get("new_name", ""))] = to_code(self.cleaned_data.get("new_value", ""))
        return {name: value for name, value in values.items() if name and value}

    def stored(self) -> Contact:
        """Store the contact with its attributes and its key."""
        contact: Contact = super().save(commit=False)
        contact.email_key = email_key(contact.email)
        contact.attributes = self.attributes
        employer = self.cleaned_data["employer"]
        contact.organisation = next(iter(organisations_named([employer]).values()), None)
        contact.save()
        return contact


class AudienceForm(forms.Form):
    """Choosing contacts by attribute: none ticked means all."""

    def __init__(self, *args: Any, values: AttributeValues, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.names = list(values)
        for name, counts in values.items():
            self.fields[f"a-{name}"] = forms.MultipleChoiceField(
                label=attribute_label(name),
                choices=[(value, f"{attribute_label(value)} ({count})") for value, count in counts.items()],
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


class OptOutForm(forms.Form):
    """How far "no more mail" should reach. Nothing is ticked beforehand, so that no machine decides it."""

    scope = forms.ChoiceField(
        choices=[(Scope.POLL.value, Scope.POLL.value), (Scope.ALL.value, Scope.ALL.value)],
        error_messages={"required": gettext_lazy("Choose one of the two.")},
    )
