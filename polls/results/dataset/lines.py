"""Responses as frames of texts, a column per question: what files of single responses are written from."""

from collections.abc import Iterator, Mapping
from itertools import islice
from tempfile import TemporaryFile
from typing import IO

import polars

from polls.codebook.answers import other_key
from polls.codebook.coding.derived import key_of
from polls.codebook.draws import order_names
from polls.codebook.schema import LIST_KINDS, Question, Questionnaire
from polls.collection.services.paradata import PACE
from polls.questionnaire.models import Poll, QuestionnaireVersion
from polls.results.dataset.bulk import read_whole
from polls.results.dataset.state import read_state

Schema = dict[str, polars.DataType | type[polars.DataType]]


def read_frames(
    poll: Poll, questionnaire: Questionnaire, *, chunk: int, with_pace: bool = False
) -> Iterator[polars.DataFrame]:
    """Give the responses in frames; see ``polls.results.dataset.frames``.

    They pass through a temporary file, so that the database is free again before the first frame is worked on.
    """
    versions = dict(QuestionnaireVersion.objects.filter(poll=poll).values_list("pk", "number"))
    schema = line_schema(questionnaire, with_pace=with_pace) | {"l": polars.String, "v": polars.Int64}
    with TemporaryFile() as spool:
        for part in read_whole(poll, read_state(poll), chunk=chunk):
            spool.write(part.rstrip(b"\n") + b"\n")
        spool.seek(0)
        for lines in _parts(spool, chunk):
            yield _frame(lines, schema, versions, coded_names(questionnaire))


def line_schema(questionnaire: Questionnaire, *, with_texts: bool = True, with_pace: bool = False) -> Schema:
    """Give the form of a line: which answers and attributes to read from it. All else in it is passed over."""
    answers: dict[str, polars.DataType | type[polars.DataType]] = {}
    names = coded_names(questionnaire)
    answers |= {key_of(name): polars.String for name in names.values()}
    for variable in questionnaire.variables:
        if variable.code not in names:
            answers[variable.code] = _type_of(variable)
        if with_texts:
            answers |= {
                other_key(variable.code, choice.code): polars.String for choice in variable.options if choice.is_other
            }
    if with_texts:
        answers |= dict.fromkeys(order_names(questionnaire), polars.List(polars.String))
    known = [*sorted(questionnaire.attributes), *([PACE] if with_pace else [])]
    attributes: Schema = dict.fromkeys(known, polars.String)
    codes: Schema = {name: polars.List(polars.String) for name in names.values()}
    schema: Schema = {"a": polars.Struct(answers), "t": polars.Struct(attributes)}
    if codes:
        schema["c"] = polars.Struct(codes)
    return schema


def coded_names(questionnaire: Questionnaire) -> dict[str, str]:
    """Give by variable of coded answers the name of its codes."""
    return {variable.code: variable.codes_of for variable in questionnaire.variables if variable.codes_of}


def parse(lines: bytes, schema: Schema, names: Mapping[str, str]) -> tuple[polars.DataFrame, polars.DataFrame]:
    """Parse lines of JSON into a frame of answers, with those that people coded (``names``), and one of attributes."""
    frame = polars.read_ndjson(lines, schema=schema)
    return _answers_of(frame, names), _fields_of(frame, "t")


def _answers_of(frame: polars.DataFrame, names: Mapping[str, str]) -> polars.DataFrame:
    """Give the answers with the coded ones. What was written and is not coded counts as skipped, not as never asked."""
    answers = _fields_of(frame, "a")
    if not names:
        return answers
    codes = _fields_of(frame, "c")
    nothing = polars.lit([], dtype=polars.List(polars.String))
    return answers.with_columns(
        polars.select(
            polars.when(codes[name].is_not_null())
            .then(codes[name])
            .when(answers[key_of(name)].is_not_null())
            .then(nothing)
            .alias(code)
        ).to_series()
        for code, name in names.items()
    )


def _type_of(variable: Question) -> polars.DataType | type[polars.DataType]:
    return polars.List(polars.String) if variable.kind in LIST_KINDS else polars.String


def _fields_of(frame: polars.DataFrame, column: str) -> polars.DataFrame:
    kind = frame.schema[column]
    has_fields = isinstance(kind, polars.Struct) and kind.fields
    return frame[column].struct.unnest() if has_fields else frame.select()


def _parts(spool: IO[bytes], chunk: int) -> Iterator[bytes]:
    while lines := b"".join(islice(spool, chunk)):
        yield lines


def _frame(lines: bytes, schema: Schema, versions: Mapping[int, int], names: Mapping[str, str]) -> polars.DataFrame:
    frame = polars.read_ndjson(lines, schema=schema)
    attributes = _fields_of(frame, "t")
    return polars.concat(
        [
            _answers_of(frame, names),
            attributes.rename({name: f"attributes.{name}" for name in attributes.columns}),
            frame.select(
                language="l", version=polars.col("v").replace_strict(versions, return_dtype=polars.Int64, default=None)
            ),
        ],
        how="horizontal",
    )
