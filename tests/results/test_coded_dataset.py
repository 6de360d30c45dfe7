"""Codes of open answers are read as the answers to a question of several answers."""

import pytest

from polls.analysis.table import Missing, MultipleColumn
from polls.codebook.coding.derived import coded_questions, final_codes, net_codes, with_coded
from polls.codebook.schema import Questionnaire
from polls.collection.models import Response
from polls.questionnaire.models import Poll
from polls.results.dataset import frames, load_table
from tests.results.coding_sample import FRAME, GIVEN, poll_with_answers

pytestmark = pytest.mark.django_db


def launched(poll: Poll) -> Questionnaire:
    version = poll.latest_version
    assert version is not None
    return version.questionnaire


def coded_poll(number: int = 1) -> tuple[Poll, Questionnaire]:
    poll = poll_with_answers()
    store(poll, number)
    known = launched(poll)
    return poll, with_coded(known, coded_questions(known, "remark", FRAME, number))


def store(poll: Poll, number: int) -> None:
    for response in Response.objects.filter(poll=poll):
        if text := response.answers["remark"]:
            codes = final_codes(GIVEN[text])
            response.codes = {f"remark@{number}": codes, f"remark@{number}/nets": net_codes(FRAME, codes)}
            response.save()


def ticks(column: object) -> list[int]:
    assert isinstance(column, MultipleColumn)
    return [int(count) for count in column.chosen.sum(axis=0)]


def test_the_codes_are_a_column_of_the_table() -> None:
    poll, known = coded_poll()
    table = load_table(poll, known)
    column = table.columns["remark_coded"]
    assert ticks(column) == [12, 0, 10, 1]
    assert ticks(table.columns["remark_nets"]) == [12, 10, 1]
    assert isinstance(column, MultipleColumn)
    assert (column.status == Missing.DONT_KNOW).sum() == 1
    assert (column.status == Missing.SKIPPED).sum() == 10
    assert set(table.columns) == set(known.variable_by_code)


def test_another_edition_is_another_column_though_the_responses_are_the_same() -> None:
    poll, known = coded_poll()
    load_table(poll, known)
    later = with_coded(launched(poll), coded_questions(known, "remark", FRAME, 2))
    assert ticks(load_table(poll, later).columns["remark_coded"]) == [0, 0, 0, 0]
    Response.objects.filter(poll=poll, answers__remark="Te duur").update(codes={"remark@3": ["staff"]})
    third = with_coded(launched(poll), coded_questions(known, "remark", FRAME, 3))
    assert ticks(load_table(poll, third).columns["remark_coded"]) == [0, 6, 0, 0]
    assert ticks(load_table(poll, known).columns["remark_coded"]) == [12, 0, 10, 1]


def test_the_frames_of_files_have_them_too() -> None:
    poll, known = coded_poll()
    (frame,) = frames(poll, known)
    assert sorted(map(tuple, frame["remark_coded"].drop_nulls().to_list())).count(("price", "wait")) == 4
    assert "remark_coded" not in next(frames(poll, launched(poll))).columns
