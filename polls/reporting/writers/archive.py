"""Files that belong together in one archive, written one after the other; the same content gives the same bytes."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, BinaryIO, Self
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo


class Archive:
    """A ZIP file that is being written to a stream. Used with ``with``, whose end finishes it."""

    def __init__(self, stream: BinaryIO) -> None:
        self._zip = ZipFile(stream, "w")

    @contextmanager
    def member(self, name: str) -> Iterator[IO[bytes]]:
        """Open a file of the archive to write, of any size; one at a time."""
        with self._zip.open(_about(name), "w", force_zip64=True) as member:
            yield member

    def add(self, name: str, content: bytes | str, *, is_compressed: bool = False) -> None:
        """Add a small file. ``is_compressed``: it would only grow by being packed once more."""
        about = _about(name)
        about.compress_type = ZIP_STORED if is_compressed else ZIP_DEFLATED
        self._zip.writestr(about, content)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self._zip.close()


def _about(name: str) -> ZipInfo:
    """Describe a member without the time of making: that would be another file each time."""
    about = ZipInfo(name)
    about.compress_type = ZIP_DEFLATED
    about.external_attr = 0o644 << 16
    return about
