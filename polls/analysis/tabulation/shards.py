"""Tables of more respondents than one process reads: counts of shards, made anywhere, added up, finished once.

Counts are whole numbers, so that the merged table has the same bytes as one made in a single pass.
"""

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from operator import add
from typing import Any

import numpy as np

from polls.analysis.tabulation.compute import compute
from polls.analysis.tabulation.counting import Tally
from polls.analysis.tabulation.data import Answers
from polls.analysis.tabulation.run import FORMAT, passes_of, shown_table
from polls.analysis.tabulation.spec import Of, TableSpec
from polls.analysis.tabulation.variables import NUMERIC, Kind


class NotCountableError(ValueError):
    """A table needs more of its respondents than counts by code; the message says what."""


@dataclass(frozen=True, eq=False)
class Shard:
    """The counts of some respondents for one table, a tally for each batch of its variables.

    A table with a filter of which small groups are hidden has as many again: those of everyone.
    """

    respondents: int
    tallies: tuple[Tally, ...]

    def __add__(self, other: "Shard") -> "Shard":
        pairs = zip(self.tallies, other.tallies, strict=True)
        return Shard(self.respondents + other.respondents, tuple(one + two for one, two in pairs))

    def to_bytes(self) -> bytes:
        """Write it for another process."""
        stream = io.BytesIO()
        counts = {f"tally{place}": tally.count for place, tally in enumerate(self.tallies)}
        np.savez_compressed(stream, respondents=np.array(self.respondents), **counts)  # type: ignore[arg-type]
        return stream.getvalue()

    @classmethod
    def from_bytes(cls, data: bytes) -> "Shard":
        """Read back what ``to_bytes`` wrote."""
        with np.load(io.BytesIO(data), allow_pickle=False) as found:
            counts = [found[f"tally{place}"] for place in range(len(found.files) - 1)]
            return cls(int(found["respondents"]), tuple(Tally(count, count, count) for count in counts))


def count_shard(answers: Answers, spec: TableSpec) -> Shard:
    """Count one shard for an unweighted table. Raises NotCountableError for a table that counts do not make."""
    check_countable(answers, spec)
    computed = [compute(answers, each, None) for each in passes_of(spec)]
    return Shard(answers.n, tuple(batch.tally for each in computed for batch in each.batches))


def merged(shards: Iterable[Shard]) -> Shard:
    """Add shards up; in whatever order, the sum is the same. Raises TypeError where there are none."""
    return reduce(add, shards)


def table_of_shards(answers: Answers, spec: TableSpec, whole: Shard) -> dict[str, Any]:
    """Finish a table from the merged counts, small groups left out where it has a ``k``.

    Of ``answers`` only the variables are used: no respondent is needed.
    """
    check_countable(answers, spec)
    empty = of_nobody(answers)
    passes = passes_of(spec)
    each = len(whole.tallies) // len(passes)
    made = [
        compute(empty, one, None, tallies=whole.tallies[number * each : (number + 1) * each])
        for number, one in enumerate(passes)
    ]
    return shown_table(made[0], made[1] if len(made) > 1 else None)


def of_nobody(answers: Answers) -> Answers:
    """Give the variables with no respondent; ``count_shard`` of them tells early what is wrong with a table."""
    nobody = np.zeros(0, np.intp)
    columns = {
        code: type(column)(**{name: array[nobody] for name, array in column.arrays().items()})
        for code, column in answers.columns.items()
    }
    return replace(answers, n=0, columns=columns, raw={})


def document_of_shards(answers: Answers, specs: Sequence[TableSpec], wholes: Sequence[Shard]) -> dict[str, Any]:
    """Write the document of several tables from their merged counts."""
    tables = [table_of_shards(answers, spec, whole) for spec, whole in zip(specs, wholes, strict=True)]
    respondents = wholes[0].respondents if wholes else 0
    source = {"name": answers.source, "sha256": answers.digest, "respondents": respondents}
    return {"format": FORMAT, "title": "", "source": source, "tables": tables}


def check_countable(answers: Answers, spec: TableSpec) -> None:
    """Raise NotCountableError where a table needs respondents: numbers, overlapping columns, comparisons of persons."""
    for code in spec.rows:
        if answers.variables[code].kind in NUMERIC:
            raise NotCountableError(f"{code} is a number, whose values differ from shard to shard")
    overlapping = [name for names in spec.columns for name in names if answers.variables[name].kind is Kind.MULTIPLE]
    if overlapping and spec.tests.pairs:
        raise NotCountableError(f"the segments of {overlapping[0]} share respondents")
    asked = {
        "same_people": spec.tests.same_people,
        "ranks": spec.tests.ranks,
        "person": bool(spec.tests.person),
        "ranking": spec.tests.table and any(answers.variables[code].kind is Kind.RANKING for code in spec.rows),
        "ticks": spec.of is Of.TICKS,
        "weights": bool(spec.weights),
    }
    wanted = [name for name, is_asked in asked.items() if is_asked]
    if wanted:
        raise NotCountableError(f"{wanted[0]} cannot be made from counts alone")
