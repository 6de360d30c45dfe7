"""What somebody may choose on the explore page. All of it stands in the address; what is wrong is said at its field."""

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from polls.analysis.exploration import ANSWER, Exploration, columns_on_offer, may_have_nets, rows_on_offer
from polls.analysis.shapes import Shape, shape_of
from polls.codebook.condition_checks import problems_of
from polls.codebook.rules import parse
from polls.codebook.schema import BaseRule, Question, Questionnaire, in_language
from polls.results.forms import TOTAL, WITHOUT, Select, flags_of
from polls.results.models import PollWeights

SHARE, COUNT = "share", "count"
AS_ASKED, LOWEST = "asked", "lowest"

HARMLESS = frozenset({"condition_equals_several"})
"""What an editor is warned of and an analyst may mean: one answer and no other."""

LONGEST_CONDITION = 500
LONGEST_LABEL = 90

Choices = list[tuple[str, Any]]


@dataclass(frozen=True)
class Tick:
    """A box to tick: the value in the address, its label, and whether it is ticked."""

    value: str
    label: str
    is_ticked: bool
    id: str


class Several(forms.MultipleChoiceField):
    """Any number of values; one that is not on offer is named."""

    default_error_messages = {"invalid_choice": gettext_lazy("“%(value)s” is not on offer here.")}


def one_of(label: Any, **options: Any) -> forms.ChoiceField:
    """Make a field for one value; one that is not on offer is named."""
    errors = {"invalid_choice": gettext_lazy("“%(value)s” is not on offer here. Choose again.")}
    return forms.ChoiceField(label=label, required=False, widget=Select(), error_messages=errors, **options)


