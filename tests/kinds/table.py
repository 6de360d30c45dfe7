"""The table of kinds in ``docs/kinds.md``: ``python -m tests.kinds.table`` writes it anew, a test compares it.

What can be computed is computed: which finding refuses a bad answer, what is tabulated, which columns a file has. The
first three columns say how a kind is answered; journeys through a real browser answer it in just that way.
"""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import polars as pl

from polls.analysis.coding import from_rows
from polls.analysis.shapes import Shape, shape_of
from polls.analysis.summary import summarise
from polls.codebook.kinds import QuestionKind
from polls.codebook.schema import Page, Question, Questionnaire
from polls.reporting.writers.response_columns import layout_for
from polls.reporting.writers.responses import Holds, ResponseColumn
from polls.reporting.writers.responses_sav import spss_type
from tests.codebook.sample_kinds import EXAMPLES, both
from tests.kinds.cells import REFUSALS, stored
from tests.kinds.exchanging import exchange_cells

K = QuestionKind
DOCUMENT = Path(__file__).parents[2] / "docs" / "kinds.md"
BEGIN, END = "<!-- table: begin -->", "<!-- table: end -->"

HEADINGS = (
    "kind", "phone", "keyboard", "no JavaScript", "validation", "tabulation", "CSV", "XLSX", "SPSS", "JSON", "XLSForm",
    "from LimeSurvey",
)  # fmt: skip

_ROWS = ("rows of large radio buttons, one tap", "arrow keys choose", "radio buttons")
_POINTS = ("one row of numbered buttons", "arrow keys choose", "radio buttons")
_TYPED = ("text field", "typing", "text field")
_NEVER = ("never shown", "never shown", "never shown")

WAYS: Mapping[QuestionKind, tuple[str, str, str]] = {
    K.SINGLE: _ROWS,
    K.MULTIPLE: ("rows of large check boxes", "space ticks", "check boxes"),
    K.DROPDOWN: ("the phone's own list; searchable when long", "typing or arrow keys choose", "list"),
    K.SCALE: ("rows of large radio buttons", "arrow keys choose", "radio buttons"),
    K.RATING: _POINTS,
    K.NPS: _POINTS,
    K.STARS: ("a row of stars", "arrow keys choose", "radio buttons"),
    K.MATRIX_SINGLE: ("each row a card of its own", "tab to a row, arrow keys choose", "radio buttons per row"),
    K.MATRIX_MULTIPLE: ("each row a card of its own", "tab to a box, space ticks", "check boxes per row"),
    K.MATRIX_NUMBER: ("each row a card with the number pad", "typing", "text field per row"),
    K.RANKING: ("tap to join the order, drag by the number", "buttons: add, up, down, remove", "a number per choice"),
    K.ALLOCATION: ("number pad per part, the rest counted along", "typing", "text field per part"),
    K.SLIDER: ("slider", "arrow keys move it", "slider or number field"),
    K.NUMBER: ("the number pad", "typing", "text field"),
    K.DATE: ("the phone's own date picker", "typing", "date field"),
    K.MONTH: ("the phone's own month picker", "typing", "month field"),
    K.SHORT_TEXT: ("keyboard that fits the format", "typing", "text field"),
    K.LONG_TEXT: ("text area", "typing", "text area"),
    K.IMAGE_CHOICE: ("pictures, one tap", "arrow keys choose", "radio buttons with pictures"),
    K.FILE: ("the phone's camera or files", "the browser's file dialog", "file field"),
    K.INFORMATION: ("text", "nothing to do", "text"),
    K.HIDDEN: _NEVER,
    K.CALCULATED: _NEVER,
    K.CONSENT: ("one large check box", "space ticks", "check box"),
}
"""How each kind is answered on a phone, by keyboard alone, and without JavaScript."""


def row_of(kind: QuestionKind) -> list[str]:
    """Give the cells of one kind."""
    question = EXAMPLES[kind].question
    columns = columns_of(question)
    return [
        f"`{kind.value}`",
        *WAYS[kind],
        _validation(kind),
        tabulated(question),
        _each(columns, _in_csv),
        _each(columns, _in_xlsx),
        _each(columns, spss_type),
        *exchange_cells(kind),
    ]


def columns_of(question: Question) -> list[ResponseColumn]:
    poll = Questionnaire("poll", both("Peiling", "Poll"), (Page("p", (question,)),))
    return list(layout_for(poll, pl.DataFrame(), language="en", labels=False).columns)


def numbers_of(question: Question) -> list[dict[str, Any]]:
    """Give what is computed of each variable of the question, from forty who answered as its example does."""
    poll = Questionnaire("poll", both("Peiling", "Poll"), (Page("p", (question,)),))
    summary: Any = summarise(poll, from_rows(poll, [stored(question.kind)] * 40, [{}] * 40))
    return [each["groups"][0] for each in summary["questions"]]


def tabulated(question: Question) -> str:
    """Say what is computed of a question."""
    groups = numbers_of(question)
    if not groups:
        return "nothing to count"
    group = groups[0]
    told = {
        "share per option": bool(group["rows"])
        and shape_of(question.variables[0]) not in (Shape.ORDER, Shape.DAY, Shape.MONTH),
        "first places": shape_of(question.variables[0]) is Shape.ORDER,
        "share per month, year or decade": shape_of(question.variables[0]) in (Shape.DAY, Shape.MONTH),
        "nets": bool(group["nets"]),
        "score" if question.kind is K.NPS else "mean, median": group["mean"] is not None,
        "mean rank, top places, points": "ranking" in group,
        "median, middle 80 %": "dates" in group,
        "how many answered": not group["rows"] and group["mean"] is None,
    }
    text = ", ".join(name for name, is_told in told.items() if is_told)
    if len(question.variables) == 1 and question.variables[0].code == question.code:
        return text
    return f"{text}, per {'part' if question.kind is K.ALLOCATION else 'row'}"


def table() -> str:
    lines = [HEADINGS, ("---",) * len(HEADINGS), *(row_of(kind) for kind in QuestionKind)]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def written(document: str) -> str:
    """Put the table of this moment in the document."""
    before, _begin, rest = document.partition(BEGIN)
    _old, _end, after = rest.partition(END)
    return f"{before}{BEGIN}\n{table()}\n{END}{after}"


def _validation(kind: QuestionKind) -> str:
    refusal = REFUSALS[kind]
    return f"`{refusal.code}`" if refusal else "a post is passed over"


def _each(columns: list[ResponseColumn], describe: Callable[[ResponseColumn], str]) -> str:
    """Describe the columns, those that are alike once."""
    if not columns:
        return "no column"
    counts: dict[str, int] = {}
    for column in columns:
        counts[describe(column)] = counts.get(describe(column), 0) + 1
    return "; ".join(name if count == 1 else f"{count} × {name}" for name, count in counts.items())


_IN_CSV: Mapping[Holds, str] = {
    Holds.TEXT: "text",
    Holds.CODE: "code or label",
    Holds.TICK: "0/1 or no/yes",
    Holds.NUMBER: "number",
    Holds.DAY: "`2026-05-31`",
    Holds.MONTH: "`2026-05`",
}
_IN_XLSX: Mapping[Holds, str] = {
    **_IN_CSV,
    Holds.NUMBER: "number cell",
    Holds.TICK: "number cell or no/yes",
    Holds.DAY: "date cell",
}


def _in_csv(column: ResponseColumn) -> str:
    return _IN_CSV[column.holds]


def _in_xlsx(column: ResponseColumn) -> str:
    return _IN_XLSX[column.holds]


if __name__ == "__main__":
    DOCUMENT.write_text(written(DOCUMENT.read_text()))
