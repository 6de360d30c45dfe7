"""Two people at the same edition at once: one of them does it, the other is told so, and there is one edition."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection, connections
from django.test import Client

from accounts.models import User
from polls.publication.models import Edition, Publication
from polls.questionnaire.models import Announcement, PollEvent
from polls.results.models import Release
from tests.publication.conftest import person
from tests.publication.stored import stored
from tests.publication.test_staff import PAGE, browser
from tests.results.conftest import poll_with_results
from tests.results.sample import NOW

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*actions: Callable[[], Any]) -> list[Any]:
    """Do different things in threads at once, each with its own connection."""
    barrier = Barrier(len(actions))

    def one(action: Callable[[], Any]) -> Any:
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1")
            barrier.wait()
            return action()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(actions)) as pool:
        return list(pool.map(one, actions))


def post(client: Client, edition: Edition, action: str, **more: str) -> Callable[[], tuple[int, str]]:
    """Press a button of the page and read the page that follows: its status and what it says."""
    sent = {"action": action, "number": str(edition.number), "hash": edition.content_hash, **more}

    def press() -> tuple[int, str]:
        answer: Any = client.post(f"{PAGE}edition/", sent, follow=True)
        return answer.status_code, answer.content.decode()

    return press


def offered_edition(author: User, **fields: Any) -> Edition:
    poll, run = poll_with_results(40)
    edition = stored(poll, run, now=NOW, is_published=False, edited_by=author, told={}, **fields)
    Publication.objects.update(edited_by=author)
    return edition


def test_two_who_approve_at_once_approve_once_and_the_second_is_told_who_did() -> None:
    author, one, two = person("analyst"), person("editor", "eva"), person("editor", "tim")
    edition = offered_edition(author)
    answers = at_once(*(post(browser(each), edition, "approve") for each in (one, two)))

    assert [status for status, _page in answers] == [200, 200]
    approved = Edition.objects.get()
    assert PollEvent.objects.filter(action="approved").count() == 1
    assert sum("Goedgekeurd: er kan nu worden gepubliceerd." in page for _status, page in answers) == 1
    told = f"Het was al goedgekeurd, door {approved.approved_by}. Er is niets dubbel gedaan."
    assert sum(told in page for _status, page in answers) == 1


def test_two_who_publish_at_once_publish_once_as_the_first_one_said() -> None:
    author, one, two = person("analyst"), person("editor", "eva"), person("editor", "tim")
    edition = offered_edition(author, approved_at=NOW, approved_by=one)
    answers = at_once(
        post(browser(one), edition, "publish"),
        post(browser(two), edition, "publish", when="embargo", embargo="2100-01-01T12:00"),
    )

    assert [status for status, _page in answers] == [200, 200]
    done = Edition.objects.get()
    assert (done.published_by == two) == (done.embargo_until is not None)
    assert PollEvent.objects.filter(action__in=("results_published", "results_embargoed")).count() == 1
    assert Release.objects.filter(spec__has_key="published").count() == 1
    assert Announcement.objects.filter(kind="publication.published").count() == 1
    told = f"Het was al gepubliceerd, door {done.published_by}. Er is niets dubbel gedaan."
    assert sum(told in page for _status, page in answers) == 1


def test_who_publishes_while_another_offers_it_anew_publishes_the_seen_or_nothing() -> None:
    author, reader = person("analyst"), person("editor")
    edition = offered_edition(author, approved_at=NOW, approved_by=reader)
    answers = at_once(
        post(browser(reader), edition, "publish"),
        post(browser(author), edition, "offer", revision="1", **{"note-nl": "Beter.", "note-en": "Better."}),
    )

    assert {status for status, _page in answers} <= {200, 409, 422}
    public = Edition.objects.exclude(published_at=None)
    assert [each.content_hash for each in public] in ([], [edition.content_hash])
    assert Release.objects.filter(spec__has_key="published").count() == public.count()
