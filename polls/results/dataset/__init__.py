"""The one door from stored responses to numbers.

Polars and NumPy are loaded when the door is first used, so that a web process that shows no results does without them.
"""

from collections.abc import Iterator
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING

from polls.codebook.schema import Questionnaire
from polls.questionnaire.models import Poll
from polls.results.dataset.state import DataMovedError, DataState, data_key, read_state

if TYPE_CHECKING:
    import polars

    from polls.analysis.table import ResponseTable
    from polls.results.dataset.spool import Spool

CHUNK = 2_000
"""Responses that are handled at once: what bounds memory."""

__all__ = ["CHUNK", "DataMovedError", "DataState", "data_key", "frames", "load_table", "read_state", "spooled"]


def frames(
    poll: Poll, questionnaire: Questionnaire, *, chunk: int = CHUNK, with_pace: bool = False
) -> "Iterator[polars.DataFrame]":
    """Give the poll's responses in frames of at most ``chunk`` rows, in the order of their random keys.

    Columns: each variable code (String, a multiple choice or a ranking List(String)), ``question.choice`` for each
    "other" text, ``_order…`` for each order that was drawn (List(String)), ``attributes.<name>``, ``language`` and
    ``version`` (its number). Null is not asked, an empty text is skipped. ``with_pace``: ``attributes._pace`` as well.
    """
    with spooled(poll, chunk=chunk) as responses:
        yield from responses.frames(questionnaire, with_pace=with_pace)


def spooled(poll: Poll, *, chunk: int = CHUNK) -> "AbstractContextManager[Spool]":
    """Copy the poll's responses, in the order of their random keys, to a temporary file; give what reads them.

    What is read twice is then the same, and never more than ``chunk`` responses are in memory.
    """
    from polls.results.dataset.spool import spooled

    return spooled(poll, chunk=chunk)


def load_table(poll: Poll, questionnaire: Questionnaire, key: str = "") -> "ResponseTable":
    """Give the responses as columns of small integers, from the cache on disk or else from the database.

    ``key`` names the state of the data (``data_key``); without it the present one. Raises ``DataMovedError`` when the
    responses of that state are neither cached nor to be had any more.
    """
    from polls.results.dataset.columns import load_columns

    return load_columns(poll, questionnaire, key or data_key(poll))
