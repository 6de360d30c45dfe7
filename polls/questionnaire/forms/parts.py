"""The forms of a page and a question, made from the models: a field that is added there appears here by itself."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms

from polls.codebook.schema import LANGUAGES, in_language
from polls.questionnaire.codes import free_code, suggest_code
from polls.questionnaire.forms.texts import TextByLanguageField, formfield_of
from polls.questionnaire.models import Page, Question

MARKS = frozenset({"DELETE", "revision"})
"""Fields that say something of the row without being part of it."""


class PartForm(forms.ModelForm):  # type: ignore[type-arg]  # not subscriptable at run time
    """A form of a part of the design.

    ``unused`` names fields that it leaves out. Of a published poll only texts can be written. A code that is
    left empty stays what it was.
    """

    coded_by: ClassVar[str] = "label"
    code_prefix: ClassVar[str] = "choice"

    def __init__(
        self, *args: Any, is_frozen: bool = False, unused: frozenset[str] = frozenset(), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        for name in unused & set(self.fields):
            del self.fields[name]
        if "code" in self.fields:
            self.fields["code"].required = False
            self.fields["code"].widget.attrs.update(autocomplete="off", autocapitalize="none", spellcheck="false")
        if is_frozen:
            for name, field in self.fields.items():
                field.disabled = not isinstance(field, TextByLanguageField) and name not in MARKS

    def clean_code(self) -> str:
        """An emptied code stays what it was: other places may name it."""
        typed = str(self.cleaned_data["code"]).strip().lower()
        return typed or (self.instance.code if self.instance.pk else "")

    def shown(self, *skipped: str) -> list[forms.BoundField]:
        """The fields to show, without those that have a place of their own."""
        return [self[name] for name in self.fields if name not in MARKS and name not in skipped]


class EditedForm(PartForm):
    """A form of a row with revisions. ``revision`` is the one that the editor saw; empty counts as the present one."""

    revision = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["revision"] = self.instance.revision
        self.before: Mapping[str, Any] = dict(self.initial)

    @property
    def seen_revision(self) -> int:
        seen: int | None = self.cleaned_data.get("revision")
        return int(self.before["revision"]) if seen is None else seen

    @property
    def changed_fields(self) -> list[str]:
        """The fields of the row that read differently from what is stored."""
        names = [name for name in self.changed_data if name not in MARKS and not self.fields[name].disabled]
        if self.instance.code != self.before["code"] and "code" not in names:
            names.append("code")
        return names

    def settle_code(self, taken: set[str]) -> None:
        """Make the code of a row that got its first text, if the editor chose none; see that nobody else has it."""
        row: Any = self.instance
        had_text = any((self.before.get(self.coded_by) or {}).values())
        text = in_language(getattr(row, self.coded_by), LANGUAGES[0])
        others = taken - {self.before["code"]}
        if text and not had_text and row.code == self.before["code"] and not self.fields["code"].disabled:
            row.code = suggest_code(text, others, prefix=self.code_prefix)
        row.code = free_code(row.code, others)


class PageForm(EditedForm):
    """The texts and settings of one page."""

    coded_by = "title"
    code_prefix = "page"

    class Meta:
        model = Page
        exclude = ("poll", "position")  # noqa: DJ006  # a field that is added to the model appears by itself
        formfield_callback = formfield_of


class QuestionForm(EditedForm):
    """One question, with the fields that its kind uses."""

    coded_by = "text"
    code_prefix = "question"

    class Meta:
        model = Question
        exclude = ("page", "position")  # noqa: DJ006  # a field that is added to the model appears by itself
        formfield_callback = formfield_of
