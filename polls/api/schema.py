"""JSON Schema from Python types: what the code declares that it sends is what the documentation says. Plain Python.

Knows the types that the resources and the document of a run consist of: dataclasses, TypedDicts, lists, unions,
literals and the simple ones. The description of a field stands with it: ``Annotated[str, "What it is."]``; that of
an object is its docstring.
"""

import inspect
import types
from collections.abc import Iterator
from dataclasses import MISSING, fields, is_dataclass
from datetime import date, datetime
from typing import (
    Annotated,
    Any,
    Literal,
    NotRequired,
    Required,
    Union,
    get_args,
    get_origin,
    get_type_hints,
    is_typeddict,
)
from uuid import UUID

Schema = dict[str, Any]

SIMPLE: dict[Any, Schema] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    float: {"type": "number"},
    bool: {"type": "boolean"},
    type(None): {"type": "null"},
    datetime: {"type": "string", "format": "date-time"},
    date: {"type": "string", "format": "date"},
    UUID: {"type": "string", "format": "uuid"},
    Any: {},
    object: {},
}


class Definitions:
    """Schemas by the names of their types, each written once. ``schema_of`` gives a reference to an object's."""

    def __init__(self, place: str = "#/components/schemas/") -> None:
        self.place = place
        self.schemas: dict[str, Schema] = {}

    def schema_of(self, kind: Any) -> Schema:
        """Give the schema of a type. Raises TypeError for one that no resource has."""
        if kind in SIMPLE:
            return dict(SIMPLE[kind])
        origin, arguments = get_origin(kind), get_args(kind)
        if origin is Annotated:
            return {**self.schema_of(arguments[0]), "description": str(arguments[1])}
        if origin in (NotRequired, Required):
            return self.schema_of(arguments[0])
        if origin is Literal:
            return _literal(arguments)
        if origin in (Union, types.UnionType):
            return self._any_of(arguments)
        if origin is list:
            return {"type": "array", "items": self.schema_of(arguments[0])}
        if origin is dict:
            return {"type": "object", "additionalProperties": self.schema_of(arguments[1])}
        if is_dataclass(kind) or is_typeddict(kind):
            return self._reference(kind)
        raise TypeError(f"no schema for {kind!r}")

    def _reference(self, kind: type) -> Schema:
        name = name_of(kind)
        if name not in self.schemas:
            self.schemas[name] = {}  # a type that holds itself finds its name here
            self.schemas[name] = self._object(kind)
        return {"$ref": f"{self.place}{name}"}

    def _object(self, kind: type) -> Schema:
        hints = get_type_hints(kind, include_extras=True)
        return {
            "type": "object",
            "description": inspect.cleandoc(kind.__doc__ or ""),
            "properties": {name: self.schema_of(hint) for name, hint in hints.items()},
            "required": list(_required(kind, hints)),
        }

    def _any_of(self, options: tuple[Any, ...]) -> Schema:
        schemas = [self.schema_of(option) for option in options]
        simple = [schema["type"] for schema in schemas if set(schema) == {"type"}]
        if len(simple) == len(schemas):
            return {"type": simple}
        return {"anyOf": schemas}


def name_of(kind: type) -> str:
    """Give the name under which a type is documented: its own, or the one that it asks for."""
    return str(getattr(kind, "DOCUMENTED_AS", kind.__name__))


def _literal(values: tuple[Any, ...]) -> Schema:
    kinds = {type(value) for value in values}
    kind = SIMPLE[kinds.pop()] if len(kinds) == 1 else {}
    return {**kind, "const": values[0]} if len(values) == 1 else {**kind, "enum": list(values)}


def _required(kind: type, hints: dict[str, Any]) -> Iterator[str]:
    if is_typeddict(kind):
        optional: frozenset[str] = kind.__optional_keys__  # type: ignore[attr-defined]
        yield from (name for name in hints if name not in optional)
    elif is_dataclass(kind):
        yield from (each.name for each in fields(kind) if each.default is MISSING and each.default_factory is MISSING)
