"""The pages of those who make publications: nothing is lost when two write, and a second person approves."""

from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from polls.publication.models import Edition, Publication
from polls.publication.services import composing, making
from polls.publication.services.composing import composition_of
from polls.results.models import MethodStatement
from tests.publication.conftest import begun, closed_poll, offered, person, published
from tests.publication.stored import stored
from tests.results.sample import NOW

pytestmark = pytest.mark.django_db

PAGE = "/polls/sample/publications/sample/"


def browser(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="accounts.backends.RoleBackend")
    return client


def form_of(publication: Publication, **changed: str) -> dict[str, Any]:
    """Give what the page would post."""
    composition = composition_of(publication)
    data: dict[str, Any] = {
        "revision": str(publication.revision),
        "language": list(composition.languages),
        "entries": str(len(composition.entries)),
    }
    for language in ("nl", "en"):
        data |= {
            f"title-{language}": composition.title.get(language, ""),
            f"lead-{language}": composition.lead.get(language, ""),
        }
        for number, entry in enumerate(composition.entries):
            data |= {
                f"entry-{number}-question": entry.question,
                f"entry-{number}-variable": entry.variable or "",
                f"entry-{number}-title-{language}": entry.title.get(language, ""),
                f"entry-{number}-text-{language}": entry.text.get(language, ""),
                f"entry-{number}-table": "on",
            }
    return data | changed


def test_a_publication_is_begun_from_the_results(client: Client) -> None:
    closed_poll()
    analyst = browser(person("analyst"))
    assert "Een publicatie beginnen" in analyst.get("/polls/sample/publications/").content.decode()
    answer = analyst.post("/polls/sample/publications/")

    assert answer["Location"] == PAGE
    text = analyst.get(PAGE).content.decode()
    assert "{120|respondents}" in text
    assert "ter goedkeuring aan te bieden" in text


def test_entries_are_moved_added_and_left_out_with_what_was_typed() -> None:
    author = person("analyst")
    publication = begun(author)
    first, second = composition_of(publication).questions
    client = browser(author)
    client.post(PAGE, form_of(publication, action="down-0", **{"title-nl": "Andere kop"}))
    publication.refresh_from_db()
    assert composition_of(publication).questions == (second, first)
    assert composition_of(publication).title["nl"] == "Andere kop"

    client.post(PAGE, form_of(publication, action="add", add="seats"))
    publication.refresh_from_db()
    assert composition_of(publication).questions == (second, first, "seats")
    client.post(PAGE, form_of(publication, action="remove-1"))
    publication.refresh_from_db()
    assert composition_of(publication).questions == (second, "seats")


def test_two_who_write_at_once_lose_nothing() -> None:
    author = person("analyst")
    publication = begun(author)
    mine = form_of(publication, action="save", **{"lead-nl": "Wat ik schreef."})
    composing.change(publication, composition_of(publication), revision=2, by=person("editor", "Ada"), now=NOW)
    answer = browser(author).post(PAGE, mine)

    assert answer.status_code == 409
    assert "Wat ik schreef." in answer.content.decode()
    assert "Ada wijzigde deze publicatie" in answer.content.decode()
    publication.refresh_from_db()
    assert composition_of(publication).lead["nl"] != "Wat ik schreef."


def test_what_is_missing_is_named_with_the_place_where_it_is_mended() -> None:
    author = person("analyst")
    begun(author)
    MethodStatement.objects.update(answers={})
    text = browser(author).get(PAGE).content.decode()

    assert '<a href="/polls/sample/method/">Verantwoording: Contact ontbreekt.</a>' in text
    answer = browser(author).post(f"{PAGE}edition/", {"action": "offer", "revision": "2"})
    assert answer.status_code == 422
    assert not Edition.objects.exists()


