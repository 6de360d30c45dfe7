"""A page, a question or a choice as data, with all that hangs below it: for copies, and for the bin.

The data follow the models: a field or a kind of row that is added to them travels along by itself.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import CASCADE, Field, ForeignKey, Model, prefetch_related_objects

from polls.questionnaire.models import Edited

OWN = frozenset(field.name for field in Edited._meta.local_fields)
"""What belongs to the history of one row and does not travel."""

PLAIN = (str, int, float, bool, list, dict, type(None))

Data = Mapping[str, Any]
"""``{"fields": {name: value}, "children": {relation: [data, …]}}``."""


def to_data(row: Model) -> dict[str, Any]:
    """Write ``row`` and the rows below it, in as many queries as there are levels and kinds of rows."""
    prefetch_related_objects([row], *_paths(type(row)))
    return _written(row)


def create(model: type[Model], data: Sequence[Data], parents: Sequence[Model], **changes: Any) -> list[Any]:
    """Make the rows again, each under its parent, with all that hangs below; ``changes`` are fields of the top rows."""
    field = parent_field(model)
    rows = model._default_manager.bulk_create(
        model(**{field.name: parent, **_fields(model, written), **changes})
        for written, parent in zip(data, parents, strict=True)
    )
    for name, child in children_of(model).items():
        below = [
            (item, row) for written, row in zip(data, rows, strict=True) for item in written["children"].get(name, ())
        ]
        if below:
            create(child, [item for item, _ in below], [row for _, row in below])
    return list(rows)


def children_of(model: type[Model]) -> dict[str, type[Model]]:
    """The kinds of rows that live and die with a row of ``model``, by the name of the relation."""
    return {
        str(relation.get_accessor_name()): relation.related_model
        for relation in model._meta.related_objects
        if relation.one_to_many and relation.on_delete is CASCADE and not isinstance(relation.related_model, str)
    }


def parent_field(model: type[Model]) -> "ForeignKey[Any, Any]":
    """The field that says in which row this one stands: the only one that takes it along when it goes."""
    (field,) = [
        field
        for field in model._meta.concrete_fields
        if isinstance(field, ForeignKey) and field.remote_field.on_delete is CASCADE
    ]
    return field


def written_fields(model: type[Model]) -> list["Field[Any, Any]"]:
    """The fields that are the row's own content."""
    skipped = OWN | {parent_field(model).name}
    return [field for field in model._meta.concrete_fields if not field.primary_key and field.name not in skipped]


def _written(row: Model) -> dict[str, Any]:
    return {
        "fields": {field.name: _plain(field, row) for field in written_fields(type(row))},
        "children": {name: [_written(child) for child in getattr(row, name).all()] for name in children_of(type(row))},
    }


def _plain(field: "Field[Any, Any]", row: Model) -> Any:
    value = field.value_from_object(row)
    return value if isinstance(value, PLAIN) else field.value_to_string(row)


def _fields(model: type[Model], data: Data) -> dict[str, Any]:
    """What is written of the fields that the model has (still)."""
    return {
        field.attname: field.to_python(data["fields"][field.name])
        for field in written_fields(model)
        if field.name in data["fields"]
    }


def _paths(model: type[Model], stem: str = "") -> list[str]:
    return [
        path
        for name, child in children_of(model).items()
        for path in (f"{stem}{name}", *_paths(child, f"{stem}{name}__"))
    ]
