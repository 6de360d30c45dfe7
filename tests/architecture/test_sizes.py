"""Files stay small enough to hold in mind, functions fit a screen, and imports stand at the top."""

import ast
from pathlib import Path

import pytest

pytestmark = pytest.mark.pure

ROOT = Path(__file__).parents[2]
ROOMS = ("accounts", "ksfsurvey", "polls", "bench")
PATHS = [path for room in ROOMS for path in (ROOT / room).rglob("*.py") if "migrations" not in path.parts]

# Doors behind which a heavy library waits until it is used, so that a web process starts without it.
DOORS = (
    "polls/results/",
    "polls/publication/services/making.py",
    "polls/publication/views/preview.py",
    "polls/exchange/workbook.py",
    "polls/typesetting/printing.py",
)


def functions(path: Path) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    nodes = ast.walk(ast.parse(path.read_text()))
    return [node for node in nodes if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]


def test_no_file_is_longer_than_350_lines() -> None:
    assert [str(path) for path in PATHS if len(path.read_text().splitlines()) > 350] == []


def test_no_function_is_longer_than_50_lines() -> None:
    long = [
        f"{path.relative_to(ROOT)}:{node.lineno} {node.name}"
        for path in PATHS
        for node in functions(path)
        if (node.end_lineno or node.lineno) - node.lineno >= 50
    ]

    assert long == []


def test_imports_inside_functions_stand_only_at_the_doors_of_heavy_libraries() -> None:
    inline = [
        f"{path.relative_to(ROOT)}:{inner.lineno}"
        for path in PATHS
        for node in functions(path)
        for inner in ast.walk(node)
        if isinstance(inner, ast.Import | ast.ImportFrom) and not str(path.relative_to(ROOT)).startswith(DOORS)
    ]

    assert inline == []
