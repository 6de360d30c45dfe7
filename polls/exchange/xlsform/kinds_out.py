"""Each kind of question as rows of the survey sheet."""

from collections.abc import Callable, Mapping

from polls.codebook.schema import Choice, Question, QuestionKind, Requirement, Text
from polls.codebook.uploads import accepted
from polls.exchange.xlsform.names import FORMATS, HELP, SHAPES
from polls.exchange.xlsform.sheets import Sheets

REQUIRED = {Requirement.HARD: "yes", Requirement.SOFT: "", Requirement.NO: "no"}

Writer = Callable[[Question, Sheets], None]


def write_question(question: Question, sheets: Sheets) -> None:
    WRITERS[question.kind](question, sheets)


def _plain(question: Question, sheets: Sheets, kind: str = "", **cells: str) -> None:
    """One row. ``cells`` are those of the kind."""
    shape, appearance = SHAPES[question.kind]
    row = sheets.add(
        kind or shape,
        question.code,
        question.text,
        required=REQUIRED[question.requirement],
        relevant=sheets.condition(question.show_if),
        appearance=appearance,
        **cells,
    )
    row |= sheets.texts("hint", question.help)


def _select(question: Question, sheets: Sheets) -> None:
    shape, _ = SHAPES[question.kind]
    sheets.add_choices(question.code, question.choices, question.dont_know)
    randomised = {"parameters": "randomize=true"} if question.has_random_choices else {}
    _plain(question, sheets, f"{shape} {question.code}", constraint=_choosing(question), **randomised)
    for choice in question.choices:
        if choice.is_other:
            _other(question, choice, sheets)


def _other(question: Question, choice: Choice, sheets: Sheets) -> None:
    """The text of "other, namely", named ``question.choice`` as its answer is here."""
    asked = f"${{{question.code}}}"
    is_list = question.kind is QuestionKind.MULTIPLE
    relevant = f"selected({asked}, '{choice.code}')" if is_list else f"{asked} = '{choice.code}'"
    sheets.add("text", f"{question.code}.{choice.code}", choice.label, relevant=relevant)


def _choosing(question: Question) -> str:
    """How many may be chosen, and what excludes the others."""
    several = question.kind in (QuestionKind.MULTIPLE, QuestionKind.MATRIX_MULTIPLE)
    if not several:
        return ""
    rules = []
    if question.min_choices is not None:
        rules.append(f"count-selected(.) >= {question.min_choices}")
    if question.max_choices is not None:
        rules.append(f"count-selected(.) <= {question.max_choices}")
    exclusive = [choice.code for choice in question.choices if choice.is_exclusive]
    exclusive += ["_dk"] if question.dont_know is not None else []
    rules += [f"not(selected(., '{code}') and count-selected(.) > 1)" for code in exclusive]
    return " and ".join(rules)


def _range(question: Question, sheets: Sheets) -> None:
    step = question.step if question.kind is QuestionKind.SLIDER else 1
    _plain(question, sheets, parameters=f"start={question.lowest} end={question.highest} step={step}")


def _number(question: Question, sheets: Sheets) -> None:
    _plain(question, sheets, _number_type(question), constraint=_bounds(question))


def _number_type(question: Question) -> str:
    return "decimal" if question.decimals else "integer"


def _bounds(question: Question) -> str:
    rules = []
    if question.minimum is not None:
        rules.append(f". >= {question.minimum}")
    if question.maximum is not None:
        rules.append(f". <= {question.maximum}")
    if question.decimals:
        rules.append(rf"regex(string(.), '^-?[0-9]+(\.[0-9]{{1,{question.decimals}}})?$')")
    return " and ".join(rules)


def _date(question: Question, sheets: Sheets) -> None:
    bounds = ((">=", question.earliest), ("<=", question.latest))
    rules = [f". {sign} date('{_day(bound)}')" for sign, bound in bounds if bound]
    _plain(question, sheets, constraint=" and ".join(rules))


def _day(bound: str) -> str:
    return f"{bound}-01" if len(bound) == 7 else bound


