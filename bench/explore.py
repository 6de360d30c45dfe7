"""How long a change on the explore page takes on the server, on the demo poll."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from typing import Any


def measure(edition: str, environment: Mapping[str, str]) -> list[dict[str, Any]]:
    """Load the demo into an empty product and look around in it; give a row for each kind of look."""
    own = {**os.environ, **environment, "DEMO": "1", "DJANGO_SETTINGS_MODULE": "ksfsurvey.settings"}
    subprocess.run([sys.executable, "manage.py", "load_demo"], env=own, check=True, stdout=subprocess.DEVNULL)
    done = subprocess.run([sys.executable, "-m", "bench.measure_explore"], env=own, check=True, stdout=subprocess.PIPE)
    return [{"edition": edition, **row} for row in json.loads(done.stdout)]
