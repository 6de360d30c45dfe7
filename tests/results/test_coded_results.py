"""Coded answers are a question like any other: in runs, tables, files, press texts, publications and parts."""

from io import BytesIO

import pytest
from pytest_django import Settings

from polls.codebook.coding.derived import coded_questions, final_codes, net_codes
from polls.codebook.document import question_document
from polls.collection.models import Response
from polls.publication.services import suggesting, writing
from polls.questionnaire.models import Poll
from polls.results.models import Coding, CodingEdition, Release, Run
from polls.results.services import files, press, runs
from polls.results.services.coded import questionnaire_for_results
from polls.results.services.recipes import recipe_for
from polls.results.services.tables import TableRequest, make_table
from tests.results import sample
from tests.results.coding_sample import FRAME, GIVEN, poll_with_answers
from tests.results.conftest import finished_run, summary_of

pytestmark = pytest.mark.django_db


def take(poll: Poll, number: int = 1) -> None:
    """Store an edition of the codes of the remarks."""
    version = poll.latest_version
    assert version is not None
    for response in Response.objects.filter(poll=poll).exclude(answers__remark=""):
        codes = final_codes(GIVEN[response.answers["remark"]])
        response.codes = {f"remark@{number}": codes, f"remark@{number}/nets": net_codes(FRAME, codes)}
        response.save()
    coding, _is_new = Coding.objects.get_or_create(poll=poll, key="remark", defaults={"created_at": sample.NOW})
    made = coded_questions(version.questionnaire, "remark", FRAME, number)
    documents = [question_document(each) for each in made]
    CodingEdition.objects.create(
        coding=coding, number=number, questions=documents, agreement={}, answers=20, doubly=20, made_at=sample.NOW
    )


def coded_run(poll: Poll) -> Run:
    version = poll.latest_version
    assert version is not None
    recipe = recipe_for(questionnaire_for_results(version))
    run = runs.request_run(poll, recipe=recipe, by=None, now=sample.NOW, is_urgent=False)
    runs.execute_here(run, clock=lambda: sample.NOW)
    assert run.state == "done"
    return Run.objects.get(pk=run.pk)


def bases(run: Run, code: str) -> list[int | None]:
    question = next(each for each in summary_of(run)["questions"] if each["code"] == code)
    return [group["base"] for group in question["groups"]]


def test_a_run_after_others_of_the_same_responses_shows_them_too() -> None:
    poll = poll_with_answers()
    before = finished_run(poll)
    assert "remark_coded" not in str(before.summary)
    take(poll)
    run = coded_run(poll)
    assert run.data_key == before.data_key
    assert bases(run, "remark_coded")[0] == 20
    take(poll, 2)
    assert bases(coded_run(poll), "remark_coded")[0] == 20
    assert [bool(release.cells) for release in Release.objects.all()] == [True, True, False]


def test_files_of_responses_have_a_column_per_code() -> None:
    poll = poll_with_answers()
    take(poll)
    stream = BytesIO()
    options = {"format": "csv", "language": "en", "values": "codes"}
    files.write_responses(poll, options, stream, lambda *_args, **_more: None)
    head = stream.getvalue().decode("utf-8-sig").splitlines()[0]
    assert "remark_coded.wait" in head
    assert "remark_nets.service" in head


def test_any_table_can_be_made_of_them() -> None:
    poll = poll_with_answers()
    take(poll)
    request = TableRequest(["remark_coded"], columns=["role"], language="en")
    made = make_table(poll, request, clock=lambda: sample.NOW)
    (variable,) = made["tables"][0]["variables"]
    assert [row["code"] for row in variable["rows"]] == ["wait", "staff", "price", "unusable", "_dk"]
    assert variable["count"][0][0] == 12


def test_very_many_responses_are_read_with_them_in_parts(settings: Settings) -> None:
    whole, parts = poll_with_answers(silent=10), {}
    take(whole)
    settings.SHARD_ABOVE, settings.SHARD_SIZE = 5, 10
    run = coded_run(whole)
    parts = next(each for each in summary_of(run)["questions"] if each["code"] == "remark_coded")["groups"][0]
    assert {row["code"]: row["count"] for row in parts["rows"]}["price"] == 10
    made = make_table(whole, TableRequest(["remark_coded"]), clock=lambda: sample.NOW)
    assert made["tables"][0]["variables"][0]["count"][2][0] == 10


def test_press_texts_and_publications_know_them() -> None:
    poll = poll_with_answers()
    take(poll)
    run = coded_run(poll)
    assert press.suggested(run, "en")
    composition = suggesting.suggested(poll, run)
    assert writing.freeze_now(run, composition, "nl").texts
