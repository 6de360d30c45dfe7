"""How many random examples a property is tried with: few in each run, many where new ones are drawn."""

import os
from typing import Any

from hypothesis import HealthCheck, settings

IS_FREE = os.environ.get("EXAMPLES") == "free"
"""Many new examples; else the same few in each run, so that red means a change."""

UNHURRIED: dict[str, Any] = {"deadline": None, "suppress_health_check": list(HealthCheck)}
"""How long an example takes is a matter of what else the machine does."""


def tried(few: int, many: int) -> settings:
    """Give the settings of a property that is tried ``few`` times in each run and ``many`` times with new examples."""
    return settings(max_examples=many if IS_FREE else few, derandomize=not IS_FREE, **UNHURRIED)
