"""The rows below a question, such as its choices, written in place: posted by key, stored in the order of posting."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.db.models import Model
from django.utils.datastructures import MultiValueDict
from django.utils.functional import cached_property

from polls.codebook.schema import LANGUAGES, in_language
from polls.questionnaire.codes import label_of, suggest_code
from polls.questionnaire.forms.parts import PartForm
from polls.questionnaire.forms.texts import formfield_of
from polls.questionnaire.models import Choice, MatrixRow, QuestionCheck, QuestionVariant

NEW = "new"
"""How the key of a row begins that is not stored yet."""

BLANK = "__key__"
MOST_ROWS = 500


class RowForm(PartForm):
    """One row. ``key`` names it in the posted data: its primary key, or a word of the browser that begins with new."""

    coded_by = "label"
    code_prefix = "choice"
    key: str = ""

    DELETE = forms.BooleanField(required=False)

    @property
    def main(self) -> forms.BoundField:
        """The field that is always in view: what the row is called."""
        return self[self.coded_by]

    @property
    def settings(self) -> list[forms.BoundField]:
        """The other fields."""
        return self.shown(self.coded_by)

    @property
    def has_folded_errors(self) -> bool:
        return bool(self.is_bound and set(self.errors) - {self.coded_by})

    @property
    def is_deleted(self) -> bool:
        return bool(self.is_bound and self.data.get(self.add_prefix("DELETE")))


class RowSet:
    """All rows of one relation of a question, as shown or as posted.

    ``order`` of the posted data lists the keys; a stored row whose key is missing goes, an unknown key is a new row.
    """

    def __init__(
        self,
        form: type[RowForm],
        *,
        stored: Sequence[Model],
        blank: Model,
        prefix: str,
        data: "MultiValueDict[str, str] | None" = None,
        files: "MultiValueDict[str, Any] | None" = None,
        is_frozen: bool = False,
        unused: frozenset[str] = frozenset(),
        title: Any = "",
    ) -> None:
        self.form, self.prefix, self.data, self.files = form, prefix, data, files
        self.is_frozen, self.unused = is_frozen, unused
        self.stored: Mapping[str, Any] = {str(row.pk): row for row in stored}
        self.blank, self.title = blank, title

    @property
    def name(self) -> str:
        return self.prefix.rpartition("-")[2]

    @property
    def is_list(self) -> bool:
        """Whether a row is little more than a label, so that all can be written as a list."""
        return self.form.coded_by == "label"

    @cached_property
    def forms(self) -> list[RowForm]:
        if self.data is None or self.is_frozen:
            keys = list(self.stored)
        else:
            keys = list(dict.fromkeys(self.data.getlist(self.prefix)))[:MOST_ROWS]
        return [self._form(key) for key in keys]

    @property
    def empty_form(self) -> RowForm:
        """The form of which the browser makes new rows."""
        return self._form(BLANK, is_bound=False)

    def is_valid(self) -> bool:
        return all([form.is_valid() for form in self.kept])  # noqa: C419  # each says what is wrong

    @property
    def kept(self) -> list[RowForm]:
        """The rows that stay: not marked for deletion, and not left empty from the start."""
        return [form for form in self.forms if self.is_frozen or not (form.is_deleted or self._is_empty(form))]

    def has_changed(self) -> bool:
        if self.data is None:
            return False
        keys = [form.key for form in self.kept]
        return bool(self._lines) or keys != list(self.stored) or any(form.has_changed() for form in self.kept)

    def rows(self) -> list[Any]:
        """The rows with what was typed, in order, each with a code. Only after ``is_valid``."""
        rows = [form.instance for form in self.kept]
        rows += [self._new_row(**{self.form.coded_by: self._read(line)}) for line in self._lines]
        if self.has_codes:
            self._give_codes(rows)
        return rows

    def _read(self, line: str) -> Any:
        return label_of(line) if self.has_codes else line

    @property
    def has_codes(self) -> bool:
        return "code" in self.form.base_fields

    def _give_codes(self, rows: Sequence[Any]) -> None:
        taken = {row.code for row in rows if row.code}
        for row in rows:
            if not row.code:
                text = in_language(getattr(row, self.form.coded_by), LANGUAGES[0])
                row.code = suggest_code(text, taken, prefix=self.form.code_prefix)
                taken.add(row.code)

    @property
    def _lines(self) -> list[str]:
        """What was written as a list, one row a line."""
        if self.data is None or self.is_frozen:
            return []
        lines = self.data.get(f"{self.prefix}-lines", "").splitlines()
        return [line for line in map(str.strip, lines) if line][:MOST_ROWS]

    def labels(self) -> list[str]:
        """What each row is called, as stored."""
        return [str(row) for row in self.stored.values()]

    def typed_labels(self) -> list[str]:
        return [str(form.instance) for form in self.kept]

    def _form(self, key: str, *, is_bound: bool = True) -> RowForm:
        row = self.stored.get(key) or self._new_row()
        data = self.data if is_bound else None
        form = self.form(
            data,
            self.files if is_bound else None,
            prefix=f"{self.prefix}-{key}",
            instance=row,
            is_frozen=self.is_frozen,
            unused=self.unused,
        )
        form.key = key
        return form

    def _new_row(self, **values: Any) -> Any:
        fields = [field for field in self.blank._meta.concrete_fields if not field.primary_key]
        return type(self.blank)(**{field.attname: getattr(self.blank, field.attname) for field in fields} | values)

    def _is_empty(self, form: RowForm) -> bool:
        return form.key not in self.stored and not form.has_changed()


class ChoiceForm(RowForm):
    """One answer to choose."""

    class Meta:
        model = Choice
        exclude = ("question", "position")  # a field that is added to the model appears by itself
        formfield_callback = formfield_of


class MatrixRowForm(RowForm):
    """One row of a matrix."""

    code_prefix = "row"

    class Meta:
        model = MatrixRow
        exclude = ("question", "position")
        formfield_callback = formfield_of


class VariantForm(RowForm):
    """One of the wordings of which each respondent gets one."""

    coded_by = "text"
    code_prefix = "wording"

    class Meta:
        model = QuestionVariant
        exclude = ("question", "position")
        formfield_callback = formfield_of


class CheckForm(RowForm):
    """What must hold once the question is answered."""

    coded_by = "condition"

    class Meta:
        model = QuestionCheck
        exclude = ("question", "position")
        formfield_callback = formfield_of
