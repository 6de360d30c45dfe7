"""Counts of shards give the table of the whole, to the byte."""

import json
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from polls.analysis.tabulation import spec as specs
from polls.analysis.tabulation.compute import compute
from polls.analysis.tabulation.data import Answers
from polls.analysis.tabulation.run import tabulate
from polls.analysis.tabulation.shards import (
    NotCountableError,
    Shard,
    count_shard,
    document_of_shards,
    merged,
    table_of_shards,
)
from polls.analysis.tabulation.spec import TableSpec
from polls.analysis.tabulation.write import table_document
from tests.analysis.tabulation.test_properties import VARIABLES, answers, rearranged
from tests.examples import tried

pytestmark = pytest.mark.pure

SPEC = TableSpec(
    ("answer", "ticks"), (("sector",), ("sector", "size")), filter="size = a", tests=specs.Tests(least_base=0)
)


@given(answers(4), st.integers(0, 2**32 - 1), st.integers(2, 4))
@tried(10, 100)
def test_merged_shards_have_the_bytes_of_a_single_pass(found: Answers, seed: int, count: int) -> None:
    rng = np.random.default_rng(seed)
    number = rng.integers(0, count, found.n)
    shards = [count_shard(rearranged(found, np.flatnonzero(number == place)), SPEC) for place in range(count)]
    rng.shuffle(shards)
    whole = merged(Shard.from_bytes(shard.to_bytes()) for shard in shards)

    assert whole.respondents == found.n
    together = json.dumps(table_of_shards(found, SPEC, whole))
    assert together == json.dumps(table_document(compute(found, SPEC, None)))
    assert document_of_shards(found, [SPEC], [whole])["source"]["respondents"] == found.n


@given(answers(4), st.integers(0, 2**32 - 1))
@tried(4, 30)
def test_small_groups_are_hidden_as_in_a_single_pass(found: Answers, seed: int) -> None:
    """What the filter leaves out decides as well, so that everyone is counted beside those who pass it."""
    number = np.random.default_rng(seed).integers(0, 3, found.n)
    spec = replace(SPEC, k=5)
    shards = [count_shard(rearranged(found, np.flatnonzero(number == place)), spec) for place in range(3)]

    [together] = document_of_shards(found, [spec], [merged(shards)])["tables"]
    [single] = tabulate(found, specs.Spec((spec,), VARIABLES))["tables"]
    assert json.dumps(together) == json.dumps(single)


@pytest.mark.parametrize(
    ("spec", "complaint"),
    [
        (replace(SPEC, rows=("number",)), "number is a number"),
        (replace(SPEC, columns=(("ticks",),)), "share respondents"),
        (replace(SPEC, tests=specs.Tests(ranks=True)), "ranks"),
        (replace(SPEC, weights="own"), "weights"),
    ],
)
def test_what_counts_do_not_hold_is_refused(spec: TableSpec, complaint: str) -> None:
    found = Answers(0, VARIABLES, {})

    with pytest.raises(NotCountableError, match=complaint):
        count_shard(found, spec)
