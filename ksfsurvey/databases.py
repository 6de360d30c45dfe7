"""Database settings for both editions: SQLite for the embedded default, PostgreSQL for production."""

from typing import Any

SQLITE_OPTIONS = {
    # The first statement takes the write lock, so that two writers queue instead of failing half-way.
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    # FULL: what a respondent was told is received survives a power cut. secure_delete: a removed draft is gone.
    "init_command": (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON; "
        "PRAGMA cache_size=-16000; PRAGMA temp_store=MEMORY;"
    ),
}

POSTGRESQL_OPTIONS = {
    "tcp_user_timeout": 8000,
    # synchronous_commit: what a respondent was told is received survives a crash, however the server is set.
    "options": (
        "-c statement_timeout=60000 -c lock_timeout=10000 -c idle_in_transaction_session_timeout=60000"
        " -c synchronous_commit=on"
    ),
}


def with_options(database: dict[str, Any]) -> dict[str, Any]:
    """Add to a parsed ``DATABASE_URL`` what the product relies on."""
    if database["ENGINE"].endswith("sqlite3"):
        return {**database, "OPTIONS": SQLITE_OPTIONS, "CONN_MAX_AGE": None}
    return {
        **database,
        "ENGINE": "ksfsurvey.postgresql",
        "OPTIONS": {**POSTGRESQL_OPTIONS, **database.get("OPTIONS", {})},
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
    }
