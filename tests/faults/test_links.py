"""Personal links: scanned, taken from a copy of the database, mixed up between polls, and told to other sites."""

import re
from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.db import IntegrityError, connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import path
from pytest_django import Settings

from polls.collection.models import DailyCount, Draft, Response, SealedResponse
from polls.collection.services.loading import Participation, Standing
from polls.invitations.models import Invitation
from polls.invitations.tokens import LENGTH, derive
from polls.questionnaire.models import Poll
from tests.collection import sample
from tests.faults.figures import Tell, sized
from tests.faults.links import Derive, forget_guesses, invited
from tests.faults.test_anonymity import rows_of
from tests.faults.uncovered import addresses, used_up, without_headers
from tests.invitations.sample import make_poll

pytestmark = pytest.mark.django_db

SCANS = ("GET", "HEAD", "GET", "OPTIONS", "HEAD", "GET", "GET")


@pytest.fixture(autouse=True)
def _fresh_counts() -> None:
    forget_guesses()


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


def scan(client: Client, tokens: list[str]) -> None:
    """Do as scanners of mail do: open each link in several ways, and post its forms as they are."""
    for token in tokens:
        for method in SCANS:
            client.generic(method, f"/i/{token}/")
        client.post(f"/i/{token}/start/", {})
        client.post(f"/i/{token}/views/", {"_next": "1"})
        client.post(f"/i/{token}/check-answers/", {"_send": "1"})


def changes() -> int:
    """Count what only answers may change."""
    changed = Invitation.objects.filter(is_responded=True).count() + Response.objects.count()
    changed += SealedResponse.objects.count() + Draft.objects.exclude(revision__lte=1).count()
    return changed + DailyCount.objects.filter(submitted__gt=0).count()


def test_scanners_use_nothing_up(client: Client, tell: Tell) -> None:
    number = sized(60, 1000)
    tokens = invited(sample.launched(), number)
    scan(client, tokens)
    changed = changes()
    usable = sum(client.get(f"/i/{token}/").status_code == 200 for token in tokens)
    tell(
        "G-LINK-3",
        f"scanners open each link {len(SCANS)} times and post it empty 3 times",
        size=f"{number} links",
        lost=number - usable,
        allowed="nothing changed, all usable",
        figure=f"{changed} changes, {usable} still usable; control: links that an opening uses up are found",
    )
    assert changed == 0
    assert usable == number


def test_control_links_that_an_opening_uses_up_are_found(client: Client, settings: Settings) -> None:
    settings.ROOT_URLCONF = addresses(path("i/<str:token>/", used_up))
    scan(client, invited(sample.launched(), 3))
    assert changes() == 3


def test_control_an_answer_is_a_change(client: Client) -> None:
    """The same post with something in it is found: what scanners post is refused for being empty."""
    token = invited(sample.launched(), 1)[0]
    client.post(f"/i/{token}/about/", {"outsources": "never", "channels": "chat", "_next": "1"})
    client.post(f"/i/{token}/views/", {"opinion": "neutral", "_next": "1"})
    assert changes() > 0


LINK_PAGES = ["/i/{token}/", "/i/{token}/views/", "/i/nothing/", "/r/{slug}/", "/o/{open}/", "/u/{token}/"]


def opened(client: Client, page: str) -> HttpResponse:
    """Open a page of a link: of somebody invited, or of a poll with an open link."""
    poll = sample.launched()
    make_poll("open", channel=Poll.Channel.OPEN, closes_at=None)
    return client.get(page.format(token=invited(poll, 1)[0], slug=poll.slug, open="open"))  # type: ignore[return-value]


def leaks(answer: HttpResponse) -> set[str]:
    """Name all by which an answer may tell others its address, or load something from them."""
    demanded = {
        "Referrer-Policy": "strict-origin",  # never the path, which holds the link
        "Cache-Control": "no-store",
        "X-Robots-Tag": "noindex, nofollow",
    }
    found = {name for name, value in demanded.items() if answer.get(name) != value}
    if "default-src 'self'" not in answer.get("Content-Security-Policy", ""):
        found.add("Content-Security-Policy")
    return found | set(others_named(answer.content.decode()))


def others_named(page: str) -> Iterator[str]:
    """Give the hosts that a page would ask for something: in its attributes, but for links to follow."""
    for tag in re.findall(r"<(?!a\b)[^>]+>", page):
        for address in re.findall(r"""\b(?:src|srcset|href|action|data|poster)\s*=\s*["']?([^"'\s>]+)""", tag):
            if host := urlsplit(address).netloc:
                yield host


