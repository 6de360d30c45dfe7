"""The table of a question with several variables: a line per item, a column per answer or per group."""

from dataclasses import replace

from polls.reporting.document import Column, ColumnStatus, QuestionGroup, QuestionReport, Row, RowKind
from polls.reporting.grid import Figure, Form, Grid, Line, Role, grid_of


def items_grid(group: QuestionGroup, language: str) -> Grid:
    """Lay out all items over everyone: their means, or for shares a column for each answer. Each line names its n."""
    first = grid_of(group.members[0], None, language=language)
    is_about_means = bool(group.members[0].total.means) and not group.members[0].total.rows
    rows = [row for row in group.members[0].total.rows if row.kind is not RowKind.NET]
    base = _answer("n", language)
    columns = (base, first.columns[0]) if is_about_means else (base, *(_answer(row.label, language) for row in rows))
    lines = tuple(
        Line(member.code, label, "item", Role.ANSWER, (_base(member), *_figures(member, rows, language)))
        for label, member in zip(group.labels, group.members, strict=True)
    )
    return replace(first, code=group.code, kind=group.kind, title=group.text, base_note=group.base_note,
                   columns=columns, lines=lines, comparisons=(), notes=())  # fmt: skip


def _answer(label: str, _language: str) -> Column:
    return Column(None, None, label, "", "", ColumnStatus.SHOWN, None, "", None, False, "")


def _base(member: QuestionReport) -> Figure | None:
    column = member.total.columns[0]
    return Figure(column.n, value=float(column.base), form=Form.NUMBER) if column.base is not None else None


def _figures(member: QuestionReport, rows: list[Row], language: str) -> tuple[Figure | None, ...]:
    grid = grid_of(member, None, language=language)
    by_code = {line.code: line.figures[0] for line in grid.lines}
    return tuple(by_code.get(row.code) for row in rows) if rows else (by_code.get("_mean"),)
