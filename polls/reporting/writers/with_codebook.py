"""Responses as CSV in an archive with the file that explains it to one program: R, Stata, or whatever reads DDI."""

from collections.abc import Callable, Iterable
from typing import BinaryIO

import polars as pl

from polls.codebook.schema import Questionnaire
from polls.reporting.writers import codebook_ddi, responses_csv, script_r, script_stata
from polls.reporting.writers.archive import Archive
from polls.reporting.writers.first_frame import Frames
from polls.reporting.writers.response_columns import layout_for
from polls.reporting.writers.responses import Layout

Explain = Callable[[Questionnaire, Layout, str, str], str]
"""Makes the file beside the CSV: from the questionnaire, the columns, the name of the CSV file and the language."""


def _write(
    questionnaire: Questionnaire,
    frames: Iterable[pl.DataFrame],
    stream: BinaryIO,
    *,
    language: str,
    explain: Explain,
    ending: str,
) -> None:
    seen, name = Frames(frames), f"{questionnaire.slug}-responses-{language}"
    with Archive(stream) as archive:
        with archive.member(f"{name}.csv") as member:
            responses_csv.write(questionnaire, seen, member, language=language, labels=False)  # type: ignore[arg-type]
        layout = layout_for(questionnaire, seen.first, language=language, labels=False)
        archive.add(f"{name}.{ending}", explain(questionnaire, layout, f"{name}.csv", language))


def write_r(
    questionnaire: Questionnaire,
    frames: Iterable[pl.DataFrame],
    stream: BinaryIO,
    *,
    language: str,
    labels: bool = False,
) -> None:
    """Write the CSV with a script for R. ``labels`` makes no difference: the CSV has codes, the script the words."""
    _write(questionnaire, frames, stream, language=language, explain=script_r.script, ending="R")


def write_stata(
    questionnaire: Questionnaire,
    frames: Iterable[pl.DataFrame],
    stream: BinaryIO,
    *,
    language: str,
    labels: bool = False,
) -> None:
    """Write the CSV with a do-file for Stata."""
    _write(questionnaire, frames, stream, language=language, explain=script_stata.script, ending="do")


def write_ddi(
    questionnaire: Questionnaire,
    frames: Iterable[pl.DataFrame],
    stream: BinaryIO,
    *,
    language: str,
    labels: bool = False,
) -> None:
    """Write the CSV with its codebook in DDI, for an archive of data."""
    _write(questionnaire, frames, stream, language=language, explain=codebook_ddi.codebook, ending="xml")
