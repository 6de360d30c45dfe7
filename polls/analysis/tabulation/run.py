"""From answers and a specification to the document of all its tables."""

from typing import Any

from polls.analysis.tabulation.compute import compute
from polls.analysis.tabulation.data import Answers
from polls.analysis.tabulation.derive import with_derived
from polls.analysis.tabulation.spec import Spec
from polls.analysis.tabulation.weighing import Weighed, weigh
from polls.analysis.tabulation.write import table_document

FORMAT = "tabulation/1"


def tabulate(answers: Answers, spec: Spec) -> dict[str, Any]:
    """Make all tables of a specification. The same answers give the same document, whatever their order.

    Raises SpecError, with the place in the specification, or DataError, with the place in the file.
    """
    answers = with_derived(answers, spec)
    weighed: dict[str, Weighed] = {}
    for table in spec.tables:
        if table.weights and table.weights not in weighed:
            weighed[table.weights] = weigh(answers, spec, table.weights)
    return {
        "format": FORMAT,
        "title": spec.title,
        "source": {"name": answers.source, "sha256": answers.digest, "respondents": answers.n},
        "tables": [table_document(compute(answers, table, weighed.get(table.weights))) for table in spec.tables],
    }
