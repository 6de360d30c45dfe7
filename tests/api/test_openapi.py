"""The OpenAPI document: as OpenAPI 3.1 wants it, and true of what is sent."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from django.test import Client

from polls.api.contract import ENDPOINTS
from polls.api.models import Scope
from polls.api.services.messages import MESSAGES
from polls.collection.models import DailyCount
from polls.questionnaire.models import Announcement
from tests.api.conftest import ask, token_for
from tests.api.json_schema import resolved, schema_faults, violations
from tests.reporting.writers.programs import library
from tests.results import sample
from tests.results.conftest import poll_with_results

pytestmark = pytest.mark.django_db

# What OpenAPI 3.1.0 knows at each place, and what must be there.
KNOWN = {
    "document": "openapi info jsonSchemaDialect servers paths webhooks components security tags externalDocs",
    "info": "title summary description termsOfService contact license version",
    "operation": "tags summary description externalDocs operationId parameters requestBody responses callbacks "
    "deprecated security servers",
    "parameter": "name in description required deprecated allowEmptyValue style explode allowReserved schema example",
    "response": "description headers content links",
    "components": "schemas responses parameters examples requestBodies headers securitySchemes links callbacks"
    " pathItems",
}
NEEDED = {
    "document": "openapi info paths",
    "info": "title version",
    "operation": "operationId summary responses parameters security",
    "parameter": "name in schema",
    "response": "description",
    "components": "",
}


def document(language: str = "en") -> Any:
    answer = Client().get(f"/api/v1/openapi.json?lang={language}")
    assert answer.headers["Content-Type"] == "application/json"
    return answer.json()


def shape_faults(place: str, value: Mapping[str, Any]) -> Iterator[str]:
    yield from (f"{place}: {name} is unknown" for name in value.keys() - set(KNOWN[place].split()))
    yield from (f"{place}: {name} is missing" for name in set(NEEDED[place].split()) - value.keys())


def operations(made: Any) -> Iterator[tuple[str, Any]]:
    for path, item in made["paths"].items():
        assert path.startswith("/")
        assert set(item) == {"get"}
        yield path, item["get"]


def test_the_document_follows_the_rules_of_openapi_3_1() -> None:
    made = document()
    faults = [*shape_faults("document", made), *shape_faults("info", made["info"])]
    faults += shape_faults("components", made["components"])
    names = []
    for path, operation in operations(made):
        names.append(operation["operationId"])
        faults += shape_faults("operation", operation)
        assert operation["tags"] == [] or set(operation["tags"]) <= {tag["name"] for tag in made["tags"]}
        in_path = {each["name"] for each in operation["parameters"] if each["in"] == "path"}
        assert in_path == set(re.findall(r"\{(\w+)\}", path))
        for parameter in operation["parameters"]:
            faults += shape_faults("parameter", parameter)
            faults += schema_faults(parameter["schema"], made, f"{path} {parameter['name']}")
            assert parameter["required"] is (parameter["in"] == "path")
        for status, response in operation["responses"].items():
            assert re.fullmatch(r"[1-5]\d\d", status)
            response = resolved(response["$ref"], made) if "$ref" in response else response
            faults += shape_faults("response", response)
            for content in response.get("content", {}).values():
                faults += schema_faults(content["schema"], made, f"{path} {status}")
        for asked in operation["security"]:
            assert set(asked) <= set(made["components"]["securitySchemes"])
    for name, schema in made["components"]["schemas"].items():
        assert re.fullmatch(r"[A-Za-z0-9._-]+", name)
        faults += schema_faults(schema, made, name)
    assert made["openapi"] == "3.1.0"
    assert len(names) == len(set(names)) == len(ENDPOINTS)
    assert faults == []


@pytest.mark.either
@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_checker_that_is_not_ours_finds_no_fault_in_the_document(language: str) -> None:
    checker = library("openapi_spec_validator")
    made = document(language)
    assert [fault.message for fault in checker.OpenAPIV31SpecValidator(made).iter_errors()] == []
    del made["paths"]["/polls"]["get"]["responses"]
    del made["info"]["title"]
    assert len(list(checker.OpenAPIV31SpecValidator(made).iter_errors())) > 0


def test_the_checker_finds_what_is_planted() -> None:
    made = document()
    made["components"]["schemas"]["Poll"]["properties"]["title"] = {"type": "text"}
    assert list(schema_faults(made["components"]["schemas"]["Poll"], made, "Poll")) == ["Poll/title: text"]
    assert list(violations({"items": [], "next": 1}, resolved("#/components/schemas/PollList", document()), made)) == [
        "$.next"
    ]


def test_messages_to_webhooks_are_described_one_by_one() -> None:
    made = document()
    assert made["webhooks"].keys() == set(MESSAGES) == {*Announcement.Kind.values, "ping"}
    for kind, item in made["webhooks"].items():
        (operation,) = item.values()
        assert list(shape_faults("operation", operation)) == []
        schema = operation["requestBody"]["content"]["application/json"]["schema"]
        assert list(schema_faults(schema, made, kind)) == []
        if kind == "run.ready":
            data = {"poll": "a", "url": "b", "run": "c", "is_weighted": False}
            told = {"type": kind, "timestamp": "2025-03-04T12:00:00Z", "data": data}
            assert list(violations(told, schema, made)) == []
            assert list(violations({**told, "data": {**data, "email": "d"}}, schema, made)) != []


def sent(path: str, token: str) -> Any:
    answer = ask(path, token)
    assert answer.status_code == 200, answer.content
    return answer.json()


def test_what_is_sent_is_what_the_document_says() -> None:
    _poll, run = poll_with_results(40)
    DailyCount.objects.create(poll=_poll, day=sample.NOW.date(), shard=0, submitted=40)
    token, made = token_for(*Scope), document()
    asked = {
        "/": "/",
        "/polls": "/polls",
        "/polls/{slug}": "/polls/sample",
        "/polls/{slug}/runs": "/polls/sample/runs",
        "/runs/{run_id}": f"/runs/{run.pk}",
    }
    published = {path for path in made["paths"] if path.startswith("/publications")}  # test_publications looks at them
    assert asked.keys() | published == made["paths"].keys()

    for path, operation in operations(made):
        if path in published:
            continue
        schema = operation["responses"]["200"]["content"]["application/json"]["schema"]
        assert list(violations(sent(asked[path], token), schema, made)) == []


def test_problems_are_what_the_document_says() -> None:
    made = document()
    for code in ("no-token", "not-found"):
        schema = made["components"]["responses"][code]["content"]["application/problem+json"]["schema"]
        answer = ask("/polls") if code == "no-token" else ask("/nowhere")
        assert list(violations(answer.json(), schema, made)) == []


def test_the_document_is_the_same_until_the_code_changes_and_in_both_languages_of_one_shape() -> None:
    first = Client().get("/api/v1/openapi.json")
    again = Client().get("/api/v1/openapi.json", headers={"If-None-Match": first.headers["ETag"]})

    assert again.status_code == 304
    assert document("nl")["paths"].keys() == document("en")["paths"].keys()
    assert document("nl")["paths"]["/polls"]["get"]["summary"] == "Peilingen opsommen"


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_page_explains_every_address_field_and_problem(language: str) -> None:
    page = Client(headers={"Accept-Language": language}).get("/api/").content.decode()

    for made in ENDPOINTS.values():
        assert f"/api/v1{made.path}" in page
        assert str(made.name) in page
    for name in document()["components"]["schemas"]:
        assert f'id="schema-{name}"' in page
    assert 'id="too-many-requests"' in page
