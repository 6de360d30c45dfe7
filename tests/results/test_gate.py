"""Nothing leaves but through the gate, which remembers all that has left before."""

import json
from collections.abc import Callable, Iterable
from typing import Any

import pytest
from django.test import Client

from polls.questionnaire.models import Poll
from polls.results.models import Release, Run, WorkState
from polls.results.services import closing, runs
from polls.results.services.printing import run_to_print
from polls.results.services.recipes import recipe_for
from tests.results import sample
from tests.results.conftest import finished_run, summary_of

pytestmark = pytest.mark.django_db

Staff = Callable[[str], Client]


def respond(poll: Poll, **counts: int) -> None:
    """Store complete responses: so many of each role."""
    roles = [role for role, count in counts.items() for _ in range(count)]
    answers = {"opinion": "p4", "criterion": "price", "channels": ["phone", "mail"], "grade": "7", "seats": "3"}
    sample.respond(poll, [{**answers, "remark": "x"} for _ in roles], [{"role": role} for role in roles])


def anonymous_poll(**counts: int) -> Poll:
    poll = sample.published(sample.questionnaire(is_anonymous=True))
    respond(poll, **counts)
    return poll


def executed(run: Run | None) -> Run:
    assert run is not None
    runs.execute(run.pk, now=sample.NOW, clock=lambda: sample.NOW)
    return Run.objects.select_related("poll").get(pk=run.pk)


def refreshed(poll: Poll) -> Run:
    return executed(runs.refresh(poll, by=None, now=sample.later()))


def shown_in(run: Run, code: str = "opinion") -> set[str]:
    groups = next(each["groups"] for each in summary_of(run)["questions"] if each["code"] == code)
    return {group["segment"] or "total" for group in groups if not group["hidden"]}


def test_each_release_is_written_down_once_with_its_groups_and_bases() -> None:
    poll = anonymous_poll(inhouse=20, bpo=12)
    run = finished_run(poll)
    release = Release.objects.get()
    assert (release.number, release.run, release.n, release.spec) == (1, run, 32, run.recipe)
    place = release.told["groups"].index([["role", "bpo"]])
    assert place in release.told["shown"]["opinion"]
    assert release.told["bases"]["opinion"][str(place)] == 12
    assert release.cells is not None
    assert sum(release.cells["counts"][0]) == 32


def test_a_run_that_is_computed_again_tells_the_same() -> None:
    poll = anonymous_poll(inhouse=20, bpo=12)
    run = finished_run(poll)
    before = summary_of(run)
    Run.objects.update(state=WorkState.QUEUED, attempts=0, summary=None)
    assert summary_of(executed(run)) == before
    assert Release.objects.count() == 1


def test_an_open_anonymous_poll_waits_until_every_group_has_grown_by_k(staff: Staff) -> None:
    poll = anonymous_poll(inhouse=20, bpo=12)
    first = finished_run(poll)
    respond(poll, inhouse=10, bpo=2)
    assert refreshed(poll).state == WorkState.WITHHELD
    assert runs.latest_run(poll) == first
    page = staff("viewer").get("/polls/sample/results/")
    assert page.context["run"] == first
    respond(poll, inhouse=1, bpo=4)
    moved = refreshed(poll)
    assert moved.state == WorkState.DONE
    assert {"inhouse", "bpo"} < shown_in(moved)


def test_a_question_with_too_few_new_answers_does_not_hold_up_the_others() -> None:
    poll = anonymous_poll(inhouse=20, bpo=12)
    finished_run(poll)
    complete = {"opinion": "p4", "criterion": "price", "channels": ["phone", "mail"], "grade": "7"}
    sample.respond(poll, [complete] * 10 + [{**complete, "seats": "3"}] * 2, [{"role": "bpo"}] * 12)
    moved = refreshed(poll)
    assert moved.state == WorkState.DONE
    assert "bpo" in shown_in(moved, "grade")
    assert shown_in(moved, "seats") == {"inhouse"}  # in which nobody is new


def test_what_is_held_back_says_why(staff: Staff) -> None:
    poll = anonymous_poll(inhouse=20, bpo=12)
    finished_run(poll)
    respond(poll, inhouse=10, bpo=2)
    held = refreshed(poll)
    client = staff("viewer")
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    page = client.get(f"/polls/sample/results/runs/{held.pk}/").content.decode()
    assert "These numbers wait" in page
    assert "data-progress" not in page


def test_a_command_prints_the_numbers_that_are_shown_while_newer_ones_wait() -> None:
    poll = anonymous_poll(inhouse=20, bpo=12)
    first = finished_run(poll)
    respond(poll, inhouse=10, bpo=2)
    assert run_to_print(poll, variable="", segment="", clock=lambda: sample.NOW) == first


