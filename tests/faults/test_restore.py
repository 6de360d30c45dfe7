"""Yesterday's backup is restored: nobody gets mail twice, and who was erased meanwhile is erased again."""

import json
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

import redis

from tests.faults.conftest import Post
from tests.faults.figures import Tell, sized
from tests.faults.restoring import ADDRESS, MARK, found_in
from tests.faults.site import Site
from tests.servers import BINARIES

PEOPLE = sized(30, 2000)
BEFORE = PEOPLE // 3
"""How many mails went out before the backup was made."""

DATABASE_FILES = frozenset({"db.sqlite3", "db.sqlite3-wal", "db.sqlite3-shm", "backup"})


def step(made: Site, name: str, number: int) -> str:
    return made.run("-m", "tests.faults.restoring", name, str(number))


def is_file(made: Site) -> bool:
    return made.environment["DATABASE_URL"].startswith("sqlite")


def back_up(made: Site) -> Path:
    """Make a backup as docs/deploy.md says."""
    path = made.folder / "backup"
    if is_file(made):
        with closing(sqlite3.connect(path)) as copy:
            made.database.backup(copy)
    else:
        tool("pg_dump", "--format=custom", f"--file={path}", made)
    return path


def restore(made: Site, backup: Path) -> None:
    if is_file(made):
        with closing(sqlite3.connect(backup)) as copy:
            copy.backup(made.database)
    else:
        tool("pg_restore", "--clean", "--if-exists", "--single-transaction", str(backup), made)


def tool(name: str, *arguments: str | Site) -> None:
    made = arguments[-1]
    assert isinstance(made, Site)
    words: list[str | Path] = [BINARIES / "bin" / name, "--dbname", made.environment["DATABASE_URL"]]
    subprocess.run([*words, *(word for word in arguments if isinstance(word, str))], check=True, capture_output=True)


def tables(made: Site) -> list[str]:
    listed = (
        "SELECT name FROM sqlite_master WHERE type = 'table'"
        if is_file(made)
        else "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
    )
    return sorted(row[0] for row in made.query(listed))


def rows(made: Site) -> dict[str, list[str]]:
    """Give all rows of all tables as text."""
    return {table: sorted(map(str, made.query(f'SELECT * FROM "{table}"'))) for table in tables(made)}


def structure(made: Site) -> list[str]:
    """Give what the database itself holds to: constraints, indexes, triggers, and where its sequences stand."""
    if is_file(made):
        return sorted(str(row) for row in made.query("SELECT type, name, sql FROM sqlite_master"))
    statements = (
        "SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE connamespace = 'public'::regnamespace",
        "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'",
        "SELECT tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal",
        "SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = 'public'",
    )
    return sorted(str(row) for statement in statements for row in made.query(statement))


def traces(made: Site) -> list[str]:
    """Name where anything of person 1 is found: tables, keys of the broker, files beside the database."""
    in_tables = [name for name, lines in rows(made).items() if any(ADDRESS in line or MARK in line for line in lines)]
    with redis.Redis.from_url(made.environment["REDIS_URL"]) as broker:
        dumped = b"".join(part for key in broker.scan_iter() for part in (bytes(key), bytes(broker.dump(key) or b"")))
    return [
        *in_tables,
        *(["broker"] if ADDRESS.encode() in dumped else []),
        *found_in(made.folder, besides=DATABASE_FILES),
    ]


def test_after_a_restore_nobody_gets_mail_twice_and_nobody_erased_is_back(
    mailing: tuple[Site, Post], tell: Tell
) -> None:
    """The control is part of it: without the command, the mails that left after the backup leave again."""
    made, post = mailing
    step(made, "before", PEOPLE)
    backup, before, shape, known_before = back_up(made), rows(made), structure(made), traces(made)
    given = json.loads(step(made, "after", PEOPLE))
    left = traces(made)
    assert len(post.times) == len(post.accepted) == PEOPLE - 1

    restore(made, backup)
    mismatches = sum(before[name] != lines for name, lines in rows(made).items()) + (structure(made) != shape)
    step(made, "deliver", 3)  # the control
    without = len(post.accepted) - len(post.times)
    restore(made, backup)
    sent, returned = len(post.accepted), traces(made)
    printed = step(made, "again", PEOPLE)
    twice, back = len(post.accepted) - sent, traces(made)
    unknown = made.query("SELECT count(*) FROM polls_message WHERE state = 'unknown'")[0][0]
    tell(
        "G-OPS-5",
        f"backup made after {BEFORE} mails, the rest sent, the backup restored",
        size=f"{PEOPLE} people",
        lost=0,
        doubled=twice,
        allowed="none twice; what left after the backup is for staff to decide about",
        figure=f"{mismatches} tables or constraints differ, {unknown} mails for staff to decide about; control: "
        f"without the command {without} of 3 go twice",
    )
    tell(
        "G-PRIV-8",
        "a person erased over all polls; then yesterday's backup restored",
        size=f"{PEOPLE} people",
        allowed="found nowhere, and nowhere after the restore",
        figure=f"found in {len(known_before)} places before, {len(left)} after, {len(back)} after the restore; "
        f"control: without the command in {len(returned)} again",
    )
    assert mismatches == 0
    assert without == 3
    assert (twice, unknown) == (0, PEOPLE - 1 - BEFORE), printed
    assert made.query("SELECT count(*) FROM polls_message WHERE state = 'queued'") == [(1,)]  # not due before now
    assert {"polls_contact", "polls_response", "polls_upload"} < set(known_before)
    assert (left, back) == ([], [])
    assert "polls_contact" in returned
    assert_complete(given)


def assert_complete(given: dict[str, object]) -> None:
    """What a person is given has all that was kept."""
    text = json.dumps(given)
    assert MARK in text
    assert f"cv {ADDRESS}.pdf" in text
    assert text.count('"poll"') == 1
