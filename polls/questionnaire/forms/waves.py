"""The forms of recode maps: which earlier poll, and what each question and code of it has become."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from polls.codebook import recode
from polls.codebook.recode import FAMILIES, Family, RecodeMap, VariableRecode
from polls.codebook.schema import Question, Questionnaire, in_language
from polls.questionnaire.models import Poll

NONE = ("", _("– nothing –"))


class EarlierPollForm(forms.Form):
    """Which poll came before."""

    earlier = forms.ModelChoiceField(
        label=_("Earlier poll"), queryset=Poll.objects.none(), to_field_name="slug", empty_label=None,
        widget=forms.Select(attrs={"class": "form-select"}),
    )  # fmt: skip

    def __init__(self, *args: Any, later: Poll, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["earlier"].queryset = Poll.objects.exclude(pk=later.pk)  # type: ignore[attr-defined]


class RecodeForm(forms.Form):
    """One select per later variable, and one per code of the earlier variable that it was joined with.

    A variable that is joined with another one than the page showed gets its codes suggested anew.
    """

    def __init__(
        self, *args: Any, earlier: Questionnaire, later: Questionnaire, recode_map: RecodeMap, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.old = {question.code: question for question in recode.variables_of(earlier)}
        self.new = {question.code: question for question in recode.variables_of(later)}
        self.shown = recode_map
        for target, question in self.new.items():
            known = recode_map.by_target.get(target)
            self._add(f"v-{target}", self._sources(question), known.source if known else "")
            if known and known.source in self.old and FAMILIES[question.kind] is Family.CODES:
                for code in self.old[known.source].choice_by_code:
                    self._add(f"c-{target}-{code}", _choices(question), known.codes.get(code, ""))

    def recode_map(self) -> RecodeMap:
        """The map as it was chosen. Only for a valid form."""
        lines = ((target, self.cleaned_data[f"v-{target}"]) for target in self.new)
        return RecodeMap(tuple(self._line(target, source) for target, source in lines if source))

    @property
    def lines(self) -> list[dict[str, Any]]:
        """What the page shows: each later variable with its selects."""
        return [self._shown_line(target, question) for target, question in self.new.items()]

    def _line(self, target: str, source: str) -> VariableRecode:
        known = self.shown.by_target.get(target)
        if FAMILIES[self.new[target].kind] is not Family.CODES:
            return VariableRecode(source, target)
        if known is None or known.source != source:
            return VariableRecode(source, target, recode.suggest_codes(self.old[source], self.new[target]))
        chosen = {code: self.cleaned_data[f"c-{target}-{code}"] for code in self.old[source].choice_by_code}
        return VariableRecode(source, target, {code: later for code, later in chosen.items() if later})

    def _shown_line(self, target: str, question: Question) -> dict[str, Any]:
        known = self.shown.by_target.get(target)
        earlier = self.old.get(known.source) if known else None
        codes = []
        for code, choice in (earlier.choice_by_code if earlier else {}).items():
            if f"c-{target}-{code}" in self.fields:
                codes.append({"code": code, "label": _said(choice.label), "field": self[f"c-{target}-{code}"]})
        return {"code": target, "text": _said(question.text), "field": self[f"v-{target}"], "codes": codes}

    def _sources(self, question: Question) -> list[tuple[str, Any]]:
        """The earlier variables of the same family."""
        family = FAMILIES[question.kind]
        suited = [old for old in self.old.values() if FAMILIES[old.kind] is family]
        return [NONE, *((old.code, f"{old.code}: {_said(old.text)[:80]}") for old in suited)]

    def _add(self, name: str, choices: list[tuple[str, Any]], initial: str) -> None:
        select = forms.Select(attrs={"class": "form-select form-select-sm"})
        self.fields[name] = forms.ChoiceField(choices=choices, required=False, initial=initial, widget=select)


def _choices(question: Question) -> list[tuple[str, Any]]:
    return [NONE, *((choice.code, f"{choice.code}: {_said(choice.label)[:60]}") for choice in question.options)]


def _said(text: Mapping[str, str]) -> str:
    return in_language(text, get_language() or "nl")