def test_the_whole_way_takes_two_people() -> None:
    author, reader = person("analyst"), person("editor")
    begun(author)
    one, two = browser(author), browser(reader)
    one.post(f"{PAGE}edition/", {"action": "offer", "revision": "2"})
    edition = Edition.objects.get()
    assert "wordt gemaakt" in one.get(f"{PAGE}edition/").content.decode()
    making.make_edition(edition.pk, now=NOW, clock=lambda: NOW)
    edition.refresh_from_db()
    seen = {"number": "1", "hash": edition.content_hash}
    preview = two.get(f"{PAGE}preview/?frozen=1").content.decode()
    assert "precies wat ter goedkeuring is aangeboden" in preview

    assert one.post(f"{PAGE}edition/", {"action": "approve", **seen}).status_code == 403
    assert one.post(f"{PAGE}edition/", {"action": "publish", **seen}).status_code == 409
    assert two.post(f"{PAGE}edition/", {"action": "approve", **seen}).status_code == 302
    assert one.post(f"{PAGE}edition/", {"action": "publish", **seen}).status_code == 302
    assert "is openbaar sinds" in one.get(f"{PAGE}edition/").content.decode()
    assert Client().get("/p/sample/").status_code == 200


def test_a_second_person_sends_it_back_with_a_reason_that_its_makers_read() -> None:
    author, reader = person("analyst"), person("editor", "Ada")
    publication = begun(author)
    edition = offered(publication, author)
    one, two = browser(author), browser(reader)
    assert "Terugsturen" not in one.get(f"{PAGE}edition/").content.decode()
    assert "Terugsturen" in two.get(f"{PAGE}edition/").content.decode()
    assert "is ter goedkeuring aangeboden" in one.get(PAGE).content.decode()
    seen = {"action": "back", "number": "1", "hash": edition.content_hash}
    refused = two.post(f"{PAGE}edition/", {**seen, "reason": " "})
    assert (refused.status_code, "Schrijf waarom u dit terugstuurt." in refused.content.decode()) == (422, True)
    assert two.post(f"{PAGE}edition/", {**seen, "reason": "De <kop> is te lang."}).status_code == 302

    for address in (PAGE, f"{PAGE}edition/"):
        text = one.get(address).content.decode()
        assert "Teruggestuurd door Ada op " in text
        assert "De &lt;kop&gt; is te lang." in text
        assert "ter goedkeuring aan te bieden" in text
    assert two.post(f"{PAGE}edition/", {**seen, "reason": "Nog eens."}).status_code == 409


def test_approving_what_was_changed_meanwhile_is_refused_and_shows_how_it_is_now() -> None:
    author, reader = person("analyst"), person("editor")
    publication = begun(author)
    edition = offered(publication, author)
    composing.change(publication, composition_of(publication), revision=2, by=author, now=NOW)
    answer = browser(reader).post(
        f"{PAGE}edition/", {"action": "approve", "number": "1", "hash": edition.content_hash}
    )  # fmt: skip

    assert answer.status_code == 409
    assert "De inhoud is gewijzigd nadat die was aangeboden" in answer.content.decode()


def test_only_an_administrator_lets_one_person_be_enough() -> None:
    author, chief = person("analyst"), person("administrator")
    publication = begun(author)
    assert browser(author).post(f"{PAGE}approval/", {"needed": "no"}).status_code == 403
    browser(chief).post(f"{PAGE}approval/", {"needed": "no"})
    publication.refresh_from_db()
    assert publication.needs_approval is False


def test_a_withdrawal_asks_for_a_note() -> None:
    author, reader = person("analyst"), person("editor")
    published(begun(author), author, reader)
    client = browser(reader)
    assert client.post(f"{PAGE}edition/", {"action": "withdraw", "note-nl": ""}).status_code == 422
    client.post(f"{PAGE}edition/", {"action": "withdraw", "note-nl": "Er is dubbel geteld."})
    assert "Er is dubbel geteld." in Client().get("/p/sample/").content.decode()


def test_a_preview_shows_the_contents_as_they_are_now() -> None:
    author = person("analyst")
    publication = begun(author)
    text = browser(author).get(f"{PAGE}preview/").content.decode()
    assert "Voorbeeld van de inhoud zoals die nu is." in text
    publication.composition["entries"][0]["variable"] = "nothing"
    publication.save()
    assert browser(author).get(f"{PAGE}preview/")["Location"] == PAGE


def test_what_waits_is_seen_in_the_list() -> None:
    poll, run = closed_poll()
    stored(poll, run, now=NOW, is_published=False)
    text = browser(person("viewer")).get("/polls/sample/publications/").content.decode()
    assert "ter goedkeuring aangeboden" in text
    assert "Inhoud</a>" not in text
