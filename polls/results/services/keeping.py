"""How long files are kept that were made in the background."""

from collections.abc import Mapping
from datetime import timedelta

from polls.results.models import Export

KEPT: Mapping[str, timedelta] = {Export.Kind.RESPONSES: timedelta(hours=24), Export.Kind.RESULTS: timedelta(days=30)}
"""How long a file can be fetched after it was asked for, by its kind."""
