"""What the screens of the builder share: one form field per text and language, rows to sort, a frozen structure."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.db import models
from django.http import HttpRequest
from nested_admin.nested import NestedModelAdmin, NestedStackedInline

from polls.questionnaire.forms.formsets import CodedFormSet
from polls.questionnaire.forms.texts import formfield_of
from polls.questionnaire.models import Page, Poll

MAXIMUM_EXTRA = 5


class PositionField(forms.IntegerField):
    """The place of a row among its kin, counted by the browser. Without one the row comes last."""

    LAST = 100_000

    def __init__(self) -> None:
        super().__init__(required=False, widget=forms.HiddenInput, min_value=0, max_value=self.LAST)

    def clean(self, value: Any) -> int:
        position: int | None = super().clean(value)
        return self.LAST if position is None else position


class BuilderFields:
    """Form fields as the builder shows them."""

    def formfield_for_dbfield(
        self, db_field: "models.Field[Any, Any]", request: HttpRequest | None, **kwargs: Any
    ) -> forms.Field | None:
        if db_field.name == "position":
            return PositionField()
        return formfield_of(db_field, **kwargs)


class BuilderInline(BuilderFields, NestedStackedInline):  # type: ignore[misc]  # the package has no types
    """Rows of the builder. ``is_frozen``: no row may come or go, since the poll was published."""

    template = "admin/polls/builder/group.html"
    item_template: ClassVar[str] = ""
    add_text: ClassVar[Any] = ""
    title: ClassVar[Any] = ""
    formset = CodedFormSet
    sortable_field_name = "position"
    extra = 0
    is_frozen = False

    def get_inline_instances(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        return with_frozen(super().get_inline_instances(request, obj), self.is_frozen)

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        formset = super().get_formset(request, obj, **kwargs)
        formset.form.is_frozen = self.is_frozen
        return formset

    def get_extra(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> int:
        """Empty rows on demand, for who works without JavaScript."""
        asked = request.GET.get(f"extra_{self.model._meta.model_name}", "0")
        return min(int(asked), MAXIMUM_EXTRA) if asked.isascii() and asked.isdigit() and not self.is_frozen else 0

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return not self.is_frozen and bool(super().has_add_permission(request, obj))

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return not self.is_frozen and bool(super().has_delete_permission(request, obj))


class BuilderAdmin(BuilderFields, NestedModelAdmin):  # type: ignore[misc]  # the package has no types
    """A screen of the builder. A poll is worked on by those who may change it; others have its results pages."""

    class Media:
        js = ("ksf/builder.js",)

    def poll_of(self, obj: Poll | Page | None) -> Poll | None:
        return obj.poll if isinstance(obj, Page) else obj

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(self.has_change_permission(request, obj))

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        """Load the object; before a change, hold its poll so that publishing and editing wait for each other."""
        found = super().get_object(request, object_id, from_field)
        poll = self.poll_of(found) if found else None
        if request.method != "POST" or poll is None:
            return found
        Poll.objects.select_for_update().get(pk=poll.pk)
        return super().get_object(request, object_id, from_field)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change, **kwargs)
        form.is_frozen = self._is_frozen(obj)
        return form

    def get_inline_instances(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        return with_frozen(super().get_inline_instances(request, obj), self._is_frozen(obj))

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Write only what the form shows: the rest of the row may have been changed by publishing or closing."""
        if change:
            obj.save(update_fields=[name for name in form.cleaned_data if name in form.fields])
        else:
            obj.save()

    def _is_frozen(self, obj: Any) -> bool:
        poll = self.poll_of(obj) if obj else None
        return poll is not None and poll.is_frozen


def with_frozen(inlines: Sequence[Any], is_frozen: bool) -> list[Any]:
    for inline in inlines:
        inline.is_frozen = is_frozen
    return list(inlines)
