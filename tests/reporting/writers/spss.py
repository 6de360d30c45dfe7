"""Reading SPSS files back, by two programs that are not ours: ReadStat (in pyreadstat) and PSPP."""

import csv
import subprocess
from pathlib import Path
from typing import Any

import polars as pl
import pyreadstat

from tests.reporting.writers.programs import needed


def read_back(path: Path) -> tuple[pl.DataFrame, Any]:
    """Give the values, user-missing ones too, and what the file says of its variables."""
    frame, about = pyreadstat.read_sav(
        path, user_missing=True, output_format="polars", disable_datetime_conversion=True
    )
    return frame, about


def pspp(folder: Path, syntax: str) -> list[list[str]]:
    """Run syntax in PSPP and give its output as rows of cells. ``make test`` sees to it that there is a PSPP."""
    needed("pspp")
    (folder / "run.sps").write_text(syntax)
    done = subprocess.run(
        ["pspp", "-O", "format=csv", "-o", "out.csv", "run.sps"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return list(csv.reader((folder / "out.csv").read_text().splitlines()))