def test_the_last_step_at_closing_hides_the_segment_in_which_too_few_are_new() -> None:
    poll = anonymous_poll(inhouse=20, bpo=12)
    finished_run(poll)
    respond(poll, inhouse=10, bpo=2)
    refreshed(poll)
    final = executed(closing.close_poll(poll, now=sample.later()))
    assert (final.state, final.base) == (WorkState.DONE, 44)
    assert "total" in shown_in(final)
    assert not {"inhouse", "bpo"} & shown_in(final)


def test_a_last_step_that_is_smaller_than_k_altogether_is_never_shown() -> None:
    poll = anonymous_poll(inhouse=20, bpo=12)
    first = finished_run(poll)
    respond(poll, inhouse=3)
    final = executed(closing.close_poll(poll, now=sample.later()))
    assert final.state == WorkState.WITHHELD
    assert runs.latest_run(poll) == first
    assert runs.refresh(poll, by=None, now=sample.later()) == final


def test_after_reopening_the_same_holds() -> None:
    poll = anonymous_poll(inhouse=20, bpo=12)
    closed = executed(closing.close_poll(poll, now=sample.later()))
    Poll.objects.update(state=Poll.State.PUBLISHED, closes_at=None)
    poll.refresh_from_db()
    respond(poll, bpo=2)
    again = executed(closing.close_poll(poll, now=sample.later()))
    assert (again.state, runs.latest_run(poll)) == (WorkState.WITHHELD, closed)


def test_filters_of_the_shown_state_can_be_asked_for_while_newer_numbers_wait(staff: Staff) -> None:
    poll = anonymous_poll(inhouse=20, bpo=12)
    finished_run(poll)
    respond(poll, inhouse=10, bpo=2)
    refreshed(poll)
    page = staff("viewer").get("/polls/sample/results/?filter=role:inhouse")
    assert page.status_code == 200
    assert page.context["shown"].base == 20


def test_an_identified_poll_is_final_at_closing_whatever_came_last() -> None:
    poll = sample.published(sample.questionnaire())
    respond(poll, inhouse=20, bpo=12)
    finished_run(poll)
    respond(poll, bpo=2)
    final = executed(closing.close_poll(poll, now=sample.later()))
    assert (final.state, "bpo" in shown_in(final)) == (WorkState.DONE, True)


def test_between_any_two_releases_every_shown_base_moves_by_nobody_or_by_k() -> None:
    """Two dozen steps of a few responses each; every result that was ever shown is compared with every other."""
    poll = anonymous_poll(inhouse=9, bpo=7)
    for step in range(24):
        respond(poll, inhouse=step % 3, bpo=(step * 2) % 5)
        run = runs.refresh(poll, by=None, now=sample.later())
        if run is not None and run.state == WorkState.QUEUED:
            executed(run)
    respond(poll, inhouse=2)
    executed(closing.close_poll(poll, now=sample.later()))
    told = [release.told for release in Release.objects.all()]
    assert len(told) > 3
    assert [pair for pair in _pairs(told) if 0 < abs(pair[0] - pair[1]) < 5] == []


def _pairs(told: Iterable[dict[str, Any]]) -> Iterable[tuple[int, int]]:
    bases: dict[str, list[int]] = {}
    for each in told:
        for base, sizes in each["bases"].items():
            for place, size in sizes.items():
                bases.setdefault(json.dumps([base, each["groups"][int(place)]]), []).append(size)
    for sizes in bases.values():
        yield from ((one, two) for one in sizes for two in sizes)


def test_two_that_pass_at_once_are_held_against_each_other(monkeypatch: pytest.MonkeyPatch) -> None:
    """Another release takes the number between reading the ledger and writing into it."""
    from polls.results.services import gate

    poll = anonymous_poll(inhouse=20, bpo=12)
    everyone = finished_run(poll)
    seen: list[int] = []
    screened = gate._screened

    def interrupted(run: Run, *args: Any) -> Any:
        found = screened(run, *args)
        if not seen:
            Release.objects.create(
                poll=poll, number=found[1], data_key=everyone.data_key, n=0, at=sample.NOW,
                told={"groups": [], "shown": {}, "bases": {}},
            )  # fmt: skip
        seen.append(found[1])
        return found

    monkeypatch.setattr(gate, "_screened", interrupted)
    recipe = recipe_for(sample.questionnaire(), variable="role", segment="bpo")
    run = runs.request_run(poll, recipe=recipe, by=None, now=sample.NOW, is_urgent=False)
    assert executed(run).state == WorkState.DONE
    assert seen == [2, 3]
