"""The server's secrets: from the environment, or for the embedded default from a file made at first use."""

import os
import secrets
from hashlib import blake2b
from pathlib import Path


def local_secret(path: Path) -> str:
    """Read the secret kept in ``path``; make it first, readable by the owner only, when there is none."""
    path.parent.mkdir(parents=True, exist_ok=True)
    candidate = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    if not path.exists():
        candidate.touch(mode=0o600)
        candidate.write_text(secrets.token_urlsafe(64))
        try:
            os.link(candidate, path)  # fails when another process was first, whose secret then counts
        except FileExistsError:
            pass
        finally:
            candidate.unlink()
    return path.read_text()


def derived_key(secret: str, purpose: str) -> str:
    """Derive a key for one purpose (64 hexadecimal digits), so that no two uses share one."""
    return blake2b(purpose.encode(), key=blake2b(secret.encode()).digest(), digest_size=32).hexdigest()
