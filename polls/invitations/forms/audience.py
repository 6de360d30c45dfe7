"""Choosing contacts: by what is known of them, from a list or a selection, by what they did before."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from polls.codebook.attributes import Attribute
from polls.codebook.texts import in_language
from polls.invitations.forms.general import dress
from polls.invitations.forms.typed import attribute_name, choices_of, language
from polls.invitations.models import ContactList, Organisation, Selection
from polls.invitations.names import organisation_key
from polls.invitations.plain_text import clean_text
from polls.invitations.services import Criteria, may_tell_answers, sources
from polls.invitations.services.organisations import known_organisations
from polls.invitations.services.selecting import ABOUT_ANSWERS, EVERYBODY, Part
from polls.questionnaire.models import Poll

PARTICIPATIONS = 3
PART_LABELS = {
    Part.INVITED: gettext_lazy("was invited"),
    Part.NOT_INVITED: gettext_lazy("was not invited"),
    Part.ANSWERED: gettext_lazy("has answered"),
    Part.NOT_ANSWERED: gettext_lazy("was invited and has not answered"),
}


class AttributesForm(forms.Form):
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
    def attribute_fields(self) -> list[forms.BoundField]:
        return [self[f"a-{code}"] for code in self.names]

    @property
    def chosen(self) -> dict[str, list[str]]:
        """The values ticked per attribute; what is not on offer counts as not ticked."""
        self.is_valid()
        ticked = {name: self.cleaned_data.get(f"a-{name}", []) for name in self.names}
        return {name: values for name, values in ticked.items() if values}


class AudienceForm(AttributesForm):
    """Choosing whom to invite: from everybody, a list or a selection, and of these by attribute."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["source"] = source_field()
        dress(self)

    @property
    def is_on_offer(self) -> bool:
        """Whether all that was ticked is still there: without it the rest might mean more people, or everybody."""
        ticked = {name.removeprefix("a-") for name in self.data if name.startswith("a-")}
        return self.is_valid() and ticked <= set(self.names)

    @property
    def source(self) -> str:
        self.is_valid()
        return self.cleaned_data.get("source") or EVERYBODY


class SelectionForm(AttributesForm):
    """Conditions under a name."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=200)
    organisations = forms.CharField(
        label=gettext_lazy("At one of these organisations"),
        required=False,
        help_text=gettext_lazy("A name on each line. Empty: at any."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    lists = forms.ModelMultipleChoiceField(
        label=gettext_lazy("On one of these lists"),
        queryset=ContactList.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    without_lists = forms.ModelMultipleChoiceField(
        label=gettext_lazy("On none of these lists"),
        queryset=ContactList.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    not_approached_days = forms.IntegerField(
        label=gettext_lazy("Got no mail of us in the last … days"),
        min_value=0,
        max_value=3650,
        required=False,
        help_text=gettext_lazy("Empty: does not matter."),
    )
    is_reachable = forms.BooleanField(
        label=gettext_lazy("Only who wants mail and has an address that works"), required=False
    )

    def __init__(self, *args: Any, selection: Selection, criteria: Criteria, **kwargs: Any) -> None:
        self.selection = selection
        initial: dict[str, Any] = {
            "name": selection.name,
            "organisations": "\n".join(
                Organisation.objects.filter(pk__in=criteria.organisations).values_list("name", flat=True)
            ),
            "lists": criteria.lists,
            "without_lists": criteria.without_lists,
            "not_approached_days": criteria.not_approached_days or None,
            "is_reachable": criteria.is_reachable,
            **{f"a-{code}": values for code, values in criteria.attributes.items()},
        }
        for number, (poll, part) in enumerate(criteria.participation):
            initial |= {f"poll-{number}": poll, f"part-{number}": part}
        super().__init__(*args, initial=initial, **kwargs)
        for name in ("lists", "without_lists"):
            self.fields[name].queryset = ContactList.objects.all()  # type: ignore[attr-defined]
        self._polls = {poll.pk: poll for poll in Poll.objects.exclude(state=Poll.State.DRAFT).order_by("-pk")}
        self._add_participation()
        dress(self)

    @property
    def participation_fields(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        return [(self[f"poll-{number}"], self[f"part-{number}"]) for number in range(PARTICIPATIONS)]

    @property
    def criteria(self) -> Criteria:
        """The conditions of a form that is valid."""
        data = self.cleaned_data
        return Criteria(
            attributes=self.chosen,
            organisations=data["organisations"],
            lists=[each.pk for each in data["lists"]],
            without_lists=[each.pk for each in data["without_lists"]],
            participation=[
                (int(data[f"poll-{number}"]), data[f"part-{number}"])
                for number in range(PARTICIPATIONS)
                if data.get(f"poll-{number}")
            ],
            not_approached_days=data["not_approached_days"] or 0,
            is_reachable=data["is_reachable"],
        )

    def clean_name(self) -> str:
        name = clean_text(self.cleaned_data["name"])
        if not name:
            raise ValidationError(_("Give a name with letters or digits."))
        if Selection.objects.filter(name=name).exclude(pk=self.selection.pk).exists():
            raise ValidationError(_("There is a selection with this name already."))
        return name

    def clean_organisations(self) -> list[int]:
        names = [name for name in map(clean_text, self.cleaned_data["organisations"].splitlines()) if name]
        found = known_organisations(organisation_key(name) for name in names)
        missing = [name for name in names if organisation_key(name) not in found]
        if missing:
            raise ValidationError(_("There is no organisation called %(names)s."), params={"names": ", ".join(missing)})
        return sorted(organisation.pk for organisation in found.values())

    def clean(self) -> dict[str, Any]:
        for number in range(PARTICIPATIONS):
            poll = self._polls.get(int(self.cleaned_data.get(f"poll-{number}") or 0))
            part = self.cleaned_data.get(f"part-{number}")
            if poll and part in ABOUT_ANSWERS and not may_tell_answers(poll):
                self.add_error(f"part-{number}", ONLY_WHEN_CLOSED)
        return self.cleaned_data

    def _add_participation(self) -> None:
        polls = [(str(pk), in_language(poll.title, language()) or poll.slug) for pk, poll in self._polls.items()]
        for number in range(PARTICIPATIONS):
            self.fields[f"poll-{number}"] = forms.ChoiceField(
                label=_("Of the poll"), choices=[("", _("no matter")), *polls], required=False
            )
            self.fields[f"part-{number}"] = forms.ChoiceField(
                label=_("the contact"),
                choices=[(part.value, text) for part, text in PART_LABELS.items()],
                required=False,
            )


ONLY_WHEN_CLOSED = gettext_lazy(
    "This poll is anonymous and still open. Who has answered can be used when it is closed; who was invited, now."
)


def source_field() -> forms.ChoiceField:
    """The choice between everybody, the lists and the selections."""
    lists, selections = sources()
    groups: list[Any] = [(EVERYBODY, _("everybody"))]
    groups += [(_("Lists"), lists)] if lists else []
    groups += [(_("Selections"), selections)] if selections else []
    return forms.ChoiceField(label=_("Choose from"), choices=groups, required=False)
