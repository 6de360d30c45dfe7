"""Each type of XLSForm as a question here, or as a line in the list of what could not be taken."""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from polls.codebook.kinds import KIND_FIELDS
from polls.codebook.schema import Choice, Holds, Question, QuestionKind, Requirement, Text
from polls.exchange.file_types import types_named
from polls.exchange.xlsform.constraints import Constraint, read_constraint
from polls.exchange.xlsform.drafts import Draft, Drafts, Reader
from polls.exchange.xlsform.names import DONT_KNOW, SHAPES
from polls.exchange.xlsform.table import Line

OTHER: Text = {"nl": "Anders, namelijk", "en": "Other, namely"}
REQUIRED = {"yes": Requirement.HARD, "true": Requirement.HARD, "true()": Requirement.HARD, "no": Requirement.NO,
            "false": Requirement.NO, "false()": Requirement.NO, "": Requirement.SOFT}  # fmt: skip
LOST_COLUMNS = ("choice_filter", "default", "trigger", "repeat_count")
PLACES = frozenset({"geopoint", "geotrace", "geoshape", "start-geopoint"})
METADATA = frozenset(
    {"start", "end", "today", "deviceid", "subscriberid", "simserial", "phonenumber", "username", "email", "audit"}
)

SPELLINGS = (
    (re.compile(r"(?:select one(?: from)?|select1|add select one prompt using) ", re.IGNORECASE), "select_one "),
    (re.compile(r"(?:select all that apply(?: from)?|select multiple(?: from)?) ", re.IGNORECASE), "select_multiple "),
    (re.compile(r"\A(begin|end) (group|repeat)", re.IGNORECASE), r"\1_\2"),
    (re.compile(r" or specify other\Z", re.IGNORECASE), " or_other"),
)

_SELECT = re.compile(r"(select_one|select_multiple|rank)\s+(\S+)(\s+or[_ ]other)?\Z")
_OUTSIDE = re.compile(r"(select_one|select_multiple)_(from_file|external)\b")


def read_row(line: Line, drafts: Drafts) -> Draft | None:
    """Make the question of a row, or list why there is none."""
    kind = normal_type(line.get("type"))
    if _SELECT.match(kind):
        return _select(line, drafts)
    bare = kind.split(" ")[0]
    if reader := READERS.get(bare):
        return reader(line, drafts)
    if bare in METADATA:
        drafts.note("metadata_lost", line, kind=bare)
    elif bare in PLACES:
        reason = {"nl": "plaatsen worden niet gevraagd", "en": "places are not asked for"}
        drafts.note("row_type_unsuited", line, kind=bare, reason=reason)
    elif _OUTSIDE.match(kind):
        reason = {"nl": "de lijst staat in een ander bestand", "en": "its list stands in another file"}
        drafts.note("row_type_unsuited", line, kind=kind, reason=reason)
    else:
        drafts.note("row_type_unknown", line, kind=kind[:60])
    return None


def normal_type(written: str) -> str:
    """The type in today's spelling: ``select one from x`` is ``select_one x``, ``begin group`` is ``begin_group``."""
    kind = " ".join(written.split())
    for spelling, today in SPELLINGS:
        kind = spelling.sub(today, kind)
    first, _, rest = kind.partition(" ")
    return f"{first.lower()} {rest}".rstrip()


def question_of(line: Line, drafts: Drafts, kind: QuestionKind, **fields: Any) -> Draft:
    """The question of the row with what every row can say. ``fields`` are those of the kind."""
    workbook = drafts.workbook
    stated = line.get("required").strip().lower()
    if stated not in REQUIRED:
        drafts.note("column_lost", line, column="required", value=stated[:80])
    if "requirement" in KIND_FIELDS[kind]:
        fields.setdefault("requirement", REQUIRED.get(stated, Requirement.SOFT))
    for column in LOST_COLUMNS:
        if line.get(column):
            drafts.note("column_lost", line, column=column, value=line.get(column)[:120])
    code = fields.pop("code", None) or drafts.code(line)
    text, explanation = workbook.text(line, "label"), workbook.text(line, "hint")
    question = Question(code=code, kind=kind, text=text, help=explanation, **fields)
    relevant = [line.get("relevant")] if line.get("relevant") else []
    return Draft(question, line.place, relevant)


def constrained(line: Line, drafts: Drafts, kind: QuestionKind) -> Constraint:
    """The constraint as fields of this kind; what it cannot hold is listed."""
    read = read_constraint(line.get("constraint"))
    usable = KIND_FIELDS[kind]
    kept = {name: value for name, value in read.fields.items() if name in usable}
    if read.rest or len(kept) < len(read.fields):
        drafts.note("constraint_lost", line, source=line.get("constraint")[:200])
    return replace(read, fields=kept)


def choices_of(line: Line, drafts: Drafts, name: str) -> tuple[list[Choice], Text | None]:
    """The choices of the list, and the label of don't know where the list has it."""
    if name not in drafts.lists:
        drafts.note("list_missing", line, name=name[:60])
    listed = drafts.lists.get(name, [])
    dont_know = next((choice.label for choice in listed if choice.code == DONT_KNOW), None)
    return [choice for choice in listed if choice.code != DONT_KNOW], dont_know


def with_exclusive(choices: list[Choice], exclusive: list[str]) -> tuple[Choice, ...]:
    return tuple(replace(choice, is_exclusive=choice.code in exclusive) for choice in choices)


