"""How each kind leaves for and arrives from files of questionnaires: JSON, XLSForm workbooks, LimeSurvey structures."""

import io
import re
from collections.abc import Mapping
from functools import cache

import openpyxl

from polls.codebook.kinds import KIND_FIELDS, QuestionKind
from polls.codebook.schema import Question
from polls.exchange.findings import Exported
from polls.exchange.json_file import read_json, write_json
from polls.exchange.limesurvey.reading import read_limesurvey
from polls.exchange.xlsform.reading import read_xlsform
from polls.exchange.xlsform.writing import write_xlsform
from tests.codebook.sample_kinds import EVERY_KIND, EXAMPLES
from tests.exchange.lss import Part, lss
from tests.exchange.test_limesurvey import KINDS as TYPES

K = QuestionKind

BY_SETTING: Mapping[QuestionKind, tuple[str, Part]] = {
    K.ALLOCATION: ("`K` with a sum", Part("Q", "K", rows=("a", "b"), attributes={"equals_num_value": "100"})),
    K.SLIDER: ("`K` as slider", Part("Q", "K", rows=("a",), attributes={"slider_layout": "1"})),
    K.MATRIX_MULTIPLE: (
        "`:` with boxes",
        Part("Q", ":", rows=("a",), columns=("x", "y"), attributes={"multiflexible_checkbox": "1"}),
    ),
    K.MONTH: ("`D` as mm/yyyy", Part("Q", "D", attributes={"date_format": "mm/yyyy"})),
    K.HIDDEN: ("hidden", Part("Q", "S", attributes={"hidden": "1"})),
    K.CALCULATED: ("`*`", Part("Q", "*", attributes={"equation": "{1 + 2}"})),
}
"""Kinds that LimeSurvey says by a setting of another type."""


@cache
def xlsform() -> Exported:
    return write_xlsform(EVERY_KIND)


def back_from_json(question: Question) -> Question:
    return read_json(write_json(EVERY_KIND).content).questionnaire.question_by_code[question.code]


def back_from_xlsform(question: Question) -> Question:
    return read_xlsform(xlsform().content).questionnaire.question_by_code[question.code]


def unsaid_of(question: Question) -> list[str]:
    """Give what the workbook says that it cannot say of this question."""
    own = (each for each in xlsform().findings if each.place.partition(".")[0] == question.code)
    named = (re.search("‘(.*?)’;", each.message["en"]) for each in own)
    return list(dict.fromkeys(found[1].replace("“", "").replace("”", "") for found in named if found))


def type_of(question: Question) -> str:
    """Give the question's type in the workbook."""
    sheet = openpyxl.load_workbook(io.BytesIO(xlsform().content))["survey"]
    rows = [(str(row[0]), str(row[1])) for row in sheet.iter_rows(min_row=2, values_only=True)]
    types = [kind.split()[0] for kind, name in rows if name.partition(".")[0] == question.code]
    return f"group of `{types[1]}`" if types[0] == "begin_group" else f"`{types[0]}`"


def parts_of(kind: QuestionKind) -> dict[str, Part]:
    """Give the questions of LimeSurvey that become this kind, by what they are called there."""
    found = {f"`{part.kind}`".replace("|", "\\|"): part for part, kinds in TYPES if kinds[:1] == [kind]}
    return found | ({BY_SETTING[kind][0]: BY_SETTING[kind][1]} if kind in BY_SETTING else {})


def arrives_as(part: Part) -> list[QuestionKind]:
    return [question.kind for question in read_limesurvey(lss(part)).questionnaire.questions]


def compared(question: Question) -> dict[str, object]:
    """Give what of a question counts: its code, its texts, and the fields that its kind uses."""
    names = KIND_FIELDS[question.kind] | {"code", "kind", "text", "help", "show_if"}
    # What a file states in full may have been left at its default.
    meant = {"total": question.whole}
    if question.kind in (K.RATING, K.SLIDER, K.STARS):
        meant |= {"minimum": question.lowest, "maximum": question.highest}
    return {name: meant.get(name, getattr(question, name)) for name in sorted(names)}


def exchange_cells(kind: QuestionKind) -> list[str]:
    """Give the cells of the table: JSON, XLSForm, LimeSurvey."""
    question = EXAMPLES[kind].question
    unsaid = unsaid_of(question)
    limesurvey = ", ".join(parts_of(kind))
    return [
        "all" if compared(back_from_json(question)) == compared(question) else "not all",
        type_of(question) + (f", without {', '.join(unsaid)}" if unsaid else ""),
        limesurvey or "has no such type",
    ]
