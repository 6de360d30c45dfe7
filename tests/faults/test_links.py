"""Personal links: guessed, scanned, taken from a copy of the database, mixed up between polls."""

import math
import statistics
import time
from collections import Counter
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from pytest_django import Settings

from ksfsurvey.guesses import key_of
from polls.collection.models import DailyCount, Draft, Response, SealedResponse
from polls.invitations.models import Invitation
from polls.invitations.tokens import LENGTH, derive, hash_token, new_random
from polls.questionnaire.models import Poll
from tests.collection import sample
from tests.faults.figures import Tell, part, sized
from tests.faults.test_anonymity import rows_of
from tests.invitations.sample import make_poll

pytestmark = pytest.mark.django_db

SCANS = ("GET", "HEAD", "GET", "OPTIONS", "HEAD", "GET", "GET")


LIMIT = 60
NETWORKS = ("127.0.0.0/24",)


@pytest.fixture(autouse=True)
def _fresh_counts(settings: Settings) -> None:
    settings.LINK_GUESS_LIMIT = LIMIT
    for network in NETWORKS:
        cache.delete(key_of(network))


def invited(poll: Poll, number: int) -> list[str]:
    """Invite ``number`` people with the links that the product derives; give the tokens."""
    invitations = [Invitation(poll=poll, attributes={"role": "inhouse"}) for _ in range(number)]
    tokens = [derive(invitation.pk, poll.pk, 1) for invitation in invitations]
    for invitation, token in zip(invitations, tokens, strict=True):
        invitation.token_hash = hash_token(token)
    Invitation.objects.bulk_create(invitations)
    return tokens


def test_a_token_has_144_bits_that_look_like_chance(tell: Tell) -> None:
    tokens = invited(sample.launched(), sized(2000, 20_000))
    tokens += [new_random() for _ in tokens]
    signs = Counter("".join(tokens))
    total = signs.total()
    chi_square = sum((count - total / 64) ** 2 / (total / 64) for count in signs.values())
    z = (chi_square - 63) / math.sqrt(2 * 63)
    tell(
        "G-LINK-1",
        "the signs of many tokens counted",
        size=f"{len(tokens)} tokens",
        allowed="128 bits, |z| below 5",
        figure=f"{LENGTH * 6} bits, {len(signs)} signs, |z| {abs(z):.1f}",
    )
    assert len(set(tokens)) == len(tokens)
    assert len(signs) == 64
    assert abs(z) < 5


def test_whoever_guesses_finds_nothing_and_is_told_to_stop(client: Client, tell: Tell) -> None:
    invited(sample.launched(), 50)
    guesses = sized(400, 100_000)
    answers = Counter(client.get(f"/i/{new_random()}/").status_code for _ in range(guesses))
    tell(
        "G-LINK-1",
        "links guessed from one network",
        size=f"{guesses} guesses",
        allowed=f"no hits, refused after {LIMIT}",
        figure=f"{answers[200]} hits, {answers[429]} refused",
    )
    assert answers == {404: LIMIT, 429: guesses - LIMIT}


def test_all_links_that_do_not_work_get_the_same_answer(client: Client, tell: Tell) -> None:
    poll = sample.launched()
    revoked_poll = sample.launched(slug="other")
    wrong = [new_random(), "short", "x" * 24, "%00" * 8, f"{new_random()}é", hash_token("a")[:24], str(poll.pk)]
    wrong.append(invited(revoked_poll, 1)[0].swapcase())
    answers = {client.get(f"/i/{token}/").content for token in wrong}
    apart = seconds_apart(client, wrong)
    tell(
        "G-LINK-1",
        "links that lead nowhere, of every kind",
        size=f"{len(wrong)} kinds",
        allowed="one answer for all",
        figure=f"{len(answers)} answer; median times {1000 * apart:.1f} ms apart",
    )
    assert len(answers) == 1
    if part() == "full":  # of fewer, the medians of a busy machine say little
        assert apart < 0.005


def seconds_apart(client: Client, wrong: list[str]) -> float:
    """Give how far the median times of the slowest and the fastest kind are apart, asked in turns."""
    taken: dict[str, list[float]] = {token: [] for token in wrong}
    for _ in range(sized(5, 300)):
        for token, seconds in taken.items():
            cache.delete(key_of(NETWORKS[0]))
            start = time.perf_counter()
            client.get(f"/i/{token}/")
            seconds.append(time.perf_counter() - start)
    medians = [statistics.median(seconds) for seconds in taken.values()]
    return max(medians) - min(medians)


