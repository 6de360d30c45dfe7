"""What a reader may choose on the results pages. Anything that is not on offer is refused."""

from collections.abc import Set
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from polls.codebook.schema import Questionnaire, in_language

TOTAL = "total"
LANGUAGES = [("nl", _("Dutch")), ("en", _("English"))]


class Select(forms.Select):
    """A select in the product's look."""

    def __init__(self) -> None:
        super().__init__(attrs={"class": "form-select"})


class ResultsForm(forms.Form):
    """Which segment variable stands in the columns, and which one segment the page is about (``role:inhouse``)."""

    by = forms.ChoiceField(label=_("Compare by"), required=False, widget=Select())
    filter = forms.ChoiceField(label=_("Only respondents in"), required=False, widget=Select())

    def __init__(
        self, *args: Any, questionnaire: Questionnaire, hidden: Set[tuple[str, str]] = frozenset(), **kwargs: Any
    ) -> None:
        """Offer the variables of the poll, and its segments except those that are ``hidden``."""
        super().__init__(*args, **kwargs)
        language = get_language() or "nl"
        variables = questionnaire.segment_variables
        self.default = variables[0].code if variables else TOTAL
        labels = [(variable.code, in_language(variable.label, language)) for variable in variables]
        self.fields["by"].choices = [*labels, (TOTAL, _("All respondents together"))]  # type: ignore[attr-defined]
        self.fields["filter"].choices = [  # type: ignore[attr-defined]
            ("", _("All respondents")),
            *(
                (
                    in_language(variable.label, language),
                    [
                        (f"{variable.code}:{segment.code}", in_language(segment.label, language))
                        for segment in variable.segments
                        if (variable.code, segment.code) not in hidden
                    ],
                )
                for variable in variables
            ),
        ]

    @property
    def only(self) -> tuple[str, str]:
        """The variable and segment of the filter; two empty texts without one, or with one that is not on offer."""
        variable, _colon, segment = str(self._clean("filter")).partition(":")
        return variable, segment

    @property
    def is_refused(self) -> bool:
        """Whether a filter was asked for that is not on offer: there is no such group, or it may not be shown."""
        return bool(self.data.get("filter")) and not self.only[0]

    @property
    def variable(self) -> str | None:
        """The variable in the columns, or None for the total alone. A filter takes its own variable out."""
        chosen = self._clean("by") or self._default_beside(self.only[0])
        return None if chosen in (TOTAL, self.only[0]) else str(chosen)

    def _default_beside(self, filtered: str) -> str:
        codes = [code for code, _label in self.fields["by"].choices if code != filtered]  # type: ignore[attr-defined]
        return str(codes[0])

    def _clean(self, name: str) -> str:
        self.is_valid()
        return self.cleaned_data.get(name, "") or ""


class ResponsesForm(forms.Form):
    """A file of the single responses."""

    FORMATS = [
        ("csv", _("CSV, for any program")),
        ("xlsx", _("Excel workbook")),
        ("sav", _("SPSS, with labels and codes")),
    ]
    VALUES = [("labels", _("Labels, as respondents read them")), ("codes", _("Codes, for analysis"))]

    format = forms.ChoiceField(label=_("File"), choices=FORMATS, widget=Select())
    values = forms.ChoiceField(label=_("Answers as"), choices=VALUES, widget=Select())
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES, widget=Select())
