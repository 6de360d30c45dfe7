"""The fast way from the database to columns gives what plain Python gives."""

import random
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from django.test.utils import CaptureQueriesContext

from polls.analysis.coding import from_rows
from polls.analysis.table import ResponseTable
from polls.collection.models import Response
from polls.questionnaire.models import Poll
from polls.results.dataset import DataMovedError, columns, data_key, frames, load_table
from tests.results import sample

pytestmark = pytest.mark.django_db


def random_poll(seed: int, count: int, **fields: Any) -> tuple[Poll, list[dict[str, Any]], list[dict[str, str]]]:
    rng = random.Random(seed)
    known = sample.questionnaire(**fields)
    poll = sample.published(known)
    answers = [sample.random_answers(rng, known) for _ in range(count)]
    attributes = [sample.random_attributes(rng) for _ in range(count)]
    sample.respond(poll, answers, attributes)
    return poll, answers, attributes


def rows_of(table: ResponseTable) -> list[tuple[Any, ...]]:
    """Give the table row by row, sorted, so that two tables can be held together whatever their order."""
    parts: list[np.ndarray] = []
    for column in table.columns.values():
        for array in column.arrays().values():
            parts += list(np.nan_to_num(array, nan=-9).T) if array.ndim == 2 else [np.nan_to_num(array, nan=-9)]
    parts += [np.array([*column.values, ""])[column.codes] for column in table.attributes.values()]
    return sorted(zip(*(part.tolist() for part in parts), strict=True))


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("is_anonymous", [True, False])
def test_the_fast_way_equals_plain_python(seed: int, is_anonymous: bool) -> None:
    poll, answers, attributes = random_poll(seed, 150, is_anonymous=is_anonymous)
    known = sample.questionnaire()
    table = load_table(poll, known)
    expected = from_rows(known, answers, attributes)
    assert rows_of(table) == rows_of(expected)
    assert table.digest() == expected.digest()
    assert {code: type(column) for code, column in table.columns.items()} == {
        code: type(column) for code, column in expected.columns.items()
    }
    assert [array.dtype for column in table.columns.values() for array in column.arrays().values()] == [
        array.dtype for column in expected.columns.values() for array in column.arrays().values()
    ]


def test_responses_that_come_in_several_parts_are_put_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(columns, "CHUNK", 7)
    poll, answers, attributes = random_poll(1, 50)
    assert rows_of(load_table(poll, sample.questionnaire())) == rows_of(
        from_rows(sample.questionnaire(), answers, attributes)
    )


def test_a_poll_without_responses_gives_an_empty_table() -> None:
    poll = sample.published(sample.questionnaire())
    table = load_table(poll, sample.questionnaire())
    assert table.n == 0
    assert set(table.columns) == {"opinion", "criterion", "channels", "grade", "seats", "remark"}
    assert list(frames(poll, sample.questionnaire())) == []


def test_responses_of_other_polls_stay_out() -> None:
    poll, _, _ = random_poll(2, 20)
    other = sample.published(sample.questionnaire("other"))
    sample.respond(other, [{"opinion": "p1"}], [{}])
    assert load_table(poll, sample.questionnaire()).n == 20
    assert load_table(other, sample.questionnaire("other")).n == 1


def test_an_unknown_code_is_an_error_that_names_it() -> None:
    poll = sample.published(sample.questionnaire())
    sample.respond(poll, [{"criterion": "qualty"}], [{}])
    with pytest.raises(ValueError, match="criterion has no option 'qualty'"):
        load_table(poll, sample.questionnaire())


def test_what_is_no_number_is_an_error() -> None:
    poll = sample.published(sample.questionnaire())
    sample.respond(poll, [{"seats": "veel"}], [{}])
    with pytest.raises(ValueError, match="seats holds an answer that is not a number"):
        load_table(poll, sample.questionnaire())


class TestState:
    def test_the_key_names_revision_count_and_latest(self) -> None:
        poll = sample.published(sample.questionnaire())
        assert data_key(poll) == "0-0-0"
        sample.respond(poll, [{}, {}], [{}, {}])
        assert data_key(poll) == "0-2-1741089601000000"
        Poll.objects.filter(pk=poll.pk).update(data_revision=3)
        assert data_key(poll) == "3-2-1741089601000000"

    def test_an_earlier_state_can_still_be_read_when_others_came_in(self) -> None:
        poll = sample.published(sample.questionnaire())
        sample.respond(poll, [{"opinion": "p1"}], [{}])
        key = data_key(poll)
        response = Response.objects.get(poll=poll)
        response.pk, response.submitted_at = None, sample.NOW.replace(year=2026)
        response.save(force_insert=True)
        assert load_table(poll, sample.questionnaire(), key).n == 1
        assert load_table(poll, sample.questionnaire()).n == 2

    def test_a_state_that_is_gone_is_refused(self) -> None:
        poll, _, _ = random_poll(3, 4)
        key = data_key(poll)
        Response.objects.filter(pk=Response.objects.values_list("pk")[:1]).delete()
        with pytest.raises(DataMovedError):
            load_table(poll, sample.questionnaire(), key)


