"""Freezing a publication in one language: every text, number and drawing that readers see, as plain data.

Nothing of it is computed again when it is read, so that a published number never changes by itself.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from polls.reporting.charts import NARROW, draw_chart, draw_group
from polls.reporting.document import Column, QuestionGroup, Report
from polls.reporting.edition import Imprint, Picture, picture_of
from polls.reporting.edition_texts import text as words
from polls.reporting.grid import Figure, Grid, grid_of
from polls.reporting.items_grid import items_grid
from polls.reporting.press.document import ParagraphKind, PressText
from polls.reporting.press.facts import Fact, facts_of
from polls.reporting.press.markup import read_press_text
from polls.reporting.published.composition import Composition, Entry

Document = dict[str, Any]


@dataclass(frozen=True)
class Frozen:
    """One language. ``texts`` is what is told, ``drawings`` the charts by entry: ``wide``, ``narrow`` and ``alone``.

    ``unknown`` lists the keys of numbers that the run does not have or may not show.
    """

    texts: Document
    drawings: dict[str, dict[str, str]]
    unknown: tuple[str, ...]


class UnknownQuestionError(Exception):
    """The run has no such question, or not by that division."""


def freeze(report: Report, composition: Composition, imprint: Imprint) -> Frozen:
    """Freeze a publication in the language of ``report``; ``imprint`` has the method statement.

    Raises UnknownQuestionError.
    """
    facts, language = facts_of(report), report.language
    parts = [_entry(each, report, imprint, facts) for each in composition.entries]
    lead = read_press_text(composition.lead.get(language, ""), facts, language)
    title = read_press_text(f"# {_line(composition.title.get(language, ''))}", facts, language)
    texts = {
        "title": title.headline,
        "lead": paragraphs_of(lead),
        "organisation": imprint.organisation,
        "respondents": report.overview.n_text,
        "filter": report.filter_label,
        "fieldwork": imprint.fieldwork,
        "computed_on": imprint.made_on,
        "entries": [part.texts for part in parts],
        "notes": list(report.overview.notes[:-1]),
        "reading": [words(language, f"read_{key}") for key in ("base", "interval", "letters", "hidden")],
        "computing": list(report.method_notes),
        "statement": [list(pair) for pair in imprint.statement],
    }
    drawings = {each.key: part.drawings for each, part in zip(composition.entries, parts, strict=True) if part.drawings}
    unknown = [number.key for read in (title, lead) for number in read.numbers if not number.is_known]
    return Frozen(texts, drawings, tuple(dict.fromkeys([*unknown, *(key for part in parts for key in part.unknown)])))


def only_chosen(report: Report, codes: tuple[str, ...]) -> Report:
    """Leave the chosen questions of a report, in the order in which they were chosen: what its files then hold."""
    by_code = {group.code: group for group in report.groups}
    groups = tuple(by_code[code] for code in codes if code in by_code)
    members = {member.code for group in groups for member in group.members}
    findings = tuple(each for each in report.overview.findings if each.question in members)
    return replace(
        report,
        overview=replace(report.overview, findings=findings),
        questions=tuple(member for group in groups for member in group.members),
        groups=groups,
    )


def paragraphs_of(text: PressText) -> list[Document]:
    """Give paragraphs as data: ``kind`` is heading or body."""
    return [
        {"kind": "heading" if each.kind in _HEADINGS else "body", "text": each.text}
        for each in text.paragraphs
    ]  # fmt: skip


_HEADINGS = (ParagraphKind.HEADING, ParagraphKind.HEADLINE)


@dataclass(frozen=True)
class _Part:
    texts: Document
    drawings: dict[str, str]
    unknown: tuple[str, ...]


def _entry(entry: Entry, report: Report, imprint: Imprint, facts: Mapping[str, Fact]) -> _Part:
    group = report.group(entry.question)
    if group is None or (not group.is_single and entry.variable is not None):
        raise UnknownQuestionError(entry.key)
    try:
        grid = _grid(group, entry.variable, report.language)
    except KeyError as error:
        raise UnknownQuestionError(entry.key) from error
    title = read_press_text(f"# {_line(entry.title.get(report.language, ''))}", facts, report.language)
    told = read_press_text(entry.text.get(report.language, ""), facts, report.language)
    picture = picture_of(report, imprint, entry.question, entry.variable) if entry.has_chart else None
    texts = {
        "key": entry.key,
        "question": entry.question,
        "variable": entry.variable,
        "title": title.headline or group.text,
        "text": paragraphs_of(told),
        "question_text": group.text,
        "division": grid.label if entry.variable else "",
        "base_note": grid.base_note,
        "chart": {"title": picture.title, "alt": picture.alt} if picture else None,
        "table": _table(grid) if entry.has_table and grid.lines else None,
    }
    unknown = tuple(number.key for read in (title, told) for number in read.numbers if not number.is_known)
    return _Part(texts, _drawings(group, entry, picture, report.language) if picture else {}, unknown)


def _grid(group: QuestionGroup, variable: str | None, language: str) -> Grid:
    return grid_of(group.members[0], variable, language=language) if group.is_single else items_grid(group, language)


def _drawings(group: QuestionGroup, entry: Entry, picture: Picture, language: str) -> dict[str, str]:
    narrow = (
        draw_chart(group.members[0], entry.variable, language=language, width=NARROW)
        if group.is_single
        else draw_group(group, language=language, width=NARROW)
    )
    return {"wide": picture.svg, "narrow": narrow, "alone": picture.alone}


def _table(grid: Grid) -> Document:
    return {
        "columns": [_column(each) for each in grid.columns],
        "lines": [
            {
                "code": line.code,
                "label": line.label,
                "role": line.role.value,
                "cells": [_cell(figure) if figure else None for figure in line.figures],
            }
            for line in grid.lines
        ],
        "notes": list(grid.notes),
        "tests": [
            {"row": each.row_label, "groups": each.groups_label, "test": each.test_name, "p": each.p_text,
             "is_significant": each.is_significant, "text": each.text}
            for each in grid.comparisons
        ],
    }  # fmt: skip


def _column(column: Column) -> Document:
    return {
        "segment": column.segment,
        "label": column.label,
        "letter": column.letter if column.is_shown else "",
        "status": column.status.value,
        "n": column.n,
        "base": column.base,
        "is_small_base": column.is_small_base,
        "note": "" if column.is_shown else column.note,
    }


def _cell(figure: Figure) -> Document:
    return {**asdict(figure), "form": figure.form.value}


def _line(text: str) -> str:
    """Make one line of what may have been typed on several."""
    return " ".join(text.split())
