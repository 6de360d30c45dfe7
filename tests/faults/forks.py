"""Children of a process that has set Django up: cheap to make, with connections of their own, and made to die."""

import os
import signal
import sys
import traceback
from collections.abc import Callable

from django.db import connections


def begin(action: Callable[[], object]) -> int:
    """Do ``action`` in a child; give its process id. The caller must have no other threads."""
    connections.close_all()
    sys.stdout.flush()
    child = os.fork()
    if child:
        return child
    try:
        action()
    except BaseException:
        traceback.print_exc()
        os._exit(1)
    finally:
        connections.close_all()
    os._exit(0)


def end_of(child: int) -> int:
    """Wait for a child; give its exit code, negative when a signal ended it."""
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def die(*_told: object, **_fields: object) -> None:
    """kill -9 of oneself, at exactly this point."""
    os.kill(os.getpid(), signal.SIGKILL)


def dies(action: Callable[[], object]) -> None:
    """Do ``action`` in a child that must be killed by it."""
    code = end_of(begin(action))
    if code != -signal.SIGKILL:
        raise AssertionError(f"the child ended with {code}")


def succeed(*children: int) -> None:
    """Wait for children that must end well."""
    codes = [end_of(child) for child in children]
    if any(codes):
        raise AssertionError(f"the children ended with {codes}")
