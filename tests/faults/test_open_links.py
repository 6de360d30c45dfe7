"""Open links under attack: everybody sends twice, and one machine sends thousands."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connections
from django.test import Client

from polls.collection.models import Response, WaveCount
from polls.invitations.models import Invitation
from tests.collection import sample
from tests.faults.figures import Tell, sized

pytestmark = pytest.mark.django_db(transaction=True)

LIMIT = 20
AT_ONCE = 10
FIRST = {"outsources": "never", "channels": ["chat"], "_next": "1"}
REST = ({"opinion": "neutral", "grade": "_dk", "_next": "1"}, {"_next": "1"})


@pytest.fixture(autouse=True)
def crowds(settings: Any) -> Iterator[Any]:
    cache.clear()
    yield settings
    cache.clear()


def form_of(html: str) -> tuple[str, dict[str, str]]:
    action = re.findall(r'<form method="post" action="([^"]+)"', html)[0]
    return action.replace("&amp;", "&"), dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', html))


def many_times(post: Callable[[], Any]) -> list[Any]:
    """Do the same so many times at the same moment, each over a connection of its own."""

    def one(_number: int) -> Any:
        try:
            return post()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(one, range(AT_ONCE)))


def test_whoever_sends_ten_times_at_once_counts_once(tell: Tell) -> None:
    sample.launched_open(is_anonymous=False)
    people, statuses = sized(3, 1000), Counter[int]()
    for _person in range(people):
        page = Client().get("/o/sample/").content.decode()
        for answers in (FIRST, *REST):
            action, hidden = form_of(page)
            body = {**hidden, **answers}
            found = many_times(lambda: Client().post(action, body, follow=True))  # noqa: B023  # run before the next
            statuses.update(answer.status_code for answer in found)
            page = found[0].content.decode()
    tell(
        "G-INT-1",
        f"newcomers at an open link, each page sent in {AT_ONCE} times at once",
        size=f"{people} people",
        lost=people - min(Response.objects.count(), people),
        doubled=max(Response.objects.count() - people, 0),
        allowed="one each, no errors",
        figure=f"{Response.objects.count()} responses, {sum(statuses.values()) - statuses[200]} errors",
    )
    assert Response.objects.count() == people
    assert set(statuses) == {200}


def attack(number: int) -> Counter[int]:
    """Come in anew so many times from one network, each time with a fresh page, and do no work."""
    statuses: Counter[int] = Counter()
    for _time in range(number):
        action, hidden = form_of(Client().get("/o/sample/").content.decode())
        statuses[Client().post(action, {**hidden, **FIRST}).status_code] += 1
    return statuses


def test_one_machine_that_sends_thousands_gets_in_a_few_times(tell: Tell, crowds: Any) -> None:
    sample.launched_open()
    crowds.CROWD_OF_NETWORK = LIMIT
    number = sized(100, 10_000)
    statuses = attack(number)
    tell(
        "G-WEB-1",
        "one network comes in at an open link again and again, without the work that is asked of a crowd",
        size=f"{number} times",
        lost=number - sum(statuses.values()),
        allowed=f"at most {LIMIT} come in",
        figure=f"{Invitation.objects.count()} came in, {statuses[428]} were asked",
    )
    assert Invitation.objects.count() <= LIMIT
    assert statuses[428] == number - Invitation.objects.count()
    assert sum(count.asked for count in WaveCount.objects.all()) == statuses[428]


def test_control_without_the_limit_everybody_comes_in() -> None:
    sample.launched_open()
    assert attack(30)[428] == 0
    assert Invitation.objects.count() == 30
