"""Results without flagged responses: nothing is deleted, it is said who is left out, and no few can be found out."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any, cast

import pytest
from django.test import Client

from polls.analysis.summary_document import Summary
from polls.collection.models import Response
from polls.collection.services.paradata import PACE
from polls.questionnaire.models import Poll
from polls.reporting.build import build_report
from polls.reporting.document import Report
from polls.results.models import Release, Run, WorkState
from polls.results.services import runs
from polls.results.services.method_statement import statement_in
from polls.results.services.printing import CannotPrintError, run_to_print
from polls.results.services.recipes import Recipe, recipe_for
from polls.results.services.run_files import run_file_name
from polls.results.services.tables import TableRequest, make_table
from tests.results import sample
from tests.results.conftest import summary_of

pytestmark = pytest.mark.django_db

Staff = Callable[[str], Client]
ALL = ("fast", "straight", "silent")


def respond(poll: Poll, opinion: str, *, fast: int = 0, usual: int = 0, role: str = "inhouse") -> None:
    answers = {"opinion": opinion, "criterion": "price", "channels": ["phone"], "grade": "7", "seats": "3"}
    attributes = [{"role": role, PACE: "fast"}] * fast + [{"role": role, PACE: "usual"}] * usual
    sample.respond(poll, [{**answers, "remark": "x"}] * (fast + usual), attributes)


def closed_poll(*, fast: int, usual: int, is_anonymous: bool = True) -> Poll:
    """Fast respondents are very negative, the others very positive."""
    poll = sample.published(sample.questionnaire(is_anonymous=is_anonymous))
    respond(poll, "p1", fast=fast)
    respond(poll, "p5", usual=usual)
    Poll.objects.filter(pk=poll.pk).update(state=Poll.State.CLOSED)
    poll.refresh_from_db()
    return poll


def everyone_of(poll: Poll) -> Run:
    return run_to_print(poll, variable="", segment="", clock=lambda: sample.NOW)


def without(poll: Poll, *flags: str, **chosen: str) -> Run:
    return runs.filtered_run(
        poll, everyone_of(poll), variable=chosen.get("variable", ""), segment=chosen.get("segment", ""), by=None,
        now=sample.NOW, clock=lambda: sample.NOW, without=flags,
    )  # fmt: skip


def recipe_of(poll: Poll, *flags: str) -> Recipe:
    assert poll.latest_version is not None
    return recipe_for(poll.latest_version.questionnaire, without=flags)


def report_of(run: Run) -> Report:
    return build_report(run.version.questionnaire, cast(Summary, summary_of(run)), language="en")


def total_of(run: Run, code: str = "opinion") -> dict[str, Any]:
    return next(dict(each["groups"][0]) for each in summary_of(run)["questions"] if each["code"] == code)


def test_flagged_responses_are_left_out_and_kept() -> None:
    poll = closed_poll(fast=10, usual=30)
    run = without(poll, *ALL)
    assert (run.state, run.base, run.recipe["without"]) == (WorkState.DONE, 30, ["fast", "silent", "straight"])
    assert [row["count"] for row in total_of(run)["rows"]][:5] == [0, 0, 0, 0, 30]
    assert summary_of(run)["left_out"] == {"of": 40, "n": 10, "by_flag": {"fast": 10, "silent": 0, "straight": 0}}
    assert Response.objects.filter(poll=poll).count() == 40


def test_everyone_stays_what_pages_start_from() -> None:
    poll = closed_poll(fast=10, usual=30)
    everyone = everyone_of(poll)
    without(poll, "fast")
    assert runs.latest_run(poll) == everyone
    assert everyone.base == 40
    assert "left_out" not in summary_of(everyone)


@pytest.mark.parametrize(("fast", "usual"), [(4, 30), (30, 4), (1, 40)])
def test_with_fewer_than_k_on_either_side_nothing_is_told(fast: int, usual: int) -> None:
    run = without(closed_poll(fast=fast, usual=usual), "fast")
    assert (run.state, run.summary) == (WorkState.WITHHELD, None)


def test_without_the_ledger_four_people_would_be_told_of() -> None:
    poll = closed_poll(fast=4, usual=30)
    everyone_of(poll)
    Release.objects.all().delete()
    Run.objects.all().delete()
    run = runs.request_run(poll, recipe=recipe_of(poll, "fast"), by=None, now=sample.NOW)
    runs.execute(run.pk, now=sample.NOW, clock=lambda: sample.NOW)
    run.refresh_from_db()
    assert (run.state, run.base) == (WorkState.DONE, 30)


def test_results_of_everyone_are_held_against_those_without_some() -> None:
    """The other way round: who was shown without 4 flagged ones first may not be shown with them afterwards."""
    poll = closed_poll(fast=4, usual=30)
    for each in (recipe_of(poll, "fast"), recipe_of(poll)):
        run = runs.request_run(poll, recipe=each, by=None, now=sample.NOW)
        runs.execute(run.pk, now=sample.NOW, clock=lambda: sample.NOW)
        run.refresh_from_db()
    assert run.state == WorkState.WITHHELD


def test_a_segment_with_few_flagged_ones_is_hidden_and_the_others_shown() -> None:
    poll = sample.published(sample.questionnaire(is_anonymous=True))
    respond(poll, "p1", fast=8)
    respond(poll, "p5", usual=30)
    respond(poll, "p1", fast=2, role="bpo")
    respond(poll, "p5", usual=20, role="bpo")
    Poll.objects.filter(pk=poll.pk).update(state=Poll.State.CLOSED)
    poll.refresh_from_db()
    run = without(poll, "fast")
    groups = next(each["groups"] for each in summary_of(run)["questions"] if each["code"] == "opinion")
    shown = {group["segment"] for group in groups if not group["hidden"]}
    assert run.base == 50
    assert "bpo" not in shown
    assert None in shown


def test_two_flags_whose_difference_is_small() -> None:
    """Without the fast, and without fast or silent: those who are only silent would follow."""
    poll = closed_poll(fast=10, usual=30)
    sample.respond(poll, [{"opinion": "p1", "channels": [], "grade": "", "seats": "", "remark": ""}] * 3,
                   [{"role": "inhouse", PACE: "usual"}] * 3)  # fmt: skip
    assert without(poll, "fast").state == WorkState.DONE
    assert without(poll, "fast", "silent").state == WorkState.WITHHELD


def test_later_responses_are_held_against_it() -> None:
    """Closed, shown without the flagged, reopened: two flagged newcomers among many do not follow from the second."""
    poll = closed_poll(fast=10, usual=30)
    assert without(poll, "fast").state == WorkState.DONE
    respond(poll, "p1", fast=2)
    respond(poll, "p5", usual=20)
    Poll.objects.filter(pk=poll.pk).update(data_revision=1)
    poll.refresh_from_db()
    assert everyone_of(poll).base == 62
    assert without(poll, "fast").state == WorkState.WITHHELD


def test_states_from_before_flags_were_kept_say_nothing_of_them() -> None:
    poll = closed_poll(fast=10, usual=30)
    everyone_of(poll)
    release = Release.objects.get()
    release.cells = {name: value for name, value in release.cells.items() if name != "flags"}  # type: ignore[union-attr]
    release.cells["cells"] = [[["role", "inhouse"]]]
    release.cells["counts"] = [[40], [40], [0]]
    release.cells["bases"] = dict.fromkeys(release.cells["bases"], 0)
    release.save()
    respond(poll, "p5", usual=20)
    Poll.objects.filter(pk=poll.pk).update(data_revision=1)
    poll.refresh_from_db()
    assert everyone_of(poll).base == 60
    assert without(poll, "fast").state == WorkState.WITHHELD


def test_it_is_said_on_tables_in_files_and_in_the_statement() -> None:
    poll = closed_poll(fast=10, usual=30)
    run = without(poll, *ALL)
    report = report_of(run)
    label = (
        "without the 10 of 40 respondents who were flagged: remarkably fast (10), less than half answered (0) and "
        "always the same in matrix questions (0)"
    )
    assert report.filter_label == label
    assert "Without 10 flagged respondents." in report.questions[0].base_note
    stated = {each.item.value: each.text for each in statement_in(poll, run, "en")}
    assert stated["quality"].startswith(label.capitalize())
    everyone = {each.item.value: each.text for each in statement_in(poll, everyone_of(poll), "nl")}
    assert everyone["quality"] == "Er zijn geen antwoorden weggelaten vanwege hun kwaliteit."
    assert "without-fast-silent-straight" in run_file_name(run, "xlsx", "nl")


def test_a_few_by_one_flag_are_not_counted_out_beside_the_whole() -> None:
    poll = closed_poll(fast=10, usual=30)
    sample.respond(poll, [{"opinion": "p1", "channels": [], "grade": "", "seats": "", "remark": ""}] * 3,
                   [{"role": "inhouse", PACE: "usual"}] * 3)  # fmt: skip
    run = without(poll, *ALL)
    assert summary_of(run)["left_out"]["by_flag"] == {"fast": None, "silent": None, "straight": 0}


def test_an_open_anonymous_poll_offers_no_such_choice(staff: Staff) -> None:
    poll = closed_poll(fast=10, usual=30)
    everyone_of(poll)
    Poll.objects.filter(pk=poll.pk).update(state=Poll.State.PUBLISHED, opens_at=sample.NOW - timedelta(days=1))
    page = staff("viewer").get("/polls/sample/results/?without=any")
    assert page.context["shown"].base == 40
    assert 'name="without"' not in page.content.decode()
    with pytest.raises(CannotPrintError):
        run_to_print(Poll.objects.get(), variable="", segment="", clock=lambda: sample.NOW, without=["fast"])


def test_the_pages(staff: Staff) -> None:
    poll = closed_poll(fast=10, usual=30)
    everyone_of(poll)
    client = staff("viewer")
    page = client.get("/polls/sample/results/?without=any")
    assert page.context["shown"].base == 30
    assert page.context["downloads_query"] == "without=any"
    tables = client.get("/polls/sample/downloads/tables.csv?without=fast&language=en")
    assert "without-fast" in tables["Content-Disposition"]
    assert b"Without 10 flagged respondents." in b"".join(tables.streaming_content)  # type: ignore[attr-defined]


def test_the_page_says_when_they_are_too_few(staff: Staff) -> None:
    everyone_of(closed_poll(fast=4, usual=30))
    page = staff("viewer").get("/polls/sample/results/?without=fast", follow=True)
    assert page.context["is_without_flagged"]
    assert "5" in page.content.decode()


def test_a_table_without_flagged_responses_passes_the_same_gate() -> None:
    poll = closed_poll(fast=10, usual=30)
    request = TableRequest(["opinion"], language="en", without=ALL)
    table = make_table(poll, request, clock=lambda: sample.NOW)["tables"][0]
    assert table["variables"][0]["base"][0] == [30]
    assert table["left_out"]["n"] == 10
    few = make_table(closed_small(), request, clock=lambda: sample.NOW)["tables"][0]
    assert {base for (base,) in few["variables"][0]["base"]} == {None}


def closed_small() -> Poll:
    Poll.objects.all().delete()
    return closed_poll(fast=4, usual=30)
