"""A program that is told: a real HTTP server on this machine, which keeps what it got and answers as it is asked to."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass(frozen=True)
class Got:
    """One request as it came."""

    path: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Receiver:
    """``answer`` gives status and headers for each request; ``seconds`` is how long it drips before it does."""

    url: str = ""
    got: list[Got] = field(default_factory=list)
    status: int = 204
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    drips: float = 0.0
    on_request: Callable[[Got], None] = lambda got: None

    @property
    def ids(self) -> list[str]:
        return [each.headers["webhook-id"] for each in self.got]


@contextmanager
def receiver() -> Iterator[Receiver]:
    """Run a receiver on a free port."""
    known = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            size = int(self.headers["Content-Length"])
            headers = {name.lower(): value for name, value in self.headers.items()}
            got = Got(self.path, headers, self.rfile.read(size))
            known.got.append(got)
            known.on_request(got)
            self.wfile.write(b"HTTP/1.1 ")
            began = time.monotonic()
            while time.monotonic() - began < known.drips:  # a header that never ends
                self.wfile.write(b"2")
                time.sleep(0.02)
            self.wfile.write(f"{known.status} Said\r\n".encode())
            for name, value in {**known.headers, "Content-Length": str(len(known.body))}.items():
                self.wfile.write(f"{name}: {value}\r\n".encode())
            self.wfile.write(b"\r\n" + known.body)

        def log_message(self, *_told: object) -> None:
            pass

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, *_told: object) -> None:
            pass  # whoever called went away

    with Server(("127.0.0.1", 0), Handler) as server:
        known.url = f"http://127.0.0.1:{server.server_address[1]}/hook"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        yield known
        server.shutdown()
        thread.join(10)
