"""Weights in the product: from a table to a page that shows what they do, to results that say so everywhere."""

import json
from collections.abc import Callable
from io import StringIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client

from polls.questionnaire.models import Poll, PollEvent
from polls.results.models import PollWeights, Run
from polls.results.services import runs
from tests.results import sample
from tests.results.conftest import finished_run, summary_of
from tests.results.test_views import content

pytestmark = pytest.mark.django_db

Staff = Callable[[str], Client]
WEIGHTS = "/polls/sample/weights/"
TYPED = {"name": "sector", "table": "variable; segment; target\nrole; inhouse; 30%\nrole; bpo; 70%", "method": "rake"}


@pytest.fixture
def poll(db: None) -> Poll:
    """Thirty inhouse, of whom ten like it, and twenty outsourcers, who all do."""
    poll = sample.published(sample.questionnaire(is_anonymous=True))
    answers = [{"opinion": "p5"}] * 10 + [{"opinion": "p1"}] * 20 + [{"opinion": "p5"}] * 20
    sample.respond(poll, answers, [{"role": "inhouse"}] * 30 + [{"role": "bpo"}] * 20)
    finished_run(poll)
    return poll


def analyst(staff: Staff) -> Client:
    client = staff("analyst")
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return client


def accepted(client: Client) -> PollWeights:
    page = client.post(WEIGHTS, TYPED).headers["Location"]
    client.post(f"{page}accept/")
    return PollWeights.objects.get()


def test_typed_targets_lead_to_a_page_that_shows_what_they_do(staff: Staff, poll: Poll) -> None:
    client = analyst(staff)
    address = client.post(WEIGHTS, TYPED).headers["Location"]
    assert address == f"{WEIGHTS}sector/1/"
    page = client.get(address)
    assert page.context["effective"] == "36"
    assert [(line.share, line.target, line.weighted) for line in page.context["margins"][0][1]] == [
        ("60.0%", "30.0%", "30.0%"),
        ("40.0%", "70.0%", "70.0%"),
    ]
    text = page.content.decode()
    assert "Accept these weights" in text
    shares = {line.label: (line.share, line.weighted) for line in page.context["questions"][0][3]}
    assert shares["Zeer positief"] == ("60%", "80%")


def test_a_file_does_the_same(staff: Staff, poll: Poll) -> None:
    file = SimpleUploadedFile("targets.csv", b"variabele;segment;doel\nrole;inhouse;300\nrole;bpo;700\n")
    assert analyst(staff).post(WEIGHTS, {"name": "sector", "method": "cells", "file": file}).status_code == 302
    assert PollWeights.objects.get().scheme["targets"] == {"role": {"inhouse": 0.3, "bpo": 0.7}}


@pytest.mark.parametrize(
    ("table", "says"),
    [
        ("role; inhouse; 30", "Segment “Outsourcer” of “Kind of centre” has no target"),
        ("role; inhouse; 30\nrole; bpo; x", "Line 2: the target of segment “Outsourcer” is “x”"),
        ("kind; inhouse; 30", "Line 1: there is no segment variable “kind”"),
        ("", "Choose a file with targets, or type them."),
    ],
)
def test_what_is_wrong_is_said_in_words(staff: Staff, poll: Poll, table: str, says: str) -> None:
    page = analyst(staff).post(WEIGHTS, {**TYPED, "table": table})
    assert page.status_code == 422
    assert says in page.content.decode()
    assert not PollWeights.objects.exists()


def test_a_segment_that_is_hidden_cannot_be_weighted_to(staff: Staff) -> None:
    poll = sample.published(sample.questionnaire(is_anonymous=True))
    sample.respond(poll, [{"opinion": "p5"}] * 33, [{"role": "inhouse"}] * 30 + [{"role": "bpo"}] * 3)
    finished_run(poll)
    page = analyst(staff).post(WEIGHTS, TYPED)
    assert "too small to be shown" in page.content.decode()


