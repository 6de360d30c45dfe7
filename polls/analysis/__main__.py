"""``python -m polls.analysis tabulate data.csv --spec spec.json``: tables of a plain file, without a database.

docs/tabulate.md describes the specification and the document that is printed.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from polls.analysis.tabulation.csv_file import DataError, read_csv
from polls.analysis.tabulation.node import SpecError
from polls.analysis.tabulation.read_spec import read_spec
from polls.analysis.tabulation.run import tabulate, to_json
from polls.analysis.tabulation.text import to_text


class UnusableError(Exception):
    """A file cannot be used; the message says which and why."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; give 0, or 2 after saying what is wrong."""
    options = _parser().parse_args(arguments)
    try:
        document = _tabulated(options.data, options.spec)
    except UnusableError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    if options.format == "text":
        sys.stdout.write(to_text(document))
    else:
        sys.stdout.write(to_json(document).decode() + "\n")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m polls.analysis", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    command = commands.add_parser("tabulate", help="make tables of a CSV file of coded answers")
    command.add_argument("data", type=Path, help="the CSV file; its first line names the columns")
    command.add_argument("--spec", type=Path, required=True, help="the specification, a JSON file")
    command.add_argument("--format", choices=["json", "text"], default="json")
    return parser


def _tabulated(data: Path, spec_path: Path) -> dict[str, Any]:
    try:
        document = json.loads(spec_path.read_text(encoding="utf-8-sig"), object_pairs_hook=_without_doubles)
    except OSError as error:
        raise UnusableError(f"{spec_path}: {error.strerror}") from error
    except ValueError as error:
        raise UnusableError(f"{spec_path}: this is not JSON: {error}") from error
    try:
        spec = read_spec(document)
        return tabulate(read_csv(data, spec), spec)
    except SpecError as error:
        raise UnusableError(f"{spec_path}: {error}") from error
    except DataError as error:
        raise UnusableError(f"{data}: {error}") from error
    except OSError as error:
        raise UnusableError(f"{data}: {error.strerror}") from error


def _without_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Make an object of its keys and values. Raises ValueError where a key stands twice, of which one would be lost."""
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _value in pairs]
        double = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"the key {double!r} stands twice in one object")
    return found


if __name__ == "__main__":
    sys.exit(main())
