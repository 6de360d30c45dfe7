"""From data to a tagged PDF (PDF/UA-1), with the fonts that are shipped here and no others."""

import json
import re
import unicodedata
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

HERE = Path(__file__).parent
STANDARD: Final = "ua-1"

_UNDRAWN = re.compile(
    "[^\n\x20-\x7e\xa0-\xac\xae-\u0148\u014a-\u01c3\u0384-\u038a\u038e-\u03a1\u03a3-\u03d7\u0400-\u0479\u0480-\u049d"
    "\u04a0-\u04ff\u1e00-\u1e9b\u2010-\u2027\u2030-\u2055\u20a0-\u20af\u20b1-\u20b5\u2122\u2190-\u2199\u2212\u2248\u2260"
    "\u2264\u2265]+"
)
"""What the shipped fonts have no sign for: scripts that polls are not in, and pictures."""


def print_pdf(template: str, data: Mapping[str, Any]) -> bytes:
    """Print the data with the template of this name. The texts are data all the way: nothing in them is run."""
    import typst  # 60 MB of it, needed by nobody who does not print

    document = typst.compile(  # type: ignore[misc]  # its hints cannot be solved for bytes
        (HERE / f"{template}.typ").read_bytes(),
        root=str(HERE),
        font_paths=[str(HERE / "fonts")],
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(_legible(data), ensure_ascii=False)},
        pdf_standards=[STANDARD],
    )
    return bytes(document)


def _legible(part: Any) -> Any:
    """The data with a question mark for whatever the fonts cannot draw: a tagged PDF may not hold a sign unseen."""
    if isinstance(part, str):
        return _UNDRAWN.sub("?", unicodedata.normalize("NFC", part))
    if isinstance(part, Mapping):
        return {name: _legible(value) for name, value in part.items()}
    return [_legible(item) for item in part] if isinstance(part, list) else part
