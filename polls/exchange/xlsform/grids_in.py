"""Groups of an XLSForm that are one question here: matrices and allocations."""

from collections.abc import Sequence
from dataclasses import replace

from polls.codebook.schema import Choice, QuestionKind, Row
from polls.exchange.xlsform.constraints import read_constraint
from polls.exchange.xlsform.drafts import Draft, Drafts
from polls.exchange.xlsform.kinds_in import choices_of, normal_type, question_of, with_exclusive
from polls.exchange.xlsform.names import HELP
from polls.exchange.xlsform.table import Line

NUMBERS = frozenset({"integer", "decimal", "int"})


def is_grid(opening: Line, inner: Sequence[Line]) -> bool:
    """Whether the group is one question: all its rows of one type, and named after it or shown as a table."""
    name, marks = opening.get("name"), opening.get("appearance").lower().split()
    rows = [line for line in inner if line.get("name") != f"{name}{HELP}"]
    types = {normal_type(line.get("type")) for line in rows}
    if not name or not rows or len(types) != 1:
        return False
    kind = next(iter(types))
    is_suited = kind in NUMBERS or kind.startswith(("select_one ", "select_multiple "))
    is_named_after = all(line.get("name").startswith(f"{name}.") for line in rows)
    return is_suited and (is_named_after or "table-list" in marks)


def read_grid(opening: Line, inner: Sequence[Line], drafts: Drafts) -> Draft:
    """Make the matrix or allocation of the group."""
    name = opening.get("name")
    explanation = next((line for line in inner if line.get("name") == f"{name}{HELP}"), None)
    rows = [line for line in inner if line is not explanation]
    type_name = normal_type(rows[0].get("type"))
    read = read_constraint(rows[0].get("constraint"))
    last = read_constraint(rows[-1].get("constraint"))
    if last.total is not None:
        draft = _allocation(opening, rows, drafts, last.total)
    elif type_name in NUMBERS:
        fields = {"decimals": 1, **read.fields} if type_name == "decimal" else read.fields
        draft = _matrix(opening, rows, drafts, QuestionKind.MATRIX_NUMBER, **fields)
    else:
        draft = _choosing(opening, rows, drafts, type_name)
    if explanation is not None:
        draft.question = replace(draft.question, help=drafts.workbook.text(explanation, "label"))
    return draft


def _choosing(opening: Line, rows: Sequence[Line], drafts: Drafts, type_name: str) -> Draft:
    select, name = type_name.split(" ")[:2]
    is_single = select == "select_one"
    kind = QuestionKind.MATRIX_SINGLE if is_single else QuestionKind.MATRIX_MULTIPLE
    choices, dont_know = choices_of(opening, drafts, name)
    read = read_constraint(rows[0].get("constraint"))
    fields = {} if is_single else read.fields
    listed = with_exclusive(choices, read.exclusive)
    return _matrix(opening, rows, drafts, kind, choices=listed, dont_know=dont_know, **fields)


def _matrix(opening: Line, rows: Sequence[Line], drafts: Drafts, kind: QuestionKind, **fields: object) -> Draft:
    required = rows[0].get("required")
    line = replace(opening, cells={**opening.cells, "required": required})
    draft = question_of(line, drafts, kind, rows=tuple(_row(row, opening, drafts) for row in rows), **fields)
    _name_parts(draft, rows, drafts)
    for row, made in zip(rows, draft.question.rows, strict=True):
        if row.get("relevant"):
            draft.rows[made.code] = row.get("relevant")
        if read_constraint(row.get("constraint")).rest:
            drafts.note("constraint_lost", row, source=row.get("constraint")[:200])
    return draft


def _allocation(opening: Line, rows: Sequence[Line], drafts: Drafts, total: int) -> Draft:
    line = replace(opening, cells={**opening.cells, "required": rows[0].get("required")})
    parts = tuple(_row(row, opening, drafts) for row in rows)
    choices = tuple(Choice(part.code, part.label) for part in parts)
    decimals = 1 if normal_type(rows[0].get("type")) == "decimal" else 0
    draft = question_of(line, drafts, QuestionKind.ALLOCATION, choices=choices, total=total, decimals=decimals)
    _name_parts(draft, rows, drafts)
    return draft


def _row(line: Line, opening: Line, drafts: Drafts) -> Row:
    code = line.get("name").removeprefix(f"{opening.get('name')}.")
    return Row(code, drafts.workbook.text(line, "label"))


def _name_parts(draft: Draft, rows: Sequence[Line], drafts: Drafts) -> None:
    for row in rows:
        code = row.get("name").removeprefix(f"{draft.question.code}.")
        drafts.codes[row.get("name")] = f"{draft.question.code}.{code}"
