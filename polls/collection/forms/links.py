"""What staff fills in to make a link."""

from collections.abc import Mapping
from urllib.parse import urlsplit

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from polls.collection.models import Link
from polls.collection.services.links import LinkPlan
from polls.invitations.forms import BootstrapForm
from polls.invitations.models import Organisation

MOST_ORIGINS = 20


class LinkForm(BootstrapForm):
    """What every kind of link comes down to."""

    @property
    def link_name(self) -> str:
        return str(self.cleaned_data["name"]).strip()

    @property
    def plan(self) -> LinkPlan:
        return LinkPlan()


class NamedLinkForm(LinkForm):
    """A link for one place or one device."""

    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=100,
        help_text=gettext_lazy("How you recognise it in the list. In an open link it stands in the address."),
    )


class EmbedForm(NamedLinkForm):
    """A frame on the pages of named websites."""

    origins = forms.CharField(
        label=gettext_lazy("Websites that may show the poll"),
        widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "false"}),
        help_text=gettext_lazy("One address a line, such as https://www.example.nl. Elsewhere the frame stays empty."),
    )

    def clean_origins(self) -> list[str]:
        lines = self.cleaned_data["origins"].split()
        if len(lines) > MOST_ORIGINS:
            raise ValidationError(_("At most %(most)s websites.") % {"most": MOST_ORIGINS})
        return list(dict.fromkeys(origin_of(line) for line in lines))

    @property
    def plan(self) -> LinkPlan:
        return LinkPlan(origins=self.cleaned_data["origins"])


class OrganisationForm(LinkForm):
    """A link that one organisation passes on to its people."""

    organisation = forms.ModelChoiceField(
        label=gettext_lazy("Organisation"),
        queryset=Organisation.objects.all(),
        help_text=gettext_lazy("What is known of it may stand beside the answers, for groups that are large enough."),
    )
    maximum = forms.IntegerField(
        label=gettext_lazy("Most responses"),
        min_value=1,
        max_value=100_000,
        required=False,
        help_text=gettext_lazy("After so many answers the link says that it is full. Empty: no limit."),
    )

    @property
    def link_name(self) -> str:
        return str(self.cleaned_data["organisation"].name)

    @property
    def plan(self) -> LinkPlan:
        return LinkPlan(organisation=self.cleaned_data["organisation"], maximum=self.cleaned_data["maximum"])


FORMS: Mapping[Link.Kind, type[LinkForm]] = {
    Link.Kind.OPEN: NamedLinkForm,
    Link.Kind.EMBED: EmbedForm,
    Link.Kind.KIOSK: NamedLinkForm,
    Link.Kind.ORGANISATION: OrganisationForm,
}


def origin_of(text: str) -> str:
    """Give the origin of a website's address, as a browser writes it. Raises ValidationError for anything else."""
    message = _("“%(text)s” is not the address of a website. Write it as https://www.example.nl.") % {"text": text}
    try:
        parts = urlsplit(text)
        host, port = (parts.hostname or "").encode("idna").decode(), parts.port
    except (ValueError, UnicodeError) as error:
        raise ValidationError(message) from error
    is_local = host in ("localhost", "127.0.0.1")
    if parts.scheme != "https" and not (parts.scheme == "http" and is_local):
        raise ValidationError(message)
    if not host or parts.username or not set(host) <= set("abcdefghijklmnopqrstuvwxyz0123456789.-"):
        raise ValidationError(message)
    return f"{parts.scheme}://{host}" + (f":{port}" if port else "")
