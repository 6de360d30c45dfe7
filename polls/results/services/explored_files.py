"""What was explored as a file: its chart as a picture, its table as CSV."""

from collections.abc import Callable, Mapping
from io import BytesIO

from polls.reporting.document import Report
from polls.reporting.edition import Picture, build_edition, picture_of
from polls.reporting.writers import tables_csv
from polls.reporting.writers.charts_zip import png_of, svg_of
from polls.results.models import Run
from polls.results.services.imprint import imprint_of


def _picture(report: Report, run: Run, variable: str | None) -> Picture | None:
    return picture_of(report, imprint_of(run, report.language), report.questions[0].code, variable)


def _svg(report: Report, run: Run, variable: str | None) -> bytes | None:
    picture = _picture(report, run, variable)
    return svg_of(picture).encode() if picture else None


def _png(report: Report, run: Run, variable: str | None) -> bytes | None:
    picture = _picture(report, run, variable)
    return png_of(picture) if picture else None


def _csv(report: Report, run: Run, _variable: str | None) -> bytes:
    stream = BytesIO()
    tables_csv.write(build_edition(report, imprint_of(run, report.language)), stream)
    return stream.getvalue()


WRITERS: Mapping[str, Callable[[Report, Run, str | None], bytes | None]] = {"svg": _svg, "png": _png, "csv": _csv}
"""By format: the file of the one question of a report by a variable; None where there is nothing to draw."""
