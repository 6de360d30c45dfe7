"""What goes into a box is made as long for everybody in a poll, since a length can tell who wrote it.

Whoever has two copies of the database knows whose box is in the first, and which response is in the second: if only
one of the boxes were long, and only one of the responses, they would belong together.
"""

import zlib
from collections.abc import Mapping
from typing import Any

import orjson

STEP = 1024
_JSON = b"{"


def padded(document: Mapping[str, Any], size: int = STEP) -> bytes:
    """Write the document as JSON of ``size`` bytes, compressed where it must be.

    What is longer even so takes twice as many, or thrice.
    """
    plain = orjson.dumps(document)
    if len(plain) <= size:
        return plain.ljust(size)
    packed = zlib.compress(plain)
    return packed.ljust(-(-len(packed) // size) * size, b"\0")


def read_padded(plain: bytes) -> dict[str, Any]:
    """Read what ``padded`` wrote."""
    written = plain if plain.startswith(_JSON) else zlib.decompressobj().decompress(plain)
    document: dict[str, Any] = orjson.loads(written)
    return document
