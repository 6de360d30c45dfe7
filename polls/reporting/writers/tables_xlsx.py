"""Tables as a workbook: a sheet with the contents and findings, then one sheet per division of the respondents."""

from collections.abc import Mapping, Sequence
from typing import BinaryIO

from xlsxwriter.worksheet import Worksheet

from polls.reporting.edition import Division, Edition
from polls.reporting.edition_texts import text
from polls.reporting.writers.tables_block import CELL_WIDTH, CELLS, LABEL_WIDTH, LETTERS_WIDTH, Block
from polls.reporting.writers.workbook import LINE_HEIGHT, Book, fit_height, write_text

Links = Mapping[tuple[str, str | None], str]
"""By question and division: the place of its table."""

FIRST_BLOCK = 3
CONTENTS_WIDTH = 100

LEAST_COLUMNS = 15
"""So many are printed at least beside the first: notes and sentences need the room."""

PAGE_WIDTH, PAGE_HEIGHT = 9.8, 470.0
"""What A4 across has between the margins, in inches and in points, less what programs differ in."""

SMALLEST_SCALE = 10
USUAL_WIDTH = 8.43
"""Of a column that has no width of its own."""

GAP = 2
"""Empty rows between tables."""

_TO_CONTENTS = {"nl": "Naar de inhoud", "en": "To the contents"}
_READING = {
    "nl": "Per groep: percentage, aantal, grenzen van het 95%-interval, en de letters van de groepen waar het "
    "percentage significant boven ligt.",
    "en": "For each group: percentage, count, bounds of the 95% interval, and the letters of the groups that the "
    "percentage is significantly above.",
}


def write(edition: Edition, stream: BinaryIO) -> None:
    """Write the tables of the edition. Shares are numbers from 0 to 1 in a percent format; nothing is a formula."""
    with Book(stream) as book:
        book.describe(title=edition.title, author=edition.imprint.organisation)
        contents = book.add_sheet(text(edition.language, "contents"))
        links: dict[tuple[str, str | None], str] = {}
        for division in edition.divisions:
            links |= _write_division(book, edition, division, contents.get_name())
        _write_contents(book, contents, edition, links)


def _write_division(book: Book, edition: Edition, division: Division, contents: str) -> Links:
    """Write the sheet of one division; give the place of each of its tables."""
    sheet = book.add_sheet(division.label)
    groups = max((len(grid.columns) for grid in division.grids), default=1)
    last = max(LEAST_COLUMNS, groups * CELLS)
    _set_up(sheet, groups, edition)
    write_text(sheet, 0, 0, division.label, book.look("title"))
    sheet.write_url(1, 0, f"internal:'{contents}'!A1", book.look("link"), string=_TO_CONTENTS[edition.language])
    write_text(sheet, 1, 1, _READING[edition.language], book.look("note"))
    links: dict[tuple[str, str | None], str] = {}
    top, units = FIRST_BLOCK, list[tuple[int, float, bool]]()
    for grid in division.grids:
        links[grid.code, division.variable] = f"internal:'{sheet.get_name()}'!A{top + 1}"
        block = Block(book, sheet, edition.language, last=last)
        top = block.write(grid, top) + GAP
        units += [(row, height, row == block.units[0][0]) for row, height in block.units]
    sheet.print_area(0, 0, top, last)
    _divide_in_pages(sheet, units, _widths(groups, last))
    return links


def _set_up(sheet: Worksheet, groups: int, edition: Edition) -> None:
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, LABEL_WIDTH)
    for group in range(groups):
        left = 1 + group * CELLS
        sheet.set_column(left, left + CELLS - 2, CELL_WIDTH)
        sheet.set_column(left + CELLS - 1, left + CELLS - 1, LETTERS_WIDTH)
    sheet.freeze_panes(2, 1)
    sheet.set_landscape()
    _for_print(sheet, edition)
    sheet.repeat_columns(0, 0)


def _widths(groups: int, last: int) -> float:
    """Give the width of all columns that are printed, in inches."""
    own = groups * [CELL_WIDTH] * (CELLS - 1) + groups * [LETTERS_WIDTH]
    usual = [USUAL_WIDTH] * (last - len(own))
    return sum(letters * 7 + 5 for letters in (LABEL_WIDTH, *own, *usual)) / 96


def _divide_in_pages(sheet: Worksheet, units: Sequence[tuple[int, float, bool]], width: float) -> None:
    """Fit the sheet to the width of the paper, and begin a new page before what would be torn apart.

    ``units`` are rows, heights and whether a table begins there. Programs that fit a sheet to a number of pages by
    themselves do not heed where it is to be divided, so that the scale is given instead.
    """
    scale = max(SMALLEST_SCALE, min(100, int(PAGE_WIDTH / width * 100)))
    sheet.set_print_scale(scale)
    room = PAGE_HEIGHT * 100 / scale
    breaks, used = [], (FIRST_BLOCK - GAP) * LINE_HEIGHT
    for row, height, is_first in units:
        gap = GAP * LINE_HEIGHT if is_first else 0
        if used + gap + height > room:
            breaks.append(row)
            gap = used = 0
        used += gap + height
    sheet.set_h_pagebreaks(breaks)


def _for_print(sheet: Worksheet, edition: Edition) -> None:
    sheet.set_paper(9)  # A4
    sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
    source = edition.source.replace("&", "&&")[:180]
    sheet.set_footer(f"&L&8{source}&R&8&A  &P/&N")


def _write_contents(book: Book, sheet: Worksheet, edition: Edition, links: Links) -> None:
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, CONTENTS_WIDTH)
    sheet.set_column(1, max(1, len(edition.divisions)), 24)
    _for_print(sheet, edition)
    sheet.fit_to_pages(1, 0)
    lines: list[tuple[str, str]] = [(edition.title, "title"), (edition.subtitle, "soft")]
    lines += [(f"{what}: {value}", "soft") for what, value in edition.facts]
    lines += [(note, "note") for note in edition.notes]
    lines += [("", "text"), (text(edition.language, "findings"), "heading")]
    lines += [(f"{point.question} {point.sentence}", "text") for point in edition.points]
    row = _write_lines(book, sheet, [*lines, ("", "text")], 0)
    row = _write_questions(book, sheet, edition, links, row)
    lines = [("", "text"), (text(edition.language, "how_computed"), "heading")]
    lines += [(note, "text") for note in (*edition.method, *edition.reading)]
    _write_lines(book, sheet, lines, row)


def _write_questions(book: Book, sheet: Worksheet, edition: Edition, links: Links, row: int) -> int:
    """List the questions, each with a link to its table in every division; give the next free row."""
    write_text(sheet, row, 0, text(edition.language, "questions"), book.look("heading"))
    row += 1
    for grid in edition.divisions[0].grids if edition.divisions else ():
        sheet.write_url(row, 0, links[grid.code, None], book.look("link"), string=grid.title[:250])
        for column, division in enumerate(edition.divisions[1:], start=1):
            label = division.label[:250]
            sheet.write_url(row, column, links[grid.code, division.variable], book.look("link"), string=label)
        row += 1
    return row


def _write_lines(book: Book, sheet: Worksheet, lines: Sequence[tuple[str, str]], row: int) -> int:
    for words, look in lines:
        write_text(sheet, row, 0, words, book.look(look))
        fit_height(sheet, row, words, CONTENTS_WIDTH)
        row += 1
    return row
