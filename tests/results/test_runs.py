"""Runs: one per inputs, computed once, taken up again when their worker was killed."""

import random
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from unittest import mock

import pytest
from celery import current_app

from polls.analysis.summary_document import FORMAT
from polls.collection.models import Response
from polls.questionnaire.models import Poll, QuestionnaireVersion
from polls.results.dataset import data_key
from polls.results.models import Run, WorkState
from polls.results.services import runs, waking, work
from polls.results.services.recipes import METHOD, UnknownSegmentError, recipe_for
from tests.results import sample
from tests.results.conftest import summary_of

pytestmark = pytest.mark.django_db

NOW = sample.NOW
CLOSED = Poll.State.CLOSED


@pytest.fixture(autouse=True)
def woken() -> Iterator[list[tuple[str, tuple[str, ...]]]]:
    """Record which tasks are woken."""
    sent: list[tuple[str, tuple[str, ...]]] = []

    def note(task: str, *arguments: str) -> None:
        sent.append((task, arguments))

    with mock.patch.object(runs, "wake", note), mock.patch.object(work, "wake", note):
        yield sent


def poll_with(count: int, **fields: Any) -> Poll:
    rng = random.Random(count)
    known = sample.questionnaire(is_anonymous=fields.get("is_anonymous", False))
    poll = sample.published(known, **fields)
    answer(poll, count, rng)
    return poll


def answer(poll: Poll, count: int, rng: random.Random) -> None:
    known = sample.questionnaire()
    sample.respond(
        poll,
        [sample.random_answers(rng, known) for _ in range(count)],
        [sample.random_attributes(rng) for _ in range(count)],
    )


def ask(poll: Poll, **choice: Any) -> Run:
    return runs.request_run(poll, recipe=recipe_for(sample.questionnaire(), **choice), by=None, now=NOW)


def compute(run: Run, at: timedelta = timedelta()) -> bool:
    return runs.execute(run.pk, now=NOW + at, clock=lambda: NOW + at)


def test_the_recipe_names_the_method_of_the_analysis() -> None:
    assert METHOD == FORMAT


class TestAsking:
    def test_the_same_inputs_give_the_same_run(self, woken: list[Any]) -> None:
        poll = poll_with(10)
        first, second = ask(poll), ask(poll)
        assert first.pk == second.pk
        assert woken == [("results.execute", (str(first.pk),))] * 2

    def test_another_filter_other_data_or_another_version_give_another_run(self) -> None:
        poll = poll_with(10)
        found = {ask(poll).pk, ask(poll, variable="role", segment="bpo").pk}
        answer(poll, 1, random.Random(1))
        found.add(ask(poll).pk)
        version = QuestionnaireVersion.objects.get(poll=poll)
        version.pk, version.number = None, 2
        version.save(force_insert=True)
        found.add(ask(poll).pk)
        assert len(found) == 4

    def test_a_poll_that_was_never_published_has_no_run(self) -> None:
        with pytest.raises(ValueError, match="never published"):
            ask(Poll.objects.create(slug="draft"))

    @pytest.mark.parametrize("choice", [("role", "x"), ("x", "bpo"), ("role", ""), ("", "bpo")])
    def test_a_filter_that_is_not_on_offer_is_refused(self, choice: tuple[str, str]) -> None:
        with pytest.raises(UnknownSegmentError):
            recipe_for(sample.questionnaire(), variable=choice[0], segment=choice[1])

    def test_asking_again_for_a_failed_run_queues_it_anew(self) -> None:
        run = ask(poll_with(10))
        Run.objects.filter(pk=run.pk).update(state=WorkState.FAILED, error="stopped", attempts=3)
        again = ask(run.poll)
        assert (again.pk, again.state, again.attempts, again.error) == (run.pk, WorkState.QUEUED, 0, "")

    def test_a_broker_that_is_down_is_no_error(self, django_capture_on_commit_callbacks: Any) -> None:
        with (
            mock.patch.object(current_app, "send_task", side_effect=ConnectionRefusedError),
            django_capture_on_commit_callbacks(execute=True) as callbacks,
        ):
            waking.wake("results.execute", "1")
        assert len(callbacks) == 1


