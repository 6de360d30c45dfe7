"""Adding a kind of question is a checklist: each table keyed by kind must name it."""

import importlib
import pkgutil
from collections.abc import Iterator, Mapping

import pytest

import polls.codebook
from polls.codebook.schema import QuestionKind

pytestmark = pytest.mark.pure


PARTIAL = {"ROW_KINDS"}
"""Tables of only those kinds that have the thing: what a row of a matrix is by itself."""


def tables() -> Iterator[tuple[str, Mapping]]:
    """Find the tables keyed by kind in the modules of the codebook, by name."""
    for found in pkgutil.walk_packages(polls.codebook.__path__, "polls.codebook."):
        module = importlib.import_module(found.name)
        for name, value in vars(module).items():
            if (
                isinstance(value, Mapping)
                and name not in PARTIAL
                and any(isinstance(key, QuestionKind) for key in value)
            ):
                yield f"{found.name.removeprefix('polls.codebook.')}.{name}", value


TABLES = dict(tables())


def test_the_tables_are_found() -> None:
    assert {"kinds.BASE_RULES", "kinds.KIND_FIELDS", "answers.cleaning.CLEANERS", "kind_checks.KIND_CHECKS"} <= set(
        TABLES
    )


@pytest.mark.parametrize("name", TABLES)
def test_each_table_names_every_kind(name: str) -> None:
    missing = set(QuestionKind) - set(TABLES[name])
    assert not missing, f"{name} says nothing of {', '.join(sorted(missing))}"
