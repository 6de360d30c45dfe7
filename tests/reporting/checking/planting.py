"""Makes texts of hand-written sentences: right ones, and ones with one error planted. A seed gives the same texts.

The sentences stand in ``sentences/``, written apart from the text that the product writes, with holes: ``<cell>`` is a
percentage, ``<n cell>`` its base, ``<group inhouse>`` a group; ``<group!inhouse>`` may be planted with another group.
"""

import random
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from functools import cache
from pathlib import Path

from tests.reporting.checking.figures import CELLS, GROUPS

SENTENCES = Path(__file__).parent / "sentences"
POLLS = {"golden-nl": 4, "golden-en": 4, "ai-nl": 1, "ai-en": 1}
"""How often each poll and language is drawn."""

HELD_OUT = {"held-out-golden-nl": 3, "held-out-golden-en": 2}
"""Sentences that the checker was not made with."""

ERRORS = ("number", "base", "segment", "rounding", "difference")
OTHER_GROUP = {"inhouse": "facilitair", "facilitair": "inhouse", "yes": "no", "no": "yes"}
_HOLE = re.compile(r"<(?:(?P<n>n )?(?P<cell>[a-z_]+/\w+(?:@\w+)?)|group(?P<free>!)?\s?(?P<group>\w+))>")


@dataclass(frozen=True)
class Made:
    """A text, and for a planted error its kind and where the sentence with it begins and ends."""

    poll: str
    text: str
    error: str = ""
    start: int = 0
    end: int = 0


def right_texts(count: int, seed: int, polls: Mapping[str, int] = POLLS) -> Iterator[Made]:
    rng = random.Random(seed)
    for _ in range(count):
        poll = rng.choices(list(polls), weights=list(polls.values()))[0]
        pool = [*lines(poll, "right"), *lines(poll, "right claims")]
        chosen = rng.sample(pool, rng.randint(1, 4))
        yield Made(poll, _joined([fill(line, poll, rng) for line in chosen], rng))


def wrong_texts(count: int, seed: int, polls: Mapping[str, int] = POLLS) -> Iterator[Made]:
    rng = random.Random(seed)
    for at in range(count):
        error = ERRORS[at % len(ERRORS)]
        while True:
            poll = rng.choices(list(polls), weights=list(polls.values()))[0]
            wrong = planted(error, poll, rng)
            if wrong:
                break
        around = [fill(line, poll, rng) for line in rng.sample(lines(poll, "right"), rng.randint(0, 2))]
        place = rng.randint(0, len(around))
        text = _joined([*around[:place], wrong, *around[place:]], rng)
        start = text.index(wrong)
        yield Made(poll, text, error, start, start + len(wrong))


def planted(error: str, poll: str, rng: random.Random) -> str:
    """Give a sentence with one error of this kind, empty where the sentence that was drawn cannot have it."""
    if error == "difference":
        return fill(rng.choice(lines(poll, "wrong claims")), poll, rng)
    line = rng.choice(lines(poll, "right"))
    holes = [hole for hole in _HOLE.finditer(line) if _can(hole, error)]
    if not holes:
        return ""
    return fill(line, poll, rng, error=error, hole=rng.choice(holes).start())


def fill(line: str, poll: str, rng: random.Random, *, error: str = "", hole: int = -1) -> str:
    """Fill the holes of a line; the one that begins at ``hole`` wrongly."""
    language = poll[-2:]
    style = rng.choice(("{}%", "{}%", "{}%", "{} procent" if language == "nl" else "{} per cent", "{} %"))

    def filled(found: re.Match[str]) -> str:
        is_wrong = found.start() == hole
        if found["group"]:
            return rng.choice(GROUPS[language][OTHER_GROUP[found["group"]] if is_wrong else found["group"]])
        count, base = CELLS[found["cell"]]
        if found["n"]:
            return str(base + rng.choice((-7, -2, 3, 8, 20)) if is_wrong else base)
        value = _wrongly(error, count, base, language, rng) if is_wrong else str(_rounded(count, base))
        return style.format(value)

    text = _HOLE.sub(filled, line)
    return text[:1].upper() + text[1:]


def _can(hole: re.Match[str], error: str) -> bool:
    if error == "segment":
        return bool(hole["free"])
    if error == "base":
        return bool(hole["n"])
    if not hole["cell"] or hole["n"]:
        return False
    count, base = CELLS[hole["cell"]]
    return error == "number" or count * 100 % base != 0


def _rounded(count: int, base: int) -> int:
    return int((Decimal(100 * count) / base).quantize(Decimal(1), ROUND_HALF_UP))


def _wrongly(error: str, count: int, base: int, language: str, rng: random.Random) -> str:
    right = _rounded(count, base)
    if error == "number":
        return str(rng.choice([each for each in (right - 9, right - 4, right - 2, right + 2, right + 5, right + 11)
                               if 1 < each < 99]))  # fmt: skip
    exact = Decimal(100 * count) / base
    if rng.random() < 0.4:
        return str(exact.quantize(Decimal("0.1"), ROUND_HALF_UP)).replace(".", "," if language == "nl" else ".")
    cut = int(exact.quantize(Decimal(1), ROUND_DOWN))
    return str(cut if cut != right else cut + 1)


def _joined(lines: list[str], rng: random.Random) -> str:
    """Put sentences in one paragraph, or each in its own."""
    return rng.choice((" ", "\n\n")).join(lines)


@cache
def lines(poll: str, section: str) -> list[str]:
    """Give the sentences of a section of a poll's file."""
    parts = (SENTENCES / f"{poll}.txt").read_text().split("## ")
    own = next(part for part in parts if part.startswith(f"{section}\n"))
    return [line for line in own.splitlines()[1:] if line]
