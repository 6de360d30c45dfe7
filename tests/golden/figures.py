"""The figures of the published article on outsourcing, and how to read them from a page, a workbook and a JSON run.

The article states percentages and no bases; bases and intervals here are those of the demo's synthetic respondents.
"""

import math
import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from html import unescape
from typing import Any, NamedTuple

from openpyxl.worksheet.worksheet import Worksheet

TOTAL = "Totaal"
COLUMNS = {
    None: TOTAL,
    "inhouse": "Inhouse contactcenters",
    "facilitair": "Facilitaire contactcenters",
    "yes": "Besteedt al uit",
    "no": "Besteedt nog niet uit",
}
SHEETS = {"sector_role": "Soort contactcenter", "outsourcing": "Besteedt al uit"}
QUESTIONS = {
    "opinion": "Hoe staat u tegenover het uitbesteden van klantcontact aan gespecialiseerde organisaties?",
    "criterion": "Wat is voor u het belangrijkste criterium bij de keuze van een partnerorganisatie?",
    "goal": "Wat is voor uw organisatie het belangrijkste doel van uitbesteden?",
    "why_selected": "Waarom kiezen opdrachtgevers vooral voor uw organisatie?",
    "direction": "Heeft de afdeling klantcontact de regierol in het uitbestedingsproces?",
    "external_start": "Welke externe ontwikkeling is de belangrijkste overweging om met uitbesteden te beginnen?",
    "external_during": "Welke externe ontwikkeling heeft tijdens het contract de meeste invloed?",
    "external_reason": "Welke externe factor is voor opdrachtgevers de belangrijkste reden om uit te besteden?",
    "external_contract": "Welke externe factor heeft tijdens het contract de meeste invloed?",
}


class Place(NamedTuple):
    """Where a figure stands: question, segment variable and segment by code; the answer by code and as printed."""

    question: str
    variable: str
    segment: str | None
    answer: str
    label: str


@dataclass(frozen=True)
class Figure:
    """What is said in that place: percentage, its base, and the bounds of its 95 % interval in percent."""

    percent: int
    base: int
    low: int
    high: int


PUBLISHED: dict[int, tuple[Place, Figure]] = {
    1: (Place("opinion", "sector_role", None, "top2", "Positief + Zeer positief (top 2)"), Figure(66, 149, 58, 73)),
    2: (Place("criterion", "sector_role", "inhouse", "quality", "Kwaliteit van het klantcontact"),
        Figure(54, 100, 44, 63)),
    4: (Place("goal", "outsourcing", "yes", "efficiency", "Klantcontact efficiënter organiseren"),
        Figure(34, 50, 22, 48)),
    5: (Place("goal", "outsourcing", "yes", "savings", "Kosten besparen"), Figure(16, 50, 8, 29)),
    6: (Place("goal", "outsourcing", "yes", "quality", "Betere kwaliteit van het klantcontact"),
        Figure(6, 50, 2, 16)),
    7: (Place("why_selected", "sector_role", "facilitair", "expertise", "Expertise en specialisatie"),
        Figure(42, 52, 30, 56)),
    8: (Place("why_selected", "sector_role", "facilitair", "quality", "Kwaliteit"), Figure(23, 52, 14, 36)),
    9: (Place("why_selected", "sector_role", "facilitair", "savings", "Kostenbesparing"), Figure(8, 52, 3, 18)),
    10: (Place("why_selected", "sector_role", "facilitair", "efficiency", "Efficiëntie"), Figure(19, 52, 11, 32)),
    11: (Place("direction", "outsourcing", None, "yes", "Ja"), Figure(88, 50, 76, 94)),
    12: (Place("external_start", "sector_role", "inhouse", "labour_market", "Krapte op de arbeidsmarkt"),
         Figure(55, 100, 45, 64)),
    13: (Place("external_during", "sector_role", "inhouse", "labour_market", "Krapte op de arbeidsmarkt"),
         Figure(50, 100, 40, 60)),
    14: (Place("external_reason", "sector_role", "facilitair", "economy", "Economische ontwikkelingen"),
         Figure(37, 52, 25, 50)),
    15: (Place("external_contract", "sector_role", "facilitair", "economy", "Economische ontwikkelingen"),
         Figure(52, 52, 39, 65)),
}  # fmt: skip
"""All but number 3, which is a comparison. The article's "majority" of number 1 is 66 % here."""

