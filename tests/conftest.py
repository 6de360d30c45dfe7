"""For all tests: continuous integration tries the same random examples each time, so that red means a change."""

import os

from hypothesis import settings

# Without a deadline: how long an example takes is a matter of what else the machine does.
settings.register_profile("fixed", derandomize=True, deadline=None)
settings.register_profile("free", deadline=None)
settings.load_profile("fixed" if os.environ.get("CI") else "free")
