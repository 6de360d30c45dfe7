"""Exploring: everything stands in the address, nothing that is shown tells of a few, and wrong values are named."""

import csv
import io
from collections.abc import Callable
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from polls.questionnaire.models import Poll, PollEvent
from polls.results.models import Release
from tests.results import sample
from tests.results.conftest import finished_run, poll_with_results
from tests.results.test_views import content
from tests.results.test_weights import accepted

pytestmark = pytest.mark.django_db

Staff = Callable[[str], Client]
EXPLORE = "/polls/sample/results/explore/"


@pytest.fixture
def poll(db: None) -> Poll:
    """Thirty inhouse, of whom three phone; twenty outsourcers, of whom twelve phone.

    A nine is given by three inhouse and by six of the outsourcers who mail.
    """
    poll = sample.published(sample.questionnaire(is_anonymous=True))
    phoning, mailing = {"opinion": "p5", "channels": ["phone"]}, {"opinion": "p1", "channels": ["mail"]}
    pleased = {**mailing, "grade": "9"}
    answers = [phoning] * 3 + [pleased] * 3 + [mailing] * 24 + [phoning] * 12 + [pleased] * 6 + [mailing] * 2
    sample.respond(poll, answers, [{"role": "inhouse"}] * 30 + [{"role": "bpo"}] * 20)
    finished_run(poll)
    return poll


@pytest.fixture
def analyst(staff: Staff) -> Client:
    client = staff("analyst")
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return client


def seen(client: Client, **chosen: Any) -> Any:
    page = client.get(EXPLORE, chosen)
    assert page.status_code == 200
    return page.context


def bases(context: Any) -> dict[str, int | None]:
    """Give the base of each column, None where it is hidden."""
    return {column.segment or "total": column.base for column in context["question"].table.columns}


def cells(context: Any, label: str) -> list[str]:
    line = next(line for line in context["question"].lines if line.label == label)
    return [cell.text for cell in line.cells]


def test_the_numbers_are_those_of_the_results(analyst: Client) -> None:
    poll_with_results()
    whole = analyst.get("/polls/sample/results/?by=role").context["questions"][0]
    assert [
        [(cell.text, cell.detail, cell.letters) for cell in line.cells]
        for line in seen(analyst, q="opinion", by="role")["question"].lines
    ] == [[(cell.text, cell.detail, cell.letters) for cell in line.cells] for line in whole.lines]


def test_a_colleague_who_opens_the_address_sees_the_same(analyst: Client, staff: Staff, poll: Poll) -> None:
    chosen = {"q": "opinion", "by": "role", "where": "channels includes phone", "sort": "asked", "show": "count"}
    colleague = staff("editor")
    colleague.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    mine, theirs = (seen(client, **chosen)["question"] for client in (analyst, colleague))
    assert [line.cells for line in mine.lines] == [line.cells for line in theirs.lines]


def test_without_choices_it_shows_the_first_question(analyst: Client, poll: Poll) -> None:
    assert (seen(analyst)["question"].code, bases(seen(analyst))) == ("opinion", {"total": 50})


def test_answers_to_another_question_can_stand_in_the_columns(analyst: Client, poll: Poll) -> None:
    context = seen(analyst, q="channels", by="answer.opinion")
    assert bases(context) == {"total": 50, "p1": 35, "p2": None, "p3": None, "p4": None, "p5": 15}
    assert cells(context, "E-mail")[1] == "100%"


def test_segments_can_be_chosen_together(analyst: Client, poll: Poll) -> None:
    assert bases(seen(analyst, q="opinion", filter=["role:bpo"])) == {"total": 20}
    assert bases(seen(analyst, q="opinion", filter=["role:bpo", "role:inhouse"])) == {"total": 50}


def test_answers_are_taken_together(analyst: Client, poll: Poll) -> None:
    context = seen(analyst, q="opinion", group=["opinion:p1", "opinion:p5"], group2=["grade:1", "grade:2"])
    assert cells(context, "Zeer negatief + Zeer positief") == ["100%"]