def _select(line: Line, drafts: Drafts) -> Draft:
    match = _SELECT.match(normal_type(line.get("type")))
    assert match is not None, "asked before"
    kind = _kind_of_select(match[1], line)
    choices, dont_know = choices_of(line, drafts, match[2])
    if match[3]:
        drafts.note("other_added", line)
        choices.append(Choice("other", {each: OTHER[each] for each in drafts.workbook.languages}, is_other=True))
    read = constrained(line, drafts, kind)
    fields: dict[str, Any] = {"choices": with_exclusive(choices, read.exclusive), "dont_know": dont_know, **read.fields}
    if kind is QuestionKind.RANKING and dont_know is None:
        fields.pop("dont_know")
    if "randomize=true" in line.get("parameters").replace(" ", "").lower():
        fields["has_random_choices"] = True
    return question_of(line, drafts, kind, **fields)


def _kind_of_select(select: str, line: Line) -> QuestionKind:
    if select == "rank":
        return QuestionKind.RANKING
    if select == "select_multiple":
        return QuestionKind.MULTIPLE
    marks = line.get("appearance").lower().split()
    kinds = (QuestionKind.DROPDOWN, QuestionKind.SCALE, QuestionKind.IMAGE_CHOICE)
    named = next((kind for kind in kinds if SHAPES[kind][1] in marks), QuestionKind.SINGLE)
    if "autocomplete" in marks or "search" in marks:
        return QuestionKind.DROPDOWN
    return named


def _number(line: Line, drafts: Drafts) -> Draft:
    read = constrained(line, drafts, QuestionKind.NUMBER)
    if normal_type(line.get("type")).startswith("dec"):
        read.fields.setdefault("decimals", 2)
    return question_of(line, drafts, QuestionKind.NUMBER, **read.fields)


def _range(line: Line, drafts: Drafts) -> Draft:
    stated = dict(part.split("=", 1) for part in line.get("parameters").lower().split() if "=" in part)
    numbers = {name: int(value) for name, value in stated.items() if re.fullmatch("-?[0-9]{1,9}", value)}
    if len(numbers) < len(stated):
        drafts.note("column_lost", line, column="parameters", value=line.get("parameters")[:80])
    marks = line.get("appearance").lower().split()
    least, most = numbers.get("start", 1), numbers.get("end", 10)
    if "nps" in marks and (least, most) == (0, 10):
        return question_of(line, drafts, QuestionKind.NPS)
    if "rating" in marks and least == 1:
        return question_of(line, drafts, QuestionKind.STARS, maximum=most)
    if "picker" in marks and least >= 0 and most - least <= 20 and numbers.get("step", 1) == 1:
        return question_of(line, drafts, QuestionKind.RATING, minimum=least, maximum=most)
    step = max(1, numbers.get("step", 1))
    return question_of(line, drafts, QuestionKind.SLIDER, minimum=least, maximum=most, step=step)


def _date(line: Line, drafts: Drafts) -> Draft:
    marks = line.get("appearance").lower().split()
    is_month = "month-year" in marks
    kind = QuestionKind.MONTH if is_month else QuestionKind.DATE
    read = constrained(line, drafts, kind)
    bounds = {name: day[:7] if is_month else day for name, day in read.fields.items()}
    if normal_type(line.get("type")).startswith("datetime"):
        drafts.note("type_replaced", line, kind=line.get("type"), ours=kind.value)
    return question_of(line, drafts, kind, **bounds)


def _text(line: Line, drafts: Drafts) -> Draft:
    is_long = "multiline" in line.get("appearance").lower().split()
    kind = QuestionKind.LONG_TEXT if is_long else QuestionKind.SHORT_TEXT
    return question_of(line, drafts, kind, **constrained(line, drafts, kind).fields)


def _barcode(line: Line, drafts: Drafts) -> Draft:
    drafts.note("type_replaced", line, kind=line.get("type"), ours=QuestionKind.SHORT_TEXT.value)
    return question_of(line, drafts, QuestionKind.SHORT_TEXT)


def _time(line: Line, drafts: Drafts) -> Draft:
    return _barcode(line, drafts)


def _file(line: Line, drafts: Drafts) -> Draft:
    kind = normal_type(line.get("type")).split(" ")[0]
    if kind != "file":
        drafts.note("type_replaced", line, kind=kind, ours=QuestionKind.FILE.value)
    known, unknown = types_named(line.get("body::accept").split(","))
    if unknown:
        drafts.note("file_types_lost", line, types=", ".join(unknown)[:100])
    return question_of(line, drafts, QuestionKind.FILE, file_types=("image",) if kind == "image" else known)


def _note(line: Line, drafts: Drafts) -> Draft:
    return question_of(line, drafts, QuestionKind.INFORMATION)


def _hidden(line: Line, drafts: Drafts) -> Draft:
    return question_of(line, drafts, QuestionKind.HIDDEN)


def _consent(line: Line, drafts: Drafts) -> Draft:
    return question_of(line, drafts, QuestionKind.CONSENT)


def _calculate(line: Line, drafts: Drafts) -> Draft:
    draft = question_of(line, drafts, QuestionKind.CALCULATED, holds=Holds.NUMBER)
    if not draft.question.text:
        named = dict.fromkeys(drafts.workbook.languages, draft.question.code)
        draft.question = replace(draft.question, text=named)
    draft.calculation = line.get("calculation")
    return draft


READERS: Mapping[str, Reader] = {
    "integer": _number,
    "int": _number,
    "decimal": _number,
    "range": _range,
    "text": _text,
    "string": _text,
    "date": _date,
    "datetime": _date,
    "time": _time,
    "barcode": _barcode,
    "file": _file,
    "image": _file,
    "photo": _file,
    "audio": _file,
    "video": _file,
    "note": _note,
    "hidden": _hidden,
    "calculate": _calculate,
    "acknowledge": _consent,
    "trigger": _consent,
}
"""Types of XLSForm without a list of their own."""
