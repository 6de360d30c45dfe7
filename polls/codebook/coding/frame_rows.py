"""A frame as rows of a sheet: what is imported and exported."""

from collections.abc import Iterator, Sequence

from polls.codebook.coding.frame import CodeFrame, CodeGroup, FrameCode, FrameError, checked
from polls.codebook.texts import LANGUAGES, Text

Row = tuple[int, Sequence[str]]
"""The number of a line in its file, and its cells."""

HEADER = ("code", "label_nl", "label_en", "description_nl", "description_en", "group", "group_nl", "group_en")


def to_rows(frame: CodeFrame) -> Iterator[tuple[str, ...]]:
    """Give the header and a row per code."""
    yield HEADER
    for each in frame.codes:
        group = frame.group_by_code.get(each.group)
        texts = (each.label, each.description, group.label if group else {})
        label, description, named = ([text.get(language, "") for language in LANGUAGES] for text in texts)
        yield (each.code, *label, *description, each.group, *named)


def from_rows(rows: Sequence[Row]) -> CodeFrame:
    """Read the rows back, columns in any order. Raises FrameError, also with ``columns`` where there is no ``code``."""
    if not rows:
        raise FrameError("columns")
    place = {name.strip().lower(): position for position, name in enumerate(rows[0][1])}
    if "code" not in place or not place.keys() & {"label", "label_nl", "label_en"}:
        raise FrameError("columns")
    codes, groups = [], dict[str, CodeGroup]()
    for _number, cells in rows[1:]:
        found = {name: cells[at].strip() for name, at in place.items() if at < len(cells)}
        group = found.get("group", "").lower()
        codes.append(
            FrameCode(found.get("code", "").lower(), _text(found, "label"), _text(found, "description"), group)
        )
        if group and group not in groups:
            groups[group] = CodeGroup(group, _text(found, "group") or {"nl": group, "en": group})
    return checked(CodeFrame(tuple(codes), tuple(groups.values())))


def _text(found: dict[str, str], name: str) -> Text:
    """Read a text in all languages; a column without a language counts for each that has none."""
    plain = found.get(name, "") if name != "group" else ""
    texts = {language: found.get(f"{name}_{language}", "") or plain for language in LANGUAGES}
    return {language: text for language, text in texts.items() if text}
