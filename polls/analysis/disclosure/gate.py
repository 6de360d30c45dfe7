"""What a Summary tells, and the Summary of only that."""

from collections.abc import Mapping, Sequence

import numpy as np

from polls.analysis.disclosure.cells import RESPONDENTS, Cells, Group, Part, left_in
from polls.analysis.disclosure.ledger import Shown, Told, screened
from polls.analysis.disclosure.small_groups import conceal, smallest_base
from polls.analysis.summary_document import SegmentSize, SegmentVariableSize, Summary
from polls.codebook.schema import Questionnaire


def told_by(summary: Summary, cells: Cells) -> Told:
    """Say which groups a summary gives numbers of. ``cells`` is what it was made of."""
    own = _filtered_on(summary)
    shown = {
        question["code"]: frozenset(
            _group(own, group["variable"], group["segment"]) for group in question["groups"] if not group["hidden"]
        )
        for question in summary["questions"]
    }
    sizes = frozenset(
        _group(own, variable["code"], segment["code"])
        for variable in summary["segment_variables"]
        for segment in variable["segments"]
        if not segment["hidden"]
    )
    is_large = summary["n"] == 0 or summary["n"] >= summary["recipe"]["k"]
    return Told(cells, {RESPONDENTS: sizes | ({own} if is_large else set()), **shown})


def released(summary: Summary, new: Told, earlier: Sequence[Told], questionnaire: Questionnaire) -> Told:
    """Give what of a summary may be told beside all that was told ``earlier``."""
    return screened(new, earlier, smallest_bases(questionnaire, new.shown))


def smallest_bases(questionnaire: Questionnaire, bases: Mapping[str, object]) -> dict[str, int]:
    """Give the k of each base."""
    k, questions = questionnaire.minimum_base, questionnaire.variable_by_code
    return {base: smallest_base(questions[base], k) if base in questions else k for base in bases}


def is_withheld(summary: Summary, new: Told, kept: Told) -> bool:
    """Whether not even what all respondents said may be told any more, or too few are left of them to tell anything."""
    own = _filtered_on(summary)
    had = own in new.shown[RESPONDENTS] or bool(summary["recipe"].get("without"))
    return had and own not in kept.shown[RESPONDENTS]


def only_shown(summary: Summary, shown: Shown) -> Summary:
    """Take all groups that are not in ``shown`` out of a summary."""
    own = _filtered_on(summary)
    hidden = [
        np.array(
            [
                group["hidden"] or _group(own, group["variable"], group["segment"]) not in shown[question["code"]]
                for group in question["groups"]
            ],
            np.bool_,
        )
        for question in summary["questions"]
    ]
    kept = conceal(summary, hidden)
    return {**kept, "segment_variables": [_sizes(own, each, shown) for each in summary["segment_variables"]]}


def _sizes(own: Group, variable: SegmentVariableSize, shown: Shown) -> SegmentVariableSize:
    segments = [
        _size(segment, _group(own, variable["code"], segment["code"]), shown) for segment in variable["segments"]
    ]
    return {**variable, "segments": segments}


def _size(segment: SegmentSize, group: Group, shown: Shown) -> SegmentSize:
    if segment["hidden"] or group in shown[RESPONDENTS]:
        return segment
    return {**segment, "n": None, "hidden": True}


def _filtered_on(summary: Summary) -> Group:
    """Name those whom a summary is about: of one segment, without those who have certain flags."""
    only, flags = summary["recipe"]["filter"], summary["recipe"].get("without", ())
    segment: Group = frozenset({(only["variable"], only["segment"])}) if only else frozenset()
    return segment | left_in(flags)


def _group(own: Group, variable: str | None, segment: str | None) -> Group:
    part: set[Part] = {(variable, segment)} if variable and segment else set()
    return own | part
