"""A small IMAP server over sockets (RFC 3501), with one mailbox, for reading returned mail from."""

import re
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import cast


@dataclass
class Mailbox:
    """``mails`` by UID. ``commands`` is what clients sent; ``hang_up_at``: a UID at whose fetch the server hangs up."""

    mails: dict[int, bytes] = field(default_factory=dict)
    uid_validity: int = 1
    user: str = "polls"
    password: str = "a password"
    commands: list[str] = field(default_factory=list)
    hang_up_at: int = 0
    port: int = 0

    def add(self, content: bytes) -> int:
        uid = max(self.mails, default=0) + 1
        self.mails[uid] = content
        return uid

    @property
    def url(self) -> str:
        return f"imap://{self.user}:{self.password.replace(' ', '%20')}@127.0.0.1:{self.port}/INBOX"


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = daemon_threads = True
    mailbox: Mailbox


class _Session(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        self.box = cast(_Server, self.server).mailbox
        self._say("* OK ready")
        while line := self.rfile.readline().decode():
            tag, _space, command = line.strip().partition(" ")
            self.box.commands.append(re.sub(r"^LOGIN .*", "LOGIN", command))
            if not self._answer(tag, command):
                return

    def _answer(self, tag: str, command: str) -> bool:
        """Answer a command; give whether the session goes on."""
        word = command.upper()
        if word.startswith("UID FETCH"):
            return self._fetch(tag, int(command.split()[2]))
        if word.startswith("LOGIN"):
            is_known = command.split(" ", 1)[1].replace('"', "") == f"{self.box.user} {self.box.password}"
            self._say(f"{tag} OK done" if is_known else f"{tag} NO wrong")
        elif word.startswith(("SELECT", "EXAMINE")):
            self._say(
                f"* {len(self.box.mails)} EXISTS", f"* OK [UIDVALIDITY {self.box.uid_validity}] valid", f"{tag} OK done"
            )
        elif word.startswith("UID SEARCH"):
            self._say("* SEARCH " + " ".join(str(uid) for uid in self._found(command)), f"{tag} OK done")
        elif word.startswith("CAPABILITY"):
            self._say("* CAPABILITY IMAP4rev1", f"{tag} OK done")
        elif word.startswith("LOGOUT"):
            self._say("* BYE", f"{tag} OK done")
            return False
        else:
            self._say(f"{tag} BAD unknown")
        return True

    def _found(self, command: str) -> list[int]:
        """Search by "n:*", which by the standard always finds the last mail."""
        match = re.search(r"(\d+):\*", command)
        assert match is not None
        last = max(self.box.mails, default=0)
        return [uid for uid in sorted(self.box.mails) if uid >= min(int(match[1]), last)]

    def _fetch(self, tag: str, uid: int) -> bool:
        if uid == self.box.hang_up_at:
            self.box.hang_up_at = 0
            return False
        content = self.box.mails.get(uid)
        if content is not None:
            self.wfile.write(f"* 1 FETCH (UID {uid} BODY[]<0> {{{len(content)}}}\r\n".encode())
            self.wfile.write(content + b")\r\n")
        self._say(f"{tag} OK done")
        return True

    def _say(self, *lines: str) -> None:
        self.wfile.write("".join(f"{line}\r\n" for line in lines).encode())


@contextmanager
def imap_server(mailbox: Mailbox) -> Iterator[Mailbox]:
    """Serve the mailbox on a port that the machine chooses."""
    with _Server(("127.0.0.1", 0), _Session) as server:
        server.mailbox, mailbox.port = mailbox, server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield mailbox
        server.shutdown()
        thread.join()
