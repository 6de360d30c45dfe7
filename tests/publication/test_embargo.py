"""An embargo: nothing of an edition can be found before its end, then it is there by the clock alone."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta
from unittest import mock

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.test import Client

from polls.api.models import Delivery, Webhook
from polls.api.services.messages import pass_on
from polls.invitations.forms.mailing import MomentField
from polls.publication.models import Edition
from polls.publication.services import approving
from polls.questionnaire.models import Announcement, PollEvent
from polls.results.models import Release
from tests.publication.conftest import NOTE, begun, offered, person
from tests.publication.stored import stored
from tests.publication.test_staff import PAGE, browser
from tests.results.conftest import poll_with_results
from tests.results.sample import NOW

pytestmark = pytest.mark.django_db

END = NOW + timedelta(days=1)
JUST_BEFORE, AFTER = END - timedelta(milliseconds=1), END + timedelta(hours=1)
PATHS = (
    "/p/sample/{}/",
    "/p/sample/{}/receipt/",
    "/p/sample/{}/embed/criterion/",
    "/p/sample/{}/sample-{}-tables-nl.csv",
    "/p/sample/{}/sample-{}-receipts.txt",
    "/api/v1/publications/sample/editions/{}",
)


def clock(moment: datetime) -> AbstractContextManager[object]:
    return mock.patch("django.utils.timezone.now", return_value=moment)


def answer(path: str, moment: datetime) -> tuple[int, str]:
    with clock(moment):
        found = Client().get(path)
    return found.status_code, found.content.decode()


@pytest.mark.parametrize("path", ["/p/sample/", *PATHS, "/api/v1/publications/sample"])
def test_before_its_end_there_is_nothing_and_then_it_is_there(path: str) -> None:
    poll, run = poll_with_results(40)
    stored(poll, run, now=NOW, receipts=("r",), embargo_until=END)
    path = path.format(1, 1)

    before, unknown = answer(path, JUST_BEFORE), answer(path.replace("/sample/1", "/sample/7"), JUST_BEFORE)
    assert before[0] == 404
    if "/1" in path:
        assert before[1].replace("/sample/1", "/sample/7").replace("sample-1", "sample-7") == unknown[1].replace(
            "sample-1", "sample-7"
        )
    assert answer(path, END)[0] == 200


def test_lists_name_it_from_its_end_on_with_that_day() -> None:
    poll, run = poll_with_results(40)
    stored(poll, run, now=NOW, embargo_until=END)

    assert "Kwaliteit" not in answer("/p/", JUST_BEFORE)[1]
    assert "Kwaliteit" in answer("/p/", END)[1]
    assert "5 maart 2025" in answer("/p/", END)[1]
    assert '"items":[]' in answer("/api/v1/publications", JUST_BEFORE)[1]
    assert END.strftime("%Y-%m-%dT%H:%M") in answer("/api/v1/publications", END)[1]


def test_the_earlier_edition_stays_until_a_correction_appears() -> None:
    poll, run = poll_with_results(40)
    stored(poll, run, now=NOW)
    stored(poll, run, now=NOW, number=2, embargo_until=END)

    before = answer("/p/sample/", JUST_BEFORE)
    assert (before[0], "editie 2" in before[1].lower(), "vervangen" in before[1]) == (200, False, False)
    assert answer("/p/sample/2/", JUST_BEFORE)[0] == 404
    assert "vervangen" not in answer("/p/sample/1/", JUST_BEFORE)[1]
    assert "editie 2" in answer("/p/sample/", END)[1].lower()
    assert "Deze editie is op 5 maart 2025 vervangen" in answer("/p/sample/1/", END)[1]


def test_four_eyes_come_first_and_webhooks_hear_of_it_at_its_end() -> None:
    author, reader = person("analyst"), person("editor")
    edition = offered(begun(author), author)
    Webhook.objects.create(name="site", url="https://1.1.1.1/", kinds=["publication.published"], created_at=NOW)
    with pytest.raises(approving.NotApprovedError):
        approving.publish(edition, edition.content_hash, by=author, now=NOW, embargo_until=END)
    approving.approve(edition, edition.content_hash, by=reader, now=NOW)
    with pytest.raises(approving.PastError):
        approving.publish(edition, edition.content_hash, by=author, now=NOW, embargo_until=NOW)
    done = approving.publish(edition, edition.content_hash, by=author, now=NOW, embargo_until=END)

    assert (done.published_at, done.embargo_until) == (NOW, END)
    assert PollEvent.objects.get(action="results_embargoed").detail["embargo_until"] == "2025-03-05T12:00:00+00:00"
    assert Release.objects.filter(spec__has_key="published").count() == 1
    pass_on(now=JUST_BEFORE)
    assert not Delivery.objects.exists()
    pass_on(now=END)
    pass_on(now=AFTER)
    assert Delivery.objects.get().body.startswith('{"type":"publication.published","timestamp":"2025-03-05T12:00:00Z"')


def test_while_it_lasts_it_can_be_moved_lifted_or_taken_back_and_afterwards_nothing_of_it() -> None:
    author, reader = person("analyst"), person("editor")
    publication = begun(author)
    edition = offered(publication, author)
    approving.approve(edition, edition.content_hash, by=reader, now=NOW)
    approving.publish(edition, edition.content_hash, by=author, now=NOW, embargo_until=END)
    with pytest.raises(approving.WaitingError):
        approving.offer(publication, revision=2, note=NOTE, by=author, now=JUST_BEFORE)

    moved = approving.move_embargo(edition, AFTER, by=reader, now=JUST_BEFORE)
    assert (moved.embargo_until, Announcement.objects.get(kind="publication.published").at) == (AFTER, AFTER)
    assert not Edition.objects.current_at(END).exists()
    approving.cancel(edition, by=reader, now=END)
    assert not Edition.objects.exists()
    assert not Announcement.objects.filter(kind="publication.published").exists()
    assert Release.objects.filter(spec__has_key="published").count() == 1

    again = offered(publication, author)
    approving.approve(again, again.content_hash, by=reader, now=END)
    approving.publish(again, again.content_hash, by=author, now=END, embargo_until=AFTER)
    lifted = approving.move_embargo(again, None, by=author, now=END)
    assert (lifted.number, lifted.embargo_until) == (1, END)
    changes: list[Callable[[], object]] = [
        lambda: approving.move_embargo(again, AFTER, by=author, now=END),
        lambda: approving.cancel(again, by=author, now=END),
    ]
    for change in changes:
        with pytest.raises(approving.StaleError):
            change()
    assert list(Edition.objects.current_at(END)) == [again]


def test_a_withdrawal_stops_what_waits_as_well() -> None:
    poll, run = poll_with_results(40)
    first = stored(poll, run, now=NOW)
    stored(poll, run, now=NOW, number=2, embargo_until=END)

    assert approving.withdraw(first.publication, NOTE, by=None, now=JUST_BEFORE) == 1
    assert [each.number for each in Edition.objects.all()] == [1]
    assert answer("/p/sample/", AFTER)[0] == 410


@pytest.mark.parametrize(("before", "after"), [(None, END), (END, None)])
def test_the_database_gives_no_embargo_to_what_has_none_and_takes_none(
    before: datetime | None, after: datetime | None
) -> None:
    poll, run = poll_with_results(40)
    edition = stored(poll, run, now=NOW, embargo_until=before)
    with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
        Edition.objects.filter(pk=edition.pk).update(embargo_until=after)


@pytest.mark.parametrize("local", ["2026-10-25T02:30", "2027-03-28T02:30"])
def test_a_moment_that_comes_twice_or_never_is_refused(local: str) -> None:
    with pytest.raises(ValidationError):
        MomentField().clean(local)
    author, chief = person("analyst"), person("administrator")
    publication = begun(author)
    approving.decide_on_approval(publication, is_needed=False, by=chief, now=NOW)
    edition = offered(publication, author)
    sent = {"action": "publish", "number": "1", "hash": edition.content_hash, "when": "embargo", "embargo": local}
    with clock(NOW):
        refused = browser(author).post(f"{PAGE}edition/", sent)

    assert refused.status_code == 422
    assert f'value="{local}"' in refused.content.decode()
    assert Edition.objects.get().published_at is None


def test_staff_see_when_it_appears_and_what_in_the_time_of_amsterdam() -> None:
    author, chief = person("analyst"), person("administrator")
    publication = begun(author)
    approving.decide_on_approval(publication, is_needed=False, by=chief, now=NOW)
    edition = offered(publication, author)
    sent = {"action": "publish", "number": "1", "hash": edition.content_hash, "when": "embargo",
            "embargo": "2025-07-01T09:30"}  # fmt: skip
    with clock(NOW):
        client = browser(author)
        assert client.post(f"{PAGE}edition/", sent).status_code == 302
        page = client.get(f"{PAGE}edition/").content.decode()
        listed = client.get("/polls/sample/publications/").content.decode()
        preview = client.get(f"{PAGE}preview/?frozen=1")

    assert Edition.objects.get().embargo_until == datetime(2025, 7, 1, 7, 30, tzinfo=UTC)
    assert "Editie 1 is onder embargo tot 1 juli 2025, 09:30" in page
    assert 'value="2025-07-01T09:30"' in page
    assert "Editie 1 verschijnt vanzelf op 1 juli 2025, 09:30, tijd in Amsterdam." in page
    assert "embargo tot 1 jul 2025, 09:30" in listed
    assert "Uitbesteden" in preview.content.decode()
    with clock(NOW):
        client.post(f"{PAGE}edition/", {"action": "lift", "number": "1"})
    assert answer("/p/sample/", NOW)[0] == 200
