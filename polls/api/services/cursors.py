"""Lists in pages that neither skip nor repeat while rows are added: a cursor names the last row that was given."""

import base64
import binascii
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

import orjson
from django.core.exceptions import ValidationError
from django.db.models import Model, Q, QuerySet

Row = TypeVar("Row", bound=Model)


class WrongCursorError(ValueError):
    """The cursor was not made here."""


@dataclass(frozen=True)
class Cut(Generic[Row]):
    """One page of rows, and the cursor of the next page or nothing."""

    rows: list[Row]
    cursor: str


def cut(rows: "QuerySet[Row]", *, by: str, limit: int, cursor: str) -> "Cut[Row]":
    """Give at most ``limit`` rows after ``cursor``, the newest by the instant ``by`` first. One query.

    Raises WrongCursorError.
    """
    ordered = rows.order_by(f"-{by}", "-pk")
    if cursor:
        at, key = _read(cursor, ordered.model._meta.pk.to_python)
        ordered = ordered.filter(Q(**{f"{by}__lt": at}) | Q(**{by: at, "pk__lt": key}))
    found = list(ordered[: limit + 1])
    shown = found[:limit]
    return Cut(shown, _write(getattr(shown[-1], by), shown[-1].pk) if len(found) > limit else "")


def _write(at: datetime, key: object) -> str:
    return base64.urlsafe_b64encode(orjson.dumps([at.isoformat(), str(key)])).decode().rstrip("=")


def _read(cursor: str, key_of: Callable[[Any], Any]) -> tuple[datetime, Any]:
    try:
        at, key = orjson.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        moment = datetime.fromisoformat(at)
        if moment.tzinfo is None:
            raise ValueError(at)
        return moment, key_of(key)
    except (ValueError, TypeError, binascii.Error, ValidationError) as error:
        raise WrongCursorError(cursor) from error
