"""A questionnaire as a JSON file: everything that it is, in the documented schema (docs/questionnaire.schema.json)."""

import json
import sys
from typing import Any

from polls.codebook.document import FORMAT, to_document
from polls.codebook.schema import Questionnaire
from polls.exchange.findings import Exported, Finding, Imported, UnreadableError, finding
from polls.exchange.settling import settle
from polls.exchange.typed_json import Schema, ShapeError, read_typed, schema_of

MOST_BYTES = 5 * 1024 * 1024
SCHEMA_NAME = "questionnaire.schema.json"


def write_json(questionnaire: Questionnaire) -> Exported:
    """Write the questionnaire; nothing is ever lost."""
    document = to_document(questionnaire)
    return Exported(json.dumps(document, ensure_ascii=False, indent=2).encode() + b"\n")


def read_json(content: bytes) -> Imported:
    """Read what ``write_json`` wrote, or what somebody wrote after the schema. Raises UnreadableError."""
    if len(content) > MOST_BYTES:
        raise UnreadableError("too_large", most=MOST_BYTES // 1024 // 1024)
    document = _loaded(content)
    if not isinstance(document, dict):
        raise UnreadableError("not_questionnaire", path="$", reason="an object is expected")
    if document.pop("format", None) != FORMAT:
        raise UnreadableError("other_format", known=FORMAT)
    unknown: list[Finding] = []
    try:
        questionnaire = read_typed(
            document, Questionnaire, "$", lambda path: unknown.append(finding("unknown_field", path))
        )
    except ShapeError as error:
        raise UnreadableError("not_questionnaire", path=error.path, reason=f"expected {error.expected}") from error
    settled = settle(questionnaire)
    return Imported(settled.questionnaire, (*unknown, *settled.findings))


def questionnaire_schema() -> Schema:
    """The JSON Schema of the file."""
    schema = schema_of(Questionnaire)
    definition = schema["$defs"].pop("Questionnaire")
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Questionnaire",
        **{name: value for name, value in schema.items() if name not in ("$ref", "$defs")},
        **definition,
        "properties": {"format": {"const": FORMAT}, **definition["properties"]},
        "required": ["format", *definition["required"]],
        "$defs": schema["$defs"],
    }


def _loaded(content: bytes) -> Any:
    try:
        return json.loads(content.decode("utf-8-sig"), parse_constant=_refused)
    except RecursionError as error:
        raise UnreadableError("bomb") from error
    except ValueError as error:
        raise UnreadableError("not_json", reason=str(error)[:120]) from error


def _refused(constant: str) -> None:
    raise ValueError(f"{constant} is no number")


if __name__ == "__main__":
    sys.stdout.write(json.dumps(questionnaire_schema(), ensure_ascii=False, indent=2) + "\n")
