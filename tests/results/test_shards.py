"""Very many responses are read and counted in parts: the same bytes, whoever does the parts and however often."""

import json
import random
from datetime import datetime, timedelta
from io import StringIO
from typing import Any
from unittest import mock

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from pytest_django import Settings

from polls.collection.models import Response
from polls.questionnaire.models import Poll
from polls.results.dataset import load_table, parts, read_state
from polls.results.dataset.bulk import KeyRange
from polls.results.models import Release, Run, Shard, WorkState
from polls.results.services import runs, shards
from polls.results.services.jobs import Job
from polls.results.services.recipes import recipe_for
from polls.results.services.shards import reading_of
from tests.results import sample
from tests.results.conftest import summary_of
from tests.results.test_dataset import random_poll

pytestmark = pytest.mark.django_db

COUNT = 600
TABLE = [
    "--rows",
    "opinion",
    "channels",
    "--columns",
    "role",
    "criterion > role",
    "--filter",
    "grade >= 9 and seats < 50",
]


@pytest.fixture
def poll(settings: Settings) -> Poll:
    settings.SHARD_ABOVE, settings.SHARD_SIZE = 100, 130
    return random_poll(3, COUNT)[0]


def queued(poll: Poll) -> Run:
    return runs.request_run(poll, recipe=recipe_for(sample.questionnaire()), by=None, now=sample.NOW, is_urgent=False)


def execute(run: Run, now: datetime = sample.NOW) -> Run:
    runs.execute(run.pk, now=now, clock=lambda: now)
    return Run.objects.get(pk=run.pk)


def do(shard: Shard, now: datetime = sample.NOW) -> bool:
    return shards.execute(shard.pk, now=now, clock=lambda: now)


def printed(*arguments: str) -> str:
    out = StringIO()
    call_command("tabulate", "sample", *arguments, stdout=out, stderr=StringIO())
    return out.getvalue()


def respond_later(poll: Poll, count: int) -> None:
    known = list(Response.objects.values_list("pk", flat=True))
    rng = random.Random(9)
    answers = [sample.random_answers(rng, sample.questionnaire()) for _ in range(count)]
    sample.respond(poll, answers, [sample.random_attributes(rng) for _ in range(count)])
    Response.objects.exclude(pk__in=known).update(submitted_at=sample.NOW + timedelta(days=1))


class TestRanges:
    @pytest.mark.parametrize("of", [1, 3, 7])
    def test_every_key_is_in_one(self, of: int) -> None:
        bounds = [KeyRange(number, of).bounds for number in range(of)]
        assert bounds[0][0].int == 0
        assert bounds[-1][1].int == 2**128 - 1
        assert [low.int for low, _high in bounds[1:]] == [high.int + 1 for _low, high in bounds[:-1]]

    def test_joined_parts_are_the_whole(self, poll: Poll) -> None:
        known, key = sample.questionnaire(), read_state(poll).key
        sizes = [parts.keep_part(poll, known, key, KeyRange(number, 4)) for number in range(4)]
        assert sum(sizes) == COUNT
        assert all(100 < size < 200 for size in sizes)
        single = load_table(poll, known).digest()
        parts.join_parts(poll, known, key, 4)
        whole = load_table(poll, known)
        assert (whole.n, whole.digest()) == (COUNT, single)


