"""Small groups: an attacker with all that was told, artefacts that may not depend on what is hidden, and refreshes."""

import json
import random
import shutil
from collections.abc import Iterable, Iterator
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from accounts.models import User
from polls.analysis import summary
from polls.analysis.disclosure.gate import released
from polls.collection.models import Response
from polls.questionnaire.models import Poll
from polls.results.models import Release, Run, WorkState
from polls.results.services import closing, runs, tabulating
from tests.analysis.disclosure import random_polls
from tests.analysis.disclosure.attack_polls import attacked
from tests.faults.artefacts import FILES, RESULTS, made_of
from tests.faults.figures import Tell, sized
from tests.results import sample
from tests.results.conftest import finished_run

K = 5
POLLS = sized(2, 500)
SWAPS = sized(1, 200)
STEPS = sized(15, 300)
GATE = "polls.results.services.gate.released"


def test_an_attacker_with_all_that_was_told_finds_no_small_group(tell: Tell) -> None:
    """The control is in tests/analysis/disclosure: without the gate the same attack succeeds."""
    leaks = bases = wanted = shown = 0
    poll = random_polls.questionnaire()
    for seed in range(POLLS):
        rng = random.Random(seed)
        table = random_polls.table_of(rng, rng.randint(20, 160))
        ledger: list[Any] = []
        *_, last = random_polls.everything(poll, table, ledger)
        for base in last.cells.counts:
            leaks += len(attacked(ledger, base, random_polls.groups_of(poll)))
            bases += 1
        more, seen = random_polls.usefulness(poll, ledger, last.cells)
        wanted, shown = wanted + more, shown + seen
    tell(
        "G-PRIV-3",
        "every filter of random polls opened; linear programming on all that was told",
        size=f"{POLLS} polls, {bases} bases",
        allowed="no group under k found, 80 % of the columns with 2k people shown",
        figure=f"{leaks} groups under k found, {100 * shown / wanted:.0f} % shown",
    )
    assert leaks == 0
    assert shown / wanted >= 0.8


def small_poll(rng: random.Random) -> Poll:
    """Make an anonymous poll of which the sizes of both roles are hidden, as one of them is small."""
    known = sample.questionnaire(is_anonymous=True)
    poll = sample.published(known, state=Poll.State.CLOSED, closes_at=sample.NOW)
    small, large = rng.randint(1, K - 1), rng.randint(15, 30)
    answers = [sample.random_answers(rng, known) for _ in range(small + large)]
    roles = [{"role": "inhouse"}] * small + [{"role": "bpo"}] * large
    for given, role in zip(answers, roles, strict=True):  # who is asked what depends on the role
        if role["role"] == "bpo":
            given.pop("criterion", None)
            given.pop("criterion.other", None)
    sample.respond(poll, answers, roles)
    return poll


def swap_hidden(poll: Poll) -> bool:
    """Let somebody of the small group and somebody of the other exchange an answer, which changes no shown number."""
    everyone = list(Response.objects.filter(poll=poll).order_by("pk"))
    for one in everyone:
        for two in everyone:
            first, second = one.answers.get("opinion"), two.answers.get("opinion")
            alike = one.answers.get("channels") == two.answers.get("channels")
            if (one.attributes["role"], two.attributes["role"]) != ("inhouse", "bpo") or not alike:
                continue
            if first != second and first and second:
                one.answers["opinion"], two.answers["opinion"] = second, first
                Response.objects.bulk_update([one, two], ["answers"])
                return True
    return False


def everything_of(poll: Poll, client: Client) -> dict[str, bytes]:
    run = finished_run(poll)
    assert run.state == WorkState.DONE, run.error
    return made_of(poll, run, client)


@pytest.fixture
def analyst(client: Client) -> Client:
    user = User.objects.create_user("analyst@example.org", name="Analyst", role="analyst")
    client.force_login(user, backend="accounts.backends.RoleBackend")
    return client


def compared(analyst: Client, swaps: int) -> tuple[int, int, list[str]]:
    """Exchange an answer between two people of hidden groups; give swaps, artefacts, and those that changed."""
    done, artefacts, changed, seed = 0, 0, set(), 0
    while done < swaps:
        seed += 1
        Poll.objects.all().delete()
        poll = small_poll(random.Random(seed))
        before = everything_of(poll, analyst)
        Run.objects.all().delete()
        Release.objects.all().delete()
        if not swap_hidden(poll):
            continue
        shutil.rmtree(settings.COLUMNS_DIR, ignore_errors=True)
        after = everything_of(poll, analyst)
        done, artefacts = done + 1, artefacts + len(after)
        changed |= {name for name in after if after[name] != before[name]}
    return done, artefacts, sorted(changed)


