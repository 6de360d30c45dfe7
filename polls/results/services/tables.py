"""Any table of a poll's stored responses, within what may be shown of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from polls.analysis.tabulation.node import Node, SpecError
from polls.analysis.tabulation.questionnaire import SEGMENTS, answers_of, rows_of
from polls.analysis.tabulation.read_spec import read_table
from polls.analysis.tabulation.run import tabulate
from polls.analysis.tabulation.spec import Spec
from polls.analysis.tabulation.text import to_text
from polls.codebook.schema import Questionnaire
from polls.questionnaire.models import Poll
from polls.results.dataset import load_table
from polls.results.services.printing import CannotPrintError, run_to_print
from polls.results.services.work import Clock


@dataclass(frozen=True)
class TableRequest:
    """What is asked for: questions, segment variables (``a > b`` nests b), a condition, the name of weights."""

    rows: Sequence[str]
    columns: Sequence[str] = ()
    filter: str = ""
    weights: str = ""
    language: str = "nl"


def make_table(poll: Poll, request: TableRequest, *, clock: Clock) -> dict[str, Any]:
    """Make the table document of the responses that may be shown, small groups left out. Raises CannotPrintError."""
    everyone = run_to_print(poll, variable="", segment="", clock=clock)
    questionnaire = everyone.version.questionnaire
    answers = answers_of(questionnaire, load_table(poll, questionnaire, everyone.data_key), request.language)
    rows = [variable for code in request.rows for variable in rows_of(questionnaire, code)]
    document = {
        "rows": rows,
        "columns": [_nesting(questionnaire, column) for column in request.columns],
        "filter": request.filter,
        "weights": request.weights or None,
        "k": questionnaire.minimum_base,
        "tests": {"margin": questionnaire.equivalence_margin / 100},
    }
    try:
        table = read_table(Node(document, "table"), answers.variables, ())
        return tabulate(answers, Spec((table,), answers.variables))
    except SpecError as error:
        raise CannotPrintError(str(error)) from error


def _nesting(questionnaire: Questionnaire, column: str) -> list[str]:
    """Give the variables that a column is nested of; a segment variable goes before a question of the same code."""
    names = [name.strip() for name in column.split(">")]
    return [SEGMENTS + name if name in questionnaire.segment_variable_by_code else name for name in names]


def as_text(document: dict[str, Any]) -> str:
    """Lay a table document out for reading in a terminal."""
    return to_text(document)
