"""The files of an edition. Loads what writes workbooks, documents and pictures: imported only where they are made."""

import hashlib
import io
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, BinaryIO, cast

import orjson

from polls.analysis.summary_document import Summary
from polls.publication.services.receipts import ReceiptList
from polls.reporting.charts.standalone import size_of
from polls.reporting.edition import Edition as ReportEdition
from polls.reporting.published.card import WIDTH, draw_card
from polls.reporting.writers import report_pdf, run_json, tables_csv, tables_xlsx
from polls.reporting.writers.charts_zip import PIXELS_PER_UNIT
from polls.results.models import Run
from polls.typesetting.printing import draw_png

TYPES: Mapping[str, str] = {
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
    "pdf": "application/pdf",
    "png": "image/png",
    "svg": "image/svg+xml",
    "txt": "text/plain; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
"""By the ending of a file's name."""


@dataclass(frozen=True)
class Made:
    """A file: its name and its bytes."""

    name: str
    content: bytes

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()

    @property
    def content_type(self) -> str:
        return TYPES[self.name.rpartition(".")[2]]

    def described(self) -> dict[str, Any]:
        """Give what ``edition.json`` says of the file."""
        return {
            "name": self.name,
            "content_type": self.content_type,
            "size": len(self.content),
            "sha256": self.sha256,
        }


def tables_of(edition: ReportEdition, stem: str) -> Iterator[Made]:
    """Write the tables of the chosen questions as a workbook and as CSV, and the report."""
    writers: Mapping[str, Callable[[ReportEdition, BinaryIO], None]] = {
        "tables-{}.xlsx": tables_xlsx.write,
        "tables-{}.csv": tables_csv.write,
        "report-{}.pdf": report_pdf.write,
    }
    for name, write in writers.items():
        stream = io.BytesIO()
        write(edition, stream)
        yield Made(f"{stem}-{name.format(edition.language)}", stream.getvalue())


def run_of(run: Run, summary: Summary, chosen: frozenset[str], language: str, stem: str) -> Made:
    """Write the run with the chosen questions: every number at full precision, and how it is made."""
    stream = io.StringIO()
    told = cast(Summary, {**summary, "questions": [each for each in summary["questions"] if each["code"] in chosen]})
    run_json.write(run.questionnaire, told, stream, language=language)
    return Made(f"{stem}-run.json", stream.getvalue().encode())


def pictures_of(texts: Mapping[str, Any], drawings: Mapping[str, Any], language: str, stem: str) -> Iterator[Made]:
    """Draw each chart as SVG and PNG, and the card for social media."""
    for key, drawing in drawings.items():
        alone = drawing["alone"]
        width, _height = size_of(alone)
        name = f"{stem}-chart-{key}-{language}"
        yield Made(f"{name}.svg", f'<?xml version="1.0" encoding="UTF-8"?>\n{alone}\n'.encode())
        yield Made(f"{name}.png", draw_png(alone, width=width, pixels_per_unit=PIXELS_PER_UNIT))
    lead = next((each["text"] for each in texts["lead"] if each["kind"] == "body"), "")
    source = " · ".join(filter(None, (texts["respondents"], texts["fieldwork"])))
    card = draw_card(texts["title"], lead, texts["organisation"], source)
    yield Made(f"{stem}-card-{language}.png", draw_png(card, width=WIDTH, pixels_per_unit=1))


def receipts_file(receipts: ReceiptList, stem: str) -> Made:
    """Give the list of receipts as a file."""
    return Made(f"{stem}-receipts.txt", receipts.content)


def document_file(document: Mapping[str, Any], stem: str) -> Made:
    """Write the document of the edition: the same document gives the same bytes."""
    return Made(
        f"{stem}-edition.json", orjson.dumps(document, option=orjson.OPT_SORT_KEYS | orjson.OPT_INDENT_2) + b"\n"
    )


def sums_file(files: list[Made], stem: str) -> Made:
    """Write the list that ``sha256sum --check`` reads."""
    return Made(f"{stem}-SHA256SUMS.txt", "".join(f"{each.sha256}  {each.name}\n" for each in files).encode())
