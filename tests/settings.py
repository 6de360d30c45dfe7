"""Settings of a test run: the product's own, with a scratch directory per process and what makes tests quick."""

import os
import tempfile
from pathlib import Path

if "TEST_SCRATCH_DIR" not in os.environ:  # else we are one of several processes of a run
    os.environ["TEST_SCRATCH_DIR"] = tempfile.mkdtemp(prefix="polls-test-")
scratch = Path(os.environ["TEST_SCRATCH_DIR"])
os.environ["VAR_DIR"] = str(scratch / os.environ.get("PYTEST_XDIST_WORKER", "main"))
os.environ.setdefault("PASSWORD_HASHERS", "django.contrib.auth.hashers.MD5PasswordHasher")
os.environ.setdefault("STATICFILES_STORAGE", "django.contrib.staticfiles.storage.StaticFilesStorage")
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # Playwright's loop runs in the thread of the tests

from ksfsurvey.settings import *  # noqa: E402, F403

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):  # noqa: F405
    # No test of this process cuts the power; those of tests/faults have processes with the product's own settings.
    options = DATABASES["default"]["OPTIONS"]  # noqa: F405
    DATABASES["default"]["OPTIONS"] = {  # noqa: F405
        **options,
        "timeout": 60,  # seven threads may compete while the machine does other things
        "init_command": f"{options['init_command']} PRAGMA synchronous=OFF;",
    }

# Processes that test at the same time have databases of their own with the same keys in them, and empty their caches.
if "LOCATION" in CACHES["default"]:  # noqa: F405
    worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    CACHES["default"]["LOCATION"] = f"{REDIS_URL.rpartition('/')[0]}/{1 + worker % 15}"  # noqa: F405
    # That nobody waits for it is tested with the product's own settings; here a busy machine must not leave counts out.
    CACHES["default"] |= {"OPTIONS": {"socket_connect_timeout": 30, "socket_timeout": 30}}  # noqa: F405

LINK_GUESS_LIMIT = 10**9  # all tests come from one address
CROWD_OF_NETWORK = CROWD_OF_LINK = 10**9

STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # noqa: F405 - WhiteNoise warns when there is none, and warnings are errors
