"""The banner with R's survey package, where both are installed."""

import csv
import shutil
import subprocess
import tempfile
from pathlib import Path

from bench.tables_data import Banner

SCRIPT = """
suppressMessages(library(survey))
d <- read.csv(commandArgs(TRUE)[1])
for (name in grep("^[qs]", names(d), value=TRUE)) d[[name]] <- factor(d[[name]])
started <- proc.time()[["elapsed"]]
design <- svydesign(ids=~1, weights=~w, data=d)
for (question in grep("^q", names(d), value=TRUE)) {
  svymean(as.formula(paste0("~", question)), design)
  for (segment in grep("^s", names(d), value=TRUE))
    svyby(as.formula(paste0("~", question)), as.formula(paste0("~", segment)), design, svymean, covmat=TRUE)
}
cat(proc.time()[["elapsed"]] - started)
"""


def seconds(banner: Banner) -> float | None:
    """Give the seconds for shares, errors and covariances; None without R or its package."""
    program = shutil.which("Rscript")
    if program is None:
        return None
    with tempfile.TemporaryDirectory() as folder:
        data, script = Path(folder) / "data.csv", Path(folder) / "banner.R"
        with data.open("w", newline="") as file:
            writer = csv.writer(file)
            names = [f"q{place}" for place in range(len(banner.answers))]
            writer.writerow([*names, *(f"s{place}" for place in range(len(banner.segments))), "w"])
            writer.writerows(zip(*banner.answers, *banner.segments, banner.weights.tolist(), strict=True))
        script.write_text(SCRIPT)
        done = subprocess.run([program, str(script), str(data)], capture_output=True, text=True, check=False)
    return float(done.stdout) if done.returncode == 0 else None