@pytest.mark.django_db
def test_nothing_that_leaves_depends_on_what_is_hidden(analyst: Client, tell: Tell) -> None:
    """Stronger than looking for small numbers: two polls that differ in hidden groups only must look the same."""
    swaps, artefacts, changed = compared(analyst, SWAPS)
    tell(
        "G-PRIV-4",
        "two people of hidden groups exchange an answer; every page and file made anew",
        size=f"{swaps} polls, {artefacts} pages and files",
        allowed="none differs",
        figure=f"{len(changed)} differ",
    )
    assert changed == []


@pytest.mark.django_db
def test_control_what_is_not_hidden_does_change(analyst: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the hiding of small groups, results page, tables, numbers and every file give the exchange away."""
    monkeypatch.setattr(summary, "conceal", lambda made, hidden: made)
    monkeypatch.setattr(tabulating, "pass_gate", lambda run, known, table, made, *, now: made)
    _swaps, _artefacts, changed = compared(analyst, 1)
    told_of_all = {"docx"}  # the press text of this poll
    assert {RESULTS, *(f"file.{name}" for name in FILES if name not in told_of_all)} <= set(changed)


def looked_again_and_again() -> tuple[list[int], int]:
    """Look at results while a few come in at a time; give by how much bases moved, and how often was held back."""
    poll = sample.published(sample.questionnaire(is_anonymous=True))
    rng, waited = random.Random(5), 0
    for _step in range(STEPS):
        roles = [rng.choice(["inhouse", "bpo"]) for _ in range(rng.randint(0, 4))]
        answers: list[dict[str, Any]] = [
            {"opinion": rng.choice(["p1", "p5"]), "channels": [rng.choice(["phone", "mail"])], "grade": "7"}
            for _ in roles
        ]
        sample.respond(poll, answers, [{"role": role} for role in roles])
        asked = runs.refresh(poll, by=None, now=sample.later())
        if asked is not None and asked.state == WorkState.QUEUED:
            runs.execute(asked.pk, now=sample.NOW, clock=lambda: sample.NOW)
        waited += asked is None or runs.latest_run(poll) != asked
    final = closing.close_poll(poll, now=sample.later())
    if final is not None:
        runs.execute(final.pk, now=sample.NOW, clock=lambda: sample.NOW)
    return sorted({abs(one - two) for one, two in _moves(Release.objects.all())} - {0}), waited


@pytest.mark.django_db
def test_refreshing_does_not_tell_what_the_newest_answered(tell: Tell) -> None:
    """Somebody looks again and again while a few come in at a time; the final results are compared as well."""
    steps, waited = looked_again_and_again()
    tell(
        "G-PRIV-5",
        "results opened again and again while 0 to 4 answer in between, and closed",
        size=f"{STEPS} times",
        allowed=f"each base moves by {K} (k) or not at all",
        figure=f"{Release.objects.count()} editions, {waited} times held back, smallest step of any base {steps[0]}",
    )
    assert steps[0] >= K


@pytest.mark.django_db
def test_control_results_that_follow_each_response_give_single_people_away(monkeypatch: pytest.MonkeyPatch) -> None:
    """Made anew whenever somebody looks, each time without regard to what was told before."""
    monkeypatch.setattr(runs, "may_move", lambda poll, **states: True)
    monkeypatch.setattr(GATE, lambda summary, new, ledger, known: released(summary, new, [], known))
    steps, _waited = looked_again_and_again()
    assert steps[0] < K


def _moves(releases: Iterable[Release]) -> Iterator[tuple[int, int]]:
    """Give every two sizes that one group of one base was told with."""
    sizes: dict[str, set[int]] = {}
    for release in releases:
        for base, groups in release.told["bases"].items():
            for place, size in groups.items():
                key = json.dumps([base, release.told["groups"][int(place)]])
                sizes.setdefault(key, set()).add(size)
    for found in sizes.values():
        yield from ((one, two) for one in found for two in found)