EXPECTED = {number: figure for number, (_place, figure) in PUBLISHED.items()}


def percent(share: float) -> int:
    """Round as published: half away from zero."""
    return int((Decimal(repr(share)) * 100).quantize(Decimal(1), ROUND_HALF_UP))


def section_of_page(html: str, question: str) -> str:
    """Cut one question out of the results page."""
    found = re.search(rf'<section [^>]*id="q-{question}".*?</section>', html, re.DOTALL)
    assert found, question
    return found[0]


def read_page(html: str, place: Place) -> Figure:
    """Read a figure from the table on the results page."""
    head, *rows = re.findall(r"<tr[ >].*?</tr>", section_of_page(html, place.question), re.DOTALL)
    columns = [_lines(cell) for cell in _cells(head, "th")[1:]]
    position = [label for label, *_ in columns].index(COLUMNS[place.segment])
    row = next(row for row in rows if _lines(row)[0] == place.label)
    base = int(columns[position][-1].removeprefix("n = "))
    share, detail = _lines(_cells(row, "td")[position])
    low, high = re.findall(r"\d+", detail.partition("·")[2])
    return Figure(int(share.removesuffix("%")), base, int(low), int(high))


def read_sheet(sheet: Worksheet, place: Place) -> Figure:
    """Read a figure from the sheet of its segment variable."""
    rows: list[tuple[Any, ...]] = list(sheet.iter_rows(values_only=True))
    top = next(at for at, row in enumerate(rows) if row[0] == QUESTIONS[place.question])
    heads, bases = rows[top + 2], rows[top + 3]
    labels = [re.sub(r" \([A-Z]\)$", "", head) if isinstance(head, str) else head for head in heads]
    left = labels.index(COLUMNS[place.segment])
    row = next(row for row in rows[top + 5 :] if row[0] == place.label)
    share, count, low, high = row[left : left + 4]
    assert math.isclose(share, count / bases[left], rel_tol=1e-12)
    return Figure(percent(share), bases[left], percent(low), percent(high))


def read_run(run: dict[str, Any], place: Place) -> Figure:
    """Read a figure from the printed run."""
    variable = place.variable if place.segment else None
    group = _one(question_of_run(run, place.question)["groups"], variable=variable, segment=place.segment)
    row = _one([*group["rows"], *group["nets"]], code=place.answer)
    assert row["base"] == group["base"]
    assert row["share"] == row["count"] / row["base"]
    low, high = row["interval"]
    return Figure(percent(row["share"]), group["base"], percent(low), percent(high))


def question_of_run(run: dict[str, Any], code: str) -> dict[str, Any]:
    return _one(run["questions"], code=code)


def comparison_of_run(run: dict[str, Any], question: str, **wanted: str) -> dict[str, Any]:
    return _one(question_of_run(run, question)["comparisons"], **wanted)


def _one(rows: list[dict[str, Any]], **wanted: str | None) -> dict[str, Any]:
    (found,) = [row for row in rows if all(row.get(key) == value for key, value in wanted.items())]
    return found


def _cells(row: str, tag: str) -> list[str]:
    """Cut a row into its cells, without those of hidden groups, which one cell may hide over many rows."""
    cells = re.findall(rf"<{tag} .*?</{tag}>", row, re.DOTALL)
    return [cell for cell in cells if "is-hidden-group" not in cell.partition(">")[0]]


def _lines(html: str) -> list[str]:
    """Give the texts between the tags, without those of letters and empty ones."""
    bare = re.sub(r"<abbr.*?</abbr>|<sup.*?</sup>", "", html, flags=re.DOTALL)
    return [text for part in re.split(r"<[^>]+>", bare) if (text := unescape(part).strip())]
