"""The backend itself; Django looks for it in a module of this name."""

from typing import Any

import psycopg
from django.db.backends.postgresql import base
from psycopg.abc import PQGen
from psycopg.pq import TransactionStatus

from ksfsurvey.postgresql import patience

CANCELLING = 1.0
"""Seconds within which a server that is there takes the request to cancel a statement."""

CONNECTING = 5
"""Seconds within which it lets us in."""


class PatientConnection(psycopg.Connection[Any]):
    """A connection on which no statement waits for ever, whatever the network does."""

    def wait(self, gen: PQGen[Any], interval: float = 0.1, timeout: float | None = None) -> Any:
        with patience.waiting() as longest:
            if not longest:
                self.pgconn.finish()
                raise psycopg.OperationalError("the database does not answer")
            try:
                return super().wait(gen, interval, longest if timeout is None else min(longest, timeout))
            except psycopg.OperationalError:
                if self.pgconn.transaction_status == TransactionStatus.ACTIVE:
                    self._hang_up()
                raise

    def _hang_up(self) -> None:
        """Have the server end what it still does for us, if it can be reached, and break the connection off."""
        try:
            self.cancel_safe(timeout=CANCELLING)
        except psycopg.Error:
            patience.note_silence()
        self.pgconn.finish()


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's wrapper, with those connections."""

    def get_new_connection(self, conn_params: dict[str, Any]) -> PatientConnection:
        with patience.waiting() as longest:
            if not longest:
                raise psycopg.OperationalError("the database does not answer")
            self.isolation_level = psycopg.IsolationLevel.READ_COMMITTED
            limited = {**conn_params, "connect_timeout": max(2, min(int(longest), CONNECTING))}
            try:
                return PatientConnection.connect(**limited)
            except psycopg.errors.ConnectionTimeout:
                patience.note_silence()
                raise
