"""A page with its questions as one form, of which any part can be posted by itself."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from django.core.exceptions import NON_FIELD_ERRORS
from django.core.files.uploadedfile import UploadedFile
from django.forms import BoundField
from django.utils.datastructures import MultiValueDict
from django.utils.functional import cached_property
from django.utils.translation import gettext, gettext_lazy

from polls.codebook.kinds import KIND_FIELDS, QuestionKind
from polls.codebook.texts import LANGUAGES
from polls.questionnaire.codes import codes_of_poll
from polls.questionnaire.forms.kind_fields import KINDS_OWN, hidden_choice_fields, hidden_fields
from polls.questionnaire.forms.parts import EditedForm, PageForm, QuestionForm
from polls.questionnaire.forms.rows import CheckForm, ChoiceForm, MatrixRowForm, RowForm, RowSet, VariantForm
from polls.questionnaire.models import Choice, MatrixRow, Page, Question, QuestionCheck, QuestionVariant

Posted = MultiValueDict[str, str]
Files: TypeAlias = "MultiValueDict[str, UploadedFile[Any]] | None"

ROW_FORMS: dict[str, tuple[type[RowForm], type[Any]]] = {
    "rows": (MatrixRowForm, MatrixRow),
    "choices": (ChoiceForm, Choice),
    "variants": (VariantForm, QuestionVariant),
    "checks": (CheckForm, QuestionCheck),
}
"""The form and the model of the rows below a question, by the name of the relation."""

ROW_NAMES = {
    "rows": gettext_lazy("Rows"),
    "choices": gettext_lazy("Choices"),
    "variants": gettext_lazy("Wordings, of which each respondent gets one"),
    "checks": gettext_lazy("Checks of the answer"),
}

OF_THE_ANSWER = ("rows", "choices")
"""Relations that belong to some kinds of question and stand in the middle; the others are settings of any question."""


PLACED = (
    "text", "title", "help", "intro", "kind", "requirement", "offers_dont_know", "dont_know_label", "show_if", "code",
)  # fmt: skip
"""Fields that have a place of their own on the screen."""


@dataclass(frozen=True)
class Difference:
    """A field that reads differently in what was typed and in what somebody else stored meanwhile."""

    label: str
    mine: str
    theirs: str


@dataclass
class Card:
    """A page's own form or one question of it, with its rows. ``conflict`` is filled in when saving met one."""

    form: EditedForm
    rowsets: tuple[RowSet, ...] = ()
    conflict: Any = None
    number: int = 0
    is_saved: bool = False
    _valid: bool | None = field(default=None, repr=False)

    @property
    def row(self) -> Any:
        return self.form.instance

    @property
    def prefix(self) -> str:
        return str(self.form.prefix)

    @property
    def kind_label(self) -> str:
        return str(self.row.get_kind_display())

    @property
    def shown_revision(self) -> Any:
        """The revision that the next post is based on: after a conflict, the one that the editor was told of."""
        if self.conflict is not None:
            return self.conflict.revision
        if self.form.is_bound and not self.is_saved:
            return self.form["revision"].value()
        return self.row.revision

    @property
    def answer_fields(self) -> list[BoundField]:
        """What the kind of question asks to be set, without what has a place of its own on the screen."""
        return [field for field in self.form.shown(*PLACED) if field.name in KINDS_OWN]

    @property
    def answer_rows(self) -> list[RowSet]:
        return [rows for rows in self.rowsets if rows.name in OF_THE_ANSWER]

    @property
    def other_rows(self) -> list[RowSet]:
        return [rows for rows in self.rowsets if rows.name not in OF_THE_ANSWER]

    @property
    def other_fields(self) -> list[BoundField]:
        """What remains: the settings that few questions need."""
        return [field for field in self.form.shown(*PLACED) if field.name not in KINDS_OWN]

    @property
    def has_details(self) -> bool:
        """Whether something stands, or is wrong, in the folded part."""
        values = [self.form[name].value() for name in ("help", "show_if") if name in self.form.fields]
        folded = {"help", "show_if", "code", *(field.name for field in self.other_fields)}
        has_values = any(any(value.values()) if isinstance(value, dict) else value for value in values)
        has_errors = bool(folded & set(self.form.errors if self.form.is_bound else ()))
        return has_values or has_errors or any(rows.forms for rows in self.other_rows)

    def is_valid(self) -> bool:
        if self._valid is None:
            self._valid = all([self.form.is_valid(), *(rows.is_valid() for rows in self.rowsets)])
        return self._valid

    def has_changed(self) -> bool:
        return bool(self.form.changed_fields) or any(rows.has_changed() for rows in self.rowsets)

    def settle(self, taken: set[str]) -> None:
        self.form.settle_code(taken)
        taken.add(self.row.code)

    def children(self) -> tuple[tuple[str, list[Any]], ...]:
        return tuple((rows.name, rows.rows()) for rows in self.rowsets if rows.has_changed())

    def differences(self) -> list[Difference]:
        """What was typed beside what is stored, where they differ. Only after ``is_valid``."""
        found = [
            Difference(
                str(self.form.fields[name].label), _told(self.form.cleaned_data[name]), _told(self.form.before[name])
            )
            for name in self.form.changed_fields
        ]
        for rows in self.rowsets:
            if rows.has_changed():
                label = str(ROW_NAMES[rows.name])
                found.append(Difference(label, _told(rows.typed_labels()), _told(rows.labels())))
        return found

    def errors(self) -> dict[str, list[str]]:
        """The errors by the name of the posted field."""
        forms = [self.form, *(form for rows in self.rowsets for form in rows.kept)]
        return {
            form.add_prefix(name) if name != NON_FIELD_ERRORS else str(form.prefix): [str(error) for error in errors]
            for form in forms
            for name, errors in form.errors.items()
        }


