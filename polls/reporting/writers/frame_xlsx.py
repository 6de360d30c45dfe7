"""A code frame as a workbook, with the columns that are read back."""

import io

from polls.codebook.coding.frame import CodeFrame
from polls.codebook.coding.frame_rows import to_rows
from polls.reporting.writers.workbook import Book, write_text

WIDTHS = (18, 30, 30, 40, 40, 14, 20, 20)


def write_frame(frame: CodeFrame) -> bytes:
    """Write the codes of a frame, a row each."""
    stream = io.BytesIO()
    with Book(stream) as book:
        sheet = book.add_sheet("codes")
        for column, width in enumerate(WIDTHS):
            sheet.set_column(column, column, width)
        for number, row in enumerate(to_rows(frame)):
            for column, text in enumerate(row):
                write_text(sheet, number, column, text, book.look("text"))
        sheet.freeze_panes(1, 1)
    return stream.getvalue()
