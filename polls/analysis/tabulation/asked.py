"""What somebody asks for of answers that are at hand: a table, and variables that are derived for it.

The document of a request has the keys of a table and ``derived``, a list of derived variables with their ``code``. It
may have passed through a database that does not keep the order of keys: nets are read by their codes in order.
"""

import json
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from polls.analysis.tabulation.data import Answers
from polls.analysis.tabulation.derive import with_derived
from polls.analysis.tabulation.node import Node, SpecError
from polls.analysis.tabulation.read_spec import read_table
from polls.analysis.tabulation.read_variables import read_derived
from polls.analysis.tabulation.spec import Derived, Spec, TableSpec
from polls.codebook.rules import parse, parse_formula

CODE = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
Document = Mapping[str, Any]


def read_asked(document: Document, answers: Answers, weights: Collection[str]) -> tuple[Answers, TableSpec]:
    """Give the answers with what is derived of them, and the table. Raises SpecError."""
    answers = with_asked(answers, document)
    table = {key: value for key, value in document.items() if key != "derived"}
    ordered = json.loads(json.dumps(table, sort_keys=True))
    return answers, read_table(Node(ordered, "table"), answers.variables, weights)


def with_asked(answers: Answers, document: Document) -> Answers:
    """Add the derived variables of a request, in order. Raises SpecError."""
    derived = {each.variable.code: each for each in derived_of(document)}
    for code in derived:
        if code in answers.variables:
            raise SpecError("table.derived", f"there is a variable {code!r} already")
    return with_derived(answers, Spec((), derived=derived))


def derived_of(document: Document) -> list[Derived]:
    """Read the derived variables of a request. Raises SpecError."""
    found: list[Derived] = []
    for place, each in enumerate(document.get("derived", ())):
        path = f"table.derived[{place}]"
        derived = read_derived(each["code"], Node({key: each[key] for key in each if key != "code"}, path))
        for code in (each["code"], *(group.code for group in derived.groups)):
            if not CODE.fullmatch(code):
                raise SpecError(path, f"{code!r} is no code: letters, digits and _ belong here")
        found.append(derived)
    return found


def sources_of(document: Document) -> dict[str, frozenset[str]]:
    """Give for each derived variable of a request the variables of the answers that it speaks of."""
    found: dict[str, frozenset[str]] = {}
    for derived in derived_of(document):
        names = set(_names(derived))
        own = {code for code in names if code in found}
        found[derived.variable.code] = frozenset(names - own).union(*(found[code] for code in own))
    return found


def _names(derived: Derived) -> Iterator[str]:
    """Give the names in the expressions of a derived variable, which have been read before."""
    if derived.value:
        yield from parse_formula(derived.value).names
    for group in derived.groups:
        yield from parse(group.when).names


def check_rows(rows: Sequence[str], document: Document, questions: Collection[str]) -> None:
    """See to it that rows are questions, or derived of one: what crosses several divides people like a column.

    Raises SpecError.
    """
    sources = sources_of(document)
    for place, code in enumerate(rows):
        names = sources.get(code, frozenset({code}))
        if len(names) != 1 or not names <= set(questions):
            what = "is not a question" if code not in sources else "is derived of other things than one question"
            raise SpecError(f"table.rows[{place}]", f"{code} {what}; it may stand in the columns")
