"""The segments of a report as words, and where a text names them.

A segment is known by the words that set it apart from the others of its variable ("inhouse", "facilitair"). Where such
a word is also what the poll is about ("outsourced"), a word that the segments share must follow it ("centres").
Where only a "not" sets them apart ("already outsources", "does not outsource yet"), that is what is looked for.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile

from polls.reporting.checking.named import Named, strongest
from polls.reporting.checking.tokens import NEGATIONS, STOP_WORDS, Token, alike, content, stem_of, tokens_of
from polls.reporting.document import Column, Report, SegmentVariableReport

_ALREADY = frozenset({"al", "reeds", "already", "wel", "die", "that", "who", "which"})
_SMALL_WORDS = frozenset({"nog", "yet", "al", "already", "does"})
_FUNCTION = frozenset(stem_of(word) for word in STOP_WORDS | NEGATIONS | _ALREADY | _SMALL_WORDS)
_QUANTITIES = """
meer minder groot grote groter klein kleine kleiner jong oud more less fewer large larger small smaller young old overig
overige andere anders other others
"""
_GENERAL = frozenset(stem_of(word) for word in _QUANTITIES.split())
_ELLIPSES = ("die dat niet doen", "die dat nog niet doen", "die niet", "those that do not", "those who do not",
             "those that don’t", "those that have not", "that do not yet", "die dat (nog) niet doen")  # fmt: skip
_BESIDE = 2
_REACH = 6


@dataclass(frozen=True)
class NamedGroup(Named):
    """A segment, by the codes of its variable and itself."""

    variable: str = ""
    segment: str = ""


@dataclass(frozen=True)
class Group:
    """A segment: the stems that set it apart, and those that all segments of its variable share.

    ``is_by_negation``: nothing but a negation sets it apart; ``is_negated`` says whether it has that.
    """

    variable: str
    segment: str
    label: str
    apart: frozenset[str]
    shared: frozenset[str]
    topical: frozenset[str]
    is_by_negation: bool
    is_negated: bool


def groups_of(report: Report, title: frozenset[str]) -> list[Group]:
    """Make the groups of a report; ``title`` are the stems of what the poll is about."""
    return [group for variable in report.overview.segment_variables for group in _of_variable(variable, title)]


def _of_variable(variable: SegmentVariableReport, title: frozenset[str]) -> list[Group]:
    stems = {column.segment or "": frozenset(content(column.label)) for column in variable.segments}
    count = Counter(stem for each in stems.values() for stem in each)
    shared = frozenset(stem for stem in count if count[stem] == len(stems) > 1 and stem not in _FUNCTION)
    return [_group(variable.code, column, stems[column.segment or ""], shared, title) for column in variable.segments]


def _group(
    variable: str, column: Column, stems: frozenset[str], shared: frozenset[str], title: frozenset[str]
) -> Group:
    code, words = column.segment or "", {token.word for token in tokens_of(column.label)}
    apart = frozenset(stem for stem in stems - shared if stem not in _FUNCTION)
    is_by_negation = not apart and bool(shared)
    if apart and code.isalpha() and len(code) > 4 and stem_of(code) not in _GENERAL:
        apart |= {stem_of(code)}
    topical = frozenset(stem for stem in apart if stem in _GENERAL or any(alike(stem, word) for word in title))
    beside = shared - {stem for stem in shared if any(alike(stem, word) for word in title)} or shared
    shared = shared if is_by_negation else beside
    return Group(variable, code, column.label, apart, shared, topical, is_by_negation, bool(words & NEGATIONS))


def named_groups(groups: Sequence[Group], tokens: Sequence[Token], text: str, offset: int) -> list[NamedGroup]:
    """Find the groups that ``text`` names; ``tokens`` are its words, ``offset`` is where it begins."""
    named: list[NamedGroup] = []
    for group in groups:
        places = _exactly(group, text, offset)
        if not any(letter.isdigit() for letter in group.label):
            places += _by_negation(group, tokens) if group.is_by_negation else _by_words(group, tokens)
        named += [NamedGroup(*each, variable=group.variable, segment=group.segment) for each in places]
    named = strongest(named)
    return strongest([*named, *_left_out(groups, named, text, offset)])


def _exactly(group: Group, text: str, offset: int) -> list[tuple[int, int, float]]:
    small, label = text.lower(), group.label.lower()
    at, found = small.find(label), []
    while at >= 0:
        found.append((at + offset, at + offset + len(label), 2.0))
        at = small.find(label, at + 1)
    return found


def _by_words(group: Group, tokens: Sequence[Token]) -> list[tuple[int, int, float]]:
    places = []
    for position, token in enumerate(tokens):
        stem = next((stem for stem in group.apart if alike(stem, token.stem)), None)
        if stem is None:
            continue
        following = tokens[position + 1 : position + 1 + _BESIDE]
        near = list(takewhile(lambda each: not each.is_apart and each.word not in STOP_WORDS, following))
        beside = [each for each in near if any(_is_form_of(word, each) for word in group.shared)]
        if stem not in group.topical or beside:
            places.append((token.start, max([token.end, *(each.end for each in beside)]), 1.0))
    return places


def _is_form_of(word: str, token: Token) -> bool:
    """Whether a token is another form of a shared word ("contactcentra" of "contactcenters")."""
    return alike(word, token.stem) >= 0.7


def _by_negation(group: Group, tokens: Sequence[Token]) -> list[tuple[int, int, float]]:
    places = []
    for position, token in enumerate(tokens):
        if not any(alike(stem, token.stem) for stem in group.shared):
            continue
        near = [*tokens[max(0, position - _REACH + 1) : position], *tokens[position + 1 : position + 3]]
        marks = [each for each in near if each.word in _ALREADY]
        negations = [each for each in near if each.word in NEGATIONS]
        if bool(negations) == group.is_negated and (negations or marks):
            used = [token, *(negations if group.is_negated else marks[-1:])]
            places.append((min(t.start for t in used), max(t.end for t in used), 1.0))
    return places


def _left_out(groups: Sequence[Group], named: Sequence[NamedGroup], text: str, offset: int) -> list[NamedGroup]:
    """Find the sibling that is only meant: "... and those that do not"."""
    found = []
    for each in groups:
        siblings = [one for one in named if one.variable == each.variable and one.segment != each.segment]
        is_named = any((one.variable, one.segment) == (each.variable, each.segment) for one in named)
        if not (each.is_by_negation and each.is_negated and siblings) or is_named:
            continue
        for words in _ELLIPSES:
            at = text.lower().find(words)
            if at >= 0:
                found.append(NamedGroup(at + offset, at + offset + len(words), 1.0, each.variable, each.segment))
                break
    return found
