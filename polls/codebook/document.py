"""The questionnaire as a JSON document: what a version stores, and what its hash is taken of."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from polls.codebook.schema import (
    Channel,
    Choice,
    Page,
    Question,
    QuestionKind,
    Questionnaire,
    Requirement,
    Segment,
    SegmentVariable,
    Source,
)

FORMAT = "questionnaire/1"

Document = dict[str, Any]


def to_document(questionnaire: Questionnaire) -> Document:
    """Write the questionnaire as plain JSON types, with the name of the format."""
    plain: Document = json.loads(json.dumps(asdict(questionnaire)))
    return {"format": FORMAT, **plain}


def from_document(document: Mapping[str, Any]) -> Questionnaire:
    """Read back what ``to_document`` wrote. Raises ValueError when the format is another."""
    if document.get("format") != FORMAT:
        raise ValueError(f"not a {FORMAT} document: {document.get('format')!r}")
    fields = {key: value for key, value in document.items() if key != "format"}
    return Questionnaire(
        **{
            **fields,
            "languages": tuple(fields["languages"]),
            "channel": Channel(fields["channel"]),
            "pages": tuple(_page(page) for page in fields["pages"]),
            "segment_variables": tuple(_segment_variable(variable) for variable in fields["segment_variables"]),
        }
    )


def digest(document: Mapping[str, Any]) -> str:
    """Give the SHA-256 of the document in canonical form, as 64 hexadecimal digits."""
    canonical = json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()


def _page(fields: Mapping[str, Any]) -> Page:
    return Page(**{**fields, "questions": tuple(_question(question) for question in fields["questions"])})


def _question(fields: Mapping[str, Any]) -> Question:
    return Question(
        **{
            **fields,
            "kind": QuestionKind(fields["kind"]),
            "requirement": Requirement(fields["requirement"]),
            "choices": tuple(Choice(**choice) for choice in fields["choices"]),
        }
    )


def _segment_variable(fields: Mapping[str, Any]) -> SegmentVariable:
    segments = tuple(Segment(**{**segment, "values": tuple(segment["values"])}) for segment in fields["segments"])
    return SegmentVariable(**{**fields, "source_kind": Source(fields["source_kind"]), "segments": segments})
