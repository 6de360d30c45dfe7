"""Forms in which staff give other programs access."""

import uuid
from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from polls.api.models import Scope, Webhook
from polls.api.services.guard import RefusedError, target_of
from polls.api.services.hooks import Wanted
from polls.api.services.posting import PROBLEMS
from polls.api.words import Words
from polls.questionnaire.models import Announcement, Poll

LARGEST = 1_000_000
MOST_NUMBERS = 20
TERMS = {
    "30": (_("30 days"), timedelta(days=30)),
    "90": (_("90 days"), timedelta(days=90)),
    "365": (_("a year"), timedelta(days=365)),
    "": (_("until it is revoked"), None),
}
"""How long a token may work."""


def ticks(label: Words, choices: Any) -> forms.MultipleChoiceField:
    """Make a field of boxes to tick."""
    return forms.MultipleChoiceField(label=label, choices=choices, widget=forms.CheckboxSelectMultiple())


class PollsForm(forms.Form):
    """For which polls: all, or those that are ticked."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    name = forms.CharField(
        label=_("Name"),
        max_length=80,
        widget=forms.TextInput(attrs={"class": "form-control", "autocomplete": "off"}),
    )
    reach = forms.ChoiceField(
        label=_("For which polls"),
        choices=[("all", _("All polls, also later ones")), ("some", _("Only these"))],
        widget=forms.Select(attrs={"class": "form-select"}),
    )
    polls = forms.ModelMultipleChoiceField(
        label=_("Polls"), queryset=Poll.objects.none(), required=False, widget=forms.CheckboxSelectMultiple()
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["polls"].queryset = Poll.objects.order_by("-created_at", "-pk")  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("reach") == "some" and not given.get("polls"):
            self.add_error("polls", _("Choose at least one poll."))
        return given

    @property
    def chosen(self) -> list[Poll] | None:
        """The polls that were chosen; None for all."""
        return None if self.cleaned_data["reach"] == "all" else list(self.cleaned_data["polls"])


class TokenForm(PollsForm):
    """A new token."""

    scopes = forms.MultipleChoiceField(
        label=_("May read"), choices=Scope.choices, widget=forms.CheckboxSelectMultiple()
    )
    term = forms.ChoiceField(
        label=_("Works for"),
        choices=[(code, words) for code, (words, _term) in TERMS.items()],
        initial="365",
        required=False,
        widget=forms.Select(attrs={"class": "form-select"}),
    )

    field_order = ["key", "name", "scopes", "reach", "polls", "term"]

    @property
    def fields_to_make(self) -> dict[str, Any]:
        """What ``make_token`` wants to know."""
        given = self.cleaned_data
        term = TERMS[given["term"]][1]
        return {
            "name": given["name"],
            "scopes": [Scope(code) for code in given["scopes"]],
            "polls": self.chosen,
            "expires_at": timezone.now() + term if term else None,
            "key": given["key"],
        }


class HookForm(PollsForm):
    """A webhook: where to, of what, of which polls."""

    url = forms.CharField(
        label=_("Address"),
        max_length=500,
        help_text=_("An address of the program that is told, such as https://crm.example.nl/polls."),
        widget=forms.URLInput(attrs={"class": "form-control", "autocomplete": "off", "inputmode": "url"}),
    )
    kinds = ticks(_("Is told when"), Announcement.Kind.choices)
    thresholds = forms.CharField(
        label=_("Numbers of responses"),
        required=False,
        help_text=_(
            "With commas between them, such as 50, 100, 250. Of an open anonymous poll it is told in steps, so that "
            "nobody's moment of answering shows."
        ),
        widget=forms.TextInput(attrs={"class": "form-control", "autocomplete": "off", "inputmode": "numeric"}),
    )

    field_order = ["key", "name", "url", "kinds", "thresholds", "reach", "polls"]

    def clean_url(self) -> str:
        url = str(self.cleaned_data["url"]).strip()
        try:
            target_of(url)
        except RefusedError as error:
            raise forms.ValidationError(str(PROBLEMS[error.code])) from error
        return url

    def clean_thresholds(self) -> list[int]:
        written = str(self.cleaned_data["thresholds"]).replace(";", ",").split(",")
        found = set()
        for each in filter(None, map(str.strip, written)):
            if not (each.isascii() and each.isdigit()) or not 0 < int(each) <= LARGEST:
                raise forms.ValidationError(_("“%(text)s” is not a number."), params={"text": each})
            found.add(int(each))
        if len(found) > MOST_NUMBERS:
            raise forms.ValidationError(_("Give at most %(most)s numbers."), params={"most": MOST_NUMBERS})
        return sorted(found)

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        wants_numbers = Announcement.Kind.RESPONSES in given.get("kinds", [])
        if wants_numbers and not given.get("thresholds") and "thresholds" not in self.errors:
            self.add_error("thresholds", _("Say at which numbers of responses."))
        return given

    @property
    def wanted(self) -> Wanted:
        given = self.cleaned_data
        return Wanted(given["name"], given["url"], given["kinds"], given["thresholds"], self.chosen)

    @staticmethod
    def initial_of(hook: Webhook) -> dict[str, Any]:
        """What the form shows of a webhook that is there."""
        return {
            "key": hook.pk,
            "name": hook.name,
            "url": hook.url,
            "kinds": hook.kinds,
            "thresholds": ", ".join(map(str, hook.thresholds)),
            "reach": "all" if hook.is_for_all else "some",
            "polls": list(hook.polls.all()),
        }
