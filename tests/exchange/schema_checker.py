"""As much of JSON Schema as the schema of a questionnaire uses, so that a test can hold a document against it."""

from collections.abc import Iterator, Mapping
from typing import Any

TYPES: Mapping[str, Any] = {
    "string": str, "integer": int, "number": (int, float), "boolean": bool, "object": dict, "array": list,
}  # fmt: skip


def violations(document: Any, schema: Mapping[str, Any]) -> list[str]:
    """Name the spots of the document that do not follow the schema."""
    return list(_violations(document, schema, schema["$defs"], "$"))


def _violations(value: Any, schema: Mapping[str, Any], definitions: Mapping[str, Any], path: str) -> Iterator[str]:
    if "$ref" in schema:
        schema = definitions[schema["$ref"].removeprefix("#/$defs/")]
    if "anyOf" in schema:
        if all(list(_violations(value, option, definitions, path)) for option in schema["anyOf"]):
            yield path
        return
    if not _fits(value, schema):
        yield path
        return
    if isinstance(value, dict):
        yield from _in_object(value, schema, definitions, path)
    if isinstance(value, list):
        for number, item in enumerate(value):
            yield from _violations(item, schema["items"], definitions, f"{path}[{number}]")


def _fits(value: Any, schema: Mapping[str, Any]) -> bool:
    if "const" in schema:
        return bool(value == schema["const"])
    if "enum" in schema:
        return value in schema["enum"]
    if schema["type"] == "null":
        return value is None
    is_boolean = isinstance(value, bool)
    return isinstance(value, TYPES[schema["type"]]) and is_boolean == (schema["type"] == "boolean")


def _in_object(
    value: dict[str, Any], schema: Mapping[str, Any], definitions: Mapping[str, Any], path: str
) -> Iterator[str]:
    missing = (name for name in schema.get("required", ()) if name not in value)
    yield from (f"{path}.{name}" for name in missing)
    others = schema.get("additionalProperties", {"anyOf": []})
    for name, own in schema.get("properties", dict.fromkeys(value, others)).items():
        if name in value:
            yield from _violations(value[name], own, definitions, f"{path}.{name}")
