"""Any table of a poll's stored responses, within what may be shown of them."""

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

from polls.analysis.leaving_out import count_left_out, without_flagged
from polls.analysis.summary_document import Summary
from polls.analysis.tabulation.asked import check_rows, read_asked, with_asked
from polls.analysis.tabulation.data import Answers
from polls.analysis.tabulation.node import SpecError
from polls.analysis.tabulation.questionnaire import SEGMENTS, answers_of, rows_of
from polls.analysis.tabulation.run import tabulate
from polls.analysis.tabulation.shards import NotCountableError
from polls.analysis.tabulation.spec import Spec, TableSpec, WeightSpec
from polls.analysis.tabulation.text import to_text
from polls.analysis.weighting.scheme import LOGIT_BOUNDS, Method, Scheme
from polls.analysis.weighting.weighed_summary import is_revealing
from polls.codebook.schema import Questionnaire
from polls.questionnaire.models import Poll
from polls.reporting.leaving_out import left_out_sentences
from polls.results.dataset import load_table
from polls.results.models import Run
from polls.results.services.failures import failure_of
from polls.results.services.gate import WithheldError
from polls.results.services.in_parts import table_in_parts
from polls.results.services.jobs import Job
from polls.results.services.printing import CannotPrintError, run_to_print, weights_named
from polls.results.services.recipes import may_leave_out
from polls.results.services.shards import ShardsFailedError, is_large, reading_of
from polls.results.services.table_gate import pass_table_gate
from polls.results.services.work import Clock

logger = logging.getLogger(__name__)


FIXED = frozenset({"rows", "columns", "filter", "weights", "k", "derived"})
"""What has a place of its own in a request, or is for the poll to say."""


@dataclass(frozen=True)
class TableRequest:
    """What is asked for: questions, segment variables (``a > b`` nests b), a condition, the name of weights.

    ``without``: flags on the quality of responses; those that have any of them are left out;
    ``options`` are further keys of a table specification, ``derived`` variables made for this table.
    """

    rows: Sequence[str]
    columns: Sequence[str] = ()
    filter: str = ""
    weights: str = ""
    language: str = "nl"
    without: Sequence[str] = ()
    options: Mapping[str, Any] = field(default_factory=dict)
    derived: Sequence[Mapping[str, Any]] = ()


def make_table(
    poll: Poll, request: TableRequest, *, clock: Clock, tell: Callable[[int, int], None] | None = None
) -> dict[str, Any]:
    """Make the table document of the responses that may be shown, small groups left out. Raises CannotPrintError.

    Of very many responses it is counted in parts; ``tell`` gets how many are done, and of how many.
    """
    everyone = run_to_print(poll, variable="", segment="", clock=clock)
    questionnaire = everyone.questionnaire
    responses = load_table(poll, questionnaire, everyone.data_key)
    if request.without and not may_leave_out(poll):
        raise CannotPrintError("Of an open anonymous poll nothing is told of flags.")
    counted = without_flagged(responses, request.without)
    answers = answers_of(questionnaire, counted, request.language)
    rows = [variable for code in request.rows for variable in rows_of(questionnaire, code)]
    document = _document(questionnaire, request, rows)
    weights = _weights(poll, everyone, rows, request.weights) if request.weights else {}
    try:
        answers, table = read_asked(document, answers, tuple(weights))
        check_rows(rows, document, _questions(questionnaire))
        if not all(0.1 <= share <= 0.9 for share in table.quantiles):
            raise CannotPrintError("Quantiles from 0.1 to 0.9 are given: those beyond are what single people said.")
        is_in_parts = is_large(everyone.data_key) and not request.without
        job = (
            Job(poll, everyone.version, everyone.data_key, document | reading_of(everyone).spec)
            if is_in_parts
            else None
        )
        made = _counted(answers, table, weights, job, clock=clock, tell=tell)
        spec = {**document, "table": True, "without": sorted(request.without)}
        of_all = with_asked(answers_of(questionnaire, responses, request.language), document)
        passed = pass_table_gate(everyone, questionnaire, responses, of_all, spec, made["tables"][0], now=clock())
    except SpecError as error:
        raise CannotPrintError(str(error)) from error
    except ShardsFailedError as error:
        raise CannotPrintError(str(failure_of(error.code).happened)) from error
    except WithheldError as error:
        raise CannotPrintError("Others ask for tables of this poll at the moment; try again shortly.") from error
    left_out = count_left_out(responses, request.without, questionnaire.minimum_base)
    if left_out is not None:
        passed["left_out"] = {**left_out, "words": left_out_sentences(left_out, request.language)}
    return {**made, "tables": [passed]}


