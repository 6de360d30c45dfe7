"""For all tests: continuous integration tries the same random examples each time, so that red means a change."""

import os

from hypothesis import settings

settings.register_profile("fixed", derandomize=True)
settings.load_profile("fixed" if os.environ.get("CI") else "default")
