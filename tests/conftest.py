"""For all tests: continuous integration tries the same random examples each time, so that red means a change."""

import os
from typing import Any

from hypothesis import HealthCheck, settings

UNHURRIED: dict[str, Any] = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow]}
"""How long an example takes is a matter of what else the machine does."""

settings.register_profile("fixed", derandomize=True, **UNHURRIED)
settings.register_profile("free", **UNHURRIED)
settings.load_profile("fixed" if os.environ.get("CI") else "free")
