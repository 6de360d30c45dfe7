"""Stacked bars to 100 %: one bar per group or per item, from one end of the answers to the other."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from polls.reporting.charts.frame import NARROW, Body, Caption, LegendItem, framed, label_column, legend
from polls.reporting.charts.lettering import LINE, SIZE, SMALL, width_of, wrapped
from polls.reporting.charts.palette import LETTER, SERIES, SOFT_INK, ramp, text_on
from polls.reporting.charts.segments import has_letters, lettered
from polls.reporting.charts.svg import label, paragraph, rectangle
from polls.reporting.document import Cell, Column, QuestionGroup, QuestionReport, Row, RowKind, Table
from polls.reporting.phrases import say

BAR = 30.0
NET = 62.0
"""Room at the right for the figure of each bar."""


@dataclass(frozen=True)
class Stack:
    """One bar: its name, its base as text, its parts (None or empty: not drawn), and the figure at its right end.

    ``letters`` stand under the figure: the groups that it significantly exceeds.
    """

    name: str
    n: str
    parts: Sequence[Cell | None]
    figure: str = ""
    letters: str = ""


@dataclass(frozen=True)
class Answers:
    """What the parts of all bars stand for, and their colours. ``figure`` is the heading of the figures."""

    labels: Sequence[str]
    colours: Sequence[str]
    figure: str = ""


def draw_scale(question: QuestionReport, table: Table, *, language: str, width: int) -> str:
    """Draw a bar for each group with numbers; a hidden group is named under the chart. Empty without any."""
    points = [row for row in table.rows if row.kind is RowKind.CHOICE]
    top_two = next((row for row in table.rows if row.code == "top2"), None)
    stacks = _by_column(
        table, points, language, [_percent(top_two, position) for position in range(len(table.columns))]
    )
    answers = Answers([row.label for row in points], ramp(len(points)), say(language, "top2") if top_two else "")
    note = f" {say(language, 'chart_top2', answer=top_two.answer)}" if top_two else ""
    if top_two is not None and has_letters([top_two]):
        stacks = _lettered(stacks, table, top_two)
        note += f" {say(language, 'chart_letters')}"
    return _draw(stacks, answers, _caption("scale", question, table, stacks, answers, note), width)


def draw_nps(question: QuestionReport, table: Table, *, language: str, width: int) -> str:
    """Draw detractors, passives and promoters of each group, with the score at the right."""
    ordered = [row for row in reversed(table.rows) if row.kind is RowKind.NET]
    scores = [mean.mean_text if mean else "" for mean in table.means]
    stacks = _by_column(table, ordered, language, scores)
    answers = Answers([row.label for row in ordered], ramp(3), "NPS")
    note = f" {say(language, 'chart_nps')}"
    return _draw(stacks, answers, _caption("nps", question, table, stacks, answers, note), width)


def draw_matrix(group: QuestionGroup, *, language: str, width: int) -> str:
    """Draw a bar for each row of a matrix, over all respondents; a row that is not shown is named under the chart."""
    rows = [row for row in group.members[0].total.rows if row.kind in (RowKind.CHOICE, RowKind.DONT_KNOW)]
    choices = sum(row.kind is RowKind.CHOICE for row in rows)
    colours = [*ramp(choices), *[SERIES[-1]] * (len(rows) - choices)]
    stacks, hidden = [], []
    for name, member in zip(group.labels, group.members, strict=True):
        column = member.total.columns[0]
        if column.base:
            parts = [member.total.row(row.code).cells[0] for row in rows]
            stacks.append(Stack(name, _n(column, language), parts))
        else:
            hidden.append(f"{name}: {column.note}.")
    answers = Answers([row.label for row in rows], colours)
    described = _described(stacks, answers)
    caption = Caption("matrix", group.code, group.text, described, [group.base_note, *hidden])
    return _draw(stacks, answers, caption, width, room=0.0)


def _by_column(table: Table, rows: Sequence[Row], language: str, figures: Sequence[str]) -> list[Stack]:
    return [
        Stack(column.label, _n(column, language), [row.cells[position] for row in rows], figures[position])
        for position, column in enumerate(table.columns)
        if column.base and rows
    ]


def _lettered(stacks: Sequence[Stack], table: Table, row: Row) -> list[Stack]:
    """Put the letter of each group before its name, and those that it exceeds on a row under its figure."""
    shown = [(column, cell) for column, cell in zip(table.columns, row.cells, strict=True) if column.base]
    return [
        replace(stack, name=lettered(stack.name, column), letters=cell.letters if cell else "")
        for stack, (column, cell) in zip(stacks, shown, strict=True)
    ]


def _percent(row: Row | None, position: int) -> str:
    cell = row.cells[position] if row else None
    return cell.percent if cell else ""


def _n(column: Column, language: str) -> str:
    return say(language, "small_n" if column.is_small_base else "n", n=column.n)


def _caption(
    kind: str, question: QuestionReport, table: Table, stacks: Sequence[Stack], answers: Answers, note: str
) -> Caption:
    key = f"{question.code}-{table.variable}" if table.variable else question.code
    hidden = [f"{column.label}: {column.note}." for column in table.columns if not column.is_shown]
    return Caption(kind, key, question.text, _described(stacks, answers), [table.base_note + note, *hidden])


def _described(stacks: Sequence[Stack], answers: Answers) -> str:
    def part(stack: Stack) -> str:
        told = (f"{name} {cell.percent}" for name, cell in zip(answers.labels, stack.parts, strict=True) if cell)
        figure = f" ({answers.figure} {stack.figure})" if stack.figure else ""
        return f"{stack.name}: {', '.join(told)}{figure}"

    return "; ".join(part(stack) for stack in stacks) + "."


def _draw(stacks: Sequence[Stack], answers: Answers, caption: Caption, width: int, *, room: float = NET) -> str:
    """Draw the bars under their legend; empty without any."""
    if not stacks:
        return ""
    marks = [
        LegendItem(rectangle(-6, -6, 12, 12, colour), name)
        for name, colour in zip(answers.labels, answers.colours, strict=True)
    ]
    head = legend(marks, width)
    left = 0.0 if width <= NARROW else min(220.0, label_column(_names(stacks), width, bold=True))
    top = head.height + (20.0 if answers.figure else 6.0)
    drawn = list(head.elements)
    if answers.figure:
        drawn.append(label(width, top - 4, answers.figure, size=SMALL, anchor="end", fill=SOFT_INK))
    for stack in stacks:
        names = wrapped(stack.name, width - 120 if width <= NARROW else left - 14, bold=True)
        text_height = (len(names) + (width > NARROW)) * SIZE * LINE
        bar_top = top + text_height + 5 if width <= NARROW else top + (max(text_height, BAR) - BAR) / 2 + 4
        middle = bar_top + BAR / 2
        text_top = top + SIZE if width <= NARROW else middle - text_height / 2 + SIZE
        drawn.append(_title(names, stack.n, text_top, left, width))
        drawn.append(_bar(stack.parts, answers.colours, left, width - room, bar_top))
        drawn.append(label(width, middle + 5.2, stack.figure, size=SIZE + 2, bold=True, anchor="end"))
        if stack.letters:
            drawn.append(label(width, middle + 18, stack.letters, size=SMALL, bold=True, anchor="end", fill=LETTER))
        top = bar_top + BAR + 12 if width <= NARROW else top + max(text_height, BAR) + 12
    return framed(Body(drawn, top), caption, width)


def _names(stacks: Sequence[Stack]) -> list[str]:
    """Give the texts that stand before the bars."""
    return [text for stack in stacks for text in (stack.name, stack.n)]


def _title(names: Sequence[str], n: str, top: float, left: float, width: int) -> str:
    """Write the name of the group in bold with its n under it; on one line with it where there is little room."""
    if width <= NARROW:
        x, n_top = width_of(names[-1], bold=True) + 10, top + (len(names) - 1) * SIZE * LINE
        return paragraph(0, top, names, bold=True) + label(x, n_top, n, size=SMALL, fill=SOFT_INK)
    written = paragraph(left - 12, top, names, bold=True, anchor="end")
    return written + label(left - 12, top + len(names) * SIZE * LINE, n, size=SMALL, anchor="end", fill=SOFT_INK)


def _bar(parts: Sequence[Cell | None], colours: Sequence[str], left: float, right: float, top: float) -> str:
    drawn, x = "", left
    for cell, colour in zip(parts, colours, strict=True):
        if cell is None or cell.count == 0:
            continue
        length = cell.share * (right - left)
        drawn += rectangle(x, top, length - 1, BAR, colour)
        if length >= width_of(cell.percent, size=SMALL) + 6:
            drawn += label(x + length / 2, top + BAR / 2 + 4.2, cell.percent, size=SMALL, anchor="middle",
                           fill=text_on(colour))  # fmt: skip
        x += length
    return drawn
