"""The writer's text: plain text in which each bound number stands as ``{54%|criterion/quality@role=inhouse}``.

Before the bar is what is read, after it the key of the cell. ``# `` starts the headline, ``## `` a heading, an empty
line ends a paragraph. Whatever stands before the bar, the number that is shown comes from the cell; ``n = 52`` is kept
on one line.
"""

import re
from collections.abc import Mapping

from polls.reporting.numbers import unbroken
from polls.reporting.press.document import Number, Paragraph, ParagraphKind, PressText, Words
from polls.reporting.press.facts import Fact

TOKEN = re.compile(r"\{(?P<typed>[^{}|\n]*)\|(?P<key>[^{}|\n]+)\}")

_MARKS = (("## ", ParagraphKind.HEADING), ("# ", ParagraphKind.HEADLINE))


def token(fact: Fact) -> str:
    """Write a number as it stands in the writer's text."""
    return f"{{{fact.text}|{fact.key}}}"


def read_press_text(source: str, facts: Mapping[str, Fact], language: str) -> PressText:
    """Read the writer's text with the numbers of a run. Never fails: what is no token is words."""
    paragraphs: list[Paragraph] = []
    for block in re.split(r"\n\s*\n", source.replace("\r\n", "\n").strip()):
        for kind, text in _lines(block):
            has_lead = any(each.kind in (ParagraphKind.LEAD, ParagraphKind.BODY) for each in paragraphs)
            if kind is ParagraphKind.BODY and not has_lead:
                kind = ParagraphKind.LEAD
            paragraphs.append(Paragraph(kind, _parts(text, facts)))
    return PressText(language, tuple(each for each in paragraphs if each.parts))


def refreshed(source: str, facts: Mapping[str, Fact]) -> str:
    """Give the writer's text with every number before a bar as the run has it; unknown keys are left alone."""

    def renew(found: re.Match[str]) -> str:
        fact = facts.get(found["key"])
        return token(fact) if fact else found[0]

    return TOKEN.sub(renew, source)


def _lines(block: str) -> list[tuple[ParagraphKind, str]]:
    """Divide a block into headings, each a line, and paragraphs, of which the lines are joined."""
    found: list[tuple[ParagraphKind, str]] = []
    for line in block.split("\n"):
        mark, kind = next((pair for pair in _MARKS if line.startswith(pair[0])), ("", ParagraphKind.BODY))
        text = line.removeprefix(mark).strip()
        if kind is ParagraphKind.BODY and found and found[-1][0] is ParagraphKind.BODY:
            found[-1] = (kind, f"{found[-1][1]} {text}")
        elif text:
            found.append((kind, text))
    return found


def _parts(text: str, facts: Mapping[str, Fact]) -> tuple[Words | Number, ...]:
    parts: list[Words | Number] = []
    end = 0
    for found in TOKEN.finditer(text):
        if found.start() > end:
            parts.append(Words(unbroken(text[end : found.start()])))
        parts.append(_number(found, facts.get(found["key"])))
        end = found.end()
    if end < len(text):
        parts.append(Words(unbroken(text[end:])))
    return tuple(parts)


def _number(found: re.Match[str], fact: Fact | None) -> Number:
    if fact is None:
        return Number("", found["key"], found["typed"], is_known=False)
    return Number(fact.text, fact.key, found["typed"], fact.detail)
