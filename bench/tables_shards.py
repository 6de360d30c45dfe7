"""An unweighted banner of many respondents in parts: ``python -m bench.tables_shards [RESPONDENTS [PARTS]]``.

Each part is counted by itself, written and read back, as between processes; then all are added up and the table is
finished once. Seconds of processor, beside a single pass with the same bytes.
"""

import json
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial

import numpy as np

from bench.tables_data import make_banner
from bench.tables_engine import WHOLE, answers_of
from polls.analysis.table import ChoiceColumn, Column
from polls.analysis.tabulation.compute import compute
from polls.analysis.tabulation.data import Answers
from polls.analysis.tabulation.run import to_json
from polls.analysis.tabulation.shards import Shard, count_shard, merged, table_of_shards
from polls.analysis.tabulation.write import table_document

SPEC = replace(WHOLE, weights="")


def measure(respondents: int, parts: int) -> dict[str, float]:
    whole = answers_of(make_banner(respondents))
    single, plain = _timed(lambda: to_json(table_document(compute(whole, SPEC, None))))
    written, counting = [], []
    for rows in np.array_split(np.arange(respondents), parts):
        seconds, data = _timed(partial(_written, _part(whole, rows)))
        counting.append(seconds)
        written.append(data)
    finishing, made = _timed(lambda: to_json(table_of_shards(whole, SPEC, merged(map(Shard.from_bytes, written)))))
    if made != plain:
        raise AssertionError("the parts do not give the table of the single pass")
    return {
        "respondents": respondents,
        "parts": parts,
        "single_pass_seconds": single,
        "slowest_part_seconds": max(counting),
        "all_parts_seconds": sum(counting),
        "finishing_seconds": finishing,
        "bytes_of_a_part": max(map(len, written)),
    }


def _part(whole: Answers, rows: np.ndarray[tuple[int], np.dtype[np.intp]]) -> Answers:
    columns: dict[str, Column] = {
        code: ChoiceColumn(column.codes[rows])
        for code, column in whole.columns.items()
        if isinstance(column, ChoiceColumn)
    }
    return Answers(len(rows), whole.variables, columns)


def _written(part: Answers) -> bytes:
    return count_shard(part, SPEC).to_bytes()


def _timed(work: Callable[[], bytes]) -> tuple[float, bytes]:
    start = time.process_time()
    made = work()
    return time.process_time() - start, made


if __name__ == "__main__":
    print(json.dumps(measure(*(int(argument) for argument in [*sys.argv[1:], "1000000", "7"][:2]))))
