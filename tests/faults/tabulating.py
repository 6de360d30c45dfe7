"""Results whose workers die and crowd: ``tests.faults.tabulating 3`` (rounds). Prints what came of each, as JSON.

In each round responses come in, two workers die on the way (kill -9), then eight take up the same run at once.
"""

import json
import random
import sys
import tempfile
from datetime import timedelta
from pathlib import Path
from typing import Any
from unittest import mock

import django

CROWD = 8
STEP = 10


def naive_claim(kind: Any, pk: object, *, now: object) -> Any:
    """Take work up without looking whether somebody else has."""
    kind.objects.filter(pk=pk).update(state="running")
    return kind.objects.select_related("poll").get(pk=pk)


def naive_update(work: Any, **fields: Any) -> None:
    """Store without looking whether the work is still ours."""
    type(work).objects.filter(pk=work.pk).update(**fields)
    for name, value in fields.items():
        setattr(work, name, value)


def main(rounds: int) -> None:
    from django.utils import timezone

    from polls.results.models import Run, WorkState
    from polls.results.services import runs, tabulating, work
    from tests.faults import forks
    from tests.results import sample

    known, rng = sample.questionnaire(), random.Random(8)
    poll = sample.published(known)
    progress_of = work.progress_of
    taken_up = Path(tempfile.mkdtemp()) / "taken up"
    work.LEASE = timedelta(hours=1)  # on a busy machine a child may be silent for long; the test itself ends leases
    assert tabulating is not None  # NumPy and SciPy are loaded here, and not by each child anew

    def execute(run: Run) -> None:
        runs.execute(run.pk, now=timezone.now(), clock=timezone.now)

    def counted(claim: Any) -> Any:
        """Write down each time that somebody takes work up."""

        def claim_and_tell(kind: Any, pk: object, *, now: object) -> Any:
            claimed = claim(kind, pk, now=now)
            if claimed is not None:
                with taken_up.open("a") as lines:
                    lines.write("taken up\n")
            return claimed

        return mock.patch.object(work, "claim", claim_and_tell)

    def die_on_the_way(run: Run, step: int) -> None:
        """Die at the ``step``-th sign of life, or when the numbers are ready and not yet stored."""
        left = step

        def dying(claimed: Run, clock: work.Clock) -> work.Progress:
            tell = progress_of(claimed, clock)

            def counted(percent: int, step: str = "", *, silence: object = work.LEASE) -> None:
                nonlocal left
                tell(percent, step)
                left -= 1
                if left == 0:
                    forks.die()

            return counted

        with (
            mock.patch.object(runs, "progress_of", dying),
            mock.patch.object(runs, "finish_claimed", forks.die),
        ):
            execute(run)

    def crowd(run: Run) -> int:
        """Let many workers try to take up the run; give how many did."""
        taken_up.write_text("")
        forks.succeed(*(forks.begin(lambda: execute(run)) for _ in range(CROWD)))
        return len(taken_up.read_text().splitlines())

    def asked() -> Run:
        """Let responses come in and the schedule do one round; give the run that now waits."""
        answers = [sample.random_answers(rng, known) for _ in range(STEP)]
        sample.respond(poll, answers, [sample.random_attributes(rng) for _ in answers])
        runs.refresh_due(now=timezone.now())
        return Run.objects.get(state=WorkState.QUEUED)

    made = []
    for number in range(rounds):
        run = asked()
        for death in range(2):
            forks.dies(lambda: die_on_the_way(run, 1 + (number * 2 + death) % 4))  # noqa: B023
            Run.objects.update(lease_until="2000-01-01T00:00:00Z")
        with counted(work.claim):
            made.append(crowd(run))
    done = list(Run.objects.filter(state=WorkState.DONE).order_by("created_at").values_list("base", flat=True))
    forks.succeed(forks.begin(lambda: execute(Run.objects.earliest("created_at"))))  # a message that comes late
    newest = runs.latest_run(poll)

    with counted(naive_claim), mock.patch.object(work, "update_claimed", naive_update):
        unguarded = crowd(asked())
    json.dump({"made": made, "bases": done, "newest": newest and newest.base, "unguarded": unguarded}, sys.stdout)


if __name__ == "__main__":
    django.setup()
    main(int(sys.argv[1]))
