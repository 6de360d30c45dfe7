"""A broker that may be killed, forget everything, and come back at the same address."""

import shutil
import subprocess
from pathlib import Path

from redis import Redis
from redis.exceptions import RedisError

from ksfsurvey.broker import embedded_broker
from tests.faults.site import wait_until


class OwnBroker:
    """A broker for one test. It does not run until it is started; its files lie in ``folder``."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.described = folder, embedded_broker(folder)
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return self.described.url

    @property
    def port(self) -> int:
        return int(self.url.rpartition(":")[2].partition("/")[0])

    def start(self) -> None:
        command = list(self.described.command)
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL)
        assert self.process.stdin is not None
        self.process.stdin.write(self.described.configuration.encode())
        self.process.stdin.close()
        wait_until(self.answers, "the broker answers")

    def answers(self) -> bool:
        try:
            with Redis.from_url(self.url) as broker:
                return bool(broker.ping())
        except RedisError:
            return False

    def kill(self) -> None:
        """kill -9; what it had in memory alone is lost."""
        if self.process is not None:
            self.process.kill()
            self.process.wait(30)
            self.process = None

    def forget(self) -> None:
        """Remove its file too, as when the machine it ran on is gone."""
        shutil.rmtree(self.folder / "appendonlydir", ignore_errors=True)
