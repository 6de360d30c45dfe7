"""Writing the files of a run. Loads what writes slides, documents and workbooks: imported only where a file is made."""

import io
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import BinaryIO, cast

from polls.analysis.summary_document import Summary
from polls.reporting.edition import Edition
from polls.reporting.writers import charts_zip, press_docx, report_pdf, run_json, slides_pptx, tables_csv, tables_xlsx
from polls.reporting.writers.archive import Archive
from polls.results.models import Run
from polls.results.services.editions import edition_of, press_text_of
from polls.results.services.run_files import run_file_name
from polls.results.services.work import Progress

PRINTING = timedelta(minutes=3)
"""A large report is printed without a word."""

Tell = Callable[[float], None]
"""Hears which part (0-1) of a file is written."""


def write_run_file(run: Run, options: Mapping[str, str], stream: BinaryIO, tell: Progress) -> None:
    """Write one file of a finished run as ``options`` say: format and language. Raises KeyError for another format."""
    tell(5, silence=PRINTING)
    edition = edition_of(run, options["language"])
    tell(15, silence=PRINTING)

    def told(share: float) -> None:
        tell(15 + round(80 * share), silence=PRINTING)

    WRITERS[options["format"]](run, edition, stream, told)


def _pdf(_run: Run, edition: Edition, stream: BinaryIO, _tell: Tell) -> None:
    report_pdf.write(edition, stream)


def _slides(_run: Run, edition: Edition, stream: BinaryIO, _tell: Tell) -> None:
    slides_pptx.write(edition, stream)


def _press(run: Run, edition: Edition, stream: BinaryIO, _tell: Tell) -> None:
    press_docx.write(edition, press_text_of(run, edition.language), stream)


def _workbook(_run: Run, edition: Edition, stream: BinaryIO, _tell: Tell) -> None:
    tables_xlsx.write(edition, stream)


def _charts(_run: Run, edition: Edition, stream: BinaryIO, tell: Tell) -> None:
    charts_zip.write(edition, stream, tell)


def _numbers(_run: Run, edition: Edition, stream: BinaryIO, _tell: Tell) -> None:
    tables_csv.write(edition, stream)


def _json(run: Run, edition: Edition, stream: BinaryIO, _tell: Tell) -> None:
    text = io.StringIO()
    run_json.write(run.questionnaire, cast(Summary, run.summary), text, language=edition.language)
    stream.write(text.getvalue().encode())


def _all(run: Run, edition: Edition, stream: BinaryIO, tell: Tell) -> None:
    """Put all other files in one archive; the charts, which take longest, tell how far they are."""
    formats = [name for name in WRITERS if name != "all"]
    with Archive(stream) as archive:
        for place, name in enumerate(formats):
            content = io.BytesIO()
            WRITERS[name](run, edition, content, _part_of(tell, place, len(formats)))
            archive.add(run_file_name(run, name, edition.language), content.getvalue(), is_compressed=name != "json")
            tell((place + 1) / len(formats))


def _part_of(tell: Tell, place: int, parts: int) -> Tell:
    return lambda share: tell((place + share) / parts)


WRITERS: Mapping[str, Callable[[Run, Edition, BinaryIO, Tell], None]] = {
    "pdf": _pdf,
    "pptx": _slides,
    "docx": _press,
    "xlsx": _workbook,
    "charts": _charts,
    "csv": _numbers,
    "json": _json,
    "all": _all,
}
"""By the code of the format (``run_files.RUN_FORMATS``)."""
