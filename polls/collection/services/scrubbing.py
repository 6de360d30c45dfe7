"""Removing from the database's files what a transaction left behind in them."""

from collections.abc import Sequence

from django.db import connection


def scrub(tables: Sequence[str]) -> None:
    """Rewrite the tables: dead rows still tell which ones lay together. Outside of any transaction."""
    with connection.cursor() as cursor:
        if connection.vendor != "postgresql":
            # secure_delete has overwritten the rows; what is left of them is in the write-ahead log.
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            return
        for table in tables:
            cursor.execute(f"VACUUM (FULL, ANALYZE) {table}")
