"""As much of JSON Schema as the OpenAPI document uses: holds values against schemas, and schemas against the rules."""

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

TYPES: Mapping[str, Any] = {
    "string": str, "integer": int, "number": (int, float), "boolean": bool, "object": dict, "array": list,
    "null": type(None),
}  # fmt: skip
KEYWORDS = {
    "$ref", "additionalProperties", "anyOf", "const", "default", "description", "enum", "format", "items", "maximum",
    "minimum", "properties", "required", "type",
}  # fmt: skip

Schema = Mapping[str, Any]


def violations(value: Any, schema: Schema, document: Schema, path: str = "$") -> Iterator[str]:
    """Name the spots of the value that do not follow the schema, whose references lead into ``document``."""
    if "$ref" in schema:
        schema = resolved(schema["$ref"], document)
    if "anyOf" in schema:
        if all(list(violations(value, option, document, path)) for option in schema["anyOf"]):
            yield path
        return
    if not _fits(value, schema):
        yield path
    elif isinstance(value, dict):
        yield from _in_object(value, schema, document, path)
    elif isinstance(value, list):
        for number, item in enumerate(value):
            yield from violations(item, schema.get("items", {}), document, f"{path}[{number}]")


def resolved(reference: str, document: Schema) -> Schema:
    found: Any = document
    for part in reference.removeprefix("#/").split("/"):
        found = found[part]
    assert isinstance(found, Mapping)
    return found


def schema_faults(schema: Schema, document: Schema, path: str) -> Iterator[str]:
    """Name what is wrong with a schema itself: keywords that do not exist, references that lead nowhere."""
    yield from (f"{path}: {word}" for word in schema.keys() - KEYWORDS)
    if "$ref" in schema:
        resolved(schema["$ref"], document)
    kinds = schema.get("type", [])
    yield from (f"{path}: {kind}" for kind in ([kinds] if isinstance(kinds, str) else kinds) if kind not in TYPES)
    properties = schema.get("properties", {})
    yield from (f"{path}: requires {name}" for name in schema.get("required", ()) if name not in properties)
    parts = [*properties.items(), *enumerate(schema.get("anyOf", ()))]
    parts += [(word, schema[word]) for word in ("items", "additionalProperties") if word in schema]
    for name, part in parts:
        yield from schema_faults(part, document, f"{path}/{name}")


def _fits(value: Any, schema: Schema) -> bool:
    if "const" in schema:
        return bool(value == schema["const"])
    if "enum" in schema:
        return value in schema["enum"]
    if "type" not in schema:
        return True
    kinds = [schema["type"]] if isinstance(schema["type"], str) else schema["type"]
    if not any(isinstance(value, TYPES[kind]) and (isinstance(value, bool) == (kind == "boolean")) for kind in kinds):
        return False
    return schema.get("format") != "date-time" or value is None or _is_moment(value)


def _is_moment(value: str) -> bool:
    return bool(re.fullmatch(r"\d{4}-\d\d-\d\dT[\d:.]+Z", value) and datetime.fromisoformat(value))


def _in_object(value: dict[str, Any], schema: Schema, document: Schema, path: str) -> Iterator[str]:
    yield from (f"{path}.{name}" for name in schema.get("required", ()) if name not in value)
    properties = schema.get("properties")
    if properties is None:
        for name, item in value.items():
            yield from violations(item, schema.get("additionalProperties", {}), document, f"{path}.{name}")
        return
    for name, item in value.items():
        if name not in properties:
            yield f"{path}.{name} is not documented"
        else:
            yield from violations(item, properties[name], document, f"{path}.{name}")
