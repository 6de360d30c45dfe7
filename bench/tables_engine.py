"""The banner by the product's own engine."""

import time

import numpy as np
from numpy.typing import NDArray

from bench.tables_data import OPTIONS, SEGMENTS, Banner
from polls.analysis.sampling.design import sample_design
from polls.analysis.table import ChoiceColumn, Column
from polls.analysis.tabulation.cells import Cells
from polls.analysis.tabulation.compute import compare, compute
from polls.analysis.tabulation.data import Answers
from polls.analysis.tabulation.pairs import Pairs
from polls.analysis.tabulation.run import to_json
from polls.analysis.tabulation.spec import TableSpec, Tests, WeightSpec
from polls.analysis.tabulation.variables import Kind, Option, Variable
from polls.analysis.tabulation.weighing import Weighed
from polls.analysis.tabulation.write import table_document

NO_LETTERS = Tests(letters=False)
SEGMENT_NAMES = tuple(f"s{place}" for place in range(len(SEGMENTS)))


def answers_of(banner: Banner) -> Answers:
    """Wrap the columns as answers, without copying them."""
    columns: dict[str, Column] = {f"q{place}": ChoiceColumn(codes) for place, codes in enumerate(banner.answers)}
    columns |= {f"s{place}": ChoiceColumn(codes) for place, codes in enumerate(banner.segments)}
    variables = {code: _variable(code, OPTIONS) for code in columns if code[0] == "q"}
    variables |= {f"s{place}": _variable(f"s{place}", radix) for place, radix in enumerate(SEGMENTS)}
    return Answers(banner.size, variables, columns)


def _variable(code: str, options: int) -> Variable:
    return Variable(code, code, Kind.SINGLE, tuple(Option(str(place), f"Option {place}") for place in range(options)))


def weighed(weights: NDArray[np.float64]) -> Weighed:
    return Weighed(WeightSpec("weights"), sample_design(weights), None)


def table(**changes: object) -> TableSpec:
    rows = tuple(f"q{place}" for place in range(50))
    return TableSpec(rows, tuple((name,) for name in SEGMENT_NAMES), weights="weights", **changes)  # type: ignore[arg-type]


WHOLE = table()


def whole_banner(answers: Answers, weights: NDArray[np.float64]) -> tuple[Cells, list[Pairs]]:
    """Give all numbers of the banner, from the columns and the weights on."""
    computed = compute(answers, WHOLE, weighed(weights))
    batch = computed.batches[0]
    return batch.cells, compare(computed, batch)


def warm_changes(answers: Answers, weights: NDArray[np.float64]) -> tuple[float, float]:
    """Change the banner, the filter and the weights in turn; give the longest to the JSON, in seconds and of CPU."""
    nested = TableSpec(tuple(f"q{place}" for place in range(50)), (("s0",), ("s1", "s0")), tests=NO_LETTERS)
    changes = [
        (nested, weights),
        (table(filter="q0 in (1, 2, 3) and s0 = 1", tests=NO_LETTERS), weights),
        (table(tests=NO_LETTERS), weights[::-1].copy()),
    ]
    seconds, processor = [], []
    for spec, chosen in changes:
        timings, of_processor = [], []
        for _repeat in range(5):
            start, begin = time.perf_counter(), time.process_time()
            to_json(table_document(compute(answers, spec, weighed(chosen))))
            timings.append(time.perf_counter() - start)
            of_processor.append(time.process_time() - begin)
        seconds.append(min(timings))
        processor.append(min(of_processor))
    return max(seconds), max(processor)