class TestComputing:
    def test_a_run_stores_its_numbers_with_the_hash_of_the_data(self) -> None:
        run = ask(poll_with(40))
        assert compute(run)
        run.refresh_from_db()
        assert (run.state, run.progress, run.base, len(run.data_hash)) == (WorkState.DONE, 100, 40, 64)
        assert summary_of(run)["n"] == 40
        assert summary_of(run)["data"] == run.data_hash
        assert run.finished_at == NOW

    def test_the_total_equals_a_recount_in_plain_python(self) -> None:
        run = ask(poll_with(200))
        compute(run)
        run.refresh_from_db()
        documents = list(Response.objects.filter(poll=run.poll).values_list("answers", "attributes"))
        for question in summary_of(run)["questions"]:
            if question["kind"] not in ("single", "scale", "rating"):
                continue
            total, inhouse = question["groups"][0], question["groups"][1]
            assert inhouse["segment"] == "inhouse"
            everyone = [answers.get(question["code"]) for answers, _ in documents]
            at_inhouse = [a.get(question["code"]) for a, known in documents if known.get("role") == "inhouse"]
            for group, given in ((total, everyone), (inhouse, at_inhouse)):
                base = [value for value in given if value and (value != "_dk" or question["base_rule"] == "answered")]
                assert group["base"] == len(base)
                assert group["not_asked"] == given.count(None)
                assert group["skipped"] == given.count("")
                for row in group["rows"]:
                    assert row["count"] == given.count(row["code"])
                    assert row["share"] == pytest.approx(row["count"] / len(base), abs=1e-12)

    def test_a_filtered_run_counts_only_its_segment(self) -> None:
        poll = poll_with(120)
        run = ask(poll, variable="role", segment="bpo")
        compute(run)
        run.refresh_from_db()
        assert run.base == Response.objects.filter(poll=poll, attributes__role="bpo").count()

    def test_computing_twice_changes_nothing(self) -> None:
        run = ask(poll_with(20))
        assert compute(run)
        assert not compute(run, timedelta(hours=1))
        run.refresh_from_db()
        assert run.finished_at == NOW

    def test_numbers_are_the_same_when_computed_again(self) -> None:
        run = ask(poll_with(60))
        compute(run)
        run.refresh_from_db()
        first = run.summary
        Run.objects.filter(pk=run.pk).delete()
        again = ask(run.poll)
        compute(again)
        again.refresh_from_db()
        assert again.summary == first

    def test_an_answer_outside_the_questionnaire_fails_the_run_in_words(self) -> None:
        poll = poll_with(6)
        sample.respond(poll, [{"criterion": "gone"}], [{}])
        run = ask(poll)
        assert not compute(run)
        run.refresh_from_db()
        assert (run.state, run.error) == (WorkState.FAILED, "answers")


