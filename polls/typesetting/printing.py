"""From data to a tagged PDF (PDF/UA-1) or a picture, with the fonts that are shipped here and no others."""

import json
import re
import unicodedata
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

HERE = Path(__file__).parent
FONTS = HERE / "fonts"
STANDARD: Final = "ua-1"

_UNDRAWN = re.compile(
    "[^\n\x20-\x7e\xa0-\xac\xae-\u0148\u014a-\u01c3\u0384-\u038a\u038e-\u03a1\u03a3-\u03d7\u0400-\u0479\u0480-\u049d"
    "\u04a0-\u04ff\u1e00-\u1e9b\u2010-\u2027\u2030-\u2055\u20a0-\u20af\u20b1-\u20b5\u2122\u2190-\u2199\u2212\u2248\u2260"
    "\u2264\u2265]+"
)
"""What the shipped fonts have no sign for: scripts that polls are not in, and pictures."""

_PICTURE = b"""#let data = json(bytes(sys.inputs.data))
#set page(width: data.width * 0.75pt, height: auto, margin: data.margin * 0.75pt, fill: white)
#image(bytes(data.svg), format: "svg", width: 100%)
"""


def print_pdf(template: Path, data: Mapping[str, Any]) -> bytes:
    """Print the data with a template. The texts are data all the way: nothing in them is run."""
    import typst  # 60 MB of it, needed by nobody who does not print

    document = typst.compile(  # type: ignore[misc]  # its hints cannot be solved for bytes
        template.read_bytes(),
        root=str(template.parent),
        font_paths=[str(FONTS)],
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(_legible(data), ensure_ascii=False)},
        pdf_standards=[STANDARD],
    )
    return bytes(document)


def draw_png(svg: str, *, width: int, margin: int = 0, pixels_per_unit: float = 2.0) -> bytes:
    """Draw an SVG as a picture of ``width`` units, on white, with a margin of so many units around it."""
    import typst

    picture = typst.compile(  # type: ignore[call-overload]  # as above
        _PICTURE,
        format="png",
        ppi=96.0 * pixels_per_unit,
        font_paths=[str(FONTS)],
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps({"svg": _legible(svg), "width": width, "margin": margin})},
    )
    return bytes(picture)


def _legible(part: Any) -> Any:
    """The data with a question mark for whatever the fonts cannot draw: a tagged PDF may not hold a sign unseen."""
    if isinstance(part, str):
        return _UNDRAWN.sub("?", unicodedata.normalize("NFC", part))
    if isinstance(part, Mapping):
        return {name: _legible(value) for name, value in part.items()}
    return [_legible(item) for item in part] if isinstance(part, list) else part