def _document(questionnaire: Questionnaire, request: TableRequest, rows: Sequence[str]) -> dict[str, Any]:
    """Write a request as a table specification. Raises CannotPrintError for an option that is not to be chosen."""
    for key in FIXED & request.options.keys():
        raise CannotPrintError(f"{key} is not an option.")
    tests = request.options.get("tests", {})
    if isinstance(tests, Mapping):
        if "person" in tests:
            raise CannotPrintError("Nobody is followed from group to group in a poll: person is not an option.")
        tests = {"margin": questionnaire.equivalence_margin / 100, **tests}
    return {
        **request.options,
        "rows": rows,
        "columns": [_nesting(questionnaire, column) for column in request.columns],
        "filter": request.filter,
        "weights": request.weights or None,
        "k": questionnaire.minimum_base,
        "tests": tests,
        "derived": list(request.derived),
    }


def _counted(
    answers: Answers, table: TableSpec, weights: Mapping[str, WeightSpec], job: Job | None, *,
    clock: Clock, tell: Callable[[int, int], None] | None,
) -> dict[str, Any]:  # fmt: skip
    """Count in the parts of ``job`` what can be, all else in a single pass; the bytes are the same."""
    if job is not None:
        try:
            return table_in_parts(job, answers, table, clock=clock, tell=tell)
        except NotCountableError as error:
            logger.info("%s: counted in a single pass, because %s", job.poll.slug, error)
    return tabulate(answers, Spec((table,), answers.variables, weights=weights))


def _weights(poll: Poll, everyone: Run, rows: Sequence[str], name: str) -> dict[str, WeightSpec]:
    """Give the accepted weights of this name. Raises CannotPrintError, also where they would tell of a hidden group."""
    found = weights_named(poll, name)
    scheme = Scheme.from_document(found.scheme)
    if scheme.method is Method.CELLS and len(scheme.targets) > 1:
        raise CannotPrintError(f"{name} crosses segment variables; print the run with export_results instead.")
    summary = cast(Summary, everyone.summary)
    if any(is_revealing(each, scheme.targets) for each in summary["questions"] if each["code"] in rows):
        raise CannotPrintError(f"A segment that {name} weights to is hidden for one of these questions.")
    return {name: weight_spec(name, scheme)}


def weight_spec(name: str, scheme: Scheme) -> WeightSpec:
    """Write a poll's weights as a table specification knows them."""
    targets = {SEGMENTS + code: dict(segments) for code, segments in scheme.targets.items()}
    if scheme.method is Method.RAKE:
        return WeightSpec(name, method="rake", targets=targets, multiple=scheme.trim)
    if scheme.method is Method.CELLS:
        return WeightSpec(name, method="poststratify", targets=targets)
    bounds = (LOGIT_BOUNDS.low, LOGIT_BOUNDS.high) if scheme.method is Method.LOGIT else None
    return WeightSpec(name, method="calibrate", distance=scheme.method.value, targets=targets, bounds=bounds)


def _nesting(questionnaire: Questionnaire, column: str) -> list[str]:
    """Give the variables that a column is nested of; a segment variable goes before a question of the same code."""
    names = [name.strip() for name in column.split(">")]
    return [SEGMENTS + name if name in questionnaire.segment_variable_by_code else name for name in names]


def _questions(questionnaire: Questionnaire) -> set[str]:
    """Give the codes of what was asked: rows of matrices and amounts of allocations too."""
    return {*questionnaire.variable_by_code, *questionnaire.question_by_code}


def as_text(document: dict[str, Any]) -> str:
    """Lay a table document out for reading in a terminal."""
    return to_text(document)
