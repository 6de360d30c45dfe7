"""Pictures that editors put in a questionnaire, kept under the hash of their content.

A name says what is in the file, so that a launched version always shows the picture that it was launched with, a copy
of a poll shares it, and a browser may keep it for good.
"""

import hashlib
import re
from pathlib import Path
from typing import Protocol

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

FOLDER = "pictures"
MOST_BYTES = 2 * 1024 * 1024
NAME = re.compile(r"[0-9a-f]{64}\.(png|jpg|webp)")
CONTENT_TYPES = {"png": "image/png", "jpg": "image/jpeg", "webp": "image/webp"}


class Readable(Protocol):
    """A file that was opened or posted."""

    def read(self, size: int, /) -> bytes: ...


class NotAPictureError(ValueError):
    """The file is no picture of a known kind, or it is larger than a phone should load."""


def store_picture(stream: Readable) -> str:
    """Keep the picture and give its name: ``"<sha256>.png"``. Raises NotAPictureError."""
    content = stream.read(MOST_BYTES + 1)
    ending = _ending_of(content)
    if ending is None or len(content) > MOST_BYTES:
        raise NotAPictureError
    name = f"{hashlib.sha256(content).hexdigest()}.{ending}"
    if not default_storage.exists(f"{FOLDER}/{name}"):
        default_storage.save(f"{FOLDER}/{name}", ContentFile(content))
    return name


def picture_address(name: str) -> str:
    """Give the address at which respondents get the picture."""
    return f"/pictures/{name}"


def picture_path(name: str) -> Path | None:
    """Give the file of the picture; None when there is none, or when the name is not one of ours."""
    path = Path(settings.MEDIA_ROOT) / FOLDER / name
    return path if NAME.fullmatch(name) and path.is_file() else None


def _ending_of(content: bytes) -> str | None:
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if content.startswith(b"\xff\xd8\xff"):
        return "jpg"
    return "webp" if content[:4] == b"RIFF" and content[8:12] == b"WEBP" else None
