"""A web process starts, and stays, without the libraries that only workers need: they are half of its memory."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.pure

START = "import sys, django; django.setup(); import ksfsurvey.urls; print(*sys.modules)"
HEAVY = {"polars", "pandas", "scipy.stats", "scipy.optimize", "openpyxl", "pptx", "pyreadstat", "typst"}


def test_a_web_process_loads_none_of_the_heavy_libraries(tmp_path: Path) -> None:
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "ksfsurvey.settings", "VAR_DIR": str(tmp_path)}
    root = Path(__file__).parents[2]
    started = subprocess.run(
        [sys.executable, "-c", START], cwd=root, env=environment, capture_output=True, text=True, check=True
    )
    assert sorted(HEAVY & set(started.stdout.split())) == []
