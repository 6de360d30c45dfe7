"""kill -9 of the worker in the middle of a results run: the next worker makes the run, once."""

import json

from tests.faults.figures import Tell, sized
from tests.faults.site import Site, kill, wait_until
from tests.faults.tabulating import CROWD, STEP

RUN = "SELECT state, attempts, base FROM polls_run"


def test_a_run_whose_worker_died_is_made_by_the_next(own_site: Site) -> None:
    own_site.run("-m", "tests.faults.prepare", "results", "2000")
    worker = own_site.start_worker()
    own_site.wake("results.refresh_due")
    wait_until(lambda: own_site.query(RUN)[0][0] == "running", f"a run begins\n{own_site.printed('worker')}")
    kill(worker)
    assert own_site.query(RUN) == [("running", 1, 0)]

    own_site.let_leases_run_out("polls_run")
    own_site.start_worker()
    own_site.wake("results.refresh_due")
    wait_until(lambda: own_site.query(RUN)[0][0] == "done", f"the run is made\n{own_site.printed('worker')}")
    assert own_site.query(RUN) == [("done", 2, 2000)]
    ((summary,),) = own_site.query("SELECT summary FROM polls_run")
    numbers = json.loads(summary) if isinstance(summary, str) else summary
    assert numbers["n"] == 2000


def test_each_state_of_the_responses_has_one_run_however_many_die_or_crowd(own_site: Site, tell: Tell) -> None:
    """The control is part of it: workers that do not claim what they make all take it up."""
    rounds = sized(2, 50)
    found = json.loads(own_site.run("-m", "tests.faults.tabulating", str(rounds)))
    tell(
        "G-INT-8",
        "responses come in, 2 workers killed (-9), 8 take the work up at once, an old task comes again",
        size=f"{rounds} rounds, {2 * rounds} kills",
        lost=rounds - len(found["bases"]),
        doubled=sum(found["made"]) - rounds,
        allowed="one result for each state, within 60 s",
        figure=f"newest n {found['newest']} after one round of the schedule; control: without the claim "
        f"{found['unguarded']} of {CROWD} make the same result",
    )
    assert found["made"] == [1] * rounds
    assert found["bases"] == [STEP * (number + 1) for number in range(rounds)]
    assert found["newest"] == STEP * rounds
    assert found["unguarded"] == CROWD
