"""Responses as Triple-S 2.0: an archive of the definition (XML) and the data (CSV) that market research packages read.

A choice is a number, "don't know" the number after the last option; several answers are one string of 0 and 1 in the
order of the options; an empty field is a value that is missing. Source of the elements: Triple-S XML 2.0.002 (2011).
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import BinaryIO
from xml.etree.ElementTree import Element

import polars as pl

from polls.codebook.answers import DONT_KNOW
from polls.codebook.schema import Questionnaire, in_language
from polls.codebook.texts import JOINT, joint
from polls.reporting.writers.archive import Archive
from polls.reporting.writers.first_frame import Frames
from polls.reporting.writers.guarded_columns import guard_texts
from polls.reporting.writers.response_columns import layout_for
from polls.reporting.writers.responses import Holds, ResponseColumn
from polls.reporting.writers.responses_sav import numbers_of, spss_names
from polls.reporting.writers.xml_text import child, written

DOCTYPE = (
    '<!DOCTYPE sss PUBLIC "-//triple-s//DTD Survey Interchange v2.0//EN" "http://www.triple-s.org/dtd/sss_v20.dtd">'
)
ORIGIN = "Klantenservice Federatie"


@dataclass
class _Variable:
    """One variable of the file: its columns (several for a multiple choice), how its field is made, what it holds.

    ``low``, ``high`` and ``longest`` are found while the data is written.
    """

    kind: str
    name: str
    label: str
    columns: tuple[ResponseColumn, ...]
    values: Mapping[str, str] = field(default_factory=dict)
    low: str | None = None
    high: str | None = None
    longest: int = 1

    def cells(self) -> pl.Expr:
        """Give the field of this variable, as text; null is an empty one."""
        return _CELLS[self.kind](self).alias(self.name)

    def look_at(self, cells: pl.Series) -> None:
        """Widen what is known of the values by those of one more part."""
        if self.kind == "character":
            longest = cells.str.len_chars().max()
            self.longest = max(self.longest, longest if isinstance(longest, int) else 1)
        elif self.kind in ("quantity", "date"):
            numbers = cells.cast(pl.Float64)
            for name, place, is_better in (("low", numbers.arg_min(), _is_less), ("high", numbers.arg_max(), _is_more)):
                found = cells[place] if place is not None else None
                known = getattr(self, name)
                if found is not None and (known is None or is_better(float(found), float(known))):
                    setattr(self, name, found)


def _is_less(first: float, second: float) -> bool:
    return first < second


def _is_more(first: float, second: float) -> bool:
    return first > second


def write(
    questionnaire: Questionnaire,
    frames: Iterable[pl.DataFrame],
    stream: BinaryIO,
    *,
    language: str,
    labels: bool = False,
) -> None:
    """Write the responses of ``frames``. ``labels`` makes no difference: the file has codes, and the words for them."""
    seen, name = Frames(frames), f"{questionnaire.slug}-triple-s-{language}"
    variables = _variables(questionnaire, seen.first, language)
    with Archive(stream) as archive:
        with archive.member(f"{name}.csv") as member:
            member.write(_heading(variables))
            for frame in seen:
                fields = _fields(variables, frame)
                for variable in variables:
                    variable.look_at(fields[variable.name])
                fields.write_csv(member, include_header=False, quote_style="necessary")
        archive.add(f"{name}.sss", _definition(questionnaire, variables, f"{name}.csv", language))


def _fields(variables: Sequence[_Variable], frame: pl.DataFrame) -> pl.DataFrame:
    """Give the fields of all variables; a text starts no formula when a spreadsheet opens the data."""
    fields = frame.select(variable.cells() for variable in variables)
    return guard_texts(fields, [variable.name for variable in variables if variable.kind == "character"])


def _heading(variables: Sequence[_Variable]) -> bytes:
    return (",".join(variable.name for variable in variables) + "\n").encode()


def _variables(questionnaire: Questionnaire, frame: pl.DataFrame, language: str) -> list[_Variable]:
    columns = layout_for(questionnaire, frame, language=language, labels=False).columns
    names = spss_names([column.name for column in columns])
    made: list[_Variable] = []
    for column in columns:
        if column.holds is not Holds.TICK:
            made.append(_single(column, names[column.name]))
        elif not made or made[-1].kind != "multiple" or made[-1].columns[0].source != column.source:
            ticks = tuple(each for each in columns if each.holds is Holds.TICK and each.source == column.source)
            made.append(_multiple(questionnaire, ticks, language))
    return made


def _single(column: ResponseColumn, name: str) -> _Variable:
    if column.holds is Holds.CODE and column.labels:
        numbers = numbers_of(column)
        values = {str(number): column.labels[code] for code, number in numbers.items()}
        if DONT_KNOW in column.reasons:
            values[str(_after(numbers))] = column.reasons[DONT_KNOW]
        return _Variable("single", name, column.heading, (column,), values)
    kind = {Holds.NUMBER: "quantity", Holds.DAY: "date"}.get(column.holds, "character")
    return _Variable(kind, name, column.heading, (column,))


def _multiple(questionnaire: Questionnaire, ticks: tuple[ResponseColumn, ...], language: str) -> _Variable:
    question = questionnaire.variable_by_code[ticks[0].source]
    heading = in_language(question.text, language)
    before = joint(heading, "") + JOINT
    values = {str(place): tick.heading.removeprefix(before) for place, tick in enumerate(ticks, start=1)}
    name = next(iter(spss_names([question.code]).values()))
    return _Variable("multiple", name, heading, ticks, values)


def _after(numbers: Mapping[str, int]) -> int:
    return max(numbers.values(), default=0) + 1


def _code_cells(variable: _Variable) -> pl.Expr:
    column = variable.columns[0]
    numbers = numbers_of(column)
    known = {code: str(number) for code, number in numbers.items()}
    answered = column.values.replace_strict(known, default=None, return_dtype=pl.String)
    if DONT_KNOW not in column.reasons:
        return answered
    dont_know = pl.when(column.reason == DONT_KNOW).then(pl.lit(str(_after(numbers))))
    return pl.coalesce(answered, dont_know)


def _bit_cells(variable: _Variable) -> pl.Expr:
    """Join the ticks: null where any is, which is where the question was not answered."""
    return pl.concat_str([tick.values for tick in variable.columns])


def _date_cells(variable: _Variable) -> pl.Expr:
    return variable.columns[0].values.str.replace_all("-", "", literal=True)


def _plain_cells(variable: _Variable) -> pl.Expr:
    return variable.columns[0].values.cast(pl.String)


def _text_cells(variable: _Variable) -> pl.Expr:
    """Put a text on one line: a field of the format has no line ends."""
    return variable.columns[0].values.cast(pl.String).str.replace_all(r"\s+", " ")


_CELLS: Mapping[str, Callable[[_Variable], pl.Expr]] = {
    "single": _code_cells,
    "multiple": _bit_cells,
    "quantity": _plain_cells,
    "date": _date_cells,
    "character": _text_cells,
}


def _definition(questionnaire: Questionnaire, variables: Sequence[_Variable], file: str, language: str) -> str:
    root = Element("sss", {"version": "2.0"})
    child(root, "origin", ORIGIN)
    survey = child(root, "survey")
    child(survey, "name", questionnaire.slug)
    child(survey, "title", in_language(questionnaire.title, language) or questionnaire.slug)
    record = child(survey, "record", ident="A", href=file, format="csv", skip="1")
    for place, variable in enumerate(variables, start=1):
        made = child(record, "variable", ident=str(place), type=variable.kind)
        child(made, "name", variable.name)
        child(made, "label", variable.label or variable.name)
        child(made, "position", start=str(place))
        _domain(made, variable)
    return written(root, doctype=DOCTYPE)


def _domain(made: Element, variable: _Variable) -> None:
    """Say which values there may be."""
    if variable.kind == "character":
        child(made, "size", str(variable.longest))
        return
    values = child(made, "values")
    if variable.kind in ("quantity", "date"):
        low, high = _range(variable)
        child(values, "range", from_=low, to=high)
    for code, label in variable.values.items():
        child(values, "value", label or code, code=code)


def _range(variable: _Variable) -> tuple[str, str]:
    """Give the bounds of what occurs, with as many decimals as the variable has."""
    default = "20000101" if variable.kind == "date" else "0"
    low, high = variable.low or default, variable.high or default
    if variable.kind == "date":
        return low, high
    decimals = max(variable.columns[0].decimals, *(len(bound.partition(".")[2]) for bound in (low, high)))
    return f"{float(low):.{decimals}f}", f"{float(high):.{decimals}f}"
