"""The report as a tagged PDF (PDF/UA-1): findings, every question with its charts and tables, and the method."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, BinaryIO

from polls.reporting.edition import Edition, Section, View
from polls.reporting.edition_texts import TEXTS
from polls.reporting.grid import SUMMARIES, Figure, Form, Grid, Line, column_heading
from polls.typesetting.printing import print_pdf

TEMPLATE = Path(__file__).with_name("report.typ")

IN_STATEMENT = ("by_whom", "respondents", "fieldwork")
"""Facts that a statement of the method tells in more words."""

MOST_COLUMNS = 7
"""So many columns of figures fit on a page; a wider table is continued in a second one."""


def write(edition: Edition, stream: BinaryIO) -> None:
    """Print the report."""
    stream.write(print_pdf(TEMPLATE, report_of(edition)))


def report_of(edition: Edition) -> dict[str, Any]:
    """Give what stands in the report, as plain data for the template."""
    return {
        "language": edition.language,
        "words": {key: words[edition.language] for key, words in TEXTS.items()},
        "title": edition.title,
        "subtitle": edition.subtitle,
        "organisation": edition.imprint.organisation,
        "made_on": edition.imprint.made_on,
        "source": edition.source,
        "points": [
            {"headline": each.headline, "rest": each.rest, "question": each.question} for each in edition.points
        ],
        "notes": list(edition.notes),
        "sections": [_section(section, edition.language) for section in edition.sections],
        "method": list(edition.method),
        "reading": list(edition.reading),
        "facts": [list(fact) for fact in _facts(edition)],
    }


def _facts(edition: Edition) -> Sequence[tuple[str, str]]:
    """Give the statement of the method, and what it does not say: who, when and how many stands in it already."""
    statement = edition.imprint.statement
    said = {TEXTS[key][edition.language] for key in IN_STATEMENT} if statement else set()
    return (*statement, *(fact for fact in edition.facts if fact[0] not in said))


def _section(section: Section, language: str) -> dict[str, Any]:
    has_divisions = len(section.views) > 1
    return {
        "number": section.number,
        "title": section.title,
        "base_note": section.base_note,
        "note": section.note,
        # The total is the first column of every division: alone it is a table only where there are no others.
        "views": [
            _view(view, language, has_table=view.variable is not None or not has_divisions) for view in section.views
        ],
    }


def _view(view: View, language: str, *, has_table: bool) -> dict[str, Any]:
    return {
        "label": view.label,
        "sentences": list(view.sentences),
        "picture": {"svg": view.picture.svg, "alt": view.picture.alt} if view.picture else None,
        "tables": _tables(view.grid, language) if has_table and view.grid.lines else [],
        "notes": list(view.grid.notes) if has_table else [],
    }


def _tables(grid: Grid, language: str) -> list[dict[str, Any]]:
    """Lay a grid out as tables that fit the page; each has the first column again."""
    rest = range(1, len(grid.columns))
    size = MOST_COLUMNS - 1
    cuts = [[0, *rest[start : start + size]] for start in range(0, len(rest), size)] or [[0]]
    return [_table(grid, positions, language) for positions in cuts]


def _table(grid: Grid, positions: list[int], language: str) -> dict[str, Any]:
    columns = [grid.columns[position] for position in positions]
    return {
        "title": grid.title,
        "columns": [
            {"label": column_heading(column, language), "n": f"n = {column.n}" if column.n else "",
             "note": "" if column.is_shown and column.base != 0 else column.note}
            for column in columns
        ],
        "lines": [_line(line, positions) for line in grid.lines],
    }  # fmt: skip


def _line(line: Line, positions: list[int]) -> dict[str, Any]:
    return {
        "label": line.label,
        "is_summary": line.role in SUMMARIES,
        "cells": [_cell(line.figures[position]) for position in positions],
    }


def _cell(figure: Figure | None) -> dict[str, Any]:
    if figure is None:
        return {"text": "–", "detail": "", "letters": "", "is_small": False, "is_strong": False}
    return {
        "text": figure.text,
        "detail": figure.detail if figure.form is not Form.TEXT else "",
        "letters": figure.letters,
        "is_small": figure.is_small_base,
        "is_strong": figure.is_highest,
    }