class ExploreForm(forms.Form):
    """A question, by which division, of whom, and how it is shown."""

    q = one_of(gettext_lazy("Question"))
    by = one_of(gettext_lazy("Compare by"))
    filter = Several(label=gettext_lazy("Only respondents in"), required=False)
    where = forms.CharField(
        label=gettext_lazy("Only respondents for whom"),
        required=False,
        max_length=LONGEST_CONDITION,
        widget=forms.TextInput(
            attrs={"class": "form-control", "autocomplete": "off", "spellcheck": "false", "autocapitalize": "none"}
        ),
    )
    base = one_of(
        gettext_lazy("Base"),
        choices=[
            ("", gettext_lazy("As the question has it")),
            (BaseRule.ASKED.value, gettext_lazy("All who were asked")),
            (BaseRule.ANSWERED.value, gettext_lazy("All who answered")),
            (BaseRule.VALID.value, gettext_lazy("All with an opinion, without “don't know”")),
        ],
    )
    weights = one_of(gettext_lazy("Weights"))
    without = one_of(gettext_lazy("Flagged responses"), choices=WITHOUT)
    show = one_of(
        gettext_lazy("In the table"),
        choices=[("", gettext_lazy("Percentages")), (COUNT, gettext_lazy("Numbers of respondents"))],
    )
    sort = one_of(
        gettext_lazy("Order of the answers"),
        choices=[
            ("", gettext_lazy("Highest first; scales from end to end")),
            (LOWEST, gettext_lazy("Lowest first; scales from end to end")),
            (AS_ASKED, gettext_lazy("As in the questionnaire")),
        ],
    )
    group = Several(label=gettext_lazy("Take together"), required=False)
    group2 = Several(label=gettext_lazy("And as a second group"), required=False)
    test = one_of(gettext_lazy("Test"), choices=[("", ""), ("full", "full")])

    def __init__(
        self,
        *args: Any,
        questionnaire: Questionnaire,
        language: str,
        hidden: Set[tuple[str, str]] = frozenset(),
        weights: Sequence[PollWeights] = (),
        offers_flags: bool = False,
        **kwargs: Any,
    ) -> None:
        """Offer the questions and segments of the poll, without segments that are ``hidden``, and its weights.

        ``offers_flags``: whether flagged responses may be left out.
        """
        super().__init__(*args, **kwargs)
        if not offers_flags:
            del self.fields["without"]
        self.questionnaire, self.language = questionnaire, language
        self.accepted = {each.name: each for each in weights}
        offered: Mapping[str, Choices] = {
            "q": self._questions(),
            "by": self._columns(),
            "filter": [(f"{v}:{s}", label) for v, s, label in self._segments(hidden)],
            "weights": [("", _("Not weighted")), *((n, f"{n} ({each.version})") for n, each in self.accepted.items())],
            "group": self._answers(),
            "group2": self._answers(),
        }
        for name, choices in offered.items():
            self.fields[name].choices = choices  # type: ignore[attr-defined]
        for name, field in self.fields.items():
            field.widget.attrs["aria-describedby"] = f"error-{name}" + (" help-where" if name == "where" else "")

    def _questions(self) -> Choices:
        return [(each.code, self._name(each)) for each in rows_on_offer(self.questionnaire)]

    def _columns(self) -> Choices:
        """Offer the segment variables, and the answers to questions."""
        known = self.questionnaire.segment_variables
        segments = [(variable.code, in_language(variable.label, self.language)) for variable in known]
        answers = [(ANSWER + each.code, self._name(each)) for each in columns_on_offer(self.questionnaire)]
        groups = [(_("Segments"), segments), (_("Answers to a question"), answers)]
        return [("", _("All respondents together")), *((name, each) for name, each in groups if each)]

    def _segments(self, hidden: Set[tuple[str, str]]) -> Iterable[tuple[str, str, str]]:
        for variable in self.questionnaire.segment_variables:
            for segment in variable.segments:
                if (variable.code, segment.code) not in hidden:
                    yield variable.code, segment.code, in_language(segment.label, self.language)

    def _answers(self) -> Choices:
        """Offer the answers to every question, so that a group of another question than the chosen one is no error."""
        return [
            (f"{each.code}:{option.code}", in_language(option.label, self.language))
            for each in rows_on_offer(self.questionnaire)
            if may_have_nets(each)
            for option in each.options
        ]

    def _name(self, question: Question) -> str:
        text = in_language(question.text, self.language) or question.code
        parent = self.questionnaire.question_by_code.get(question.code.partition(".")[0])
        if parent is not None and parent.code != question.code:
            whole = in_language(parent.text, self.language)
            text = text if text.startswith(whole) else f"{whole} – {text}"
        return text if len(text) <= LONGEST_LABEL else text[: LONGEST_LABEL - 1].rstrip() + "…"

    def clean_q(self) -> str:
        return self.cleaned_data["q"] or self._first_question()

    def clean_by(self) -> str:
        """A question is not divided by itself."""
        by = str(self.cleaned_data["by"])
        if by and by == ANSWER + str(self.cleaned_data.get("q", "")):
            raise forms.ValidationError(_("A question cannot be compared by its own answers. Choose another division."))
        return by

    def clean_where(self) -> str:
        """Read the condition: its errors name what is wrong and where."""
        where = str(self.cleaned_data["where"]).strip()
        if not where:
            return ""
        problems = [each for each in problems_of(self.questionnaire, where) if each.code not in HARMLESS]
        if problems:
            raise forms.ValidationError([in_language(each.message, self.language) for each in problems])
        known = self.questionnaire.variable_by_code
        texts = [name for name in parse(where).names if name in known and shape_of(known[name]) is Shape.TEXT]
        if texts:
            words = _("“%(name)s” is an open question: what people typed is not loaded here.")
            raise forms.ValidationError([words % {"name": name} for name in sorted(texts)])
        return where

    def clean(self) -> dict[str, Any]:
        """Keep the groups of the question that is chosen."""
        cleaned = super().clean() or {}
        for name in ("group", "group2"):
            pairs = (str(value).partition(":") for value in cleaned.get(name, ()))
            codes = tuple(code for question, _colon, code in pairs if question == cleaned.get("q"))
            if len(codes) == 1:
                self.add_error(name, _("Tick at least two answers to take together."))
            cleaned[name] = codes
        return cleaned

    def _first_question(self) -> str:
        return next((code for code, _label in self._questions()), "")

    @cached_property
    def question(self) -> str:
        """The question that the form is about, also where something else in it is wrong."""
        asked = self.data.get("q", "")
        return asked if asked in dict(self._questions()) else self._first_question()

    @property
    def weighted_by(self) -> PollWeights | None:
        return self.accepted.get(self.cleaned_data.get("weights", ""))

    def exploration(self) -> Exploration:
        """Give what was chosen. For a form without errors."""
        chosen = self.cleaned_data
        nets = tuple(chosen[name] for name in ("group", "group2") if chosen[name])
        return Exploration(
            question=chosen["q"],
            by=chosen["by"] if chosen["by"] != TOTAL else "",
            within=tuple(_pair(value) for value in chosen["filter"]),
            where=chosen["where"],
            nets=tuple(dict.fromkeys(nets)),
            base=BaseRule(chosen["base"]) if chosen["base"] else None,
            is_quick=not chosen["test"],
            without=flags_of(chosen.get("without", "")),
        )

    @property
    def filter_groups(self) -> list[tuple[str, list[Tick]]]:
        """The segments to tick, by variable."""
        groups = []
        for variable in self.questionnaire.segment_variables:
            ticks = [each for each in self._ticks("filter") if each.value.startswith(f"{variable.code}:")]
            if ticks:
                groups.append((in_language(variable.label, self.language), ticks))
        return groups

    @property
    def answer_groups(self) -> list[tuple[Any, list[Tick]]]:
        """The answers to tick, for each of two groups; none where answers cannot be taken together."""
        found = []
        own = f"{self.question}:"
        for name in ("group", "group2"):
            ticks = [each for each in self._ticks(name) if each.value.startswith(own)]
            if ticks:
                found.append((self[name], ticks))
        return found

    def _ticks(self, name: str) -> Iterable[Tick]:
        ticked = self.data.getlist(name) if hasattr(self.data, "getlist") else ()
        for place, (value, label) in enumerate(self.fields[name].choices):  # type: ignore[attr-defined]
            yield Tick(value, str(label), value in ticked, f"id_{name}_{place}")

    @property
    def has_choices_below(self) -> bool:
        """Whether anything is chosen, or wrong, in the part of the form that is folded."""
        names = ("filter", "where", "base", "show", "sort", "group", "group2")
        return any(self.data.get(name) or self.errors.get(name) for name in names)


def _pair(value: str) -> tuple[str, str]:
    variable, _colon, segment = value.partition(":")
    return variable, segment
