"""One contact, one organisation: the fields that all have, and an input for each attribute."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from polls.codebook.attributes import Attribute
from polls.invitations.contact_file import email_key
from polls.invitations.forms.general import dress
from polls.invitations.forms.typed import PREFIX, add_inputs, clean_inputs
from polls.invitations.models import Contact, Organisation
from polls.invitations.names import organisation_key
from polls.invitations.plain_text import clean_text
from polls.invitations.services import organisations_named, suppressed_among
from polls.invitations.services.organisations import find_people_anew


class _PersonOrPlace(forms.ModelForm):  # type: ignore[type-arg]
    def __init__(self, *args: Any, known: Mapping[str, Attribute], above: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = known
        add_inputs(self, known, self.instance.attributes, above)
        dress(self)

    @property
    def attribute_fields(self) -> list[forms.BoundField]:
        return [self[f"{PREFIX}{code}"] for code in self.known]

    def clean_name(self) -> str:
        return clean_text(self.cleaned_data["name"])

    def clean(self) -> dict[str, Any]:
        undescribed = {name: value for name, value in self.instance.attributes.items() if name not in self.known}
        self.values = undescribed | clean_inputs(self, self.known)
        return self.cleaned_data


class ContactForm(_PersonOrPlace):
    """One contact."""

    employer = forms.CharField(
        label=gettext_lazy("Organisation"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"list": "organisations", "autocomplete": "off"}),
    )

    class Meta:
        model = Contact
        fields = ["email", "name", "language"]

    def __init__(self, *args: Any, known: Mapping[str, Attribute], **kwargs: Any) -> None:
        instance = kwargs.get("instance") or Contact()
        above = instance.organisation.attributes if instance.organisation else {}
        super().__init__(*args, known=known, above=above, **kwargs)
        self.initial.setdefault("employer", self.instance.organisation_name)

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"]
        before = Contact.objects.filter(pk=self.instance.pk).values_list("email_key", flat=True).first()
        if email_key(email) == before:
            return email
        if Contact.objects.filter(email_key=email_key(email)).exists():
            raise ValidationError(_("There is a contact with this address already."))
        if suppressed_among([email_key(email)]):
            raise ValidationError(_("The owner of this address asked for no mail, or to be erased."))
        return email

    def clean_employer(self) -> str:
        return clean_text(self.cleaned_data["employer"])

    def stored(self) -> Contact:
        """Store the contact with its attributes, its key and its organisation, which is made when it is new."""
        contact: Contact = super().save(commit=False)
        contact.email_key = email_key(contact.email)
        contact.attributes = self.values
        contact.organisation = next(iter(organisations_named([self.cleaned_data["employer"]]).values()), None)
        contact.save()
        return contact


class OrganisationForm(_PersonOrPlace):
    """One organisation."""

    class Meta:
        model = Organisation
        fields = ["name"]

    def __init__(self, *args: Any, known: Mapping[str, Attribute], **kwargs: Any) -> None:
        super().__init__(*args, known=known, above={}, **kwargs)

    def clean_name(self) -> str:
        name = super().clean_name()
        key = organisation_key(name)
        if not key:
            raise ValidationError(_("Give a name with letters or digits."))
        if Organisation.objects.filter(name_key=key).exclude(pk=self.instance.pk).exists():
            raise ValidationError(_("There is an organisation with this name already."))
        return name

    def stored(self) -> Organisation:
        """Store the organisation with its attributes and its key."""
        organisation: Organisation = super().save(commit=False)
        organisation.name_key = organisation_key(organisation.name)
        organisation.attributes = self.values
        is_renamed = bool(organisation.pk) and "name" in self.changed_data
        organisation.save()
        if is_renamed:
            find_people_anew(organisation)
        return organisation
