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
        "G-INT-9",
        "the importing process killed (-9) on the way; then the file twice at once, and again",
        size=f"{ROWS} rows, {DEATHS} kills",
        lost=contacts - found["contacts"],
        doubled=found["contacts"] - found["keys"] + found["new_again"],
        allowed="nothing left by a killed import, each faulty row reported",
        figure=f"{max(found['left_behind'])} contacts left by killed imports, {found['contacts']} of {contacts} in the "
        f"end, {found['reported']} of {faulty} faulty rows reported; control: each part stored by itself leaves "
        f"{found['unguarded']}",
    )
    assert found["left_behind"] == [0] * DEATHS
    assert found["after_two"] == found["contacts"] == found["keys"] == contacts
    assert (found["new_again"], found["changed_again"]) == (0, 0)
    assert found["reported"] == faulty
    assert found["unguarded"] > 0
