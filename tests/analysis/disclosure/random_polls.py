"""Random polls as an attacker likes them: a hierarchy, overlapping segments, questions that not everybody answered."""

import random
from collections.abc import Iterator
from typing import Any

from polls.analysis.coding import from_rows
from polls.analysis.disclosure.cells import Cells, Group, count_cells
from polls.analysis.disclosure.gate import released, told_by
from polls.analysis.disclosure.ledger import Told
from polls.analysis.plan import Filter, plan_for
from polls.analysis.summary import summarise
from polls.analysis.table import ResponseTable
from polls.codebook.schema import Questionnaire
from tests.analysis import sample

KINDS = {"i1": 10, "i2": 3, "o1": 5, "t1": 2, "": 1}
SIZES = {"s": 6.0, "m": 3.0, "l": 2.0, "": 0.3}


def questionnaire(k: int = 5) -> Questionnaire:
    """Kinds are parts of roles; ways overlap; question b is optional."""
    questions = [
        sample.single("a", "x", "y"),
        sample.single("b", "x", "y", "z"),
        sample.multiple("m", "p", "q", "r"),
    ]
    variables = [
        sample.by_contact("role", "i", "o", "t"),
        sample.by_contact("kind", "i1", "i2", "o1", "t1"),
        sample.by_contact("size", "s", "m", "l"),
        sample.by_answer("way", "m", {"p": ["p"], "qr": ["q", "r"]}),
    ]
    return sample.questionnaire(questions, variables, minimum_base=k)


def responses(rng: random.Random, n: int) -> tuple[list[dict[str, Any]], list[dict[str, str]]]:
    """Draw the answers and the attributes of n respondents."""
    answers, attributes = [], []
    for _ in range(n):
        kind = rng.choices(list(KINDS), list(KINDS.values()))[0]
        known = {"kind": kind, "role": kind[:1], "size": rng.choices(list(SIZES), list(SIZES.values()))[0]}
        attributes.append({name: value for name, value in known.items() if value})
        given: dict[str, Any] = {"a": rng.choice("xy")}
        if rng.random() < 0.6:
            given["b"] = rng.choice("xyz")
        if rng.random() < 0.9:
            given["m"] = rng.sample(["p", "q", "r"], rng.randint(1, 3))
        answers.append(given)
    return answers, attributes


def table_of(rng: random.Random, n: int) -> ResponseTable:
    return from_rows(questionnaire(), *responses(rng, n))


def filters_of(poll: Questionnaire) -> list[Filter | None]:
    return [None, *(Filter(each.code, segment.code) for each in poll.segment_variables for segment in each.segments)]


def tables_alone(poll: Questionnaire, table: ResponseTable, only: Filter | None) -> Told:
    """Give what the tables of one filter tell when nothing holds them against others."""
    summary = summarise(poll, table, plan=plan_for(poll, only=only))
    return told_by(summary, count_cells(poll, table, poll.questions))


def everything(poll: Questionnaire, table: ResponseTable, ledger: list[Told]) -> Iterator[Told]:
    """Ask for everyone and for every filter in turn, and write down what the gate lets through."""
    cells = count_cells(poll, table, poll.questions)
    for only in filters_of(poll):
        summary = summarise(poll, table, plan=plan_for(poll, only=only))
        kept = released(summary, told_by(summary, cells), ledger, poll)
        ledger.append(kept)
        yield kept


def groups_of(poll: Questionnaire) -> list[Group]:
    """Give everyone, every segment, and every two segments of different variables together."""
    parts = [(variable.code, each.code) for variable in poll.segment_variables for each in variable.segments]
    pairs = [frozenset({one, two}) for one in parts for two in parts if one[0] < two[0]]
    return [frozenset(), *(frozenset({part}) for part in parts), *pairs]


def usefulness(poll: Questionnaire, ledger: list[Told], cells: Cells) -> tuple[int, int]:
    """Give how many columns of the main tables with 2k people there are, and how many of them are shown."""
    wanted = [
        (base, group)
        for base in cells.counts
        for group in groups_of(poll)
        if len(group) < 2 and cells.size(group, base) >= 2 * poll.minimum_base
    ]
    return len(wanted), sum(any(group in told.shown.get(base, ()) for told in ledger) for base, group in wanted)
