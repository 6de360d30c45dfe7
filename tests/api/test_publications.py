"""Publications for other programs: without a token, edition by edition, and what was withdrawn is told no more."""

import pytest
from django.test import Client
from pytest_django.fixtures import DjangoAssertNumQueries

from polls.api.models import Delivery, Webhook
from polls.api.services.messages import pass_on
from polls.publication.models import Edition
from polls.publication.services import approving
from polls.questionnaire.models import Announcement
from tests.api.conftest import ask
from tests.api.json_schema import violations
from tests.publication.conftest import NOTE, begun, offered, person, published
from tests.results.sample import NOW

pytestmark = pytest.mark.django_db


def test_a_publication_is_read_without_a_token_as_its_editions_are(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    author, reader = person("analyst"), person("administrator")
    publication = begun(author, languages=("nl", "en"))
    offered(publication, author)
    assert ask("/publications").json()["items"] == []
    assert ask("/publications/sample").status_code == 404
    edition = published(publication, author, reader)
    Webhook.objects.create(name="site", url="https://1.1.1.1/", kinds=["publication.published"], created_at=NOW)

    with django_assert_num_queries(1):
        listed = ask("/publications?lang=en")
    with django_assert_num_queries(1):
        whole = ask(f"/publications/{publication.slug}")
    with django_assert_num_queries(2):
        told = ask(f"/publications/{publication.slug}/editions/1")

    assert listed.json()["items"][0] == {
        "slug": publication.slug,
        "poll": "sample",
        "title": edition.document["texts"]["en"]["title"] if edition.document else "",
        "edition": 1,
        "published_at": "2025-03-04T12:00:00Z",
        "is_withdrawn": False,
        "page": f"https://polls.example/p/{publication.slug}/",
        "url": f"https://polls.example/api/v1/publications/{publication.slug}",
    }
    assert listed.headers["Access-Control-Allow-Origin"] == "*"
    assert [each["number"] for each in whole.json()["editions"]] == [1]
    assert told.json()["document"] == edition.document
    assert told.json()["sha256"] == edition.content_hash
    files = {each["name"]: each["sha256"] for each in told.json()["files"]}
    assert files == dict(edition.files.values_list("name", "sha256"))
    _holds_to_the_document("/publications", "/publications/{slug}", "/publications/{slug}/editions/{number}")

    pass_on(now=NOW)
    assert Announcement.objects.filter(kind="publication.published").count() == 1
    message = Delivery.objects.get(kind="publication.published")
    assert f'"url":"https://polls.example/api/v1/publications/{publication.slug}/editions/1"' in message.body


def test_a_withdrawn_edition_says_why_and_tells_nothing_else() -> None:
    author, reader = person("analyst"), person("administrator")
    publication = begun(author)
    published(publication, author, reader)
    approving.withdraw(publication, NOTE, by=reader, now=NOW)

    assert ask("/publications").json()["items"] == []
    assert ask(f"/publications/{publication.slug}").json()["is_withdrawn"] is True
    told = ask(f"/publications/{publication.slug}/editions/1").json()
    assert (told["document"], told["files"]) == (None, [])
    assert told["withdrawal_note"] == "Een getal is verbeterd."


def _holds_to_the_document(*paths: str) -> None:
    made, slug = Client().get("/api/v1/openapi.json").json(), Edition.objects.get().publication.slug
    for path in paths:
        schema = made["paths"][path]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
        sent = ask(path.replace("{slug}", slug).replace("{number}", "1")).json()
        assert list(violations(sent, schema, made)) == []
