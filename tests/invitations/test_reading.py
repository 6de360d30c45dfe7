"""A large contact file is read by a worker: it is kept until then, and whatever happens the page says how it stands."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.models import User
from polls.collection.services.rights import erase
from polls.invitations import services, tasks
from polls.invitations.contact_file import FILE_PROBLEMS
from polls.invitations.models import ContactImport
from polls.invitations.services import importing
from polls.invitations.services.background import LEASE, MOST_ATTEMPTS
from tests.invitations.sample import NOW, make_contacts

pytestmark = pytest.mark.django_db

ROWS = 2_400
LARGE = ("E-mail;Naam\n" + "".join(f"person{n}@firm.example;Person {n}\n" for n in range(ROWS))).encode()
BROKEN = b"PK\x03\x04" + b"this is no workbook " * 4_000


def kept(content: bytes = LARGE, by: User | None = None) -> ContactImport:
    return services.take_import(SimpleUploadedFile("list.csv", content), by=by, now=NOW)


def work(made: ContactImport, *, after: timedelta = timedelta(0)) -> ContactImport:
    services.work_on_import(made.pk, now=lambda: NOW + after)
    return ContactImport.objects.get(pk=made.pk)


def test_a_large_file_waits_and_is_read_by_a_worker() -> None:
    made = kept()
    assert (made.state, len(bytes(made.upload or b"")), made.cells) == ("reading", len(LARGE), [])
    read = work(made)
    assert (read.state, read.upload, len(read.cells)) == ("columns", None, ROWS + 1)
    assert [column.target for column in services.columns_of(read)] == ["email", "name"]


def test_a_small_file_is_read_at_once() -> None:
    made = kept(b"email\na@b.example\n")
    assert (made.state, made.upload, len(made.cells)) == ("columns", None, 2)


def test_a_large_file_that_cannot_be_read_says_why_and_is_forgotten() -> None:
    read = work(kept(BROKEN))
    assert (read.state, read.upload, read.outcome) == ("failed", None, {"problem": "damaged"})


def test_a_worker_that_dies_is_followed_by_another_when_its_lease_has_run_out(monkeypatch: pytest.MonkeyPatch) -> None:
    made = kept()
    die_while_reading(monkeypatch, made)
    assert work(made, after=LEASE / 2).state == "reading"
    assert work(made, after=LEASE * 2).state == "columns"


def die_while_reading(monkeypatch: pytest.MonkeyPatch, made: ContactImport, *, at: timedelta = timedelta(0)) -> None:
    """Let a worker take the file up and end before it has stored anything."""
    with monkeypatch.context() as patched:
        patched.setattr(importing, "read_kept", lambda made: None)
        work(made, after=at)


def test_after_three_deaths_nobody_tries_until_somebody_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    made = kept()
    for attempt in range(MOST_ATTEMPTS):
        die_while_reading(monkeypatch, made, at=LEASE * 2 * attempt)
    given_up = work(made, after=LEASE * 10)
    assert (given_up.state, services.waits_unread(given_up)) == ("failed", True)
    services.hand_over(given_up, ContactImport.State.READING)
    assert work(made, after=LEASE * 10).state == "columns"


def test_a_worker_that_was_only_slow_stores_nothing_over_the_work_of_another() -> None:
    made = kept()
    slow = ContactImport.objects.get(pk=made.pk)
    services.choose_columns(work(made), [], rule="fill")
    importing.read_kept(slow)
    assert ContactImport.objects.get(pk=made.pk).mapping["columns"] == []


def test_who_is_erased_stands_in_no_file_that_waits() -> None:
    contact = make_contacts(1)[0]
    made = kept()
    slow = ContactImport.objects.get(pk=made.pk)
    erase(contact, by=None, now=NOW)
    importing.read_kept(slow)  # it had the file in hand already
    left = ContactImport.objects.get(pk=made.pk)
    assert (left.state, left.upload, left.cells, left.outcome) == ("failed", None, [], {"problem": "forgotten"})


def test_a_column_of_addresses_with_another_name_can_be_chosen() -> None:
    made = kept(b"Wie;Naam\na@b.example;Anne\n")
    assert not services.has_addresses(made)
    assert made.state == "columns"


class TestPages:
    @pytest.fixture
    def editor(self, client: Client) -> User:
        user = User.objects.create_user("editor@ksf.example", "x", name="Roos", role="editor")
        client.force_login(user, backend="accounts.backends.RoleBackend")
        return user

    @pytest.fixture
    def woken(self, monkeypatch: pytest.MonkeyPatch) -> list[int]:
        woken: list[int] = []
        monkeypatch.setattr(tasks, "wake_imports", lambda: woken.append(1))
        return woken

    def choose(self, client: Client, content: bytes) -> str:
        answer = client.post("/contacts/import/", {"file": SimpleUploadedFile("leden.csv", content)})
        assert answer.status_code == 302
        return str(answer["Location"])

    def test_the_page_waits_without_scripts_and_goes_on_to_the_columns(
        self, client: Client, editor: User, woken: list[int]
    ) -> None:
        address = self.choose(client, LARGE)
        page = client.get(address, headers={"accept-language": "en"}).content.decode()
        assert 'http-equiv="refresh"' in page
        assert "Reading the file" in page
        assert woken == [1]
        assert address in client.get("/contacts/import/").content.decode()
        tasks.work_on_imports()
        answer = client.get(address)
        assert (answer.status_code, answer["Location"]) == (302, address + "columns/")
        assert "2,400 rows" in client.get(answer["Location"], headers={"accept-language": "en"}).content.decode()

    def test_what_is_wrong_with_it_stands_at_the_file(self, client: Client, editor: User, woken: list[int]) -> None:
        address = self.choose(client, BROKEN)
        tasks.work_on_imports()
        answer = client.get(address)
        assert answer.context["form"].errors == {"file": [str(FILE_PROBLEMS["damaged"])]}
        assert "leden.csv" in answer.content.decode()
        assert client.post(address).status_code == 200  # there is nothing to try again
        assert len(woken) == 1
        assert list(answer.context["unfinished"]) == []

    def test_reading_that_was_given_up_is_tried_again_without_the_file(
        self, client: Client, editor: User, woken: list[int]
    ) -> None:
        address = self.choose(client, LARGE)
        ContactImport.objects.update(state="failed", attempts=MOST_ATTEMPTS)
        assert f'action="{address}"' in client.get(address).content.decode()
        client.post(address)
        tasks.work_on_imports()
        assert client.get(address)["Location"] == address + "columns/"
        assert len(woken) == 2

    def test_a_file_without_a_name_for_its_addresses_asks_which_column_has_them(
        self, client: Client, editor: User
    ) -> None:
        address = self.choose(client, b"Wie;Naam\na@b.example;Anne\n")
        assert client.get(address).context["needs_addresses"]
        assert client.post(address, {"rule": "fill", "target-0": "email", "target-1": "name"}).status_code == 302
