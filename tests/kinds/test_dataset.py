"""Every kind of answer on its way from the database to columns of numbers."""

import csv
import io
import random
from dataclasses import replace
from pathlib import Path

import pytest
from pytest_django import Settings

from polls.analysis.coding import from_rows
from polls.codebook.kinds import QuestionKind
from polls.codebook.schema import Page, Question, Questionnaire
from polls.questionnaire.models import Poll
from polls.results.dataset import columns, frames, load_table
from polls.results.services.files import write_responses
from tests.codebook.sample_kinds import CHANNELS, EVERY_KIND, EXAMPLES, both
from tests.kinds.drawing import draw_answers
from tests.results import sample
from tests.results.test_dataset import rows_of

pytestmark = pytest.mark.django_db

ANSWERS = [draw_answers(random.Random(seed), EVERY_KIND) for seed in range(150)]


@pytest.fixture(autouse=True)
def _own_folder(settings: Settings, tmp_path: Path) -> None:
    settings.COLUMNS_DIR = tmp_path


def test_the_fast_way_equals_plain_python_for_every_kind(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(columns, "CHUNK", 40)
    poll = sample.published(EVERY_KIND)
    sample.respond(poll, ANSWERS, [{}] * len(ANSWERS))
    table, expected = load_table(poll, EVERY_KIND), from_rows(EVERY_KIND, ANSWERS, [{}] * len(ANSWERS))
    assert set(table.columns) == set(EVERY_KIND.variable_by_code)
    assert {code: type(column) for code, column in table.columns.items()} == {
        code: type(column) for code, column in expected.columns.items()
    }
    assert rows_of(table) == rows_of(expected)
    assert table.digest() == expected.digest()
    again = load_table(poll, EVERY_KIND)
    in_order = replace(again, columns={code: again.columns[code] for code in table.columns})
    assert rows_of(in_order) == rows_of(expected), "read back from the columns that were kept"


def test_frames_have_a_column_per_variable() -> None:
    poll = sample.published(EVERY_KIND)
    sample.respond(poll, ANSWERS[:3], [{}] * 3)
    (frame,) = frames(poll, EVERY_KIND)
    assert set(EVERY_KIND.variable_by_code) <= set(frame.columns)
    assert {question.kind for question in EVERY_KIND.questions} == set(QuestionKind)


def shuffled(*, is_anonymous: bool) -> Poll:
    """Store a poll with a random order of choices and of questions, and ten who answered it."""
    first = replace(EXAMPLES[QuestionKind.DATE].question, code="q_a")
    second = Question("q_b", QuestionKind.SINGLE, both("B", "B"), choices=CHANNELS, has_random_choices=True)
    page = Page("p", (first, second), has_random_questions=True)
    known = Questionnaire("shuffled", both("S", "S"), (page,), is_anonymous=is_anonymous)
    poll = sample.published(known)
    drawn = {"_order.q_b": ["chat", "mail", "phone"], "_order.p.questions": ["q_b", "q_a"]}
    sample.respond(poll, [{"q_a": "2026-01-02", "q_b": "chat", **drawn}] * 10, [{}] * 10)
    return poll


def orders_in_file(poll: Poll) -> dict[str, str]:
    stream = io.BytesIO()
    options = {"format": "csv", "values": "codes", "language": "en"}
    write_responses(poll, options, stream, lambda *told, **more: None)
    row = next(csv.DictReader(io.StringIO(stream.getvalue().decode("utf-8-sig"))))
    return {name: value for name, value in row.items() if name.startswith("_order")}


def test_orders_that_were_drawn_stand_in_the_files_of_an_identified_poll() -> None:
    assert orders_in_file(shuffled(is_anonymous=False)) == {
        "_order.q_b": "chat mail phone", "_order.p.questions": "q_b q_a",
    }  # fmt: skip


def test_an_anonymous_file_does_without_them() -> None:
    assert orders_in_file(shuffled(is_anonymous=True)) == {}
