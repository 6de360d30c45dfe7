"""Imports of contacts that die on the way, that come twice and that come at the same time."""

import json

from tests.faults.figures import Tell, sized
from tests.faults.importing import expected
from tests.faults.site import Site

ROWS = sized(600, 10_000)
DEATHS = sized(3, 30)


def test_an_import_is_stored_whole_or_not_at_all_and_twice_is_once(own_site: Site, tell: Tell) -> None:
    """The control is part of it: where each part is committed by itself, a killed import leaves contacts behind."""
    found = json.loads(own_site.run("-m", "tests.faults.importing", str(ROWS), str(DEATHS)))
    contacts, faulty = expected(ROWS)
    tell(
        "G-INT-9 an import is all or nothing",
        f"{ROWS} rows: killed (-9) {DEATHS} times on the way, twice at once, and again",
        f"{max(found['left_behind'])} contacts left by the killed ones, {found['contacts']} of {contacts} in the end, "
        f"{found['new_again']} new the second time, {found['reported']} of {faulty} faulty rows reported",
    )
    assert found["left_behind"] == [0] * DEATHS
    assert found["after_two"] == found["contacts"] == found["keys"] == contacts
    assert (found["new_again"], found["changed_again"]) == (0, 0)
    assert found["reported"] == faulty
    assert found["unguarded"] > 0
