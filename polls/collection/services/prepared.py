"""Statements of the hot path: queries that Django writes once and that run many times, and plain SQL.

Building the SQL of a query costs Django several times what running it costs SQLite or PostgreSQL. A respondent's page
always asks the same question with another token, so the SQL is kept, with Django's own converters for the columns.
"""

import threading
from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

Value = int | str


def execute(sql: str, params: Sequence[Any]) -> int:
    """Run one statement and give the number of rows that it changed. A UUID is passed as ``as_stored`` gives it."""
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return int(cursor.rowcount)


def as_stored(identifier: UUID) -> UUID | str:
    """Write a UUID as this database keeps it."""
    return identifier if connection.features.has_native_uuid_field else identifier.hex


class PreparedQuery(threading.local):
    """A ``values_list`` query with one open place, compiled once per thread (converters belong to a connection).

    ``build`` makes the queryset for a value; ``sample`` is a value that occurs nowhere else among its parameters.
    ``suffix`` is added to the SQL, for what Django cannot say.
    """

    def __init__(self, build: Callable[[Any], QuerySet[Any, Any]], *, sample: Value, suffix: str = "") -> None:
        self._build = build
        self._sample = sample
        self._suffix = suffix
        self._sql = ""
        self._params: Sequence[Value] = ()
        self._converters: list[tuple[int, Any]] = []

    def first(self, value: Value) -> list[Any] | None:
        """Run the query for ``value`` and give the first row's columns, or None."""
        if not self._sql:
            self._compile()
        with connection.cursor() as cursor:
            cursor.execute(self._sql, [value if param == self._sample else param for param in self._params])
            row = cursor.fetchone()
        return None if row is None else self._converted(list(row))

    def _compile(self) -> None:
        compiler = self._build(self._sample).query.get_compiler(connection=connection)
        sql, self._params = compiler.as_sql()
        self._converters = list(compiler.get_converters([column for column, _sql, _alias in compiler.select]).items())
        self._sql = sql + self._suffix

    def _converted(self, row: list[Any]) -> list[Any]:
        for position, (converters, expression) in self._converters:
            for convert in converters:
                row[position] = convert(row[position], expression, connection)
        return row
