"""Sending one message over HTTP: to a fixed address, within a fixed time, following nothing, reading little."""

import http.client
import socket
import ssl
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from polls.api.services.guard import RefusedError, Target, target_of
from polls.api.words import Words

CONNECT = 5.0
"""Seconds that connecting, and each silence, may take."""

WHOLE = 10.0
"""Seconds after which a try is broken off, however busy the other side is."""

READ = 500
"""Bytes of an answer that are looked at."""

AGENT = "KSF-Polls-Webhooks/1"
PATIENCE = timedelta(days=1)
"""How long at most a receiver may make us wait by ``Retry-After``."""

PROBLEMS: Mapping[str, Words] = {
    "no_address": _("This is no address that a message can be sent to: begin with https://."),
    "no_host": _("There is no server with this name, or it cannot be found now."),
    "private": _(
        "The address is in a private network. The administrator of the server decides which of those may be used."
    ),
    "not_secure": _("The address must begin with https://."),
    "unreachable": _("The server does not answer."),
    "tls": _("The certificate of the server is not right."),
    "slow": _("The server took longer than ten seconds."),
    "broken": _("The connection broke, or the answer was no HTTP."),
    "redirect": _("The server sends us elsewhere, which we do not follow. Correct the address."),
    "status": _("The server did not accept the message."),
    "gone": _("The server says that this address is gone for good."),
    "died": _("Our own process ended while the message was under way. It was sent again."),
}
"""Why a try failed, by code."""


@dataclass(frozen=True)
class Reply:
    """What came of one try. ``problem`` is empty when the message was accepted."""

    status: int | None = None
    problem: str = ""
    answer: str = ""
    milliseconds: int = 0
    wait: timedelta = timedelta()


def post(url: str, body: bytes, headers: Mapping[str, str]) -> Reply:
    """Send one message. Whatever happens comes back as a reply."""
    began = time.monotonic()
    try:
        status, answer, wait = _exchange(target_of(url), body, headers)
    except RefusedError as error:
        reply = Reply(problem=error.code)
    except _TooSlowError:
        reply = Reply(problem="slow")
    except ssl.SSLError:
        reply = Reply(problem="tls")
    except TimeoutError:
        reply = Reply(problem="slow")
    except ConnectionRefusedError:
        reply = Reply(problem="unreachable")
    except (http.client.HTTPException, ValueError):
        reply = Reply(problem="broken")
    except OSError as error:
        is_lost = isinstance(error, ConnectionError)
        reply = Reply(problem="broken" if is_lost else "unreachable")
    else:
        reply = Reply(status, _problem_of(status), answer, wait=wait)
    return Reply(reply.status, reply.problem, reply.answer, round((time.monotonic() - began) * 1000), reply.wait)


class _TooSlowError(Exception):
    """The time for the whole try was over."""


class _Connection(http.client.HTTPConnection):
    """Connects to the address of the target and asks it for the target's host."""

    def __init__(self, target: Target) -> None:
        super().__init__(target.host, target.port, timeout=CONNECT)
        self._target = target
        self.is_over = False

    def connect(self) -> None:
        plain = socket.create_connection((self._target.address, self._target.port), CONNECT)
        self.sock = plain
        if self._target.is_secure:
            context = ssl.create_default_context()
            secured = context.wrap_socket(plain, server_hostname=self._target.host, do_handshake_on_connect=False)
            self.sock = secured
            secured.do_handshake()

    def break_off(self) -> None:
        """End the try from another thread."""
        self.is_over = True
        with suppress(OSError, AttributeError):
            socket.socket.shutdown(self.sock, socket.SHUT_RDWR)


def _exchange(target: Target, body: bytes, headers: Mapping[str, str]) -> tuple[int, str, timedelta]:
    connection = _Connection(target)
    clock = threading.Timer(WHOLE, connection.break_off)
    clock.daemon = True
    clock.start()
    sent = {"Content-Type": "application/json", "User-Agent": AGENT, "Connection": "close", **headers}
    try:
        connection.request("POST", target.path, body, sent)
        response = connection.getresponse()
        answer = response.read(READ).decode(errors="replace")
        if connection.is_over:
            raise _TooSlowError
        return response.status, "".join(letter for letter in answer if letter.isprintable()), _wait(response)
    except (OSError, http.client.HTTPException, ValueError, AttributeError) as error:
        if connection.is_over:
            raise _TooSlowError from error
        raise
    finally:
        clock.cancel()
        connection.close()


def _wait(response: http.client.HTTPResponse) -> timedelta:
    """Give how long the receiver asks us to wait, in seconds only; nothing of what it does not say."""
    told = response.getheader("Retry-After", "")
    is_number = told.isascii() and told.isdigit() and len(told) < 9
    return min(timedelta(seconds=int(told)), PATIENCE) if is_number else timedelta()


def _problem_of(status: int) -> str:
    if 200 <= status < 300:
        return ""
    if status == http.HTTPStatus.GONE:
        return "gone"
    return "redirect" if 300 <= status < 400 else "status"