def test_nothing_in_a_copy_of_the_database_opens_a_poll(client: Client, tell: Tell) -> None:
    poll = sample.launched()
    tokens = invited(poll, 20)
    client.get(f"/i/{tokens[0]}/")
    values = {value for table in connection.introspection.table_names() for row in rows_of(table) for value in row}
    candidates = {value for value in values if 0 < len(value) <= 200 and "/" not in value}
    candidates |= {value[:LENGTH] for value in candidates if len(value) >= LENGTH}
    opened = [value for value in candidates if client.get(f"/i/{value}/").status_code == 200]
    tell(
        "G-LINK-2",
        "every value of every table tried as a link",
        size=f"{len(candidates)} values",
        allowed="none opens",
        figure=f"{len(opened)} open; control: the link itself does",
    )
    assert opened == []
    assert not {*tokens} & values
    assert client.get(f"/i/{tokens[0]}/").status_code == 200


def test_scanners_use_nothing_up(client: Client, tell: Tell) -> None:
    number = sized(60, 1000)
    tokens = invited(sample.launched(), number)
    for token in tokens:
        for method in SCANS:
            client.generic(method, f"/i/{token}/")
        client.post(f"/i/{token}/start/", {})
        client.post(f"/i/{token}/views/", {"_next": "1"})
        client.post(f"/i/{token}/check-answers/", {"_send": "1"})
    changed = Invitation.objects.filter(is_responded=True).count() + Response.objects.count()
    changed += SealedResponse.objects.count() + Draft.objects.exclude(revision__lte=1).count()
    usable = sum(client.get(f"/i/{token}/").status_code == 200 for token in tokens)
    tell(
        "G-LINK-3",
        f"scanners open each link {len(SCANS)} times and post it empty 3 times",
        size=f"{number} links",
        lost=number - usable,
        allowed="nothing changed, all usable",
        figure=f"{changed} changes, {usable} still usable; control: a real answer changes something",
    )
    assert changed == 0
    assert usable == number
    assert not DailyCount.objects.filter(submitted__gt=0).exists()
    client.post(f"/i/{tokens[0]}/views/", {"outsources": "never", "channels": "chat", "_next": "1"})
    assert Draft.objects.filter(revision__gt=1).exists() or Draft.objects.count() == 1


@pytest.mark.parametrize("path", ["/i/{token}/", "/i/{token}/views/", "/i/nothing/", "/r/{slug}/", "/o/{open}/"])
def test_no_page_leaks_its_link(client: Client, path: str, tell: Tell) -> None:
    poll = sample.launched()
    make_poll("open", channel=Poll.Channel.OPEN, closes_at=None)
    answer = client.get(path.format(token=invited(poll, 1)[0], slug=poll.slug, open="open"))
    tell(
        "G-LINK-4",
        f"headers of {path}",
        size="1 page",
        allowed="no path to other sites, nothing kept by caches",
        figure=f"{answer['Referrer-Policy']}, {answer['Cache-Control']}",
    )
    assert answer["Referrer-Policy"] == "strict-origin"  # never the path, which holds the link
    assert answer["Cache-Control"] == "no-store"
    assert answer["X-Robots-Tag"] == "noindex, nofollow"
    assert "default-src 'self'" in answer["Content-Security-Policy"]
    assert b"http://" not in answer.content.replace(b"http://www.w3.org", b"")


def test_a_link_belongs_to_one_poll_one_person_and_one_generation(client: Client, tell: Tell) -> None:
    """Tokens derived with any part exchanged, revoked ones, and those of a closed poll are accepted nowhere."""
    first, second = sample.launched(), sample.launched(slug="second")
    closed = sample.launched(slug="closed", closes_at=sample.LAUNCH + timedelta(days=1))
    for poll in (first, second):
        invited(poll, sized(10, 440))
    people = list(Invitation.objects.all())
    mixes = {
        derive(person.pk, poll.pk, generation)
        for person in people
        for poll in (first, second, closed)
        for generation in (0, 1, 2, 3)
        if (poll.pk, generation) != (person.poll_id, 1)
    }
    Invitation.objects.filter(poll=second).update(is_revoked=True)
    mixes |= {derive(person.pk, second.pk, 1) for person in people if person.poll_id == second.pk}
    mixes |= set(invited(closed, 5))
    accepted = sum(client.post(f"/i/{token}/views/", {"outsources": "partly"}).status_code < 400 for token in mixes)
    right = derive(next(person.pk for person in people if person.poll_id == first.pk), first.pk, 1)
    tell(
        "G-LINK-5",
        "links with poll, person or generation exchanged, revoked, or of a closed poll",
        size=f"{len(mixes)} links",
        allowed="none accepted",
        figure=f"{accepted} accepted; control: the right one is",
    )
    assert accepted == 0
    assert Draft.objects.count() == 0
    assert client.post(f"/i/{right}/views/", {"outsources": "partly"}).status_code < 400
