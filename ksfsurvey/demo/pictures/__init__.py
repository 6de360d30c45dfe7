"""The drawings of the demo's picture question."""

import hashlib
from pathlib import Path

from polls.questionnaire.pictures import store_picture

FOLDER = Path(__file__).parent


def picture_name(stem: str) -> str:
    """Give the name under which ``store_pictures`` keeps a drawing."""
    return f"{hashlib.sha256(_path(stem).read_bytes()).hexdigest()}.png"


def store_pictures() -> None:
    for path in FOLDER.glob("*.png"):
        with path.open("rb") as stream:
            store_picture(stream)


def _path(stem: str) -> Path:
    return FOLDER / f"{stem}.png"
