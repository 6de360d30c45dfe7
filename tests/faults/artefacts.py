"""Every page and file that is made of a poll, in a form in which two of them can be compared.

What differs between any two runs is taken out: keys, hashes, secrets of forms, times; of files of single responses the
order of the rows, which is random. Archives are compared by what is in them, also in those that are in them.
"""

import json
import re
from collections.abc import Iterator
from io import BytesIO, StringIO
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any
from zipfile import ZipFile, is_zipfile

import pikepdf
import polars
from django.test import Client
from openpyxl import load_workbook

from polls.questionnaire.models import Poll
from polls.results.models import Run
from polls.results.services.files import write_responses, write_run
from polls.results.services.run_writers import WRITERS, write_run_file
from tests.reporting.writers.spss import read_back

CHANGING = re.compile(
    rb"[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}|[0-9a-f]{64}|[0-9a-f]{12,16}\b"
    rb"|csrfmiddlewaretoken\" value=\"\w+\"|\d{4}-\d\d-\d\dT[\d:.]+(?:Z|\+00:00)"
    rb"|is-date\">[^<]*<small>\d\d:\d\d"
)
CODES = ("opinion", "criterion", "channels", "grade", "seats", "remark")
RESULTS = "/polls/sample/results/"
PAGES = [
    *(f"{RESULTS}{query}" for query in ("", "?filter=role:inhouse", "?filter=role:bpo", "?filter=way:calls")),
    *(f"{RESULTS}how/{code}/" for code in CODES),
    "/", "/polls/sample/response/", "/polls/sample/downloads/", "/polls/sample/answers/",
    *(f"/polls/sample/downloads/tables.{kind}?language=nl" for kind in ("csv", "xlsx")),
    "/polls/sample/downloads/charts/opinion.svg?language=nl",
]  # fmt: skip
FILES = tuple(name for name in WRITERS if name != "all")
SINGLE = ("csv", "xlsx", "sav", "parquet")
"""Formats of single responses that are told apart by their columns. The others are made of these."""


def made_of(poll: Poll, run: Run, client: Client) -> dict[str, bytes]:
    """Give every page, file of the run and file of single responses, without what differs between any two runs."""
    made = {page: _content(client.get(page)) for page in PAGES}
    text = StringIO()
    write_run(run, "nl", text)
    made["run.json"] = text.getvalue().encode()
    made |= {f"file.{name}": content for name, content in files_of(run)}
    made |= {f"responses.{name}": _columns(name, content) for name, content in single_responses(poll)}
    return {name: CHANGING.sub(b"", content) for name, content in made.items()}


def files_of(run: Run) -> Iterator[tuple[str, bytes]]:
    """Write each file of a run as if it had the key and the data of no run in particular: both are printed in it."""
    run.data_hash = "0" * 64
    for name in FILES:
        stream = BytesIO()
        write_run_file(run, {"format": name, "language": "nl"}, stream, lambda *told, **also: None)
        yield name, opened(stream.getvalue())


def single_responses(poll: Poll) -> Iterator[tuple[str, bytes]]:
    for name in SINGLE:
        stream = BytesIO()
        options = {"format": name, "values": "codes", "language": "nl"}
        write_responses(poll, options, stream, lambda *told, **also: None)
        yield name, stream.getvalue()


def opened(content: bytes) -> bytes:
    """Give what is in an archive, part by part, or on the pages of a PDF; anything else as it is."""
    if content.startswith(b"%PDF"):
        return b"\n".join(_drawn(content))
    if not is_zipfile(BytesIO(content)):
        return content
    with ZipFile(BytesIO(content)) as archive:  # besides the moment at which it was made
        names = [name for name in sorted(archive.namelist()) if not name.startswith("docProps")]
        return b"\n".join(name.encode() + b"\n" + opened(archive.read(name)) for name in names)


def _drawn(content: bytes) -> Iterator[bytes]:
    """Give what is drawn on each page: the letters and lines of texts, tables and charts."""
    with pikepdf.open(BytesIO(content)) as document:
        for page in document.pages:
            yield page.Contents.read_bytes()


def _content(answer: Any) -> bytes:
    assert answer.status_code == 200, answer
    return opened(b"".join(answer.streaming_content) if answer.streaming else answer.content)


def _columns(name: str, content: bytes) -> bytes:
    """Give the cells of each column of a file of single responses, sorted: its rows are in random order."""
    frame = _frame(name, content)
    return json.dumps({column: sorted(map(str, frame[column].to_list())) for column in frame.columns}).encode()


def _frame(name: str, content: bytes) -> polars.DataFrame:
    if name == "csv":
        return polars.read_csv(content, separator=";", infer_schema=False)
    if name == "parquet":
        return polars.read_parquet(content)
    if name == "sav":
        with NamedTemporaryFile(suffix=".sav") as file:
            file.write(content)
            file.flush()
            return read_back(Path(file.name))[0]
    sheet = load_workbook(BytesIO(content), read_only=True).worksheets[0]
    heads, *rows = ([str(cell) for cell in row] for row in sheet.iter_rows(values_only=True))
    return polars.DataFrame(rows, schema=heads, orient="row")
