"""Several workers at the same row: one gets it. With the guard taken away they all would."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import TypeVar

import pytest
from django.db import connection, connections
from django.utils import timezone

from polls.results.models import Run, WorkState
from polls.results.services import runs, work
from polls.results.services.recipes import recipe_for
from tests.results import sample
from tests.results.conftest import poll_with_results

pytestmark = pytest.mark.django_db(transaction=True)

WORKERS = 6
Outcome = TypeVar("Outcome")


def together(action: Callable[[], Outcome]) -> list[Outcome]:
    """Do the same in several threads at once, each with its own connection."""
    barrier = Barrier(WORKERS)

    def one(_number: int) -> Outcome:
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1")
            barrier.wait()
            return action()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(WORKERS) as pool:
        return list(pool.map(one, range(WORKERS)))


def queued_run() -> Run:
    poll = sample.published(sample.questionnaire())
    sample.respond(poll, [{"opinion": "p1"}] * 12, [{}] * 12)
    recipe = recipe_for(sample.questionnaire())
    return runs.request_run(poll, recipe=recipe, by=None, now=sample.NOW, is_urgent=False)


def test_one_worker_gets_a_run() -> None:
    run = queued_run()
    claimed = together(lambda: work.claim(Run, run.pk, now=sample.NOW))
    assert len([each for each in claimed if each is not None]) == 1


def test_without_the_condition_in_the_update_several_would() -> None:
    """The control: look first, then take."""
    run = queued_run()
    looked = Barrier(WORKERS)

    def naive_claim() -> bool:
        is_free = Run.objects.filter(work.waiting(sample.NOW), pk=run.pk).exists()
        looked.wait()
        Run.objects.filter(pk=run.pk).update(state=WorkState.RUNNING)
        return is_free

    assert sum(together(naive_claim)) > 1


def test_several_workers_on_one_run_store_it_once() -> None:
    run = queued_run()
    done = together(lambda: runs.execute(run.pk, now=timezone.now(), clock=timezone.now))
    assert sum(done) == 1
    run.refresh_from_db()
    assert (run.state, run.attempts, run.base) == (WorkState.DONE, 1, 12)


def test_those_who_ask_at_once_get_the_same_run() -> None:
    poll, _run = poll_with_results(30)
    recipe = recipe_for(sample.questionnaire(), variable="role", segment="bpo")

    def ask() -> object:
        return runs.request_run(poll, recipe=recipe, by=None, now=sample.NOW, is_urgent=False).pk

    assert len(set(together(ask))) == 1


def test_a_run_that_is_taken_over_while_it_is_computed_is_stored_by_the_second_only(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    run = queued_run()
    later = sample.NOW + timedelta(hours=1)
    original = work.progress_of

    def overtaken(claimed: Run, clock: work.Clock) -> work.Progress:
        monkeypatch.setattr(runs, "progress_of", original)
        assert runs.execute(run.pk, now=later, clock=lambda: later)
        return original(claimed, clock)

    monkeypatch.setattr(runs, "progress_of", overtaken)
    assert not runs.execute(run.pk, now=sample.NOW, clock=lambda: sample.NOW)
    run.refresh_from_db()
    assert (run.state, run.attempts, run.finished_at) == (WorkState.DONE, 2, later)
