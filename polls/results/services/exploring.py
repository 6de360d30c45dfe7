"""Exploring: any question by any division of any respondents, within what may be told.

What is seen is told: an explored table passes the gate as every other table does, and is in the ledger (ADR 31).
Loads NumPy, SciPy and polars: imported only where numbers are made.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from polls.analysis.disclosure.cells import RESPONDENTS, Group, left_in
from polls.analysis.disclosure.gate import only_shown
from polls.analysis.disclosure.ledger import Shown
from polls.analysis.disclosure.small_groups import smallest_base
from polls.analysis.exploration import ANSWER, Exploration
from polls.analysis.exploring import Scene, scene_of
from polls.analysis.leaving_out import without_flagged
from polls.analysis.summary import summarise
from polls.analysis.summary_document import Summary
from polls.analysis.table import ResponseTable
from polls.analysis.tabulation.data import Answers
from polls.analysis.tabulation.questionnaire import SEGMENTS, answers_of
from polls.analysis.tabulation.selecting import select
from polls.analysis.weighting.report import weighting_report
from polls.analysis.weighting.scheme import Scheme, weigh
from polls.analysis.weighting.weighed_summary import weighed_summary
from polls.codebook.schema import Questionnaire
from polls.questionnaire.models import Poll
from polls.reporting.build import build_report
from polls.reporting.document import Report
from polls.results.dataset import DataMovedError, load_table
from polls.results.models import PollWeights, Run
from polls.results.services.gate import WithheldError
from polls.results.services.recipes import may_leave_out
from polls.results.services.runs import is_quick_to_make
from polls.results.services.table_gate import FURTHER, Asked, base_name, base_of, may_be_told

Spec = dict[str, Any]


class CannotExploreError(Exception):
    """The table cannot be made now; ``code`` says why: ``busy``, ``moved``, ``many``, ``weights`` or ``flags``."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, eq=False)
class Explored:
    """The report of one question, by ``variable`` (None: the total alone)."""

    report: Report
    variable: str | None


def explore(
    poll: Poll, run: Run, wanted: Exploration, *, weights: PollWeights | None, language: str, now: datetime
) -> Explored:
    """Make what somebody wants to see, of the responses of ``run``: that of everyone. Raises CannotExploreError."""
    questionnaire = run.questionnaire
    if wanted.without and not may_leave_out(poll):
        raise CannotExploreError("flags")
    if not is_quick_to_make(poll, questionnaire, run.data_key):
        raise CannotExploreError("many")
    try:
        table = load_table(poll, questionnaire, run.data_key)
    except DataMovedError as error:
        raise CannotExploreError("moved") from error
    answers = answers_of(questionnaire, table, language)
    scheme = Scheme.from_document(weights.scheme) if weights else None
    where = select(answers, wanted.where, "where") if wanted.where else None
    scene = scene_of(questionnaire, table, wanted, where=where, also=scheme.targets if scheme else ())
    summary = summarise(scene.questionnaire, scene.table, plan=scene.plan, digest=run.version.sha256)
    told = _told(run, table, answers, wanted, scene, summary, now=now)
    if weights is not None and scheme is not None:
        told = _weighed(questionnaire, without_flagged(table, wanted.without), scene, told, weights, scheme)
    return _explored(scene, told, wanted, language)


def _told(
    run: Run, table: ResponseTable, answers: Answers, wanted: Exploration, scene: Scene, summary: Summary,
    *, now: datetime,
) -> Summary:  # fmt: skip
    """Take the summary through the gate. The groups are named there as all tables name them."""
    questionnaire = run.questionnaire
    spec, row = _spec(wanted, scene), {"code": wanted.question, "base_rule": summary["questions"][0]["base_rule"]}
    name = base_name(questionnaire, row, spec)
    asked = Asked(
        spec,
        answers,
        {name: _groups(summary, wanted)},
        {name: base_of(questionnaire, table, answers, row)},
        {name: smallest_base(questionnaire.variable_by_code[wanted.question], questionnaire.minimum_base)},
    )
    if wanted.without:  # how many they are, of all, is said as well
        asked = replace(
            asked,
            shown={**asked.shown, RESPONDENTS: frozenset({left_in(wanted.without)})},
            smallest={**asked.smallest, RESPONDENTS: questionnaire.minimum_base},
        )
    try:
        shown = may_be_told(run, questionnaire, table, asked, now=now)
    except WithheldError as error:
        raise CannotExploreError("flags" if wanted.without else "busy") from error
    if wanted.without and not (shown[RESPONDENTS] and _own(wanted) in shown[name]):
        raise CannotExploreError("flags")
    return only_shown(summary, _as_summarised(summary, wanted, shown[name]))


