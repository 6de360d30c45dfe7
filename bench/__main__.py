"""``make bench``: measures on SQLite and on PostgreSQL, prints tables, writes ``bench/results/<time>.json``.

``python -m bench collection``, ``results``, ``files``, ``explore`` or ``tables`` runs one part; ``--million`` adds a
million to results.
"""

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bench import collection, explore, tables, tabulation
from tests.servers import broker, postgresql

SIZES = [1_000, 10_000, 100_000]
FILES_OF = [10_000, 100_000]
"""So many responses have the polls of which every file is made: memory is to be the same for both."""

DURABLE = ("max_connections=200", "shared_buffers=256MB")  # fsync stays on: an answer that was acknowledged is kept


@contextmanager
def edition_environment(edition: str) -> Iterator[dict[str, str]]:
    """Give the environment of a fresh, migrated product on its own servers."""
    with tempfile.TemporaryDirectory(prefix="polls-bench-") as folder, broker() as redis:
        environment = {
            "VAR_DIR": folder,
            "SITE_URL": "http://localhost",
            "REDIS_URL": redis,
            "STATICFILES_STORAGE": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage",
            "DATABASE_URL": f"sqlite:///{folder}/db.sqlite3",
        }
        if edition == "sqlite":
            yield _migrated(environment)
        else:
            with postgresql(settings=DURABLE) as url:
                yield _migrated({**environment, "DATABASE_URL": url})


def _migrated(environment: dict[str, str]) -> dict[str, str]:
    for command in (["migrate", "-v0"], ["collectstatic", "--no-input", "-v0"]):
        subprocess.run([sys.executable, "manage.py", *command], env={**os.environ, **environment}, check=True)
    return environment


def inserts_per_second(environment: Mapping[str, str]) -> float:
    own = {**os.environ, **environment, "DJANGO_SETTINGS_MODULE": "bench.prototype.settings"}
    done = subprocess.run([sys.executable, "-m", "bench.limits"], env=own, check=True, stdout=subprocess.PIPE)
    return float(done.stdout)


def table(rows: Sequence[Mapping[str, Any]]) -> str:
    """Lay rows out as a Markdown table."""
    if not rows:
        return ""
    head = list(rows[0])
    lines = [f"| {' | '.join(head)} |", f"|{'---|' * len(head)}"]
    lines += [f"| {' | '.join(_cell(row[name]) for name in head)} |" for row in rows]
    return "\n".join(lines)


def _cell(value: object) -> str:
    return (
        f"{value:.3g}"
        if isinstance(value, float) and value < 100
        else f"{value:.0f}"
        if isinstance(value, float)
        else str(value)
    )


def with_ratio(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Add to each row of the product its speed as a part of the prototype's in the same run."""
    limit = {(row["edition"], row["clients"]): row["per_second"] for row in rows if row["application"] == "prototype"}
    return [{**row, "of_prototype": row["per_second"] / limit[row["edition"], row["clients"]]} for row in rows]


def measure(edition: str, parts: Sequence[str], sizes: list[int]) -> dict[str, Any]:
    with edition_environment(edition) as environment:
        found: dict[str, Any] = {"limits": {"edition": edition, "inserts_per_second": inserts_per_second(environment)}}
        if "collection" in parts:
            rows, found["limits"]["empty_views_per_second"] = collection.measure(edition, environment)
            found["collection"] = with_ratio([asdict(row) for row in rows])
        if "results" in parts:
            found["results"] = [asdict(row) for row in tabulation.measure(edition, environment, sizes)]
        if "explore" in parts:
            found["explore"] = explore.measure(edition, environment)
        if "files" in parts:
            found["files"] = [
                asdict(row) for size in FILES_OF for row in tabulation.measure_files(edition, environment, size)
            ]
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("parts", nargs="*", default=["collection", "results", "explore", "files", "tables"])
    parser.add_argument("--million", action="store_true")
    parser.add_argument("--editions", nargs="*", default=["sqlite", "postgresql"])
    options = parser.parse_args()
    sizes = [*SIZES, 1_000_000] if options.million else SIZES
    stored = [part for part in options.parts if part != "tables"]
    found = [measure(edition, stored, sizes) for edition in options.editions] if stored else []
    banners = [asdict(row) for row in tables.measure(tables.SIZES)] if "tables" in options.parts else []
    for part in ("limits", "collection", "results", "explore", "files"):
        rows = [row for each in found for row in ([each[part]] if part == "limits" else each.get(part, []))]
        print(f"\n## {part}\n\n{table(rows)}")
    print(f"\n## tables\n\n{table(banners)}")
    folder = Path(__file__).parent / "results"
    folder.mkdir(exist_ok=True)
    moment = datetime.now(UTC)
    document = {
        "at": moment.isoformat(),
        "machine": platform.machine(),
        "cores": os.cpu_count(),
        "measurements": found,
        "tables": banners,
    }
    (folder / f"{moment:%Y%m%d-%H%M%S}.json").write_text(json.dumps(document, indent=2))


if __name__ == "__main__":
    main()
