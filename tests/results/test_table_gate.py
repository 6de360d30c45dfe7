"""Tables from the command line are held against the results, and against one another."""

import json
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command

from polls.questionnaire.models import Poll
from polls.results.models import Release
from tests.results import sample
from tests.results.conftest import finished_run

pytestmark = pytest.mark.django_db


@pytest.fixture
def poll(db: None) -> Poll:
    """Thirty inhouse, of whom three phone; twenty outsourcers, of whom twelve phone."""
    poll = sample.published(sample.questionnaire(is_anonymous=True))
    phoning, mailing = {"opinion": "p5", "channels": ["phone"]}, {"opinion": "p1", "channels": ["mail"]}
    answers = [phoning] * 3 + [mailing] * 27 + [phoning] * 12 + [mailing] * 8
    sample.respond(poll, answers, [{"role": "inhouse"}] * 30 + [{"role": "bpo"}] * 20)
    finished_run(poll)
    return poll


def printed(*arguments: str) -> dict[str, Any]:
    out = StringIO()
    call_command("tabulate", "sample", *arguments, stdout=out)
    table: dict[str, Any] = json.loads(out.getvalue())["tables"][0]
    return table


def shown(table: dict[str, Any]) -> dict[str, int]:
    bases = table["variables"][0]["base"][0]
    return {
        column["segment"] or "total": base
        for column, base in zip(table["columns"], bases, strict=True)
        if base is not None
    }


def test_a_table_shows_its_groups_and_is_written_down(poll: Poll) -> None:
    """Once: what was told may be told again, and is in the ledger already, as the segments of the results are."""
    for _time in range(2):
        assert shown(printed("--rows", "opinion", "--filter", "role = bpo")) == {"total": 20}
    assert shown(printed("--rows", "opinion", "--columns", "role")) == {"total": 50, "inhouse": 30, "bpo": 20}
    release = Release.objects.latest("number")
    assert (release.number, release.n, release.spec["rows"]) == (2, 50, ["opinion"])


def test_a_condition_does_not_tell_what_a_few_said(poll: Poll) -> None:
    """Of those who phone, fifteen, twelve are outsourcers: the rest are three."""
    table = printed("--rows", "opinion", "--columns", "role", "--filter", "channels = phone")
    assert shown(table) == {"total": 15}


def test_nor_do_two_tables_together(poll: Poll) -> None:
    """Everyone who phones is fifteen. Outsourcers who phone, asked for by a condition, would leave three."""
    assert shown(printed("--rows", "opinion", "--filter", "channels = phone")) == {"total": 15}
    second = printed("--rows", "opinion", "--filter", "channels = phone and role = bpo")
    assert shown(second) == {}


def test_without_the_first_table_the_second_is_shown(poll: Poll) -> None:
    """The control."""
    assert shown(printed("--rows", "opinion", "--filter", "role = bpo")) == {"total": 20}


def test_a_question_in_the_columns_is_held_against_the_segments(poll: Poll) -> None:
    assert shown(printed("--rows", "opinion", "--columns", "channels")).keys() >= {"total", "phone", "mail"}
    nested = printed("--rows", "opinion", "--columns", "role > channels")
    small = [name for name, base in shown(nested).items() if 0 < base < 5]
    assert small == []
