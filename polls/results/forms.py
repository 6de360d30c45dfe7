"""What a reader may choose on the results pages. Anything that is not on offer is refused."""

from collections.abc import Sequence, Set
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from polls.codebook.schema import Questionnaire, in_language
from polls.invitations.contact_file import FILE_PROBLEMS, UnreadableFileError, read_cells
from polls.reporting.flags import ANY, FLAGS
from polls.results.models import PollWeights

TOTAL = "total"
LANGUAGES = [("nl", _("Dutch")), ("en", _("English"))]

WITHOUT = [
    ("", _("Counted")),
    (ANY, _("All left out")),
    ("fast", _("Left out: remarkably fast")),
    ("straight", _("Left out: always the same")),
    ("silent", _("Left out: half empty")),
]


def flags_of(chosen: str) -> tuple[str, ...]:
    """Give the flags of the responses that are left out by a choice of ``WITHOUT``."""
    return tuple(FLAGS) if chosen == ANY else (chosen,) if chosen else ()


class Select(forms.Select):
    """A select in the product's look."""

    def __init__(self) -> None:
        super().__init__(attrs={"class": "form-select"})


class ResultsForm(forms.Form):
    """Which segment variable stands in the columns, and which one segment the page is about (``role:inhouse``)."""

    by = forms.ChoiceField(label=_("Compare by"), required=False, widget=Select())
    filter = forms.ChoiceField(label=_("Only respondents in"), required=False, widget=Select())
    weights = forms.ChoiceField(label=_("Weights"), required=False, widget=Select())
    without = forms.ChoiceField(label=_("Flagged responses"), choices=WITHOUT, required=False, widget=Select())

    def __init__(
        self,
        *args: Any,
        questionnaire: Questionnaire,
        hidden: Set[tuple[str, str]] = frozenset(),
        weights: Sequence[PollWeights] = (),
        offers_flags: bool = False,
        **kwargs: Any,
    ) -> None:
        """Offer the variables of the poll, its segments except those that are ``hidden``, and its accepted weights.

        ``offers_flags``: whether flagged responses may be left out.
        """
        super().__init__(*args, **kwargs)
        self.offers_flags = offers_flags
        self.accepted = {each.name: each for each in weights}
        names = [(each.name, f"{each.name} ({_('version')} {each.version})") for each in weights]
        self.fields["weights"].choices = [("", _("Not weighted")), *names]  # type: ignore[attr-defined]
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
    def weighted_by(self) -> PollWeights | None:
        """The weights that were chosen; None for none, or for some that are not on offer."""
        return self.accepted.get(str(self._clean("weights")))

    @property
    def left_out(self) -> tuple[str, ...]:
        """The flags of responses that are left out; none where that is not on offer."""
        return flags_of(str(self._clean("without"))) if self.offers_flags else ()

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
        ("parquet", _("Parquet, for Python, R and databases")),
        ("r", _("R: CSV with a script that labels it")),
        ("stata", _("Stata: CSV with a do-file that labels it")),
        ("triple_s", _("Triple-S, for market research software")),
        ("ddi", _("DDI codebook with CSV, for a data archive")),
    ]
    VALUES = [("labels", _("Labels, as respondents read them")), ("codes", _("Codes, for analysis"))]

    format = forms.ChoiceField(label=_("File"), choices=FORMATS, widget=Select())
    values = forms.ChoiceField(label=_("Answers as"), choices=VALUES, widget=Select())
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES, widget=Select())


class WeightsForm(forms.Form):
    """A table of targets, as a file or typed, and how to weight to them."""

    METHODS = [
        ("rake", _("Raking: each variable by itself")),
        ("cells", _("Cells: every combination of segments")),
        ("linear", _("Linear calibration")),
        ("logit", _("Logit calibration: weights stay between 0.2 and 5")),
    ]

    name = forms.RegexField(
        r"^[a-z][a-z0-9_]{0,39}$",
        label=_("Name"),
        help_text=_("Small letters, digits and underscores. A name that exists gets a new version."),
        error_messages={"invalid": _("Use small letters, digits and underscores, starting with a letter.")},
        widget=forms.TextInput(attrs={"class": "form-control", "autocomplete": "off"}),
    )
    file = forms.FileField(
        label=_("File with targets"),
        required=False,
        help_text=_("CSV or Excel with the columns variable, segment and target."),
        widget=forms.FileInput(attrs={"class": "form-control", "accept": ".csv,.xlsx"}),
    )
    table = forms.CharField(
        label=_("Or type the targets"),
        required=False,
        help_text=_("A line for each segment: variable; segment; share or number of people."),
        widget=forms.Textarea(attrs={"class": "form-control", "rows": 8, "spellcheck": "false"}),
    )
    method = forms.ChoiceField(label=_("Method"), choices=METHODS, widget=Select())
    trim = forms.DecimalField(
        label=_("Largest weight, as a multiple of the median"),
        required=False,
        min_value=Decimal("1.1"),
        max_value=100,
        help_text=_("Empty: weights are not trimmed. For raking only."),
        widget=forms.NumberInput(attrs={"class": "form-control", "step": "0.1"}),
    )

    def clean(self) -> dict[str, Any]:
        """Read the rows of the file, or of the typed lines."""
        cleaned = super().clean() or {}
        upload, typed = cleaned.get("file"), str(cleaned.get("table") or "").strip()
        if not upload and not typed:
            raise forms.ValidationError(_("Choose a file with targets, or type them."))
        try:
            cleaned["rows"] = read_cells(upload.read() if upload else typed.encode())
        except UnreadableFileError as error:
            raise forms.ValidationError(str(FILE_PROBLEMS[error.code])) from error
        return cleaned


class ArticleForm(forms.Form):
    """A text to hold against the results."""

    text = forms.CharField(
        label=_("Text of the article"),
        max_length=60_000,
        widget=forms.Textarea(attrs={"class": "form-control press-source", "rows": 14}),
    )
    language = forms.ChoiceField(
        label=_("Language of the text"), required=False, choices=[("", _("Find out")), *LANGUAGES], widget=Select()
    )
