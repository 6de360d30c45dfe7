"""What everybody reads: editions at their own addresses, files, frames and receipts, without cookies."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from polls.collection.services.receipts import hash_receipt
from polls.publication.models import Edition
from tests.publication.conftest import RECEIPT, begun, person, published
from tests.publication.stored import stored
from tests.results import sample
from tests.results.conftest import poll_with_results
from tests.results.sample import NOW

pytestmark = pytest.mark.django_db

LATER = NOW + timedelta(days=1)


def one(**fields: Any) -> Edition:
    poll, run = poll_with_results(40)
    return stored(poll, run, now=NOW, **fields)


def page(client: Client, path: str, **headers: str) -> Any:
    answer: Any = client.get(path, headers=headers)
    assert not answer.cookies
    return answer


def test_the_page_of_a_publication_tells_what_was_frozen(client: Client) -> None:
    edition = one()
    answer = page(client, "/p/sample/")
    text = answer.content.decode()

    assert answer.status_code == 200
    assert "Kwaliteit wint &lt;van&gt; prijs" in text
    assert '<html lang="nl">' in text
    assert edition.content_hash in text
    assert 'property="og:image" content="http://localhost:8000/p/sample/1/sample-1-card-nl.png"' in text
    assert "src=&quot;" not in text
    assert "http://localhost:8000/p/sample/1/embed/criterion/?lang=nl" in text
    assert "max-age=60" in answer["Cache-Control"]
    assert "frame-ancestors 'none'" in answer["Content-Security-Policy"]
    assert "Quality beats price" in page(client, "/p/sample/?lang=en").content.decode()
    assert "Kwaliteit wint" in page(client, "/p/sample/?lang=fr", **{"accept-language": "en"}).content.decode()


def test_a_page_is_not_sent_twice(client: Client) -> None:
    one()
    etag = page(client, "/p/sample/")["ETag"]
    again = page(client, "/p/sample/", **{"if-none-match": etag})

    assert (again.status_code, again.content) == (304, b"")


def test_a_page_costs_three_queries_once_and_then_one(client: Client, django_assert_num_queries: Any) -> None:
    one()
    with django_assert_num_queries(3):
        client.get("/p/sample/")
    with django_assert_num_queries(1):
        client.get("/p/sample/")


def test_all_publications_are_listed_with_their_newest_edition(client: Client) -> None:
    first = one()
    stored(first.publication.poll, first.run, now=LATER, number=2)
    answer = page(client, "/p/")
    text = answer.content.decode()

    assert text.count("Kwaliteit wint &lt;van&gt; prijs") == 1
    assert "editie 2" in text
    assert "5 maart 2025" in text
    assert "Een meerderheid (54%) noemt kwaliteit." in text
    assert 'href="/p/sample/"' in text
    assert "max-age=60" in answer["Cache-Control"]
    english = page(client, "/p/?lang=en").content.decode()
    assert 'href="/p/sample/?lang=en">Quality beats price' in english
    assert 'href="/p/?lang=en"' in page(client, "/p/sample/?lang=en").content.decode()


def test_what_nobody_may_read_is_not_listed(client: Client) -> None:
    assert "Er is nog niets gepubliceerd." in page(client, "/p/").content.decode()
    edition = one(is_published=False)
    assert "Kwaliteit wint" not in page(client, "/p/").content.decode()
    stored(edition.publication.poll, edition.run, now=LATER, number=2, withdrawn_at=LATER)
    assert "Kwaliteit wint" not in page(client, "/p/").content.decode()


def test_the_list_of_publications_has_pages(client: Client, django_assert_num_queries: Any) -> None:
    poll, run = poll_with_results(40)
    for number in range(21):
        poll.slug = f"sample-{number}"
        stored(poll, run, now=NOW + timedelta(days=number))
    with django_assert_num_queries(2):
        newest = page(client, "/p/").content.decode()
    oldest = page(client, "/p/?page=2").content.decode()

    assert newest.index("/p/sample-20/") < newest.index("/p/sample-19/")
    assert "/p/sample-0/" not in newest
    assert "/p/sample-0/" in oldest
    assert "Pagina 2 van 2" in oldest


def test_what_is_said_at_length_of_the_method_is_folded_up(client: Client) -> None:
    one()
    text = page(client, "/p/sample/").content.decode()
    assert "<dt>Opdrachtgever</dt><dd>KSF</dd>" in text
    assert "<summary>Vragen</summary><p>1. Wat telt?<br>" in text


def test_an_old_edition_stays_and_says_what_replaced_it(client: Client) -> None:
    first = one()
    assert "vervangen" not in page(client, "/p/sample/1/").content.decode()
    stored(first.publication.poll, first.run, now=LATER, number=2)
    old, new = page(client, "/p/sample/1/"), page(client, "/p/sample/")

    assert "Deze editie is op 5 maart 2025 vervangen. De nieuwste is editie 2." in old.content.decode()
    assert old["X-Robots-Tag"] == "noindex"
    assert "Eén getal verbeterd." in new.content.decode()
    assert "X-Robots-Tag" not in new
    assert page(client, "/p/sample/3/").status_code == 404


def test_what_is_offered_or_unknown_is_not_there(client: Client) -> None:
    one(is_published=False)
    for path in ("/p/sample/", "/p/sample/1/", "/p/sample/1/sample-1-tables-nl.csv", "/p/other/"):
        assert page(client, path).status_code == 404


def test_what_was_withdrawn_gives_way_to_a_note(client: Client) -> None:
    one(withdrawn_at=LATER, withdrawal_note={"nl": "Er is dubbel geteld.", "en": "Counted twice."})
    answer = page(client, "/p/sample/")

    assert answer.status_code == 410
    assert "Er is dubbel geteld." in answer.content.decode()
    assert "54%" not in answer.content.decode()
    assert page(client, "/p/sample/1/sample-1-tables-nl.csv").status_code == 410
    frame = page(client, "/p/sample/1/embed/criterion/?lang=en")
    assert "Counted twice." in frame.content.decode()
    assert "54%" not in frame.content.decode()


def test_only_the_frame_of_an_entry_may_stand_on_other_sites(client: Client) -> None:
    one()
    frame = page(client, "/p/sample/1/embed/criterion/")
    assert "frame-ancestors *" in frame["Content-Security-Policy"]
    assert "X-Frame-Options" not in frame
    assert "Het criterium" in frame.content.decode()
    assert page(client, "/p/sample/")["X-Frame-Options"] == "DENY"
    assert page(client, "/p/sample/1/embed/nothing/").status_code == 404


def test_a_file_is_given_byte_for_byte(client: Client) -> None:
    one()
    answer = page(client, "/p/sample/1/sample-1-tables-nl.csv")
    assert answer.content == b"n;54\n"
    assert answer["Content-Disposition"] == 'attachment; filename="sample-1-tables-nl.csv"'
    assert page(client, "/p/sample/1/sample-1-nothing.csv").status_code == 404


def test_a_receipt_is_counted_or_not_and_nothing_else_is_told(client: Client) -> None:
    one(receipts=(hash_receipt(RECEIPT),))
    path = "/p/sample/1/receipt/?lang=en"
    assert "Are my answers counted?" in page(client, path).content.decode()
    yes = client.post(path, {"code": RECEIPT.lower().replace("-", " ")})
    no = client.post(path, {"code": RECEIPT.replace("7", "8")})
    odd = client.post(path, {"code": "<script>"})

    assert "the answers with this receipt are counted" in yes.content.decode()
    assert "no answers with this receipt are counted" in no.content.decode()
    assert (yes.status_code, no.status_code, odd.status_code) == (200, 200, 422)
    assert "<script>" not in odd.content.decode().replace("<script src", "")
    assert yes["Cache-Control"] == "no-store"
    assert not yes.cookies


def test_the_receipt_of_a_real_edition_is_found_in_its_list(client: Client) -> None:
    author, reader = person("analyst"), person("editor")
    edition = published(begun(author), author, reader)
    listed = client.get("/p/sample/1/sample-1-receipts.txt").content.decode()

    assert edition.document["receipts"]["count"] == 1  # type: ignore[index]
    assert RECEIPT not in listed
    assert hash_receipt(RECEIPT) not in listed
    assert "tellen mee" in client.post("/p/sample/1/receipt/", {"code": RECEIPT}).content.decode()


def test_receipts_are_not_listed_once_the_responses_moved(client: Client) -> None:
    author, reader = person("analyst"), person("editor")
    publication = begun(author)
    sample.respond(publication.poll, [{}], [{}])
    edition = published(publication, author, reader)

    assert edition.document["receipts"] is None  # type: ignore[index]
    assert "kunnen ontvangstcodes niet worden gecontroleerd" in client.get("/p/sample/").content.decode()
