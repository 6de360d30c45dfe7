"""Personal links guessed: by chance, by what a refusal tells, and by trying very many."""

import base64
import math
import statistics
import time
from collections import Counter
from collections.abc import Iterable
from uuid import uuid4

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path
from pytest_django import Settings

from polls.collection.views import answering
from polls.invitations.tokens import LENGTH, hash_token, is_well_formed, new_random
from tests.collection import sample
from tests.faults.figures import Tell, part, sized
from tests.faults.links import forget_guesses, invited
from tests.faults.uncovered import addresses, hasty

pytestmark = pytest.mark.django_db

LIMIT = 60
APART = 0.001
"""Seconds of work by which the answers to two kinds of links that nobody holds may differ."""


@pytest.fixture(autouse=True)
def _fresh_counts(settings: Settings) -> None:
    settings.LINK_GUESS_LIMIT = LIMIT
    forget_guesses()


def departure(tokens: Iterable[str]) -> float:
    """Give how far the counts of the 64 signs are from those of chance: the z of a chi-square with 63 degrees."""
    signs = Counter("".join(tokens))
    expected = signs.total() / 64
    absent = 64 - len(signs)
    chi_square = sum((count - expected) ** 2 / expected for count in signs.values()) + absent * expected
    return (chi_square - 63) / math.sqrt(2 * 63)


def test_a_token_has_144_bits_that_look_like_chance(tell: Tell) -> None:
    tokens = invited(sample.launched(), sized(2000, 20_000))
    tokens += [new_random() for _ in tokens]
    signs, z = len(set("".join(tokens))), departure(tokens)
    tell(
        "G-LINK-1",
        "the signs of many tokens counted",
        size=f"{len(tokens)} tokens",
        allowed="128 bits, |z| below 5",
        figure=f"{LENGTH * 6} bits, {signs} signs, |z| {abs(z):.1f}; control: keys of 122 bits (UUID) are found",
    )
    assert len(set(tokens)) == len(tokens)
    assert signs == 64
    assert abs(z) < 5


def test_control_a_source_with_less_chance_is_found() -> None:
    """Six bits of a UUID are always the same, and a number modulo 64 of one decimal digit more than is needed leans."""
    uuids = [base64.urlsafe_b64encode(uuid4().bytes).decode()[:22] for _ in range(1000)]
    assert departure(uuids) > 5
    assert departure(uuid4().hex for _ in range(1000)) > 5


def guess(client: Client, number: int) -> Counter[int]:
    """Try so many links from one network; count the answers by status."""
    return Counter(client.get(f"/i/{new_random()}/").status_code for _ in range(number))


def test_whoever_guesses_finds_nothing_and_is_told_to_stop(client: Client, tell: Tell) -> None:
    invited(sample.launched(), 50)
    guesses = sized(400, 100_000)
    answers = guess(client, guesses)
    tell(
        "G-LINK-1",
        "links guessed from one network",
        size=f"{guesses} guesses",
        allowed=f"no hits, refused after {LIMIT}",
        figure=f"{answers[200]} hits, {answers[429]} refused; control: without the limit none is refused",
    )
    assert answers == {404: LIMIT, 429: guesses - LIMIT}


def test_control_without_the_limit_nobody_is_told_to_stop(client: Client, settings: Settings) -> None:
    settings.MIDDLEWARE = [each for each in settings.MIDDLEWARE if not each.endswith(".GuessMiddleware")]
    assert guess(client, LIMIT + 5) == {404: LIMIT + 5}


def wrong_links() -> list[str]:
    """Give links that lead nowhere, of every kind."""
    poll = sample.launched()
    of_other = invited(sample.launched(slug="other"), 1)[0]
    wrong = [new_random(), "short", "x" * 24, "%00" * 8, f"{new_random()}é", hash_token("a")[:24], str(poll.pk)]
    return [*wrong, of_other.swapcase()]


def answers_to(client: Client, links: Iterable[str]) -> set[tuple[int, bytes]]:
    answers = [client.get(f"/i/{link}/") for link in links]
    return {(answer.status_code, answer.content) for answer in answers}


def test_all_links_that_do_not_work_get_the_same_answer(client: Client, tell: Tell) -> None:
    wrong = wrong_links()
    answers = answers_to(client, wrong)
    apart = work_apart(client, [link for link in wrong if is_well_formed(link)])
    tell(
        "G-LINK-1",
        "links that lead nowhere, of every kind",
        size=f"{len(wrong)} kinds",
        allowed=f"one answer for all, less than {1000 * APART:.0f} ms of work between those that could be links",
        figure=f"{len(answers)} answer; median work {1000 * apart:.2f} ms apart; control: another answer is found",
    )
    assert len(answers) == 1
    if part() == "full":  # of fewer, the medians say little
        assert apart < APART


def work_apart(client: Client, links: list[str]) -> float:
    """Give how far the medians of the processor's time are apart between kinds of links, asked in turns.

    It is the time of our own thread: what else the machine does changes little in it. What cannot be a link at all is
    answered sooner, without asking the database, and everybody can see beforehand that it is none.
    """
    taken: dict[str, list[float]] = {link: [] for link in links}
    for _ in range(sized(5, 300)):
        for link, seconds in taken.items():
            forget_guesses()
            start = time.thread_time()
            client.get(f"/i/{link}/")
            seconds.append(time.thread_time() - start)
    medians = [statistics.median(seconds) for seconds in taken.values()]
    return max(medians) - min(medians)


def test_control_an_answer_of_its_own_for_what_cannot_be_a_token_is_found(client: Client, settings: Settings) -> None:
    settings.ROOT_URLCONF = addresses(path("i/<str:token>/", hasty))
    assert len(answers_to(client, wrong_links())) > 1


def test_control_more_work_for_one_kind_is_found(client: Client, settings: Settings) -> None:
    def thorough(request: HttpRequest, token: str) -> HttpResponse:
        began = time.thread_time()
        while len(token) == LENGTH and time.thread_time() < began + 20 * APART:
            pass
        return answering.start(request, token)

    settings.ROOT_URLCONF = addresses(path("i/<str:token>/", thorough))
    assert work_apart(client, [new_random(), "short"]) > APART
