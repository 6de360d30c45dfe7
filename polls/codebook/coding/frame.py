"""A code frame: what open answers to one question are sorted into."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Any

from polls.codebook.schema import CHOICE_CODE, Text

UNUSABLE = "unusable"
"""The option under which answers stand of which nothing can be made. No frame has a code of this name."""

MOST_CODES = 200


class Standard(StrEnum):
    """What every frame has besides its codes. Each of them stands alone."""

    DONT_KNOW = "_dk"
    NONSENSE = "_nonsense"
    EMPTY = "_empty"


@dataclass(frozen=True)
class FrameCode:
    """One code. ``description`` tells coders when to give it; ``group`` is the code of a ``CodeGroup``, or empty."""

    code: str
    label: Text
    description: Text = field(default_factory=dict)
    group: str = ""


@dataclass(frozen=True)
class CodeGroup:
    """Codes that are also counted together: a net."""

    code: str
    label: Text


@dataclass(frozen=True)
class CodeFrame:
    """The codes in the order in which they are shown, and their groups."""

    codes: tuple[FrameCode, ...] = ()
    groups: tuple[CodeGroup, ...] = ()

    @cached_property
    def by_code(self) -> Mapping[str, FrameCode]:
        return {each.code: each for each in self.codes}

    @cached_property
    def group_by_code(self) -> Mapping[str, CodeGroup]:
        return {each.code: each for each in self.groups}

    def to_document(self) -> dict[str, Any]:
        """Write it as plain JSON types."""
        return {
            "codes": [{**asdict(each), "label": dict(each.label)} for each in self.codes],
            "groups": [{"code": each.code, "label": dict(each.label)} for each in self.groups],
        }

    @classmethod
    def from_document(cls, document: Mapping[str, Any]) -> "CodeFrame":
        """Read ``to_document`` back; an empty document is an empty frame."""
        return cls(
            tuple(FrameCode(**each) for each in document.get("codes", ())),
            tuple(CodeGroup(**each) for each in document.get("groups", ())),
        )


class FrameError(Exception):
    """A change that a frame does not take. ``code`` says why (``PROBLEMS``), ``detail`` about which code."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(f"{code}: {detail}")
        self.code = code
        self.detail = detail


def checked(frame: CodeFrame) -> CodeFrame:
    """Give the frame when it is sound. Raises FrameError: ``code``, ``twice``, ``label``, ``group`` or ``many``."""
    labels = [(each.code, each.label) for each in frame.codes] + [(each.code, each.label) for each in frame.groups]
    names = [name for name, _label in labels]
    for name, label in labels:
        if not CHOICE_CODE.match(name) or name == UNUSABLE:
            raise FrameError("code", name)
        if names.count(name) > 1:
            raise FrameError("twice", name)
        if not any(label.values()):
            raise FrameError("label", name)
    for code in frame.codes:
        if code.group and code.group not in frame.group_by_code:
            raise FrameError("group", code.group)
    if len(frame.codes) > MOST_CODES:
        raise FrameError("many", str(MOST_CODES))
    return frame


def checked_codes(frame: CodeFrame, codes: tuple[str, ...]) -> tuple[str, ...]:
    """Give the codes of one answer, sorted and each once. Raises FrameError: ``nothing``, ``unknown`` or ``alone``."""
    given = set(codes)
    known = {*frame.by_code, *Standard}
    if not given:
        raise FrameError("nothing")
    if given - known:
        raise FrameError("unknown", ", ".join(sorted(given - known)))
    if len(given) > 1 and given & {*Standard}:
        raise FrameError("alone")
    return tuple(sorted(given))
