"""Changes to a frame while people code with it, each with what it does to the codes that were given already."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from polls.codebook.coding.frame import CodeFrame, CodeGroup, FrameCode, FrameError, checked


@dataclass(frozen=True)
class Change:
    """The frame after a change. Of the codes that were given: ``instead`` of the one comes the other.

    Answers with one of the codes ``again`` are put before their coders once more.
    """

    frame: CodeFrame
    instead: dict[str, str] = field(default_factory=dict)
    again: frozenset[str] = frozenset()


def add(frame: CodeFrame, code: FrameCode) -> Change:
    """Add a code at the end. What was coded stays as it is. Raises FrameError."""
    return Change(checked(replace(frame, codes=(*frame.codes, code))))


def describe(frame: CodeFrame, code: FrameCode) -> Change:
    """Give a code another label, description or group; all that has it keeps it. Raises FrameError."""
    _known(frame, code.code)
    codes = tuple(code if each.code == code.code else each for each in frame.codes)
    return Change(checked(replace(frame, codes=codes)))


def merge(frame: CodeFrame, code: str, *, into: str) -> Change:
    """Take a code together with another: whatever had it has the other now. Raises FrameError."""
    _known(frame, code)
    _known(frame, into)
    if code == into:
        raise FrameError("same", code)
    return Change(replace(frame, codes=tuple(each for each in frame.codes if each.code != code)), instead={code: into})


def split(frame: CodeFrame, code: str, parts: Sequence[FrameCode]) -> Change:
    """Put several codes in the place of one; whatever had it is coded again. Raises FrameError."""
    _known(frame, code)
    if len(parts) < 2:
        raise FrameError("parts", code)
    codes = tuple(new for each in frame.codes for new in (parts if each.code == code else [each]))
    return Change(checked(replace(frame, codes=codes)), again=frozenset({code}))


def remove(frame: CodeFrame, code: str) -> Change:
    """Take a code away; whatever had it is coded again. Raises FrameError."""
    _known(frame, code)
    rest = tuple(each for each in frame.codes if each.code != code)
    return Change(replace(frame, codes=rest), again=frozenset({code}))


def group(frame: CodeFrame, new: CodeGroup) -> Change:
    """Add a group, or give one another label. Raises FrameError."""
    if new.code in frame.group_by_code:
        groups = tuple(new if each.code == new.code else each for each in frame.groups)
    else:
        groups = (*frame.groups, new)
    return Change(checked(replace(frame, groups=groups)))


def ungroup(frame: CodeFrame, code: str) -> Change:
    """Take a group away; its codes stay, in none. Raises FrameError."""
    if code not in frame.group_by_code:
        raise FrameError("unknown", code)
    codes = tuple(replace(each, group="") if each.group == code else each for each in frame.codes)
    return Change(CodeFrame(codes, tuple(each for each in frame.groups if each.code != code)))


def join(frame: CodeFrame, other: CodeFrame) -> Change:
    """Take over another frame: what it has comes with its words and order; codes that only this one has stay, last.

    Raises FrameError.
    """
    kept = tuple(each for each in frame.codes if each.code not in other.by_code)
    groups = tuple(each for each in frame.groups if each.code not in other.group_by_code)
    return Change(checked(CodeFrame((*other.codes, *kept), (*other.groups, *groups))))


def _known(frame: CodeFrame, code: str) -> None:
    if code not in frame.by_code:
        raise FrameError("unknown", code)