class TestKilledWorkers:
    def killed(self, poll: Poll, attempts: int = 1) -> Run:
        """Give a run whose worker was killed at NOW: under way, with a lease."""
        run = ask(poll)
        for _ in range(attempts):
            Run.objects.filter(pk=run.pk).update(lease_until=NOW - timedelta(seconds=1))
            assert work.claim(Run, run.pk, now=NOW)
        return run

    def test_a_run_under_way_is_not_begun_by_another(self) -> None:
        assert not compute(self.killed(poll_with(8)), timedelta(seconds=29))

    def test_it_is_taken_up_again_when_the_lease_has_run_out(self, woken: list[Any]) -> None:
        run = self.killed(poll_with(8))
        woken.clear()
        runs.refresh_due(now=NOW + timedelta(seconds=31))
        assert woken == [("results.execute", (str(run.pk),))]
        assert compute(run, timedelta(seconds=31))
        run.refresh_from_db()
        assert (run.state, run.attempts) == (WorkState.DONE, 2)

    def test_the_third_death_is_the_last(self) -> None:
        run = self.killed(poll_with(8), attempts=3)
        assert not compute(run, timedelta(hours=1))
        runs.refresh_due(now=NOW + timedelta(hours=1))
        run.refresh_from_db()
        assert (run.state, run.error) == (WorkState.FAILED, "stopped")

    def test_a_worker_that_was_only_slow_stores_nothing_any_more(self) -> None:
        run = ask(poll_with(8))
        slow = work.claim(Run, run.pk, now=NOW)
        assert slow is not None
        later = NOW + timedelta(minutes=2)
        assert runs.execute(run.pk, now=later, clock=lambda: later)
        with pytest.raises(work.LostClaimError):
            work.finish_claimed(slow, now=later, summary={"wrong": True})
        run.refresh_from_db()
        assert summary_of(run)["n"] == 8

    def test_without_the_fence_it_would(self) -> None:
        """The control: a plain save by the slow worker overwrites what the other stored."""
        run = ask(poll_with(8))
        slow = work.claim(Run, run.pk, now=NOW)
        assert slow is not None
        later = NOW + timedelta(minutes=2)
        assert runs.execute(run.pk, now=later, clock=lambda: later)
        slow.summary = {"wrong": True}
        slow.save()
        run.refresh_from_db()
        assert run.summary == {"wrong": True}


class TestMoving:
    def moved(self, poll: Poll) -> Run | None:
        return runs.refresh(poll, by=None, now=NOW + timedelta(minutes=Run.objects.count()))

    def test_the_first_results_come_with_k_responses(self) -> None:
        poll = poll_with(4)
        assert self.moved(poll) is None
        answer(poll, 1, random.Random(0))
        assert self.moved(poll) is not None

    def test_an_open_poll_moves_in_steps_of_k(self) -> None:
        poll = poll_with(10)
        first = self.moved(poll)
        assert first is not None
        answer(poll, 4, random.Random(0))
        assert self.moved(poll) is None
        answer(poll, 1, random.Random(0))
        second = self.moved(poll)
        assert second is not None
        assert second.data_key == data_key(poll) != first.data_key

    def test_a_closed_poll_shows_everyone(self) -> None:
        poll = poll_with(10)
        self.moved(poll)
        answer(poll, 1, random.Random(0))
        poll.state = CLOSED
        assert self.moved(poll) is not None
        assert self.moved(poll) is None

    def test_corrected_wording_gives_a_new_run_of_the_same_responses(self) -> None:
        poll = poll_with(10)
        first = self.moved(poll)
        assert first is not None
        answer(poll, 1, random.Random(0))
        version = QuestionnaireVersion.objects.get(poll=poll)
        version.pk, version.number = None, 2
        version.save(force_insert=True)
        second = self.moved(poll)
        assert second is not None
        assert (second.pk != first.pk, second.data_key) == (True, first.data_key)

    def test_a_draft_has_none(self) -> None:
        assert self.moved(Poll.objects.create(slug="draft")) is None


class TestFiltering:
    def test_a_filter_is_computed_at_once_on_the_responses_that_are_shown(self, woken: list[Any]) -> None:
        poll = poll_with(60)
        shown = ask(poll)
        compute(shown)
        shown.refresh_from_db()
        answer(poll, 2, random.Random(0))
        woken.clear()
        run = runs.filtered_run(poll, shown, variable="role", segment="inhouse", by=None, now=NOW, clock=lambda: NOW)
        assert (run.state, run.data_key) == (WorkState.DONE, shown.data_key)
        assert woken == []

    def test_a_large_poll_without_columns_is_queued(self, woken: list[Any], monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(runs, "QUICK", 10)
        poll = poll_with(60)
        shown = ask(poll)
        run = runs.filtered_run(poll, shown, variable="role", segment="inhouse", by=None, now=NOW, clock=lambda: NOW)
        assert run.state == WorkState.QUEUED
        assert woken[-1] == ("results.execute", (str(run.pk),))