class PageEditor:
    """The forms of a page. With ``data``, only of those parts of which a revision was posted."""

    def __init__(
        self, page: Page, *, data: Posted | None = None, files: Files = None, only: frozenset[int] | None = None
    ) -> None:
        self.page, self.only = page, only
        self.data, self.files = data, files
        self.is_frozen = page.poll.is_frozen

    @cached_property
    def page_card(self) -> Card:
        return Card(PageForm(self._data_for("page"), prefix="page", instance=self.page, is_frozen=self.is_frozen))

    @cached_property
    def question_cards(self) -> list[Card]:
        return [
            self._card(question, number)
            for number, question in enumerate(self._questions(), start=1)
            if self.only is None or question.pk in self.only
        ]

    @property
    def posted_cards(self) -> list[Card]:
        return [card for card in (self.page_card, *self.question_cards) if card.form.is_bound]

    def is_valid(self) -> bool:
        return all([card.is_valid() for card in self.posted_cards])  # noqa: C419  # each says what is wrong

    def changed_cards(self) -> Iterator[Card]:
        """What differs from what is stored, with codes settled. Only after ``is_valid``."""
        taken = codes_of_poll(self.page.poll_id)
        for card in self.posted_cards:
            if card.has_changed():
                card.settle(taken)
                yield card

    def _questions(self) -> Sequence[Question]:
        return list(self.page.questions.prefetch_related(*ROW_FORMS))

    def _card(self, question: Question, number: int) -> Card:
        question.page = self.page
        prefix = f"q{question.pk}"
        data = self._data_for(prefix)
        kind = QuestionKind(question.kind)  # the stored one: a new kind is posted with the fields of the old
        form = QuestionForm(
            data, prefix=prefix, instance=question, is_frozen=self.is_frozen, unused=hidden_fields(kind)
        )
        rowsets = tuple(
            RowSet(
                row_form,
                stored=list(getattr(question, name).all()),
                blank=model(question=question),
                prefix=f"{prefix}-{name}",
                data=data,
                files=self.files,
                is_frozen=self.is_frozen,
                unused=hidden_choice_fields(kind) if model is Choice else frozenset(),
                title=ROW_NAMES[name],
            )
            for name, (row_form, model) in ROW_FORMS.items()
            if name in KIND_FIELDS[kind] or name not in OF_THE_ANSWER
        )
        return Card(form, rowsets, number=number)

    def _data_for(self, prefix: str) -> Posted | None:
        return self.data if self.data is not None and f"{prefix}-revision" in self.data else None


def _told(value: Any) -> str:
    """A value in words, for people to compare."""
    if isinstance(value, dict):  # texts by language, which a database may hand back in another order
        in_order = sorted(value, key=lambda language: LANGUAGES.index(language) if language in LANGUAGES else 9)
        return " | ".join(str(value[language]) for language in in_order if value[language]) or "–"
    if isinstance(value, list):
        return ", ".join(str(part) for part in value) or "–"
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    return "–" if value in (None, "") else str(value)