@pytest.mark.parametrize("page", LINK_PAGES)
def test_no_page_leaks_its_link(client: Client, page: str, tell: Tell) -> None:
    answer = opened(client, page)
    found = leaks(answer)
    tell(
        "G-LINK-4",
        f"headers and addresses of {page}",
        size="1 page",
        allowed="no path to other sites, nothing kept by caches",
        figure=f"{answer['Referrer-Policy']}, {answer['Cache-Control']}; {len(found)} leaks",
    )
    assert found == set()
    assert b"http://" not in answer.content.replace(b"http://www.w3.org", b"")


@pytest.mark.parametrize("page", LINK_PAGES[:5])
def test_control_without_its_headers_each_page_leaks(client: Client, page: str, settings: Settings) -> None:
    settings.ROOT_URLCONF = addresses(*without_headers())
    assert leaks(opened(client, page)) == {"Referrer-Policy", "Cache-Control", "X-Robots-Tag"}


def test_control_without_the_policy_a_page_may_load_from_others(client: Client, settings: Settings) -> None:
    settings.MIDDLEWARE = [each for each in settings.MIDDLEWARE if not each.endswith(".PolicyMiddleware")]
    assert leaks(opened(client, "/i/{token}/")) == {"Content-Security-Policy"}


@pytest.mark.parametrize(
    ("page", "host"),
    [
        ('<img src="https://count.example/pixel.gif" alt="">', "count.example"),
        ("<script async src=//count.example/tag.js></script>", "count.example"),
        ('<link rel="preload" href="https://fonts.example/a.woff2">', "fonts.example"),
        ('<form method="post" action="https://take.example/">', "take.example"),
    ],
)
def test_control_what_a_page_would_ask_of_others_is_found(page: str, host: str) -> None:
    assert list(others_named(f'<p><a href="https://ksf.example/">KSF</a></p>{page}')) == [host]


def mixed(number: int, *, derive: Derive = derive) -> set[str]:
    """Derive tokens with any part exchanged, revoked ones, and those of a closed poll; the right one of nobody."""
    first, second = sample.launched(), sample.launched(slug="second")
    closed = sample.launched(slug="closed", closes_at=sample.LAUNCH + timedelta(days=1))
    for poll in (first, second):
        invited(poll, number, derive=derive)
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
    return mixes | set(invited(closed, 5, derive=derive))


def accepted_of(client: Client, tokens: set[str]) -> int:
    return sum(client.post(f"/i/{token}/views/", {"outsources": "partly"}).status_code < 400 for token in tokens)


def test_a_link_belongs_to_one_poll_one_person_and_one_generation(client: Client, tell: Tell) -> None:
    mixes = mixed(sized(10, 440))
    accepted = accepted_of(client, mixes)
    right = Invitation.objects.filter(is_revoked=False, poll__slug=sample.QUESTIONNAIRE.slug).first()
    tell(
        "G-LINK-5",
        "links with poll, person or generation exchanged, revoked, or of a closed poll",
        size=f"{len(mixes)} links",
        allowed="none accepted",
        figure=f"{accepted} accepted; control: the right one is, and so are mixes when their parts do not count",
    )
    assert accepted == 0
    assert Draft.objects.count() == 0
    assert right is not None
    assert accepted_of(client, {derive(right.pk, right.poll_id, 1)}) == 1


@pytest.mark.parametrize(
    "without",
    [
        pytest.param(lambda person, poll, generation: derive(person, 0, generation), id="poll"),
        pytest.param(lambda person, poll, generation: derive(person, poll, 0), id="generation"),
        pytest.param(lambda person, poll, generation: derive("", poll, generation), id="person"),
    ],
)
def test_control_a_part_that_does_not_count_can_be_exchanged(client: Client, without: Derive) -> None:
    if without("b", 1, 1) == without("a", 1, 1):  # type: ignore[arg-type]
        with pytest.raises(IntegrityError), transaction.atomic():
            mixed(2, derive=without)  # all have one link, which the database refuses
    else:
        assert accepted_of(client, mixed(2, derive=without)) >= 2


def test_control_when_nothing_is_looked_at_revoked_and_closed_links_are_accepted(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Participation, "standing_at", lambda self, now: Standing.OPEN)
    assert accepted_of(client, mixed(2)) == 2 + 5
