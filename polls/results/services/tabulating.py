"""The numbers of a run. Loads NumPy, SciPy and polars: imported only where numbers are made."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from polls.analysis.leaving_out import without_flagged
from polls.analysis.plan import Filter, Plan, plan_for
from polls.analysis.summary import PopulationTooSmallError, summarise
from polls.analysis.summary_document import Summary
from polls.analysis.table import ResponseTable
from polls.analysis.weighting.report import weighting_report
from polls.analysis.weighting.scheme import Scheme, weigh
from polls.analysis.weighting.weighed_summary import weighed_summary
from polls.codebook.schema import Questionnaire
from polls.results.dataset import DataMovedError, load_table
from polls.results.dataset.state import state_of
from polls.results.models import Run
from polls.results.services.gate import pass_gate
from polls.results.services.in_parts import gather_columns
from polls.results.services.recipes import Recipe
from polls.results.services.shards import ShardsFailedError, is_large, reading_of
from polls.results.services.work import LEASE, PER_RESPONSE, Progress


@dataclass(frozen=True)
class Tabulation:
    """The outcome of a run: the Summary document after disclosure control, and the hash of the data."""

    summary: dict[str, Any]
    data_hash: str
    base: int


class RefusedError(Exception):
    """The numbers cannot be made; ``code`` says why (``failures.FAILURES``)."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def tabulate(run: Run, questionnaire: Questionnaire, tell: Progress, *, now: datetime) -> Tabulation:
    """Compute the numbers of the run and take them through the gate. Raises RefusedError and ``gate.WithheldError``.

    Raises ``shards.ShardsPendingError`` while very many responses are still being read in parts.
    """
    tell(5, "reading", silence=LEASE + PER_RESPONSE * state_of(run.data_key).count)
    try:
        if is_large(run.data_key):
            gather_columns(reading_of(run), now=now)
        table = load_table(run.poll, questionnaire, run.data_key)
        tell(60, "counting")
        summary = summarise(questionnaire, table, plan=plan_of(questionnaire, run.recipe), digest=run.version.sha256)
    except DataMovedError as error:
        raise RefusedError("moved") from error
    except ShardsFailedError as error:
        raise RefusedError(error.code) from error
    except PopulationTooSmallError as error:
        raise RefusedError("population") from error
    except ValueError as error:
        raise RefusedError("answers") from error
    tell(80, "holding")
    summary = pass_gate(run, questionnaire, table, summary, now=now)
    if run.recipe.get("weights"):
        tell(85, "weighting")
        summary = _weighed(run, questionnaire, without_flagged(table, run.recipe.get("without", ())), summary)
    tell(90, "storing")
    return Tabulation(dict(summary), summary["data"], summary["n"])


def _weighed(run: Run, questionnaire: Questionnaire, table: ResponseTable, summary: Summary) -> Summary:
    """Weight what passed the gate: nothing that is hidden comes back. Raises RefusedError."""
    recipe = run.recipe["weights"]
    scheme = Scheme.from_document(recipe)
    try:
        weighed = weigh(questionnaire, table, scheme)
    except ValueError as error:
        raise RefusedError("weights") from error
    told = weighed_summary(questionnaire, table, summary, weighed, scheme.targets)
    report = weighting_report(questionnaire, table, scheme, weighed)
    return {**told, "weights": {"name": recipe["name"], "version": recipe["version"], **report}}


def plan_of(questionnaire: Questionnaire, recipe: Recipe) -> Plan:
    """Read the plan of the analysis from a recipe."""
    only = recipe["filter"]
    without = tuple(recipe.get("without", ()))
    return plan_for(questionnaire, only=Filter(**only) if only else None, without=without)
