"""What becomes of the columns of a contact file, and what unknown values mean."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from polls.codebook.attributes import Attribute, plain
from polls.codebook.schema import CODE
from polls.invitations.contact_file import Column, aimed, to_code
from polls.invitations.contact_file.columns import RULES
from polls.invitations.forms.general import dress
from polls.invitations.forms.typed import attribute_name, choices_of
from polls.invitations.models import ContactList
from polls.invitations.models.attributes import KIND_LABELS
from polls.invitations.plain_text import clean_text

ROLE_LABELS = {
    "email": gettext_lazy("e-mail address"),
    "name": gettext_lazy("name"),
    "first_name": gettext_lazy("first name"),
    "infix": gettext_lazy("infix of the last name"),
    "last_name": gettext_lazy("last name"),
    "organisation": gettext_lazy("organisation"),
    "language": gettext_lazy("language"),
}
RULE_LABELS = {
    "overwrite": gettext_lazy("replace what is known"),
    "fill": gettext_lazy("fill in only what is empty"),
    "never": gettext_lazy("leave as it is"),
}
NEW, NEW_OF_ORGANISATION = "new", "new-o"


class ColumnsForm(forms.Form):
    """For each column what it is for, and what it does to people who are known already."""

    rule = forms.ChoiceField(
        label=gettext_lazy("Of people who are known already"), choices=[*RULE_LABELS.items()], initial=RULES[0]
    )
    existing_list = forms.ModelChoiceField(
        label=gettext_lazy("Put everybody on the list"),
        queryset=ContactList.objects.none(),
        required=False,
        empty_label=gettext_lazy("on no list"),
    )
    new_list = forms.CharField(label=gettext_lazy("Or on a new list, called"), max_length=200, required=False)

    def __init__(
        self, *args: Any, described: Sequence[Mapping[str, Any]], known: Mapping[str, Attribute], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.described, self.known = described, known
        self.fields["existing_list"].queryset = ContactList.objects.all()  # type: ignore[attr-defined]
        for each in described:
            self._add_column(each["position"], each["header"], each["column"])
        dress(self)

    @property
    def rows(self) -> list[dict[str, Any]]:
        """The columns of the file with their inputs."""
        return [
            {
                **each,
                "target": self[f"target-{each['position']}"],
                "rule": self[f"rule-{each['position']}"],
                "kind": self[f"kind-{each['position']}"],
                "may_be_new": self[f"target-{each['position']}"].value() in ("", None, NEW, NEW_OF_ORGANISATION),
            }
            for each in self.described
        ]

    def clean_new_list(self) -> str:
        name = clean_text(self.cleaned_data["new_list"])
        if name and ContactList.objects.filter(name=name).exists():
            raise forms.ValidationError(_("There is a list with this name already. Choose it above."))
        return name

    def clean(self) -> dict[str, Any]:
        self.columns: list[Column] = []
        for each in self.described:
            column = self._column(each["position"], each["header"])
            if column is None:
                continue
            name = f"target-{each['position']}"
            if column.attribute and not CODE.match(column.attribute):
                self.add_error(name, _("This column needs a name that begins with a letter to become an attribute."))
            elif any(column.target == other.target for other in self.columns):
                self.add_error(name, _("Another column is for this already."))
            self.columns.append(column)
        if not any(column.role == "email" for column in self.columns):
            raise forms.ValidationError(_("Say which column holds the e-mail addresses."))
        return self.cleaned_data

    def _add_column(self, position: int, header: str, column: Column | None) -> None:
        is_new = column is not None and column.attribute and column.attribute not in self.known
        new = NEW_OF_ORGANISATION if column and column.is_of_organisation else NEW
        self.fields[f"target-{position}"] = forms.ChoiceField(
            label=_("Column “%(column)s” is for") % {"column": header},
            choices=self._targets(header),
            initial=new if is_new else column.target if column else "",
            required=False,
            widget=forms.Select(attrs={"class": "form-select"}),
        )
        self.fields[f"kind-{position}"] = forms.ChoiceField(
            label=_("Kind of the new attribute “%(column)s”") % {"column": header},
            choices=[(kind.value, label) for kind, label in KIND_LABELS.items()],
            initial=column.kind if column and column.kind else "choice",
            required=False,
            widget=forms.Select(attrs={"class": "form-select"}),
        )
        self.fields[f"rule-{position}"] = forms.ChoiceField(
            label=_("What column “%(column)s” does to people who are known") % {"column": header},
            choices=[("", _("as above")), *RULE_LABELS.items()],
            required=False,
            widget=forms.Select(attrs={"class": "form-select"}),
        )

    def _targets(self, header: str) -> list[Any]:
        people = [(f"a:{code}", attribute_name(attribute)) for code, attribute in self.known.items()]
        places = [(f"o:{code}", attribute_name(attribute)) for code, attribute in self.known.items()]
        new = _("a new attribute: %(name)s") % {"name": header or _("without a name")}
        return [
            ("", _("nothing: leave it out")),
            (_("The person"), [*ROLE_LABELS.items()]),
            (_("Attribute of the person"), [*people, (NEW, new)]),
            (_("Attribute of the organisation"), [*places, (NEW_OF_ORGANISATION, new)]),
        ]

    def _column(self, position: int, header: str) -> Column | None:
        target = self.cleaned_data.get(f"target-{position}", "")
        rule = self.cleaned_data.get(f"rule-{position}") or self.cleaned_data.get("rule") or RULES[0]
        kind = ""
        if target in (NEW, NEW_OF_ORGANISATION):
            code, kind = to_code(header), self.cleaned_data.get(f"kind-{position}") or "choice"
            target = f"{'o' if target == NEW_OF_ORGANISATION else 'a'}:{code}"
            kind = "" if code in self.known else kind
        return aimed(position, header, target, kind=kind, rule=rule) if target else None


class MeaningsForm(forms.Form):
    """For each text that is no value of its attribute: which value it means, or that it is a new one."""

    def __init__(
        self, *args: Any, unknown: Mapping[str, Mapping[str, int]], known: Mapping[str, Attribute], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.groups: list[dict[str, Any]] = []
        self._keys: dict[str, tuple[str, str]] = {}
        for code, texts in unknown.items():
            names = [self._add(code, text, known[code]) for text in texts]
            fields = [(text, count, self[name]) for (text, count), name in zip(texts.items(), names, strict=True)]
            self.groups.append({"name": attribute_name(known[code]), "fields": fields})
        dress(self)

    @property
    def meanings(self) -> dict[str, dict[str, str]]:
        """By attribute and plain text the code of the value; empty leaves the cell out."""
        found: dict[str, dict[str, str]] = {}
        for name, (code, text) in self._keys.items():
            answer = self.cleaned_data[name]
            value = to_code(text) if answer == NEW else answer.removeprefix("v:")
            found.setdefault(code, {})[plain(text)] = "" if answer == "-" else value
        return found

    def _add(self, code: str, text: str, attribute: Attribute) -> str:
        name = f"meaning-{code}-{plain(text)}"
        self._keys[name] = (code, text)
        values = [(f"v:{value}", label) for value, label in choices_of(attribute)]
        self.fields[name] = forms.ChoiceField(
            label=_("“%(text)s” means") % {"text": text},
            choices=[(NEW, _("a new value: %(text)s") % {"text": text}), *values, ("-", _("nothing: leave it empty"))],
            widget=forms.Select(attrs={"class": "form-select"}),
        )
        return name