def _spec(wanted: Exploration, scene: Scene) -> Spec:
    """Write down what was asked for, as the ledger keeps it."""
    columns = [[wanted.answer or SEGMENTS + code] for code in scene.plan.variables[:1]]
    return {
        "table": True,
        "rows": [wanted.question],
        "columns": columns if wanted.by else [],
        "filter": "",
        "conditions": _conditions(wanted),
        "within": [list(part) for part in wanted.within],
        **({"without": sorted(wanted.without)} if wanted.without else {}),
    }


def _conditions(wanted: Exploration) -> list[str]:
    """Give what divides the respondents further than single segments do: several of a variable, and the condition."""
    several = [
        f"{SEGMENTS}{variable} in ({', '.join(segments)})"
        for variable, segments in wanted.segments_within.items()
        if len(segments) > 1
    ]
    return [*several, *([wanted.where] if wanted.where else [])]


def _own(wanted: Exploration) -> Group:
    """Say who was chosen, as a group of the ledger."""
    single = {(variable, each[0]) for variable, each in wanted.segments_within.items() if len(each) == 1}
    further = {(FURTHER + condition, "in") for condition in _conditions(wanted)}
    return frozenset(single | further) | left_in(wanted.without)


def _groups(summary: Summary, wanted: Exploration) -> frozenset[Group]:
    """Give the groups of which the summary has numbers."""
    (question,) = summary["questions"]
    return frozenset(_group(each, wanted) for each in question["groups"] if not each["hidden"])


def _group(group: Any, wanted: Exploration) -> Group:
    variable, segment = group["variable"], group["segment"]
    if variable is None or segment is None:
        return _own(wanted)
    name = FURTHER + variable.removeprefix(ANSWER) if variable.startswith(ANSWER) else variable
    return _own(wanted) | {(name, segment)}


def _as_summarised(summary: Summary, wanted: Exploration, shown: frozenset[Group]) -> Shown:
    """Name the groups that may be told as the summary does, by its own filter."""
    (question,) = summary["questions"]
    only = summary["recipe"]["filter"]
    own = left_in(wanted.without) | ({(only["variable"], only["segment"])} if only else set())
    kept = frozenset(
        own | ({(each["variable"], each["segment"])} if each["variable"] and each["segment"] else set())
        for each in question["groups"]
        if _group(each, wanted) in shown
    )
    return {wanted.question: kept, "": kept}


def _weighed(
    questionnaire: Questionnaire, table: ResponseTable, scene: Scene, summary: Summary, weights: PollWeights,
    scheme: Scheme,
) -> Summary:  # fmt: skip
    """Weight what passed the gate: nothing that is hidden comes back."""
    try:
        weighed = weigh(questionnaire, table, scheme)
    except ValueError as error:
        raise CannotExploreError("weights") from error
    told = weighed_summary(
        scene.questionnaire, without_flagged(scene.table, scene.plan.without), summary, weighed, scheme.targets
    )
    report = weighting_report(questionnaire, table, scheme, weighed)
    return {**told, "weights": {"name": weights.name, "version": weights.version, **report}}


def _explored(scene: Scene, summary: Summary, wanted: Exploration, language: str) -> Explored:
    """Put into words what is asked for, without the segments that only the weights needed."""
    (question,) = summary["questions"]
    variables = [wanted.by] if wanted.by in scene.plan.variables else []
    kept = _only_by(question, variables)
    sizes = [each for each in summary["segment_variables"] if each["code"] in variables]
    narrowed: Summary = {**summary, "questions": [kept], "segment_variables": sizes}
    report = build_report(scene.questionnaire, narrowed, language=language)
    return Explored(report, variables[0] if variables else None)


def _only_by(question: Any, variables: Iterable[str]) -> Any:
    wanted = {None, *variables}
    return {
        **question,
        "groups": [each for each in question["groups"] if each["variable"] in wanted],
        "comparisons": [each for each in question["comparisons"] if each["variable"] in wanted],
    }
