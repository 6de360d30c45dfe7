"""Runs the parts of the embedded edition side by side: restarts what dies, and leaves nothing behind."""

import ctypes
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from types import FrameType

STABLE_SECONDS = 30.0
LONGEST_PAUSE = 20.0
GRACE_SECONDS = 20.0
PR_SET_PDEATHSIG = 1


@dataclass
class Part:
    """One process to keep alive: its name, command line, extra environment and what it reads on standard input.

    A quiet part keeps a log of its own and says nothing on the terminal.
    """

    name: str
    command: Sequence[str]
    environment: Mapping[str, str] = field(default_factory=dict)
    standard_input: str = ""
    is_quiet: bool = False
    process: "subprocess.Popen[bytes] | None" = None
    started_at: float = 0.0
    failures: int = 0
    retry_at: float = 0.0

    def start(self, *, now: float) -> None:
        self.process = subprocess.Popen(
            self.command,
            env={**os.environ, **self.environment},
            stdin=subprocess.PIPE if self.standard_input else subprocess.DEVNULL,
            stdout=subprocess.DEVNULL if self.is_quiet else None,
            start_new_session=True,
            preexec_fn=_end_with_parent,
        )
        self.started_at = now
        if self.process.stdin:
            self.process.stdin.write(self.standard_input.encode())
            self.process.stdin.close()

    def is_running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def kill_rest(self) -> None:
        """End what the process started and left behind when it was killed: all of it is in the session made for it."""
        if self.process:
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)


class Supervisor:
    """Keeps parts running until it is told to stop by SIGINT or SIGTERM."""

    def __init__(self, parts: Sequence[Part], *, say: Callable[[str], None]) -> None:
        self.parts = list(parts)
        self.say = say
        self.is_stopping = False

    def run(self, *, when_started: Callable[[], None]) -> None:
        """Start all parts and watch them; return when all have ended after a signal."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._ask_to_stop)
        for part in self.parts:
            if not part.is_running():
                part.start(now=time.monotonic())
        threading.Thread(target=when_started, daemon=True).start()
        try:
            while not self.is_stopping:
                self.watch(now=time.monotonic())
                time.sleep(0.2)
        finally:
            self.stop()

    def watch(self, *, now: float) -> None:
        """Look at each part once: note who has ended, start again who has waited long enough."""
        for part in self.parts:
            if part.is_running():
                continue
            if part.retry_at == 0.0:
                self._plan_restart(part, now)
            elif now >= part.retry_at:
                part.retry_at = 0.0
                part.start(now=now)

    def stop(self) -> None:
        """End all parts, the last one started first; kill what has not ended in time."""
        for part in reversed(self.parts):
            if part.is_running() and part.process:
                part.process.terminate()
        deadline = time.monotonic() + GRACE_SECONDS
        for part in reversed(self.parts):
            _wait_or_kill(part, deadline)

    def _plan_restart(self, part: Part, now: float) -> None:
        part.kill_rest()
        was_stable = now - part.started_at > STABLE_SECONDS
        part.failures = 1 if was_stable else part.failures + 1
        pause = min(0.5 * 2 ** (part.failures - 1), LONGEST_PAUSE)
        part.retry_at = now + pause
        code = part.process.returncode if part.process else None
        self.say(f"{part.name} ended (exit code {code}); starting it again in {pause:.1f} s")

    def _ask_to_stop(self, number: int, frame: FrameType | None) -> None:
        self.is_stopping = True


def _wait_or_kill(part: Part, deadline: float) -> None:
    if part.process is None:
        return
    try:
        part.process.wait(timeout=max(deadline - time.monotonic(), 0.1))
    except subprocess.TimeoutExpired:
        part.kill_rest()
        part.process.wait()


def _end_with_parent() -> None:
    """Ask the kernel to end this process when its supervisor is gone, however that went (Linux only)."""
    if sys.platform == "linux":
        ctypes.CDLL("libc.so.6", use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
