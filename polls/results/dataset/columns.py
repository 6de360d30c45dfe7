"""Responses as a ``ResponseTable``: parsed and coded in bulk, then kept on disk in a form that is mapped, not read."""

import hashlib
import logging
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from uuid import uuid4

import numpy as np
import polars
from django.conf import settings

from polls.analysis import table as tables
from polls.analysis.table import Mask, ResponseTable
from polls.codebook.coding.derived import as_asked
from polls.codebook.schema import Questionnaire
from polls.collection.services.paradata import PACE
from polls.questionnaire.models import Poll
from polls.reporting.flags import FLAGS, PACE_COLUMN, PREFIX
from polls.reporting.quality import flagged
from polls.results.dataset.bulk import KeyRange, read_answers
from polls.results.dataset.coding import AttributeCoder, coder_of
from polls.results.dataset.lines import coded_names, line_schema, parse
from polls.results.dataset.state import DataMovedError, DataState, state_of
from polls.results.models import Run, WorkState

CHUNK = 20_000

logger = logging.getLogger(__name__)


def load_columns(poll: Poll, questionnaire: Questionnaire, key: str) -> ResponseTable:
    """Give the table of the state that ``key`` names; see ``polls.results.dataset.load_table``."""
    path = cache_path(poll, questionnaire, key)
    state = state_of(key)
    cached = kept(path, questionnaire, state)
    if cached is not None:
        return cached
    table = read_table(poll, questionnaire, state)
    keep(table, path)
    return table


def cache_path(poll: Poll, questionnaire: Questionnaire, key: str) -> Path:
    """Say where the columns are kept: by poll, by state of the data and by what is read of each answer."""
    return Path(settings.COLUMNS_DIR) / str(poll.pk) / key / f"{_structure(questionnaire)}.columns"


def read_table(poll: Poll, questionnaire: Questionnaire, state: DataState) -> ResponseTable:
    """Read the table of ``state`` from the database. Raises ``DataMovedError`` when it does not hold that state."""
    table = read_part(poll, questionnaire, state, None)
    if table.n != state.count:
        raise DataMovedError(f"read {table.n} responses where the state has {state.count}")
    return table


def read_part(poll: Poll, questionnaire: Questionnaire, state: DataState, part: KeyRange | None) -> ResponseTable:
    """Read the responses of ``state`` with a key in a range; None for all."""
    coders = {variable.code: coder_of(variable) for variable in questionnaire.variables}
    attributes = {name: AttributeCoder() for name in sorted(questionnaire.attributes)}
    schema = line_schema(questionnaire, with_texts=False, with_pace=True)
    names, asked = coded_names(questionnaire), as_asked(questionnaire)
    marked: list[polars.DataFrame] = []
    count = 0
    for lines in read_answers(poll, state, chunk=CHUNK, part=part, with_codes=bool(names)):
        given, known = parse(lines, schema, names)
        count += len(given)
        for column in given.select(*coders):
            coders[column.name].add(column)
        for name, coder in attributes.items():
            coder.add(known[name])
        marked.append(_flags_of(asked, given, known[PACE]))
    columns = {code: coder.column() for code, coder in coders.items()}
    known_attributes = {name: coder.column() for name, coder in attributes.items()}
    return ResponseTable(count, columns, known_attributes, flags=_joined_flags(marked))


def _flags_of(questionnaire: Questionnaire, given: polars.DataFrame, pace: polars.Series) -> polars.DataFrame:
    found = flagged(questionnaire, given.with_columns(pace.alias(PACE_COLUMN)))
    return found.select(polars.col(f"{PREFIX}{name}").alias(name) for name in FLAGS)


def _joined_flags(parts: Sequence[polars.DataFrame]) -> Mapping[str, Mask]:
    return {name: np.concatenate([np.zeros(0, np.bool_), *(each[name].to_numpy() for each in parts)]) for name in FLAGS}


def kept(path: Path, questionnaire: Questionnaire, state: DataState) -> ResponseTable | None:
    """Map the kept columns, or give None where there are none that can be used."""
    if not path.exists():
        return None
    try:
        table = tables.load(path)
    except (ValueError, KeyError, TypeError, OSError) as error:
        logger.warning("kept columns of poll %s are damaged (%s), reading again", questionnaire.slug, error)
        return None
    is_whole = table.n == state.count and set(table.columns) == set(questionnaire.variable_by_code)
    return table if is_whole else None


def keep(table: ResponseTable, path: Path) -> None:
    """Save the columns and remove those of earlier states. A full disk costs speed, not the result."""
    # Under a name of its own first: two threads of one worker may be making the same columns.
    part = path.with_name(f"{uuid4()}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        table.save(part)
        part.replace(path)
        shown = _shown_state(path)
        for other in path.parent.parent.iterdir():
            if other.name != shown and _is_earlier(other.name, path.parent.name):
                shutil.rmtree(other, ignore_errors=True)
    except OSError as error:
        logger.warning("columns could not be kept: %s", error)


def _shown_state(path: Path) -> str:
    """Name the state that the results pages show: filters of it may still be asked for."""
    done = Run.objects.filter(poll=int(path.parent.parent.name), state=WorkState.DONE).newest_first()
    return done.values_list("data_key", flat=True).first() or ""


def _is_earlier(key: str, other: str) -> bool:
    first, second = state_of(key), state_of(other)
    return (first.revision, first.latest, first.count) < (second.revision, second.latest, second.count)


def _structure(questionnaire: Questionnaire) -> str:
    parts = [
        (variable.code + variable.codes_of, variable.kind.value, [option.code for option in variable.options])
        for variable in questionnaire.variables
    ]
    return hashlib.sha256(repr((parts, sorted(questionnaire.attributes))).encode()).hexdigest()[:16]
