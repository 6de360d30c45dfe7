"""The one door from stored responses to numbers.

Polars and NumPy are loaded when the door is first used, so that a web process that shows no results does without them.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from polls.codebook.schema import Questionnaire
from polls.questionnaire.models import Poll
from polls.results.dataset.state import DataMovedError, DataState, data_key, read_state

if TYPE_CHECKING:
    import polars

    from polls.analysis.table import ResponseTable

CHUNK = 20_000
"""Responses that are handled at once: what bounds memory."""

__all__ = ["CHUNK", "DataMovedError", "DataState", "data_key", "frames", "load_table", "read_state"]


def frames(
    poll: Poll, questionnaire: Questionnaire, *, chunk: int = CHUNK, with_pace: bool = False
) -> "Iterator[polars.DataFrame]":
    """Give the poll's responses in frames of at most ``chunk`` rows, in the order of their random keys.

    Columns: each variable code (String, a multiple choice or a ranking List(String)), ``question.choice`` for each
    "other" text, ``_order…`` for each order that was drawn (List(String)), ``attributes.<name>``, ``language`` and
    ``version`` (its number). Null is not asked, an empty text is skipped. ``with_pace``: ``attributes._pace`` as well.
    """
    from polls.results.dataset.lines import read_frames

    return read_frames(poll, questionnaire, chunk=chunk, with_pace=with_pace)


def load_table(poll: Poll, questionnaire: Questionnaire, key: str = "") -> "ResponseTable":
    """Give the responses as columns of small integers, from the cache on disk or else from the database.

    ``key`` names the state of the data (``data_key``); without it the present one. Raises ``DataMovedError`` when the
    responses of that state are neither cached nor to be had any more.
    """
    from polls.results.dataset.columns import load_columns

    return load_columns(poll, questionnaire, key or data_key(poll))
