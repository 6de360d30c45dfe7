"""kill -9 of the worker in the middle of a results run: the next worker makes the run, once."""

import json

from tests.faults.site import Site, kill, wait_until

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
