"""Lists of contacts, and drawing a sample."""

import secrets
from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from polls.codebook.attributes import Attribute
from polls.invitations.contact_file import email_key
from polls.invitations.forms.audience import source_field
from polls.invitations.forms.general import dress
from polls.invitations.forms.typed import attribute_name, shown_value
from polls.invitations.models import Contact, ContactList
from polls.invitations.plain_text import clean_text
from polls.invitations.services import Recipe
from polls.invitations.services.sampling import FIXED, PROPORTIONAL, SIMPLE

MOST_ADDED = 2_000
METHODS = {
    SIMPLE: gettext_lazy("simple: everybody has the same chance"),
    PROPORTIONAL: gettext_lazy("stratified, in proportion to the groups"),
    FIXED: gettext_lazy("stratified, with a size for each group"),
}


class ListForm(forms.Form):
    """A list by its name, with addresses of contacts to put on it."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=200)
    add = forms.CharField(
        label=gettext_lazy("Put these contacts on it"),
        required=False,
        help_text=gettext_lazy("E-mail addresses of contacts, one on each line."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args: Any, made: ContactList, **kwargs: Any) -> None:
        self.made = made
        super().__init__(*args, **kwargs)
        self.initial["name"] = made.name
        if not made.pk:
            self.fields["source"] = source_field()
            self.fields["source"].choices = [("", _("nobody: an empty list")), *self.fields["source"].choices]  # type: ignore[attr-defined]
            self.fields["source"].label = _("Start with")
        dress(self)

    def clean_name(self) -> str:
        return free_name(self.cleaned_data["name"], self.made)

    def clean_add(self) -> list[int]:
        """Give the keys of the contacts with these addresses."""
        addresses = [text for text in self.cleaned_data["add"].replace(",", "\n").replace(";", "\n").split() if text]
        if len(addresses) > MOST_ADDED:
            raise ValidationError(_("These are more than 2,000 addresses. Import them as a file instead."))
        found = dict(Contact.objects.filter(email_key__in=map(email_key, addresses)).values_list("email_key", "pk"))
        missing = [address for address in addresses if email_key(address) not in found]
        if missing:
            raise ValidationError(
                _("No contact has the address %(addresses)s."), params={"addresses": ", ".join(missing[:10])}
            )
        return list(found.values())


class SampleForm(forms.Form):
    """How a sample is drawn."""

    name = forms.CharField(label=gettext_lazy("Name of the list"), max_length=200)
    is_reachable = forms.BooleanField(
        label=gettext_lazy("Only who wants mail and has an address that works"), required=False, initial=True
    )
    method = forms.ChoiceField(label=gettext_lazy("How"), choices=[*METHODS.items()])
    attribute = forms.ChoiceField(label=gettext_lazy("Groups by"), required=False)
    size = forms.IntegerField(label=gettext_lazy("How many"), min_value=1, max_value=1_000_000, required=False)
    seed = forms.CharField(
        label=gettext_lazy("Seed"),
        max_length=64,
        required=False,
        help_text=gettext_lazy("The same seed draws the same people. Empty: one is made, and kept."),
    )

    def __init__(self, *args: Any, known: Mapping[str, Attribute], **kwargs: Any) -> None:
        self.known = known
        super().__init__(*args, **kwargs)
        groups = [(code, attribute_name(each)) for code, each in known.items() if each.has_list]
        self.fields["attribute"].choices = [("", _("no groups")), *groups]  # type: ignore[attr-defined]
        self.fields["source"] = source_field()
        dress(self)

    def clean_name(self) -> str:
        return free_name(self.cleaned_data["name"], ContactList())

    def clean_seed(self) -> str:
        return clean_text(self.cleaned_data["seed"]) or secrets.token_hex(8)

    def clean(self) -> dict[str, Any]:
        method = self.cleaned_data.get("method")
        if method != SIMPLE and not self.cleaned_data.get("attribute"):
            self.add_error("attribute", _("Choose by which attribute the groups are made."))
        if method != FIXED and not self.cleaned_data.get("size") and "size" not in self.errors:
            self.add_error("size", _("Say how many people are to be drawn."))
        if method == FIXED and not any(self.sizes.values()):
            self.add_error(None, _("Give a size for each group below, then count again."))
        return self.cleaned_data

    @property
    def sizes(self) -> dict[str, int]:
        """The sizes given per group; what is no number counts as nobody."""
        found = {name.removeprefix("size-"): text for name, text in self.data.items() if name.startswith("size-")}
        return {name: int(text) for name, text in found.items() if text.isdecimal() and len(text) < 8}

    def recipe(self) -> Recipe:
        data = self.cleaned_data
        is_stratified = data["method"] != SIMPLE
        return Recipe(
            method=data["method"],
            seed=data["seed"],
            size=data["size"] or 0,
            attribute=data["attribute"] if is_stratified else "",
            sizes=self.sizes if data["method"] == FIXED else {},
        )

    def group_label(self, group: str) -> str:
        attribute = self.known.get(self.cleaned_data.get("attribute", ""))
        return shown_value(attribute, group) if group else _("not known")


def free_name(name: str, made: ContactList) -> str:
    """Give a name that no other list has. Raises ValidationError."""
    name = clean_text(name)
    if not name:
        raise ValidationError(_("Give a name with letters or digits."))
    if ContactList.objects.filter(name=name).exclude(pk=made.pk).exists():
        raise ValidationError(_("There is a list with this name already."))
    return name
