"""The questionnaire as a JSON document: what a version stores, and what its hash is taken of."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from typing import Any

from polls.codebook.schema import (
    Channel,
    Check,
    Choice,
    Holds,
    Page,
    Question,
    QuestionKind,
    Questionnaire,
    Quota,
    Requirement,
    Row,
    ScreenOut,
    Segment,
    SegmentVariable,
    Source,
    TakenFrom,
    TextFormat,
    Variant,
)

FORMAT = "questionnaire/1"

Document = dict[str, Any]


def to_document(questionnaire: Questionnaire) -> Document:
    """Write the questionnaire as plain JSON types, with the name of the format.

    Fields that came later (``question.LATER``) are left out while they have their default.
    """
    plain: Document = json.loads(json.dumps(_plain(questionnaire)))
    return {"format": FORMAT, **plain}


def from_document(document: Mapping[str, Any]) -> Questionnaire:
    """Read back what ``to_document`` wrote. Raises ValueError when the format is another."""
    if document.get("format") != FORMAT:
        raise ValueError(f"not a {FORMAT} document: {document.get('format')!r}")
    parts = {key: value for key, value in document.items() if key != "format"}
    return Questionnaire(
        **{
            **parts,
            "languages": tuple(parts["languages"]),
            "channel": Channel(parts["channel"]),
            "pages": tuple(_page(page) for page in parts["pages"]),
            "segment_variables": tuple(_segment_variable(variable) for variable in parts["segment_variables"]),
            "screen_outs": tuple(ScreenOut(**one) for one in parts.get("screen_outs", ())),
            "quotas": tuple(Quota(**one) for one in parts.get("quotas", ())),
        }
    )


def question_document(question: Question) -> Document:
    """Write one question as plain JSON types."""
    plain: Document = json.loads(json.dumps(_plain(question)))
    return plain


def question_of(document: Mapping[str, Any]) -> Question:
    """Read back what ``question_document`` wrote."""
    return _question(document)


def digest(document: Mapping[str, Any]) -> str:
    """Give the SHA-256 of the document in canonical form, as 64 hexadecimal digits."""
    canonical = json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()


def _plain(part: object) -> object:
    if is_dataclass(part) and not isinstance(part, type):
        return {
            field.name: _plain(getattr(part, field.name)) for field in fields(part) if not _is_left_out(part, field)
        }
    if isinstance(part, Mapping):
        return {key: _plain(value) for key, value in part.items()}
    if isinstance(part, list | tuple):
        return [_plain(item) for item in part]
    return part


def _is_left_out(part: object, field: "Field[Any]") -> bool:
    if not field.metadata.get("is_later"):
        return False
    default = field.default if field.default_factory is MISSING else field.default_factory()
    return bool(getattr(part, field.name) == default)


def _page(parts: Mapping[str, Any]) -> Page:
    return Page(**{**parts, "questions": tuple(_question(question) for question in parts["questions"])})


def _question(parts: Mapping[str, Any]) -> Question:
    return Question(
        **{
            **parts,
            "kind": QuestionKind(parts["kind"]),
            "requirement": Requirement(parts["requirement"]),
            "choices": tuple(Choice(**choice) for choice in parts["choices"]),
            "rows": tuple(Row(**row) for row in parts.get("rows", ())),
            "format": TextFormat(parts.get("format", TextFormat.FREE)),
            "file_types": tuple(parts.get("file_types", ())),
            "taken_from": TakenFrom(parts.get("taken_from", TakenFrom.LINK)),
            "holds": Holds(parts.get("holds", Holds.NUMBER)),
            "variants": tuple(Variant(**variant) for variant in parts.get("variants", ())),
            "checks": tuple(Check(**check) for check in parts.get("checks", ())),
        }
    )


def _segment_variable(parts: Mapping[str, Any]) -> SegmentVariable:
    segments = tuple(Segment(**{**segment, "values": tuple(segment["values"])}) for segment in parts["segments"])
    return SegmentVariable(**{**parts, "source_kind": Source(parts["source_kind"]), "segments": segments})
