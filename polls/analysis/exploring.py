"""Any question by any division of the respondents, for any of them: what a summary is made from when somebody explores.

A choice never makes numbers of its own: it becomes a questionnaire, a table of responses and a plan, and from those
``summary.summarise`` makes what it makes for everybody.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace

import numpy as np

from polls.analysis.exploration import ANSWER, Exploration
from polls.analysis.plan import OWN_NET, Filter, Plan
from polls.analysis.segments import divide
from polls.analysis.table import AttributeColumn, Mask, ResponseTable
from polls.codebook.schema import BaseRule, Page, Question, Questionnaire, Segment, SegmentVariable, Source, Text

CHOSEN = "chosen."
"""The variable of which the respondents that were chosen are the only segment, and the attribute behind it."""

INSIDE = "in"


@dataclass(frozen=True, eq=False)
class Scene:
    """What ``summarise`` reads for an exploration."""

    questionnaire: Questionnaire
    table: ResponseTable
    plan: Plan


def scene_of(
    questionnaire: Questionnaire,
    table: ResponseTable,
    wanted: Exploration,
    *,
    where: Mask | None = None,
    also: Iterable[str] = (),
) -> Scene:
    """Set up the summary of an exploration.

    ``where`` (n,): for whom its condition holds. ``also``: segment variables that are summarised beside its own, as
    weights need them. A single segment is chosen as it stands in the questionnaire, with its population.
    """
    known = _with_base(_with_answers(questionnaire, wanted.answer), wanted)
    only = _filter_of(wanted)
    if only is not None and only.variable == CHOSEN:
        known, table = _with_chosen(known, table, wanted, where)
    filtered_on = only.variable if only else ""
    variables = [code for code in dict.fromkeys([wanted.by, *also]) if code and code != filtered_on]
    nets = {f"{OWN_NET}{number}": choices for number, choices in enumerate(wanted.nets, start=1)}
    plan = Plan(
        tuple(variables),
        only,
        tuple(wanted.without),
        questions=(wanted.question,),
        nets={wanted.question: nets} if nets else {},
        is_quick=wanted.is_quick,
    )
    return Scene(known, table, plan)


def _filter_of(wanted: Exploration) -> Filter | None:
    if len(wanted.within) == 1 and not wanted.where and wanted.within[0][0] != wanted.by:
        return Filter(*wanted.within[0])
    return Filter(CHOSEN, INSIDE) if wanted.within or wanted.where else None


def _with_answers(questionnaire: Questionnaire, code: str) -> Questionnaire:
    """Add the answers to a question as a segment variable."""
    if not code:
        return questionnaire
    question = questionnaire.variable_by_code[code]
    segments = tuple(Segment(option.code, option.label, (option.code,)) for option in question.options)
    made = SegmentVariable(ANSWER + code, question.text, Source.QUESTION, code, segments)
    return replace(questionnaire, segment_variables=(*questionnaire.segment_variables, made))


@dataclass(frozen=True)
class Recounted(Question):
    """A question that is counted by another rule than its kind has."""

    rule: BaseRule = BaseRule.ANSWERED

    @property
    def base_rule(self) -> BaseRule:
        return self.rule


def _with_base(questionnaire: Questionnaire, wanted: Exploration) -> Questionnaire:
    """Let the variable count by another rule; a row of a matrix stands by itself then."""
    if wanted.base is None:
        return questionnaire
    variable = questionnaire.variable_by_code[wanted.question]
    values = {each.name: getattr(variable, each.name) for each in fields(Question)}
    recounted = Recounted(**values, rule=wanted.base)

    def page_of(page: Page) -> Page:
        parts = (
            (recounted if each.code == recounted.code else each for each in question.variables)
            if recounted.code in question.keys
            else (question,)
            for question in page.questions
        )
        return replace(page, questions=tuple(each for part in parts for each in part))

    return replace(questionnaire, pages=tuple(page_of(page) for page in questionnaire.pages))


def _with_chosen(
    questionnaire: Questionnaire, table: ResponseTable, wanted: Exploration, where: Mask | None
) -> tuple[Questionnaire, ResponseTable]:
    """Add who was chosen as the one segment of a variable of its own."""
    mask = chosen_mask(questionnaire, table, wanted.segments_within)
    if where is not None:
        mask = mask & where
    label = label_of(questionnaire, wanted)
    made = SegmentVariable(CHOSEN, label, Source.CONTACT, CHOSEN, (Segment(INSIDE, label, (INSIDE,)),))
    column = AttributeColumn(np.where(mask, 0, -1).astype(np.int8), (INSIDE,))
    with_variable = replace(questionnaire, segment_variables=(*questionnaire.segment_variables, made))
    return with_variable, replace(table, attributes={**table.attributes, CHOSEN: column})


def chosen_mask(
    questionnaire: Questionnaire, table: ResponseTable, segments_within: Mapping[str, Sequence[str]]
) -> Mask:
    """Say who is in any of the segments of each variable: (n,) booleans."""
    mask: Mask = np.ones(table.n, np.bool_)
    for code, segments in segments_within.items():
        variable = questionnaire.segment_variable_by_code[code]
        division, codes = divide(questionnaire, table, variable), [each.code for each in variable.segments]
        inside = [division.members(codes.index(segment)) for segment in segments]
        mask &= np.logical_or.reduce(inside)
    return mask


def label_of(questionnaire: Questionnaire, wanted: Exploration) -> Text:
    """Name who was chosen, in each language: ``Inhouse / Facilitair, groot, als seats > 50``."""
    known = questionnaire.segment_variable_by_code
    words = {"nl": "als", "en": "if"}

    def label(language: str) -> str:
        parts = []
        for code, segments in wanted.segments_within.items():
            labels = {each.code: each.label.get(language, each.code) for each in known[code].segments}
            parts.append(" / ".join(labels[segment] for segment in segments))
        condition = [f"{words[language]} {wanted.where}"] if wanted.where else []
        return ", ".join([*parts, *condition])

    return {language: label(language) for language in words}
