"""Small groups: an attacker with all that was told, artefacts that may not depend on what is hidden, and refreshes."""

import csv
import json
import random
import re
import shutil
from collections.abc import Iterable, Iterator
from io import BytesIO, StringIO
from typing import Any
from zipfile import ZipFile

import pytest
from django.conf import settings
from django.test import Client

from accounts.models import User
from polls.analysis import summary
from polls.collection.models import Response
from polls.questionnaire.models import Poll
from polls.results.models import Release, Run, WorkState
from polls.results.services import closing, runs, tabulating
from polls.results.services.files import write_responses, write_run
from tests.analysis.disclosure import random_polls
from tests.analysis.disclosure.test_ledger import attacked
from tests.faults.figures import Tell, sized
from tests.results import sample
from tests.results.conftest import finished_run

K = 5
POLLS = sized(2, 500)
SWAPS = sized(2, 200)
STEPS = sized(15, 300)
CHANGING = re.compile(
    rb"[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}|[0-9a-f]{64}|[0-9a-f]{12,16}\b"
    rb"|csrfmiddlewaretoken\" value=\"\w+\"|\d{4}-\d\d-\d\dT[\d:.]+(?:Z|\+00:00)"
)
"""What differs between any two runs: keys, hashes, secrets of forms, times."""

CODES = ("opinion", "criterion", "channels", "grade", "seats", "remark")
RESULTS = "/polls/sample/results/"
PAGES = [
    *(f"{RESULTS}{query}" for query in ("", "?filter=role:inhouse", "?filter=role:bpo", "?filter=way:calls")),
    *(f"{RESULTS}how/{code}/" for code in CODES),
    "/", "/polls/sample/response/", "/polls/sample/downloads/", "/polls/sample/answers/",
    *(f"/polls/sample/downloads/tables.{kind}?language=nl" for kind in ("csv", "xlsx")),
    "/polls/sample/downloads/charts/opinion.svg?language=nl",
]  # fmt: skip


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


def made_of(poll: Poll, client: Client) -> dict[str, bytes]:
    """Give every page and file that is made of the poll, without what differs between any two runs."""
    run = finished_run(poll)
    assert run.state == WorkState.DONE, run.error
    text = StringIO()
    write_run(run, "nl", text)
    made = {page: _content(client.get(page)) for page in PAGES}
    made["run.json"] = text.getvalue().encode()
    stream = BytesIO()
    options = {"format": "csv", "values": "codes", "language": "nl"}
    write_responses(poll, options, stream, lambda *told, **also: None)
    made["responses.csv"] = json.dumps(_columns(stream.getvalue())).encode()
    return {name: CHANGING.sub(b"", content) for name, content in made.items()}


def _content(answer: Any) -> bytes:
    assert answer.status_code == 200, answer
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if not body.startswith(b"PK"):
        return bytes(body)
    with ZipFile(BytesIO(body)) as book:  # the parts of a workbook, besides the moment at which it was made
        return b"\n".join(book.read(name) for name in sorted(book.namelist()) if not name.startswith("docProps"))


def _columns(content: bytes) -> list[list[str]]:
    """Give the cells of each column of a file of single responses, sorted: its rows are in random order."""
    rows = list(csv.reader(StringIO(content.decode("utf-8-sig")), delimiter=";"))
    return [sorted(column) for column in zip(*rows, strict=True)]


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
        before = made_of(poll, analyst)
        Run.objects.all().delete()
        Release.objects.all().delete()
        if not swap_hidden(poll):
            continue
        shutil.rmtree(settings.COLUMNS_DIR, ignore_errors=True)
        after = made_of(poll, analyst)
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
    """Without the hiding of small groups, results page, tables and numbers give the exchange away."""
    monkeypatch.setattr(summary, "conceal", lambda made, hidden: made)
    monkeypatch.setattr(tabulating, "pass_gate", lambda run, known, table, made, *, now: made)
    _swaps, _artefacts, changed = compared(analyst, 1)
    assert changed != []


@pytest.mark.django_db
def test_refreshing_does_not_tell_what_the_newest_answered(tell: Tell) -> None:
    """Somebody looks again and again while a few come in at a time; the final results are compared as well."""
    poll = sample.published(sample.questionnaire(is_anonymous=True))
    rng, waited = random.Random(5), 0
    for _step in range(STEPS):
        roles = [rng.choice(["inhouse", "bpo"]) for _ in range(rng.randint(0, 4))]
        answers: list[dict[str, Any]] = [
            {"opinion": rng.choice(["p1", "p5"]), "channels": [rng.choice(["phone", "mail"])], "grade": "7"}
            for _ in roles
        ]
        sample.respond(poll, answers, [{"role": role} for role in roles])
        asked = runs.refresh(poll, by=None, now=sample.NOW)
        if asked is not None and asked.state == WorkState.QUEUED:
            runs.execute(asked.pk, now=sample.NOW, clock=lambda: sample.NOW)
        waited += asked is None or runs.latest_run(poll) != asked
    final = closing.close_poll(poll, now=sample.NOW)
    if final is not None:
        runs.execute(final.pk, now=sample.NOW, clock=lambda: sample.NOW)
    steps = sorted({abs(one - two) for one, two in _moves(Release.objects.all())} - {0})
    tell(
        "G-PRIV-5",
        "results opened again and again while 0 to 4 answer in between, and closed",
        size=f"{STEPS} times",
        allowed=f"each base moves by {K} (k) or not at all",
        figure=f"{Release.objects.count()} editions, {waited} times held back, smallest step of any base {steps[0]}",
    )
    assert steps[0] >= K


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
