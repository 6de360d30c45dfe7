"""A stretch of network on this machine between a client and its server, which can fall silent and break."""

import random
import socket
import struct
import threading
from collections.abc import Callable
from contextlib import suppress

RESET = struct.pack("ii", 1, 0)
"""SO_LINGER of a connection that ends with a reset instead of a farewell."""


class Wire:
    """Carries every connection to ``port`` on to the server at ``target``, until it is told otherwise.

    What comes in while it is silent is swallowed, as by a firewall that drops packets: nobody is refused, nothing is
    answered, no end is heard. A connection that lost something so stays dead afterwards; only new ones get through.
    ``breaking`` is the chance of a piece to be the last one of its connection, which then is reset on both sides.
    """

    def __init__(self, target: int, *, breaking: float = 0.0, seed: int = 0) -> None:
        self.target, self.breaking = target, breaking
        self.is_silent = False
        self.swallowed = self.broken = 0
        self._chance = random.Random(seed)
        self._open: set[socket.socket] = set()
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=200)
        self.port: int = self._listener.getsockname()[1]
        self._threads: list[threading.Thread] = []
        self._start(self._accept)

    def fall_silent(self) -> None:
        self.is_silent = True

    def mend(self) -> None:
        self.is_silent = False

    def close(self) -> None:
        """End all of it, and wait until nothing of it is left."""
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        while self._threads:
            for end in list(self._open):
                _reset(end)
            self._threads.pop().join(10)

    def _start(self, work: Callable[..., None], *arguments: object) -> None:
        thread = threading.Thread(target=work, args=arguments, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        while True:
            try:
                client, _address = self._listener.accept()
            except OSError:
                return
            self._start(self._carry, client)

    def _carry(self, client: socket.socket) -> None:
        """Carry one connection; begun in silence, it never gets an answer."""
        dead = threading.Event()
        if self.is_silent:
            self.swallowed += 1
            dead.set()
        with client, socket.socket() as server:
            try:
                server.connect(("127.0.0.1", self.target))
            except OSError:  # nobody is there: refused
                _reset(client)
                return
            self._open |= {client, server}
            back = threading.Thread(target=self._pass, args=(server, client, dead), daemon=True)
            back.start()
            self._pass(client, server, dead)
            back.join()
            self._open -= {client, server}

    def _pass(self, source: socket.socket, sink: socket.socket, dead: threading.Event) -> None:
        """Pass on what comes from one side until that side ends."""
        with suppress(OSError):
            while piece := source.recv(65536):
                if self.is_silent and not dead.is_set():
                    self.swallowed += 1
                    dead.set()
                if dead.is_set():
                    continue
                if self.breaking and self._chance.random() < self.breaking:
                    self.broken += 1
                    _reset(source)
                    _reset(sink)
                    return
                sink.sendall(piece)
        with suppress(OSError):
            if not dead.is_set() and not self.is_silent:
                sink.shutdown(socket.SHUT_WR)
            else:
                sink.shutdown(socket.SHUT_RD)  # who hung up is gone, and nobody waits for what the other side says


def _reset(end: socket.socket) -> None:
    with suppress(OSError):
        end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
        end.shutdown(socket.SHUT_RDWR)