def test_counts_stand_first_where_they_are_asked_for(analyst: Client, poll: Poll) -> None:
    context = seen(analyst, q="opinion", show="count")
    cell = next(line for line in context["question"].lines if line.label == "Zeer negatief").cells[0]
    assert (cell.text, cell.detail) == ("35", "70%")


def test_the_base_is_chosen(analyst: Client) -> None:
    """Ten gave an opinion, five did not know, five skipped the question."""
    poll = sample.published(sample.questionnaire())
    answers: list[dict[str, Any]] = [{"opinion": "p5"}] * 10 + [{"opinion": "_dk"}] * 5 + [{"opinion": ""}] * 5
    sample.respond(poll, answers, [{"role": "inhouse"}] * 20)
    finished_run(poll)
    found = {rule: bases(seen(analyst, q="opinion", base=rule))["total"] for rule in ("", "asked", "answered", "valid")}
    assert found == {"": 10, "asked": 20, "answered": 15, "valid": 10}


def test_the_order_is_chosen(analyst: Client, poll: Poll) -> None:
    labels = {
        order: [row.code for row in seen(analyst, q="channels", sort=order)["question"].table.rows]
        for order in ("", "lowest", "asked")
    }
    assert labels[""][:2] == ["mail", "phone"]
    assert labels["lowest"][:3] == ["chat", "phone", "mail"]
    assert labels["asked"][:3] == ["phone", "mail", "chat"]


def test_weights_are_chosen(analyst: Client, poll: Poll) -> None:
    accepted(analyst)
    plain, weighted = (seen(analyst, q="opinion", weights=name) for name in ("", "sector"))
    assert cells(plain, "Zeer positief") == ["30%"]
    assert cells(weighted, "Zeer positief") == ["45%"]
    assert "Weighted by" in weighted["question"].table.base_note


class TestWrongValues:
    @pytest.mark.parametrize(
        ("field", "value", "message"),
        [
            ("q", "nothing", "“nothing” is not on offer here."),
            ("by", "nothing", "“nothing” is not on offer here."),
            ("by", "answer.opinion", "cannot be compared by its own answers"),
            ("filter", "role:nothing", "“role:nothing” is not on offer here."),
            ("where", "foo = 1", "‘foo’"),
            ("where", "role = ", "cannot be read"),
            ("where", "answered(remark)", "“remark” is an open question"),
            ("weights", "secret", "“secret” is not on offer here."),
            ("base", "everybody", "“everybody” is not on offer here."),
            ("group", "opinion:p1", "at least two answers"),
        ],
    )
    def test_one_is_named_at_its_field_and_nothing_is_told(
        self, analyst: Client, poll: Poll, field: str, value: str, message: str
    ) -> None:
        context = seen(analyst, **{"q": "opinion", field: value})
        assert message in "".join(context["form"].errors[field])
        assert "question" not in context
        assert Release.objects.count() == 1

    def test_what_was_right_stays_chosen(self, analyst: Client, poll: Poll) -> None:
        page = analyst.get(EXPLORE, {"q": "grade", "by": "role", "where": "foo = <b>"}).content.decode()
        assert '<option value="grade" selected>' in page
        assert '<option value="role" selected>' in page
        assert 'value="foo = &lt;b&gt;"' in page


