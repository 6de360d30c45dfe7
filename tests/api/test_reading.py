"""Reading by other programs: what is given, to whom, how it is counted, and what is said when something is wrong."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from pytest_django import Settings
from pytest_django.fixtures import DjangoAssertNumQueries

from polls.api.models import ApiToken, Scope
from polls.api.services.tokens import revoke_token
from polls.collection.models import DailyCount
from polls.questionnaire.models import Poll
from polls.results.services import runs
from polls.results.services.recipes import recipe_for
from tests.api.conftest import ask, token_for
from tests.results import sample
from tests.results.conftest import poll_with_results

pytestmark = pytest.mark.django_db


def launched(slug: str, **fields: object) -> Poll:
    return sample.published(sample.questionnaire(slug), **fields)


def test_a_list_names_launched_polls_and_no_drafts() -> None:
    launched("sample")
    Poll.objects.create(slug="draft", title={"nl": "Concept"})

    answer = ask("/polls", token_for(Scope.POLLS))

    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "application/json"
    body = answer.json()
    assert body["next"] is None
    assert [item["slug"] for item in body["items"]] == ["sample"]
    assert body["items"][0] == {
        "slug": "sample",
        "title": "Uitbesteden",
        "phase": "open",
        "languages": ["nl", "en"],
        "channel": "invitation",
        "is_anonymous": False,
        "minimum_base": 5,
        "launched_at": "2025-03-04T12:00:00Z",
        "opens_at": None,
        "closes_at": None,
        "invited": 0,
        "responses": {"count": 0, "is_rounded": False},
        "runs": "https://polls.example/api/v1/polls/sample/runs",
        "url": "https://polls.example/api/v1/polls/sample",
    }


def test_a_poll_comes_with_the_labels_of_its_codes_in_the_language_asked_for() -> None:
    launched("sample")
    token = token_for(Scope.POLLS)

    dutch, english = (ask(f"/polls/sample?lang={language}", token).json() for language in ("nl", "en"))

    assert (dutch["title"], english["title"]) == ("Uitbesteden", "Outsourcing")
    assert english["version"]["number"] == 1
    assert english["labels"]["questions"][1]["text"] == "What is the most important criterion?"
    assert dutch["labels"]["questions"][1]["choices"][0] == {"code": "quality", "label": "Kwaliteit"}
    assert english["labels"]["segment_variables"][0]["segments"][1] == {"code": "bpo", "label": "Outsourcer"}


def test_the_count_of_an_open_anonymous_poll_is_rounded_down() -> None:
    poll = sample.published(sample.questionnaire(is_anonymous=True))
    DailyCount.objects.create(poll=poll, day=sample.NOW.date(), shard=0, submitted=14)
    token = token_for(Scope.POLLS)

    assert ask("/polls/sample", token).json()["responses"] == {"count": 10, "is_rounded": True}
    Poll.objects.update(state=Poll.State.CLOSED)
    assert ask("/polls/sample", token).json()["responses"] == {"count": 14, "is_rounded": False}


def test_a_run_is_the_document_that_passed_disclosure_with_labels() -> None:
    _poll, run = poll_with_results(40)
    token = token_for(Scope.RUNS)

    (listed,) = ask("/polls/sample/runs", token).json()["items"]
    body = ask(f"/runs/{run.pk}?lang=en", token).json()

    assert listed["id"] == body["id"] == str(run.pk)
    assert body["document"] == run.summary
    assert (body["responses"], body["filter"], body["weights"]) == (40, None, None)
    assert body["labels"]["title"] == "Outsourcing"
    assert body["data_sha256"] == run.data_hash


def test_runs_of_one_segment_are_listed_when_asked_for() -> None:
    poll, run = poll_with_results(60)
    recipe = recipe_for(sample.questionnaire(), variable="role", segment="inhouse")
    part = runs.request_run(poll, recipe=recipe, by=None, now=sample.NOW, is_urgent=False, data_key=run.data_key)
    runs.execute(part.pk, now=sample.NOW, clock=lambda: sample.NOW)
    token = token_for(Scope.RUNS)

    assert [each["id"] for each in ask("/polls/sample/runs", token).json()["items"]] == [str(run.pk)]
    filters = [each["filter"] for each in ask("/polls/sample/runs?of=any", token).json()["items"]]
    assert sorted(filters, key=str) == [None, {"variable": "role", "segment": "inhouse"}] or None in filters


def test_a_run_that_is_not_finished_is_not_there() -> None:
    poll = launched("sample")
    waiting = runs.request_run(
        poll, recipe=recipe_for(sample.questionnaire()), by=None, now=sample.NOW, is_urgent=False
    )
    token = token_for(Scope.RUNS)

    assert ask("/polls/sample/runs", token).json()["items"] == []
    assert ask(f"/runs/{waiting.pk}", token).status_code == 404


def test_pages_give_each_poll_once_also_when_polls_are_added_meanwhile() -> None:
    for number in range(7):
        launched(f"poll-{number}")
    token = token_for(Scope.POLLS)
    seen, url = [], "/api/v1/polls?limit=3"

    while url:
        answer = ask(url.removeprefix("https://polls.example").removeprefix("/api/v1"), token)
        body = answer.json()
        seen += [item["slug"] for item in body["items"]]
        url = body["next"]
        assert answer.headers.get("Link") == (f'<{url}>; rel="next"' if url else None)
        launched(f"later-{len(seen)}")

    assert seen == [f"poll-{number}" for number in range(6, -1, -1)]


@pytest.mark.parametrize("query", ["cursor=x", "cursor=WzFd", "limit=0", "limit=101", "limit=1e1", "lang=de", "page=2"])
def test_a_wrong_parameter_is_named(query: str) -> None:
    answer = ask(f"/polls?{query}", token_for(Scope.POLLS))

    assert answer.status_code == 400
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json()["type"] == "https://polls.example/api/#bad-parameter"
    assert query.partition("=")[0] in answer.json()["detail"]


def test_without_a_token_or_with_a_wrong_one_nothing_is_read() -> None:
    launched("sample")
    spent, _ = token_for(Scope.POLLS), revoke_token(ApiToken.objects.get(), by=None, now=timezone.now())
    old = token_for(Scope.POLLS, expires_at=timezone.now() - timedelta(seconds=1))

    assert ask("/polls").status_code == 401
    assert ask("/polls").headers["WWW-Authenticate"] == "Bearer"
    for wrong in (spent, old, "ksf_" + "x" * 43, "no-token"):
        answer = ask("/polls", wrong)
        assert answer.status_code == 401
        assert answer.json()["type"].endswith("#wrong-token")
        assert answer.headers["WWW-Authenticate"] == 'Bearer error="invalid_token"'


def test_a_token_opens_its_own_kind_and_its_own_polls_only() -> None:
    mine, other = launched("mine"), launched("other")
    token = token_for(Scope.POLLS, polls=[mine])

    assert [item["slug"] for item in ask("/polls", token).json()["items"]] == ["mine"]
    assert ask("/polls/mine", token).status_code == 200
    assert ask(f"/polls/{other.slug}", token).status_code == 404
    refused = ask("/polls/mine/runs", token)
    assert refused.status_code == 403
    assert refused.headers["WWW-Authenticate"] == 'Bearer error="insufficient_scope", scope="runs:read"'


def test_what_has_not_changed_is_not_sent_again() -> None:
    launched("sample")
    token = token_for(Scope.POLLS)
    first = ask("/polls/sample", token)

    again = ask("/polls/sample", token, If_None_Match=first.headers["ETag"])
    weak = ask("/polls/sample", token, If_None_Match=f'"other", W/{first.headers["ETag"]}')
    other = ask("/polls/sample?lang=en", token, If_None_Match=first.headers["ETag"])

    assert (again.status_code, again.content, again.headers["ETag"]) == (304, b"", first.headers["ETag"])
    assert (weak.status_code, other.status_code) == (304, 200)


def test_a_token_may_ask_so_often_in_a_minute(settings: Settings) -> None:
    settings.API_RATE = 2
    token, other = token_for(Scope.POLLS), token_for(Scope.POLLS)

    answers = [ask("/polls", token) for _ in range(3)]
    if answers[2].status_code == 200:  # a minute went by between them
        cache.clear()
        answers = [ask("/polls", token) for _ in range(3)]

    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert 1 <= int(answers[2].headers["Retry-After"]) <= 60
    assert answers[0].headers["RateLimit-Policy"] == '"minute";q=2;w=60'
    assert answers[1].headers["RateLimit"].startswith('"minute";r=0;t=')
    assert answers[2].json()["status"] == 429
    assert ask("/polls", other).status_code == 200


def test_who_guesses_tokens_is_counted_by_network(settings: Settings) -> None:
    settings.API_RATE_OPEN = 3

    statuses = [ask("/polls", f"ksf_{number:043}").status_code for number in range(8)]

    assert statuses[:3] == [401, 401, 401]
    assert 429 in statuses


def test_only_reading_is_possible() -> None:
    token = token_for(Scope.POLLS)

    answer = Client().post("/api/v1/polls", headers={"Authorization": f"Bearer {token}"})

    assert (answer.status_code, answer.headers["Allow"]) == (405, "GET, HEAD")
    assert answer.json()["title"] == "Alleen lezen is mogelijk"


def test_an_unknown_address_is_a_problem_too() -> None:
    answer = ask("/nowhere")

    assert answer.status_code == 404
    assert answer.json()["instance"] == "/api/v1/nowhere"


def test_the_database_knows_no_token_and_of_its_use_the_day_only() -> None:
    token = token_for(Scope.POLLS)

    ask("/polls", token)

    row = ApiToken.objects.get()
    assert token not in str(ApiToken.objects.values().get())
    assert (row.hint, row.last_used_on) == (token[:10], timezone.localdate())


@pytest.mark.parametrize("count", [1, 12])
def test_however_many_rows_the_queries_are_as_many(
    count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    _poll, run = poll_with_results(40)
    for number in range(count - 1):
        launched(f"poll-{number}")
        run.pk, run.data_key = None, f"state-{number}"
        run.pk = type(run)._meta.pk.get_default()
        run.save(force_insert=True)
    token = token_for(Scope.POLLS, Scope.RUNS)
    ask("/polls", token)  # the first of a day notes the day

    for path, queries in {"/polls": 3, "/polls/sample": 3, "/polls/sample/runs": 2, f"/runs/{run.pk}": 2}.items():
        with django_assert_num_queries(queries):
            assert ask(path, token).status_code == 200
