"""From a questionnaire and its answers to all numbers: the Summary."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from polls.analysis.banner import Banner, Group, build_banner
from polls.analysis.comparisons import comparisons_of
from polls.analysis.contrasts import contrasts_of
from polls.analysis.crosstab import Counts, group_sizes
from polls.analysis.describe import Moments, describe_groups, describe_points
from polls.analysis.details import add_details
from polls.analysis.disclosure import Bases, Flags, conceal, hidden_groups, hidden_in_filter, smallest_base
from polls.analysis.frequency import DETRACTORS, PASSIVES, PROMOTERS, Frequencies, tabulate
from polls.analysis.groups import groups_of
from polls.analysis.leaving_out import count_left_out, without_flagged
from polls.analysis.plan import Filter, Plan, plan_for
from polls.analysis.segments import Division, divide
from polls.analysis.shapes import Shape, shape_of
from polls.analysis.summary_document import (
    FORMAT,
    FilterRecipe,
    QuestionSummary,
    SegmentSize,
    SegmentVariableSize,
    Summary,
)
from polls.analysis.table import ANSWERED, NumberColumn, ResponseTable
from polls.codebook import document
from polls.codebook.schema import POINT_KINDS, QuestionKind, Questionnaire


class PopulationTooSmallError(ValueError):
    """A segment has more respondents than the population that was stated for it."""


@dataclass(frozen=True, eq=False)
class Counted:
    """What a summary is written from: the groups, what was counted in them, and which of them stay hidden.

    ``sizes`` (groups,) are the respondents in each group, whatever they were asked; ``hidden_sizes`` as ``hidden``.
    """

    banner: Banner
    frequencies: list[Frequencies]
    hidden: list[Flags]
    sizes: Counts
    hidden_sizes: Flags


def summarise(
    questionnaire: Questionnaire, table: ResponseTable, *, plan: Plan | None = None, digest: str | None = None
) -> Summary:
    """Compute every number of a run. The same inputs give the same document, whatever the order of the rows.

    ``plan`` is everything by everything unless given. ``digest`` is the hash of the questionnaire's document, where it
    is known. Raises PopulationTooSmallError when a stated population is smaller than its respondents.
    """
    plan = plan or plan_for(questionnaire)
    left_out = count_left_out(table, plan.without, questionnaire.minimum_base)
    table = without_flagged(table, plan.without)
    counted = _count(questionnaire, table, plan)
    margin = questionnaire.equivalence_margin / 100
    summary: Summary = {
        "format": FORMAT,
        "slug": questionnaire.slug,
        "questionnaire": digest or document.digest(document.to_document(questionnaire)),
        "data": table.digest(),
        "n": int(counted.sizes[0]),
        "recipe": {
            "filter": _filter_recipe(plan.filter),
            "variables": list(plan.variables),
            "k": questionnaire.minimum_base,
            "confidence": plan.confidence,
            "margin": margin,
            "correction": plan.correction.value,
        },
        "segment_variables": _segment_sizes(counted),
        "questions": _questions(counted, table, plan, margin),
    }
    if left_out is not None:
        summary["recipe"]["without"], summary["left_out"] = list(plan.without), left_out
    return conceal(summary, counted.hidden)


def _filter_recipe(only: Filter | None) -> FilterRecipe | None:
    return None if only is None else {"variable": only.variable, "segment": only.segment}


def _count(questionnaire: Questionnaire, table: ResponseTable, plan: Plan) -> Counted:
    divisions = [divide(questionnaire, table, questionnaire.segment_variable_by_code[code]) for code in plan.variables]
    if plan.filter is None:
        return _count_all(questionnaire, table, build_banner(table.n, divisions), plan)
    filtered_by = divide(questionnaire, table, questionnaire.segment_variable_by_code[plan.filter.variable])
    if filtered_by.is_overlapping:
        filtered_by = filtered_by.only(_position(filtered_by, plan.filter))
    banner = build_banner(table.n, divisions, filtered_by=filtered_by)
    return _count_filtered(questionnaire, table, banner, filtered_by, plan)


def _count_all(questionnaire: Questionnaire, table: ResponseTable, banner: Banner, plan: Plan) -> Counted:
    sizes, k = group_sizes(banner), questionnaire.minimum_base
    _check_populations(banner, sizes)
    frequencies = [each for (each,) in _tabulated(questionnaire, table, [banner], plan)]
    hidden = [hidden_groups(banner, Bases.of(each), smallest_base(each.question, k)) for each in frequencies]
    return Counted(banner, frequencies, hidden, sizes, hidden_groups(banner, Bases(sizes, sizes), k))


def _count_filtered(
    questionnaire: Questionnaire, table: ResponseTable, whole: Banner, division: Division, plan: Plan
) -> Counted:
    """Count every segment of the filter's variable: what one filter may show depends on what the others show."""
    segments = division.variable.segments
    assert plan.filter is not None
    chosen = _position(division, plan.filter)
    parts = [whole.within(part, segment.population) for part, segment in enumerate(segments)] + [whole.within(-1, None)]
    banner, k = parts[chosen], questionnaire.minimum_base
    frequencies, hidden = [], []
    for everyone, *counted in _tabulated(questionnaire, table, [whole, *parts], plan):
        bases, smallest = [Bases.of(each) for each in counted], smallest_base(everyone.question, k)
        hidden.append(hidden_in_filter(banner, division, chosen, bases, Bases.of(everyone), smallest))
        frequencies.append(counted[chosen])
    sizes = [group_sizes(each) for each in (whole, *parts)]
    everyone_in, *sizes_in = [Bases(each, each) for each in sizes]
    hidden_sizes = hidden_in_filter(banner, division, chosen, sizes_in, everyone_in, k)
    _check_populations(whole, sizes[0])
    _check_populations(banner, sizes[1 + chosen])
    return Counted(banner, frequencies, hidden, sizes[1 + chosen], hidden_sizes)


