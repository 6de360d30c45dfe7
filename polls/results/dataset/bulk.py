"""Reading many responses at once as lines of JSON, without making a Python object of any of them.

PostgreSQL streams them by COPY, SQLite through its cursor. A line is ``{"a": answers, "t": attributes, "l": language,
"v": id of the version}``, with the codes that people gave to open answers as ``"c"``.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from uuid import UUID

from django.db import connection

from polls.collection.models import Response
from polls.questionnaire.models import Poll
from polls.results.dataset.state import DataState

COPY = "COPY ({query}) TO STDOUT WITH (FORMAT csv, DELIMITER E'\\x02', QUOTE E'\\x01')"
"""JSON never contains these two characters unescaped, so that each line leaves as it is."""

ANSWERS = """'{"a":' || CAST(answers AS text) || ',"t":' || CAST(attributes AS text) || '}'"""
CODED = """'{"a":' || CAST(answers AS text) || ',"t":' || CAST(attributes AS text)
 || ',"c":' || COALESCE(CAST(codes AS text), '{}') || '}'"""
WHOLE = """'{"a":' || CAST(answers AS text) || ',"t":' || CAST(attributes AS text)
 || ',"c":' || COALESCE(CAST(codes AS text), '{}') || ',"l":"' || language || '","v":' || CAST(version_id AS text)
 || '}'"""

SORTED_AT_ONCE = 2_000
"""Up to so many responses SQLite may sort, which it does in memory; more it fetches one by one in the order of keys."""


@dataclass(frozen=True)
class KeyRange:
    """One of ``of`` equal ranges of the random keys of responses, numbered from 0. Together they hold every key once.

    Keys are drawn evenly, so that each range holds about as many responses.
    """

    number: int
    of: int

    @property
    def bounds(self) -> tuple[UUID, UUID]:
        """The lowest and the highest key, both included."""
        lowest, above = (((self.number + step) << 128) // self.of for step in (0, 1))
        return UUID(int=lowest), UUID(int=above - 1)


def read_answers(
    poll: Poll, state: DataState, *, chunk: int, part: KeyRange | None = None, with_codes: bool = False
) -> Iterator[bytes]:
    """Give answers and attributes of the responses of ``state``, ``chunk`` lines at a time, in any order.

    ``part`` reads only those with a key in that range; ``with_codes`` also the codes of their open answers.
    """
    return _lines(CODED if with_codes else ANSWERS, poll, state, "", chunk, part)


def read_whole(poll: Poll, state: DataState, *, chunk: int) -> Iterator[bytes]:
    """Give the responses of ``state`` with language and version, in the order of their random keys."""
    return _lines(WHOLE, poll, state, " ORDER BY id", chunk, None)


def _lines(
    columns: str, poll: Poll, state: DataState, order: str, chunk: int, part: KeyRange | None
) -> Iterator[bytes]:
    table = connection.ops.quote_name(Response._meta.db_table)
    # The plus keeps SQLite from finding the responses by their poll, after which it would have to sort them.
    is_by_key = order and connection.vendor == "sqlite" and state.count > SORTED_AT_ONCE
    query = f"SELECT {columns} FROM {table} WHERE {'+' if is_by_key else ''}poll_id = %s"  # noqa: S608 - only constants
    parameters: list[str | int | UUID | None] = [poll.pk]
    if state.latest_at is not None:
        query += " AND submitted_at <= %s"
        parameters.append(connection.ops.adapt_datetimefield_value(state.latest_at))
    if part is not None:
        query += " AND id BETWEEN %s AND %s"
        parameters += [Response._meta.pk.get_db_prep_value(key, connection) for key in part.bounds]
    read = _copied if connection.vendor == "postgresql" else _fetched
    return read(query + order, parameters, chunk)


def _copied(query: str, parameters: list[str | int | UUID | None], chunk: int) -> Iterator[bytes]:
    connection.ensure_connection()
    with connection.connection.cursor() as cursor, cursor.copy(COPY.format(query=query), parameters) as rows:
        lines = (bytes(row) for row in rows)
        while part := b"".join(islice(lines, chunk)):
            yield part


def _fetched(query: str, parameters: list[str | int | UUID | None], chunk: int) -> Iterator[bytes]:
    with connection.cursor() as cursor:
        cursor.execute(query, parameters)
        while rows := cursor.fetchmany(chunk):
            yield "\n".join(line for (line,) in rows).encode()