class TestKeptColumns:
    @pytest.fixture
    def poll(self) -> Poll:
        poll, _, _ = random_poll(4, 30)
        return poll

    def kept(self, poll: Poll) -> Path:
        return columns.cache_path(poll, sample.questionnaire(), data_key(poll))

    def test_a_second_load_asks_the_database_only_for_the_state(self, poll: Poll, connection_queries: Any) -> None:
        load_table(poll, sample.questionnaire())
        with connection_queries() as queries:
            load_table(poll, sample.questionnaire())
        assert len(queries) == 1

    @pytest.mark.parametrize("damage", ["truncated", "garbage", "empty", "header"])
    def test_damaged_columns_are_read_again(self, poll: Poll, damage: str) -> None:
        expected = rows_of(load_table(poll, sample.questionnaire()))
        path = self.kept(poll)
        whole = path.read_bytes()
        path.write_bytes(
            {"truncated": whole[: len(whole) // 2], "garbage": b"x" * 90, "empty": b"", "header": whole[:40]}[damage]
        )
        assert rows_of(load_table(poll, sample.questionnaire())) == expected
        assert path.read_bytes() == whole or len(path.read_bytes()) == len(whole)

    def test_columns_of_earlier_states_are_removed(self, poll: Poll) -> None:
        load_table(poll, sample.questionnaire())
        before = self.kept(poll)
        Poll.objects.filter(pk=poll.pk).update(data_revision=1)
        load_table(poll, sample.questionnaire())
        assert not before.exists()
        assert self.kept(poll).exists()

    def test_columns_of_a_later_state_stay(self, poll: Poll) -> None:
        key = data_key(poll)
        later = columns.cache_path(poll, sample.questionnaire(), f"1-{key.partition('-')[2]}")
        later.parent.mkdir(parents=True)
        load_table(poll, sample.questionnaire(), key)
        assert later.parent.exists()

    def test_nothing_else_is_left_beside_them(self, poll: Poll) -> None:
        load_table(poll, sample.questionnaire())
        assert [path.name for path in self.kept(poll).parent.iterdir()] == [self.kept(poll).name]

    def test_a_disk_that_takes_nothing_costs_no_result(self, poll: Poll, settings: Any, tmp_path: Path) -> None:
        settings.COLUMNS_DIR = tmp_path / "file"
        settings.COLUMNS_DIR.write_text("in the way")
        assert load_table(poll, sample.questionnaire()).n == 30


@pytest.fixture
def connection_queries() -> Any:
    from django.db import connection

    return lambda: CaptureQueriesContext(connection)


class TestFrames:
    def test_a_frame_has_a_column_of_texts_per_question(self) -> None:
        poll = sample.published(sample.questionnaire())
        answers = {
            "opinion": "p4",
            "criterion": "other",
            "criterion.other": "Sfeer",
            "channels": ["phone"],
            "remark": "",
        }
        sample.respond(poll, [answers], [{"role": "inhouse", "size": "xl"}])
        (frame,) = frames(poll, sample.questionnaire())
        assert frame.to_dicts() == [
            {
                "opinion": "p4",
                "criterion": "other",
                "criterion.other": "Sfeer",
                "channels": ["phone"],
                "channels.other": None,
                "grade": None,
                "seats": None,
                "remark": "",
                "attributes.role": "inhouse",
                "language": "nl",
                "version": 1,
            }
        ]

    def test_frames_hold_every_response_once_and_are_no_longer_than_asked(self) -> None:
        poll, answers, _ = random_poll(5, 45)
        parts = list(frames(poll, sample.questionnaire(), chunk=20))
        assert [len(part) for part in parts] == [20, 20, 5]
        texts = sorted(row or "" for part in parts for row in part["remark"])
        assert texts == sorted(answer.get("remark", "") for answer in answers)

    def test_two_readings_have_the_same_order(self) -> None:
        poll, _, _ = random_poll(6, 30)
        first, second = (next(frames(poll, sample.questionnaire())) for _ in range(2))
        assert first.equals(second)
