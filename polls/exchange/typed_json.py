"""JSON to the frozen classes of the codebook by their own type hints, and the JSON Schema of those classes.

Nothing here knows any field by name: a field that is added to a class is read, checked and described from then on.
"""

import dataclasses
import types
import typing
from collections.abc import Callable, Mapping
from enum import StrEnum
from functools import cache
from typing import Any

MOST_ITEMS = 5_000
LONGEST = 20_000
LARGEST = 2**31 - 1

Schema = dict[str, Any]


class ShapeError(ValueError):
    """A value is not what its place asks for. ``path`` leads to it; ``expected`` says what belongs there."""

    def __init__(self, path: str, expected: str) -> None:
        super().__init__(f"{path}: {expected}")
        self.path = path
        self.expected = expected


Unknown = Callable[[str], None]


def read_typed(value: object, hint: Any, path: str, unknown: Unknown) -> Any:
    """Make an object of the type ``hint`` from plain JSON. Raises ShapeError; calls ``unknown`` per unknown field."""
    if dataclasses.is_dataclass(hint) and isinstance(hint, type):
        return _read_dataclass(value, hint, path, unknown)
    origin, parts = typing.get_origin(hint), typing.get_args(hint)
    if origin in (typing.Union, types.UnionType):
        inner = next(part for part in parts if part is not types.NoneType)
        return None if value is None else read_typed(value, inner, path, unknown)
    if origin is tuple:
        return _read_items(value, parts[0], path, unknown)
    if origin is Mapping or (isinstance(origin, type) and issubclass(origin, Mapping)):
        return _read_texts(value, path)
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return _read_enum(value, hint, path)
    return _read_plain(value, hint, path)


def schema_of(hint: Any) -> Schema:
    """Describe what ``read_typed`` takes for the hint, as JSON Schema with the classes in ``$defs``."""
    definitions: dict[str, Schema] = {}
    schema = _schema(hint, definitions)
    return {**schema, "$defs": dict(sorted(definitions.items()))}


def _read_dataclass(value: object, of: type, path: str, unknown: Unknown) -> Any:
    if not isinstance(value, dict):
        raise ShapeError(path, "an object")
    fields = {field.name: field for field in dataclasses.fields(of)}
    for name in value:
        if name not in fields:
            unknown(f"{path}.{name[:60]}")
    hints = _hints(of)
    read = {name: read_typed(value[name], hints[name], f"{path}.{name}", unknown) for name in fields if name in value}
    for name, field in fields.items():
        if name not in value and _is_demanded(field):
            raise ShapeError(f"{path}.{name}", "a value, which is missing")
    return of(**read)


def _read_items(value: object, hint: Any, path: str, unknown: Unknown) -> tuple[Any, ...]:
    if not isinstance(value, list):
        raise ShapeError(path, "a list")
    if len(value) > MOST_ITEMS:
        raise ShapeError(path, f"at most {MOST_ITEMS} items")
    return tuple(read_typed(item, hint, f"{path}[{number}]", unknown) for number, item in enumerate(value))


def _read_texts(value: object, path: str) -> dict[str, str]:
    if not isinstance(value, dict):
        raise ShapeError(path, "an object with a text per language")
    return {str(name): str(_read_plain(text, str, f"{path}.{name[:20]}")) for name, text in value.items()}


def _read_enum(value: object, hint: type[StrEnum], path: str) -> StrEnum:
    if not isinstance(value, str) or value not in {member.value for member in hint}:
        raise ShapeError(path, "one of " + ", ".join(member.value for member in hint))
    return hint(value)


def _read_plain(value: object, hint: Any, path: str) -> Any:
    if hint is bool and isinstance(value, bool):
        return value
    if hint is int and isinstance(value, int) and not isinstance(value, bool) and abs(value) <= LARGEST:
        return value
    if hint is float and isinstance(value, int | float) and not isinstance(value, bool):
        return float(value)
    if hint is str and isinstance(value, str):
        if len(value) > LONGEST:
            raise ShapeError(path, f"at most {LONGEST} characters")
        return value
    raise ShapeError(path, {bool: "true or false", int: "a whole number", float: "a number"}.get(hint, "a text"))


@cache
def _hints(of: type) -> dict[str, Any]:
    return typing.get_type_hints(of)


def _is_demanded(field: "dataclasses.Field[Any]") -> bool:
    return field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING


def _schema(hint: Any, definitions: dict[str, Schema]) -> Schema:
    if dataclasses.is_dataclass(hint) and isinstance(hint, type):
        return _dataclass_schema(hint, definitions)
    origin, parts = typing.get_origin(hint), typing.get_args(hint)
    if origin in (typing.Union, types.UnionType):
        inner = next(part for part in parts if part is not types.NoneType)
        return {"anyOf": [_schema(inner, definitions), {"type": "null"}]}
    if origin is tuple:
        return {"type": "array", "items": _schema(parts[0], definitions), "maxItems": MOST_ITEMS}
    if origin is Mapping or (isinstance(origin, type) and issubclass(origin, Mapping)):
        return {"type": "object", "additionalProperties": {"type": "string"}}
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return {"enum": [member.value for member in hint]}
    plain = {bool: "boolean", int: "integer", float: "number", str: "string"}
    return {"type": plain[hint]}


def _dataclass_schema(of: type, definitions: dict[str, Schema]) -> Schema:
    if of.__name__ not in definitions:
        definitions[of.__name__] = {}  # taken, so that a class that holds itself ends
        hints = _hints(of)
        fields = dataclasses.fields(of)
        definitions[of.__name__] = {
            "type": "object",
            "description": " ".join((of.__doc__ or "").split()),
            "properties": {field.name: _schema(hints[field.name], definitions) for field in fields},
            "required": [field.name for field in fields if _is_demanded(field)],
        }
    return {"$ref": f"#/$defs/{of.__name__}"}