def _position(division: Division, only: Filter) -> int:
    return [segment.code for segment in division.variable.segments].index(only.segment)


def _tabulated(
    questionnaire: Questionnaire, table: ResponseTable, banners: Sequence[Banner], plan: Plan
) -> Iterator[list[Frequencies]]:
    known = questionnaire.variable_by_code
    variables = [known[code] for code in plan.questions] if plan.questions else questionnaire.variables
    counted = tabulate(variables, [table.columns[variable.code] for variable in variables], banners)
    for each in counted:
        nets = plan.nets.get(each[0].question.code)
        yield [replace(frequencies, own_nets=nets) for frequencies in each] if nets else each


def _check_populations(banner: Banner, sizes: Counts) -> None:
    for group, size in zip(banner.groups, sizes.tolist(), strict=True):
        if group.population is not None and group.population < size:
            name = f"segment {group.segment} of {group.variable}" if group.segment else "the filtered segment"
            raise PopulationTooSmallError(f"{name} has {size} respondents in a population of {group.population}")


def _segment_sizes(counted: Counted) -> list[SegmentVariableSize]:
    banner = counted.banner
    sizes = counted.sizes.tolist()
    return [
        {
            "code": division.variable.code,
            "overlapping": division.is_overlapping,
            "segments": [
                _segment_size(banner.groups[group], sizes[group], is_hidden=bool(counted.hidden_sizes[group]))
                for group in range(segments.start, segments.stop)
            ],
        }
        for division, segments in zip(banner.divisions, banner.slices, strict=True)
    ]


def _segment_size(group: Group, n: int, *, is_hidden: bool) -> SegmentSize:
    return {
        "code": str(group.segment),
        "n": None if is_hidden else n,
        "population": group.population,
        "hidden": is_hidden,
    }


def _questions(counted: Counted, table: ResponseTable, plan: Plan, margin: float) -> list[QuestionSummary]:
    banner = counted.banner
    moments = [_moments(frequencies, table, banner) for frequencies in counted.frequencies]
    contrasts = contrasts_of(counted.frequencies, counted.hidden, banner)
    comparisons = comparisons_of(contrasts, moments, banner, plan, margin=margin)
    groups = groups_of(counted.frequencies, moments, banner, confidence=plan.confidence)
    for frequencies, shown in zip(counted.frequencies, groups, strict=True):
        add_details(shown, frequencies, table.columns[frequencies.question.code], banner, confidence=plan.confidence)
    return [
        {
            "code": frequencies.question.code,
            "kind": frequencies.question.kind.value,
            "base_rule": frequencies.question.base_rule.value,
            "groups": shown,
            "comparisons": compared,
        }
        for frequencies, shown, compared in zip(counted.frequencies, groups, comparisons, strict=True)
    ]


def _moments(frequencies: Frequencies, table: ResponseTable, banner: Banner) -> Moments | None:
    question, column = frequencies.question, table.columns[frequencies.question.code]
    if question.kind is QuestionKind.SCALE:
        return describe_points(frequencies.options, np.arange(1, len(question.options) + 1))
    if question.kind is QuestionKind.NPS:
        thirds = [frequencies.options[:, part].sum(axis=1) for part in (DETRACTORS, PASSIVES, PROMOTERS)]
        return describe_points(np.column_stack(thirds), (-100, 0, 100))
    if question.kind in POINT_KINDS:
        return describe_points(frequencies.options, np.arange(question.lowest, question.highest + 1))
    if isinstance(column, NumberColumn) and shape_of(question) is Shape.NUMBER:
        is_answered = column.status == ANSWERED
        masks = [banner.members(group) & is_answered for group in range(len(banner.groups))]
        return describe_groups(column.values, masks)
    return None
