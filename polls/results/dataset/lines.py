"""Responses as frames of texts, a column per question: what files of single responses are written from."""

from collections.abc import Collection, Mapping

import polars

from polls.codebook.answers import other_key
from polls.codebook.coding.derived import key_of
from polls.codebook.draws import order_names
from polls.codebook.schema import LIST_KINDS, Question, Questionnaire
from polls.collection.services.paradata import PACE

Schema = dict[str, polars.DataType | type[polars.DataType]]


def line_schema(
    questionnaire: Questionnaire, *, with_texts: bool = True, with_pace: bool = False,
    wanted: Collection[str] | None = None,
) -> Schema:  # fmt: skip
    """Give the form of a line: which answers and attributes to read from it. All else in it is passed over.

    ``wanted`` are the codes of the variables to read; None for all.
    """
    answers: dict[str, polars.DataType | type[polars.DataType]] = {}
    variables = [each for each in questionnaire.variables if wanted is None or each.code in wanted]
    names = {each.code: each.codes_of for each in variables if each.codes_of}
    answers |= {key_of(name): polars.String for name in names.values()}
    for variable in variables:
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


def frame_of(lines: bytes, schema: Schema, versions: Mapping[int, int], names: Mapping[str, str]) -> polars.DataFrame:
    """Parse lines of JSON into a frame of texts; ``versions``: the numbers of versions by their ids."""
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