class TestRuns:
    def test_a_run_waits_for_its_parts_and_then_has_the_same_numbers(
        self, poll: Poll, settings: Settings, sent: list[tuple[str, list[str]]],
        django_capture_on_commit_callbacks: Any,
    ) -> None:  # fmt: skip
        with django_capture_on_commit_callbacks(execute=True):
            run = execute(queued(poll))
        assert (run.state, run.step, run.progress, run.attempts) == (WorkState.QUEUED, "shards", 0, 0)
        waiting = list(Shard.objects.all())
        assert [shard.number for shard in waiting] == [0, 1, 2, 3, 4]
        assert sent == [("results.execute_shard", [str(shard.pk)]) for shard in waiting]

        sent.clear()
        with django_capture_on_commit_callbacks(execute=True):
            assert [do(shard) for shard in waiting[:3]] == [True] * 3
            run.refresh_from_db()
            assert (run.progress, sent) == (60, [])
            assert [do(shard) for shard in waiting[3:]] == [True] * 2
        assert sent == [("results.execute", [str(run.pk)])]
        in_parts = summary_of(execute(run))
        assert not Shard.objects.exists()

        Release.objects.all().delete()
        Run.objects.all().delete()
        settings.SHARD_ABOVE = COUNT
        settings.COLUMNS_DIR /= "other"
        assert json.dumps(in_parts) == json.dumps(summary_of(execute(queued(poll))))

    def test_a_part_that_was_killed_is_done_again(self, poll: Poll) -> None:
        run = execute(queued(poll))
        killed, *others = Shard.objects.all()
        dying = mock.patch("polls.results.services.parting.make_part", side_effect=KeyboardInterrupt)
        with dying, pytest.raises(KeyboardInterrupt):
            do(killed)
        killed.refresh_from_db()
        assert (killed.state, killed.attempts) == (WorkState.RUNNING, 1)
        assert [do(shard) for shard in others] == [True] * 4
        assert not do(killed)
        assert execute(run).state == WorkState.QUEUED

        later = sample.NOW + timedelta(minutes=2)
        assert do(killed, later)
        killed.refresh_from_db()
        assert (killed.state, killed.attempts) == (WorkState.DONE, 2)
        assert not do(killed, later)
        assert execute(run, later).base == COUNT

    def test_three_deaths_are_said(self, poll: Poll) -> None:
        run = execute(queued(poll))
        Shard.objects.filter(number=2).update(state=WorkState.RUNNING, attempts=3, lease_until=sample.NOW)
        later = sample.NOW + timedelta(minutes=2)
        shards.wake_waiting(now=later)
        run = execute(run, later)
        assert (run.state, run.error) == (WorkState.FAILED, "stopped")
        assert not Shard.objects.exists()

    def test_a_part_that_is_gone_from_the_disk_is_read_again(self, poll: Poll) -> None:
        run = execute(queued(poll))
        for shard in Shard.objects.all():
            do(shard)
        parts.part_path(poll, sample.questionnaire(), run.data_key, KeyRange(1, 5)).unlink()
        assert execute(run).state == WorkState.QUEUED
        again = Shard.objects.get(state=WorkState.QUEUED)
        assert again.number == 1
        do(again)
        assert execute(run).base == COUNT

    def test_a_part_that_is_damaged_is_read_again(self, poll: Poll) -> None:
        run = execute(queued(poll))
        for shard in Shard.objects.all():
            do(shard)
        parts.part_path(poll, sample.questionnaire(), run.data_key, KeyRange(4, 5)).write_bytes(b"KSFCOL1?")
        assert execute(run).state == WorkState.QUEUED
        runs.execute_here(run, clock=timezone.now)
        assert run.base == COUNT

    def test_who_came_later_is_not_read_and_makes_parts_of_their_own(self, poll: Poll) -> None:
        run = execute(queued(poll))
        first, *others = Shard.objects.all()
        do(first)
        respond_later(poll, 40)
        for shard in others:
            do(shard)
        assert execute(run).base == COUNT

        fresh = execute(queued(poll))
        assert fresh.data_key != run.data_key
        assert [shard.data_key for shard in Shard.objects.all()] == [fresh.data_key] * 5
        runs.execute_here(fresh, clock=timezone.now)
        assert fresh.base == COUNT + 40

    def test_who_left_makes_the_parts_useless(self, poll: Poll) -> None:
        run = execute(queued(poll))
        first, *others = Shard.objects.all()
        do(first)
        Response.objects.filter(poll=poll).first().delete()  # type: ignore[union-attr]
        Poll.objects.update(data_revision=1)
        do(others[0])
        run = execute(run)
        assert (run.state, run.error) == (WorkState.FAILED, "moved")
        fresh = queued(poll)
        assert fresh.pk != run.pk
        runs.execute_here(fresh, clock=timezone.now)
        assert fresh.base == COUNT - 1


class TestTables:
    def test_the_command_counts_in_parts_with_the_same_bytes(self, poll: Poll, settings: Settings) -> None:
        with mock.patch.object(shards, "_make", wraps=shards._make) as made:
            in_parts = printed(*TABLE)
        assert [bool(call.args[0].spec) for call in made.call_args_list] == [False] * 5 + [True] * 5
        assert not Shard.objects.exists()
        assert any(variable["hidden"] for variable in json.loads(in_parts)["tables"][0]["variables"])

        Release.objects.exclude(run=None).exclude(number=1).delete()
        Release.objects.filter(run=None).delete()
        settings.SHARD_ABOVE = COUNT
        assert printed(*TABLE) == in_parts

    def test_what_counts_do_not_hold_is_made_in_a_single_pass(self, poll: Poll) -> None:
        with mock.patch.object(shards, "_make", wraps=shards._make) as made:
            table = json.loads(printed("--rows", "seats", "--columns", "role"))["tables"][0]
        assert [bool(call.args[0].spec) for call in made.call_args_list] == [False] * 5
        assert table["variables"][0]["quantiles"]

    def test_what_is_wrong_with_a_table_is_said_before_it_is_counted(self, poll: Poll) -> None:
        with pytest.raises(CommandError, match="character 8 of the condition"):
            printed("--rows", "opinion", "--filter", "role = ''")
        assert not Shard.objects.exists()

    def test_an_interrupted_command_goes_on_where_it_was(self, poll: Poll) -> None:
        run = queued(poll)
        runs.execute_here(run, clock=timezone.now)
        make, calls = shards._make, []

        def killed(shard: Shard, clock: Any) -> None:
            calls.append(shard.number)
            if shard.number == 3:
                raise KeyboardInterrupt
            make(shard, clock)

        with mock.patch.object(shards, "_make", killed), pytest.raises(KeyboardInterrupt):
            printed(*TABLE)
        Shard.objects.filter(number=3).update(lease_until=sample.NOW)
        with mock.patch.object(shards, "_make", wraps=make) as made:
            printed(*TABLE)
        assert sorted(call.args[0].number for call in made.call_args_list) == [3, 4]

    def test_new_responses_are_counted_anew(self, poll: Poll) -> None:
        before = json.loads(printed(*TABLE))
        respond_later(poll, 60)
        after = json.loads(printed(*TABLE))
        assert (before["source"]["respondents"], after["source"]["respondents"]) == (COUNT, COUNT + 60)
        assert before["source"]["sha256"] != after["source"]["sha256"]


def test_parts_that_nobody_finished_go_after_a_day(poll: Poll) -> None:
    run = execute(queued(poll))
    assert shards.remove_expired(now=sample.NOW + timedelta(hours=23)) == 0
    assert shards.remove_expired(now=sample.NOW + timedelta(hours=25)) == 5
    assert reading_of(run) == Job(run.poll, run.version, run.data_key)
