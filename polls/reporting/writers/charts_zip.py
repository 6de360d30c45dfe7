"""All charts as pictures: each as SVG and as PNG, with a list that tells each of them in words."""

from collections.abc import Callable
from typing import BinaryIO

from polls.reporting.charts.standalone import size_of
from polls.reporting.edition import Edition, Picture
from polls.reporting.writers.archive import Archive
from polls.typesetting.printing import draw_png

PIXELS_PER_UNIT = 2.5
"""1,920 pixels wide for a wide chart: enough for print in a column and for any screen."""

_LIST = {"nl": "alternatieve-teksten.txt", "en": "alternative-texts.txt"}


def write(edition: Edition, stream: BinaryIO, tell: Callable[[float], None] = lambda _share: None) -> None:
    """Write the archive; ``tell`` hears which part (0-1) is done."""
    pictures, texts = edition.pictures, []
    with Archive(stream) as archive:
        for number, picture in enumerate(pictures, start=1):
            name = f"{number:02d}-{picture.key}"
            archive.add(f"{name}.svg", svg_of(picture))
            archive.add(f"{name}.png", png_of(picture), is_compressed=True)
            texts.append(f"{name}\n{picture.title}\n{picture.alt}\n{edition.source}\n")
            tell(number / len(pictures))
        archive.add(_LIST[edition.language], "\n".join(texts))


def svg_of(picture: Picture) -> str:
    """Give the chart as a file of its own, with its question and source in it."""
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{picture.alone}\n'


def png_of(picture: Picture) -> bytes:
    """Draw the chart, with its question and source, as a picture."""
    width, _height = size_of(picture.alone)
    return draw_png(picture.alone, width=width, pixels_per_unit=PIXELS_PER_UNIT)
