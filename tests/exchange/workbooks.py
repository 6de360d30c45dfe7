"""Workbooks of a few rows, as others write them."""

import io

import xlsxwriter

Rows = list[list[str]]


def workbook(**sheets: Rows) -> bytes:
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_formulas": False})
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        for number, row in enumerate(rows):
            for column, cell in enumerate(row):
                sheet.write_string(number, column, cell)
    book.close()
    return target.getvalue()


def form(*rows: list[str], columns: str = "type name label", choices: Rows | None = None, **settings: str) -> bytes:
    sheets = {"survey": [columns.split(), *rows]}
    if choices:
        sheets["choices"] = [["list_name", "name", "label"], *choices]
    if settings:
        sheets["settings"] = [list(settings), list(settings.values())]
    return workbook(**sheets)