def _text(question: Question, sheets: Sheets) -> None:
    _plain(question, sheets, constraint=FORMATS[question.format])


def _file(question: Question, sheets: Sheets) -> None:
    endings = accepted(question.file_types) if question.file_types else ""
    _plain(question, sheets, **{"body::accept": endings})


def _silent(question: Question, sheets: Sheets) -> None:
    """Something without an answer of the respondent: nothing is required."""
    shape, _ = SHAPES[question.kind]
    relevant = sheets.condition(question.show_if)
    calculation = sheets.formula(question.expression) if question.kind is QuestionKind.CALCULATED else ""
    row = sheets.add(shape, question.code, question.text, relevant=relevant, calculation=calculation)
    row |= sheets.texts("hint", question.help)


def _group(question: Question, sheets: Sheets) -> None:
    """Open the group of a matrix; its explanation is a note within."""
    shape, appearance = SHAPES[question.kind]
    relevant = sheets.condition(question.show_if)
    sheets.add(shape, question.code, question.text, relevant=relevant, appearance=appearance)
    if question.help:
        sheets.add("note", f"{question.code}{HELP}", question.help)


def _part(question: Question, code: str, label: Text, kind: str, sheets: Sheets, **cells: str) -> None:
    name = f"{question.code}.{code}"
    sheets.add(kind, name, label, required=REQUIRED[question.requirement], **cells)


def _matrix(question: Question, sheets: Sheets) -> None:
    _group(question, sheets)
    select = "select_one" if question.kind is QuestionKind.MATRIX_SINGLE else "select_multiple"
    sheets.add_choices(question.code, question.choices, question.dont_know)
    for row in question.rows:
        cells = {"constraint": _choosing(question), "relevant": sheets.condition(row.show_if)}
        _part(question, row.code, row.label, f"{select} {question.code}", sheets, **cells)
    sheets.add("end_group")


def _matrix_number(question: Question, sheets: Sheets) -> None:
    _group(question, sheets)
    for row in question.rows:
        cells = {"constraint": _bounds(question), "relevant": sheets.condition(row.show_if)}
        _part(question, row.code, row.label, _number_type(question), sheets, **cells)
    sheets.add("end_group")


def _allocation(question: Question, sheets: Sheets) -> None:
    """A number per choice; the constraint on the last says what they add up to."""
    _group(question, sheets)
    *others, last = [choice.code for choice in question.choices] or [""]
    whole = " + ".join([".", *(f"${{{question.code}.{code}}}" for code in others)])
    for choice in question.choices:
        constraint = f"{whole} = {question.whole}" if choice.code == last else ""
        _part(question, choice.code, choice.label, _number_type(question), sheets, constraint=constraint)
    sheets.add("end_group")


WRITERS: Mapping[QuestionKind, Writer] = {
    QuestionKind.SINGLE: _select,
    QuestionKind.MULTIPLE: _select,
    QuestionKind.DROPDOWN: _select,
    QuestionKind.SCALE: _select,
    QuestionKind.RATING: _range,
    QuestionKind.NPS: _range,
    QuestionKind.STARS: _range,
    QuestionKind.MATRIX_SINGLE: _matrix,
    QuestionKind.MATRIX_MULTIPLE: _matrix,
    QuestionKind.MATRIX_NUMBER: _matrix_number,
    QuestionKind.RANKING: _select,
    QuestionKind.ALLOCATION: _allocation,
    QuestionKind.SLIDER: _range,
    QuestionKind.NUMBER: _number,
    QuestionKind.DATE: _date,
    QuestionKind.MONTH: _date,
    QuestionKind.SHORT_TEXT: _text,
    QuestionKind.LONG_TEXT: _plain,
    QuestionKind.IMAGE_CHOICE: _select,
    QuestionKind.FILE: _file,
    QuestionKind.INFORMATION: _silent,
    QuestionKind.HIDDEN: _silent,
    QuestionKind.CALCULATED: _silent,
    QuestionKind.CONSENT: _plain,
}