def test_acceptance_is_logged_once_and_a_next_table_is_a_next_version(staff: Staff, poll: Poll) -> None:
    client = analyst(staff)
    weights = accepted(client)
    client.post(f"{WEIGHTS}sector/1/accept/")
    event = PollEvent.objects.get(action=PollEvent.Action.WEIGHTED)
    assert event.detail == {"name": "sector", "version": 1}
    assert weights.accepted_by is not None
    assert client.post(WEIGHTS, TYPED).headers["Location"] == f"{WEIGHTS}sector/2/"


def test_results_are_weighted_only_when_asked_and_say_so(staff: Staff, poll: Poll) -> None:
    client = analyst(staff)
    accepted(client)
    plain = client.get("/polls/sample/results/")
    assert plain.context["weights"] is None
    page = client.get("/polls/sample/results/?weights=sector&by=role")
    row = page.context["report"].question("opinion").views["role"].rows[4]
    assert [cell.percent for cell in row.cells] == ["80%", "33%", "100%"]
    text = page.content.decode()
    assert "Weighted by “sector”, version 1." in text
    assert "weighted, effective base 36" in text
    assert "effective base 36 of 50" in text


def test_the_run_carries_the_weights_in_its_recipe_and_in_its_numbers(staff: Staff, poll: Poll) -> None:
    client = analyst(staff)
    accepted(client)
    client.get("/polls/sample/results/?weights=sector")
    run = Run.objects.get(recipe__weights__name="sector")
    assert run.recipe["weights"]["version"] == 1
    assert run.summary is not None
    assert run.summary["weights"]["design_effect"] == pytest.approx(50 / run.summary["weights"]["effective_base"])


def test_files_and_the_command_are_weighted_too(staff: Staff, poll: Poll) -> None:
    client = analyst(staff)
    accepted(client)
    response = client.get("/polls/sample/downloads/tables.csv?language=en&weights=sector")
    assert "sample-tables-sector-en.csv" in response.headers["Content-Disposition"]
    assert "Weighted by ‘sector’ (version 1)" in content(response).decode("utf-8-sig")
    out = StringIO()
    call_command("export_results", "sample", "--weights", "sector", stdout=out)
    document: Any = json.loads(out.getvalue())
    assert document["weights"]["name"] == "sector"
    assert document["questions"][0]["groups"][0]["rows"][4]["share"] == 0.8
    with pytest.raises(CommandError, match="no accepted weights named nothing"):
        call_command("export_results", "sample", "--weights", "nothing", stdout=out)


def test_any_table_is_weighted_by_name(staff: Staff, poll: Poll) -> None:
    accepted(analyst(staff))
    out = StringIO()
    call_command("tabulate", "sample", "--rows", "opinion", "--columns", "role", "--weights", "sector", stdout=out)
    table = json.loads(out.getvalue())["tables"][0]
    assert table["weights"]["name"] == "sector"
    assert table["variables"][0]["estimate"][4][0] == pytest.approx(0.8)


def test_viewers_see_what_weights_do_and_make_none(staff: Staff, poll: Poll) -> None:
    accepted(analyst(staff))
    viewer = staff("viewer")
    assert viewer.get(f"{WEIGHTS}sector/1/").status_code == 200
    assert viewer.get(WEIGHTS).status_code == 403
    assert viewer.post(f"{WEIGHTS}sector/1/accept/").status_code == 403


def test_weighted_comparisons_of_an_anonymous_poll_are_as_coarse_as_its_shares(staff: Staff, poll: Poll) -> None:
    run = runs.latest_run(poll)
    assert run is not None
    weights = accepted(analyst(staff))
    made = runs.filtered_run(
        poll, run, variable="", segment="", by=None, now=sample.NOW, clock=lambda: sample.NOW, weights=weights
    )
    compared = [each for question in summary_of(made)["questions"] for each in question["comparisons"]]
    told = [
        number
        for each in compared
        for value in each.values()
        for number in (value if isinstance(value, list) else [value])
        if isinstance(number, float)
    ]
    assert len(told) > 10
    assert [number for number in told if number != round(number, 4)] == []
