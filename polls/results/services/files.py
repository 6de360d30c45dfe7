"""Writing files. Loads polars, NumPy and xlsxwriter: imported only where a file is made."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any, BinaryIO, TextIO, cast

import polars

from polls.analysis.summary_document import Summary
from polls.codebook.coding.derived import as_asked
from polls.codebook.schema import Questionnaire
from polls.questionnaire.models import Poll
from polls.reporting.flags import PACE_COLUMN
from polls.reporting.quality import flagged
from polls.reporting.writers import (
    responses_csv,
    responses_parquet,
    responses_sav,
    responses_triple_s,
    responses_xlsx,
    run_json,
    tables_csv,
    tables_xlsx,
    with_codebook,
)
from polls.reporting.writers.responses import orders_in
from polls.results.dataset import spooled
from polls.results.dataset.spool import Spool
from polls.results.models import Export, Run
from polls.results.services.coded import questionnaire_for_results
from polls.results.services.editions import edition_of
from polls.results.services.release import Release, notes_of, release_of
from polls.results.services.release_counts import count_for_release, needed
from polls.results.services.run_writers import write_run_file
from polls.results.services.work import Progress

FINISHING = timedelta(minutes=3)
"""A large workbook is packed at its end without a word."""

TRACES = ("language", "version")
"""Columns that an anonymous file does without: who answered in a rare language, or before a correction, stands out.

So are the orders that were drawn, which hardly two respondents have in common.
"""

RESPONSE_WRITERS: Mapping[str, Any] = {
    "csv": responses_csv.write,
    "xlsx": responses_xlsx.write,
    "sav": responses_sav.write,
    "parquet": responses_parquet.write,
    "r": with_codebook.write_r,
    "stata": with_codebook.write_stata,
    "triple_s": responses_triple_s.write,
    "ddi": with_codebook.write_ddi,
}
TABLE_WRITERS: Mapping[str, Any] = {"csv": tables_csv.write, "xlsx": tables_xlsx.write}


class TooFewError(Exception):
    """There are fewer responses than may leave one by one."""


def write_file(export: Export, stream: BinaryIO, tell: Progress) -> None:
    """Write the file that an export asks for. Raises TooFewError."""
    if export.kind == Export.Kind.RESULTS:
        write_run_file(cast(Run, export.run), export.options, stream, tell)
    else:
        write_responses(export.poll, export.options, stream, tell)


def write_responses(poll: Poll, options: Mapping[str, str], stream: BinaryIO, tell: Progress) -> None:
    """Write the single responses as ``options`` say: format, values, language. Raises TooFewError."""
    with spooled(poll) as responses:
        release = _released(_questionnaire(poll), responses)
        if release is None:
            raise TooFewError(poll.slug)
        RESPONSE_WRITERS[options["format"]](
            release.questionnaire,
            _frames(poll, responses, release, tell),
            stream,
            language=options["language"],
            labels=options["values"] == "labels",
            **({"notes": notes_of(release, options["language"])} if options["format"] == "xlsx" else {}),
        )


def write_tables(run: Run, format_name: str, language: str, stream: BinaryIO) -> None:
    """Write the tables of a finished run."""
    TABLE_WRITERS[format_name](edition_of(run, language), stream)


def write_run(run: Run, language: str, stream: TextIO) -> None:
    """Write all numbers of a finished run as JSON."""
    run_json.write(run.questionnaire, cast(Summary, run.summary), stream, language=language)


def _released(questionnaire: Questionnaire, responses: Spool) -> Release | None:
    """Say what a file of the responses may hold; None when nothing may."""
    parts = responses.tables(questionnaire, needed(questionnaire)) if questionnaire.is_anonymous else ()
    return release_of(questionnaire, count_for_release(questionnaire, parts))


def _frames(poll: Poll, responses: Spool, release: Release, tell: Progress) -> Iterator[polars.DataFrame]:
    """Give the frames that a file is written from, and tell how far it is."""
    known = _questionnaire(poll)
    total, done = max(1, responses.count), 0
    wanted = replace(release.questionnaire, segment_variables=known.segment_variables)
    for read in responses.frames(wanted, with_pace=True):
        frame = flagged(as_asked(known), read).drop(PACE_COLUMN)
        yield coarsened(frame.drop(*TRACES, *orders_in(frame)), release) if poll.is_anonymous else frame
        done += len(frame)
        tell(min(95, 5 + 90 * done // total), silence=FINISHING)


def coarsened(frame: polars.DataFrame, release: Release) -> polars.DataFrame:
    """Leave the attributes empty by which a respondent would stand out, and take out the columns that go."""
    names = [f"attributes.{name}" for name in release.names]
    if not names:
        return frame
    kept = [release.lengths.get(row, 0) for row in frame.select(names).iter_rows()]
    blanked = [
        polars.Series(name, _first(frame[name].to_list(), kept, place), dtype=polars.String)
        for place, name in enumerate(names)
    ]
    return frame.with_columns(blanked).drop(f"attributes.{name}" for name in release.left_out_attributes)


def _first(values: list[str | None], kept: list[int], place: int) -> list[str | None]:
    return [value if length > place else None for value, length in zip(values, kept, strict=True)]


def _questionnaire(poll: Poll) -> Questionnaire:
    version = poll.latest_version
    if version is None:
        raise ValueError(f"{poll.slug} was never published")
    return questionnaire_for_results(version)
