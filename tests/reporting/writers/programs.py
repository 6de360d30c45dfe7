"""Opening files with programs that are not ours: LibreOffice, R and poppler. ``make test`` installs them."""

import importlib.util
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any, NoReturn

import pytest

LIMIT = 240
"""Seconds after which a program has hung; on a busy machine LibreOffice needs a tenth of it."""


def without(program: str) -> NoReturn:
    """Pass a test over for want of a program; in continuous integration, which installs them all, that is a failure."""
    told = f"{program} is not installed; make test installs it"
    if os.environ.get("CI"):
        pytest.fail(told)
    pytest.skip(told)


def needed(program: str) -> None:
    if shutil.which(program) is None:
        without(program)


def library(name: str) -> Any:
    """Give a library that only tests of files need."""
    return importlib.import_module(name) if importlib.util.find_spec(name) else without(name)


def run_r(folder: Path, script: str) -> list[str]:
    """Run a script of R in the folder and give the lines that it prints."""
    needed("Rscript")
    (folder / "test.R").write_text(script)
    done = subprocess.run(
        ["Rscript", "--vanilla", "test.R"], cwd=folder, capture_output=True, text=True, check=False, timeout=LIMIT
    )
    if "there is no package called" in done.stderr:
        without("a package of R")
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout.splitlines()


def printed(folder: Path, *files: Path) -> dict[str, str]:
    """Let LibreOffice print files, all in one start, in a profile of its own; give the text of each by name."""
    needed("soffice")
    needed("pdftotext")
    profile = folder / "profile"
    done = subprocess.run(
        ["soffice", f"-env:UserInstallation=file://{profile}", "--headless", "--norestore", "--convert-to", "pdf",
         "--outdir", str(folder), *map(str, files)],
        capture_output=True, text=True, check=False, timeout=LIMIT,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return {file.name: _text_of(folder / f"{file.stem}.pdf") for file in files}


def _text_of(pdf: Path) -> str:
    done = subprocess.run(["pdftotext", "-layout", str(pdf), "-"], capture_output=True, text=True, check=True)
    return done.stdout
