"""Agreement on a frame: per code, pooled and on whole sets, of the answers that both coded."""

import json

import pytest

from polls.analysis.agreement.coders import agreement_of

pytestmark = pytest.mark.pure

Row = list[tuple[str, ...] | None]

SAME: Row = [("price",), ("price",), None]
MORE: Row = [("price", "wait"), ("wait",), None]
WAIT: Row = [("wait",), ("wait",), None]
LATE: Row = [None, ("wait",), ("wait",)]
ALONE: Row = [("_dk",), None, None]
GIVEN = [SAME] * 20 + [MORE] * 5 + [WAIT] * 15 + [LATE] * 3 + [ALONE]


def test_only_answers_that_both_coded_count() -> None:
    found = agreement_of(GIVEN, ["price", "wait", "staff"])
    assert [(pair.first, pair.second, pair.n, pair.same) for pair in found.pairs] == [(0, 1, 40, 35), (1, 2, 3, 3)]
    assert found.sets.units == 43


def test_each_code_has_its_own_kappa() -> None:
    price, wait, staff = agreement_of(GIVEN, ["price", "wait", "staff"]).pairs[0].codes
    assert price.times == (25, 20)
    assert price.kappa.kappa == pytest.approx((0.875 - 0.5) / 0.5)
    assert (wait.times, wait.kappa.kappa) == ((20, 20), 1.0)
    assert staff.times == (0, 0)


def test_codes_that_nobody_gave_are_not_pooled() -> None:
    with_it, without = (agreement_of(GIVEN, codes).pairs[0] for codes in (["price", "staff"], ["price"]))
    assert with_it.pooled == without.pooled


def test_it_is_plain_json_without_numbers_that_do_not_exist() -> None:
    document = agreement_of(GIVEN[-1:], ["price"]).to_document()
    assert json.loads(json.dumps(document)) == document
    assert document["sets"]["alpha"] is None
    assert document["pairs"] == []


def test_nothing_coded_is_no_agreement() -> None:
    assert agreement_of([], ["price"]).pairs == ()