class TestDisclosure:
    def test_two_tables_do_not_tell_what_a_few_said(self, analyst: Client, poll: Poll) -> None:
        """Nine give a nine. Six of them are outsourcers: the rest are three."""
        assert bases(seen(analyst, q="opinion", where="grade = 9")) == {"total": 9}
        context = seen(analyst, q="opinion", where="grade = 9", filter="role:bpo")
        assert bases(context) == {"total": None}
        assert "Fewer than 5" in analyst.get(EXPLORE, context["form"].data.dict()).content.decode()

    def test_nor_do_a_table_and_what_the_command_printed(self, analyst: Client, poll: Poll) -> None:
        with StringIO() as out:
            call_command("tabulate", "sample", "--rows", "opinion", "--filter", "grade = 9", stdout=out)
        assert bases(seen(analyst, q="opinion", where="grade = 9 and role = bpo")) == {"total": None}

    def test_without_the_first_table_the_second_is_shown(self, analyst: Client, poll: Poll) -> None:
        """The control."""
        assert bases(seen(analyst, q="opinion", where="grade = 9 and role = bpo")) == {"total": 6}
        assert bases(seen(analyst, q="opinion", where="grade = 9")) == {"total": None}

    def test_a_small_column_is_hidden(self, analyst: Client, poll: Poll) -> None:
        assert bases(seen(analyst, q="opinion", by="role", where="channels = phone")) == {
            "total": 15,
            "inhouse": None,
            "bpo": None,
        }

    def test_what_was_told_is_not_written_down_again(self, analyst: Client, poll: Poll) -> None:
        seen(analyst, q="opinion", by="role")
        assert Release.objects.count() == 1
        for _time in range(3):
            seen(analyst, q="opinion", where="grade = 9", show="count")
        assert Release.objects.count() == 2

    def test_weights_do_not_bring_back_what_is_hidden(self, analyst: Client, poll: Poll) -> None:
        accepted(analyst)
        context = seen(analyst, q="opinion", where="channels = phone", by="role", weights="sector")
        assert set(bases(context).values()) == {None}

    def test_another_base_does_not_bring_back_what_is_hidden(self, analyst: Client) -> None:
        """Three inhouse gave an opinion; ten of them were asked."""
        poll = sample.published(sample.questionnaire())
        answers: list[dict[str, Any]] = [{"opinion": "p5"}] * 3 + [{"opinion": ""}] * 7 + [{"opinion": "p1"}] * 20
        sample.respond(poll, answers, [{"role": "inhouse"}] * 10 + [{"role": "bpo"}] * 20)
        finished_run(poll)
        assert bases(seen(analyst, q="opinion", by="role", base="asked"))["inhouse"] is None


def test_the_queries_are_as_many_whatever_was_explored_before(
    analyst: Client, poll: Poll, django_assert_num_queries: Any
) -> None:
    seen(analyst, q="opinion", by="role")
    with django_assert_num_queries(QUERIES_OF_A_LOOK):
        seen(analyst, q="opinion", by="role")
    for grade in range(6):
        seen(analyst, q="channels", by="answer.opinion", where=f"channels = phone and opinion != p{grade % 4 + 1}")
    with django_assert_num_queries(QUERIES_OF_A_LOOK):
        seen(analyst, q="channels", by="answer.opinion", where="channels = phone and opinion != p1")


QUERIES_OF_A_LOOK = 7
"""Session, user, poll, its newest run, the accepted weights, the name of the state, and the ledger."""


def test_files_hold_what_is_seen(analyst: Client, poll: Poll) -> None:
    chosen = {"q": "opinion", "by": "role", "group": ["opinion:p1", "opinion:p2"]}
    rows = list(csv.DictReader(io.StringIO(content(analyst.get(f"{EXPLORE}figure.csv", chosen)).decode("utf-8-sig"))))
    assert [row["count"] for row in rows if row["segment"] == "bpo" and row["row"] == "_own1"] == ["8"]
    drawing = content(analyst.get(f"{EXPLORE}figure.svg", chosen)).decode()
    assert "What do you think of outsourcing?" in drawing
    assert content(analyst.get(f"{EXPLORE}figure.png", chosen)).startswith(b"\x89PNG")
    assert PollEvent.objects.filter(action=PollEvent.Action.DOWNLOADED).count() == 3


def test_a_file_of_a_wrong_choice_leads_to_the_page_that_says_so(analyst: Client, poll: Poll) -> None:
    answer = analyst.get(f"{EXPLORE}figure.png", {"q": "nothing"})
    assert (answer.status_code, answer.headers["Location"]) == (302, f"{EXPLORE}?q=nothing")


def test_the_results_lead_to_it_with_what_was_chosen(analyst: Client) -> None:
    poll_with_results()
    page = analyst.get("/polls/sample/results/?by=way&filter=role:inhouse").content.decode()
    assert f'href="{EXPLORE}?q=opinion&amp;by=way&amp;filter=role%3Ainhouse"' in page


def test_a_poll_without_results_says_so(analyst: Client) -> None:
    sample.published(sample.questionnaire())
    assert analyst.get(EXPLORE).status_code == 200
