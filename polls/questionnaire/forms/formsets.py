"""Formsets that fill in the codes that the editor left empty."""

from typing import Any

from nested_admin.formsets import NestedInlineFormSet

from polls.codebook.schema import LANGUAGES, in_language
from polls.questionnaire.codes import codes_of_poll, suggest_code
from polls.questionnaire.models import Poll


class CodedFormSet(NestedInlineFormSet):  # type: ignore[misc]  # the package has no types
    """Gives each row without a code one that no other row has."""

    def clean(self) -> None:
        super().clean()
        nameless = [form for form in self.forms if self._is_nameless(form)]
        if nameless:
            taken = self.codes_elsewhere() | {form.instance.code for form in self.forms if form.instance.code}
            for form in nameless:
                text = in_language(form.cleaned_data.get(form.coded_by) or {}, LANGUAGES[0])
                form.instance.code = suggest_code(text, taken, prefix=form.code_prefix)
                taken.add(form.instance.code)

    def save(self, commit: bool = True) -> list[Any]:
        """Save the rows, unless the row that they belong to has just been deleted with them."""
        if self._is_parent_deleted():
            nothing: list[Any] = []
            self.new_objects = self.changed_objects = self.deleted_objects = nothing
            return nothing
        saved: list[Any] = super().save(commit)
        return saved

    def _is_parent_deleted(self) -> bool:
        parent = getattr(self, "parent_form", None)
        return parent is not None and bool(parent.parent_formset._should_delete_form(parent))

    def codes_elsewhere(self) -> set[str]:
        """The codes outside this formset that a row must not have."""
        return set()

    def _is_nameless(self, form: Any) -> bool:
        return form.is_valid() and form.has_changed() and not self._should_delete_form(form) and not form.instance.code


class PollCodesFormSet(CodedFormSet):
    """Rows whose codes are names in the language of conditions: unique in the whole poll."""

    def codes_elsewhere(self) -> set[str]:
        poll_id = self.instance.pk if isinstance(self.instance, Poll) else self.instance.poll_id
        return codes_of_poll(poll_id)
