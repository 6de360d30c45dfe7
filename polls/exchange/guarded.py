"""Runs the readers of strangers' files in processes of their own, with a limit on memory and on time.

Whatever such a file does to its reader, the web process lives on and says that the file cannot be read.
"""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from polls.codebook.document import from_document
from polls.exchange.findings import Finding, Imported, UnreadableError, Weight

SECONDS = 60
"""The reader limits its own processor time; this is for one that waits, on a machine with much else to do."""

Row = tuple[int, list[str]]
"""The number of the row in the sheet, counted from 1, and its cells."""


class RefusedError(ValueError):
    """The file is not read. ``code`` says why: too_slow, bomb, or a code of the reader's own."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def first_sheet(content: bytes) -> list[Row]:
    """Give the rows of a workbook's first sheet that hold anything. Raises RefusedError."""
    answer = _answer_of("workbook.py", content, "first")
    return [(number, cells) for number, cells in answer["sheets"][0][1]]


def read_questionnaire_file(content: bytes) -> Imported:
    """Read a questionnaire in any of the formats that are known. Raises UnreadableError."""
    try:
        answer = _answer_of("reader.py", content)
    except RefusedError as refused:
        raise UnreadableError("bomb" if refused.code == "bomb" else "too_slow") from refused
    if "unreadable" in answer:
        raise UnreadableError(answer["unreadable"]["code"], **answer["unreadable"]["parts"])
    findings = tuple(Finding(**{**found, "weight": Weight(found["weight"])}) for found in answer["findings"])
    return Imported(from_document(answer["document"]), findings)


def _answer_of(script: str, content: bytes, *arguments: str) -> dict[str, Any]:
    command = [sys.executable, "-I", str(Path(__file__).with_name(script)), *arguments]
    environment = {"OPENBLAS_NUM_THREADS": "1"}  # and nothing else: the reader needs none of the server's secrets
    try:
        finished = subprocess.run(  # noqa: S603 - the command is our own; only its input is a stranger's
            command, input=content, capture_output=True, timeout=SECONDS, env=environment, check=False
        )
        answer: dict[str, Any] = json.loads(finished.stdout)
    except subprocess.TimeoutExpired as error:
        raise RefusedError("too_slow") from error
    except ValueError as error:  # it was killed before it could answer
        raise RefusedError("bomb") from error
    if "problem" in answer:
        raise RefusedError(answer["problem"])
    return answer
