import random
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from polls.analysis import fingerprint
from polls.analysis.coding import from_rows
from polls.analysis.table import AttributeColumn, ChoiceColumn, ResponseTable, load
from polls.codebook.schema import Question, QuestionKind
from tests.analysis import sample
from tests.examples import tried

pytestmark = pytest.mark.pure

QUESTIONNAIRE = sample.questionnaire(
    [
        sample.single("opinion", "yes", "no", dont_know=True),
        sample.multiple("channels", "phone", "mail", "chat"),
        Question("staff", QuestionKind.NUMBER, sample.text("staff")),
        Question("remark", QuestionKind.LONG_TEXT, sample.text("remark")),
    ],
    [sample.by_contact("role", "inhouse", "bpo")],
)

ANSWERS: list[dict[str, Any]] = [
    {"opinion": "yes", "channels": ["phone", "chat"], "staff": "12.5", "remark": "goed"},
    {"opinion": "_dk", "channels": ["_dk"], "staff": "_dk", "remark": ""},
    {"opinion": "", "channels": [], "staff": "", "remark": "_dk"},
    {},
]
ATTRIBUTES = [{"role": "inhouse"}, {"role": "bpo"}, {}, {"role": "inhouse"}]


def table(answers: list[dict[str, Any]] = ANSWERS, attributes: list[dict[str, str]] = ATTRIBUTES) -> ResponseTable:
    return from_rows(QUESTIONNAIRE, answers, attributes)


def test_a_saved_table_comes_back_the_same(tmp_path: Path) -> None:
    table().save(tmp_path / "columns")
    again = load(tmp_path / "columns")
    assert again.n == 4
    assert again.attributes["role"].values == ("bpo", "inhouse")
    assert again.attributes["role"].codes.tolist() == [1, 0, -1, 1]
    for code, column in table().columns.items():
        assert type(again.columns[code]) is type(column)
        for name, array in column.arrays().items():
            np.testing.assert_array_equal(again.columns[code].arrays()[name], array)
            assert again.columns[code].arrays()[name].dtype == array.dtype


def test_a_loaded_table_is_mapped_and_cannot_be_written_to(tmp_path: Path) -> None:
    table().save(tmp_path / "columns")
    opinion = load(tmp_path / "columns").columns["opinion"]
    assert isinstance(opinion, ChoiceColumn)
    with pytest.raises(ValueError, match="read-only"):
        opinion.codes[0] = 1


def test_an_empty_table_can_be_saved(tmp_path: Path) -> None:
    table([], []).save(tmp_path / "columns")
    assert load(tmp_path / "columns").n == 0


def test_another_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "columns").write_bytes(b"PK\x03\x04 something else")
    with pytest.raises(ValueError, match="does not hold a response table"):
        load(tmp_path / "columns")


def test_a_file_that_was_cut_off_is_refused(tmp_path: Path) -> None:
    table().save(tmp_path / "columns")
    whole = (tmp_path / "columns").read_bytes()
    (tmp_path / "columns").write_bytes(whole[:-64])
    with pytest.raises(ValueError, match="buffer"):
        load(tmp_path / "columns")


def test_saving_leaves_nothing_but_the_file(tmp_path: Path) -> None:
    table().save(tmp_path / "columns")
    table().save(tmp_path / "columns")
    assert [path.name for path in tmp_path.iterdir()] == ["columns"]


def test_where_keeps_the_chosen_respondents() -> None:
    part = table().where(np.array([True, False, False, True]))
    assert part.n == 2
    assert part.attributes["role"].codes.tolist() == [1, 1]
    assert part.columns["opinion"].arrays()["codes"].tolist() == [0, -3]
    assert part.columns["channels"].arrays()["chosen"].tolist() == [[True, False, True], [False, False, False]]


def test_columns_of_different_lengths_are_refused() -> None:
    with pytest.raises(ValueError, match="column opinion has 2 rows, the table has 3"):
        ResponseTable(3, {"opinion": ChoiceColumn(np.zeros(2, np.int8))}, {})


@given(st.randoms(use_true_random=False))
@tried(10, 100)
def test_the_digest_does_not_see_the_order_of_the_rows(rng: random.Random) -> None:
    order = rng.sample(range(4), 4)
    shuffled = table([ANSWERS[row] for row in order], [ATTRIBUTES[row] for row in order])
    assert shuffled.digest() == table().digest()


def test_the_digest_does_not_see_where_a_part_of_the_rows_begins(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = table().digest()
    monkeypatch.setattr(fingerprint, "ROWS_AT_ONCE", 3)
    assert table().digest() == whole
    assert table(ANSWERS[::-1], ATTRIBUTES[::-1]).digest() == whole


@pytest.mark.parametrize(
    ("row", "change"),
    [
        (0, {"opinion": "no"}),
        (0, {"channels": ["phone"]}),
        (0, {"staff": "12.6"}),
        (1, {"staff": ""}),
        (1, {"remark": "iets"}),
        (3, {"opinion": ""}),
    ],
)
def test_the_digest_sees_every_answer(row: int, change: dict[str, Any]) -> None:
    changed = [{**answers, **change} if number == row else answers for number, answers in enumerate(ANSWERS)]
    assert table(changed).digest() != table().digest()


def test_the_digest_sees_who_has_which_attribute() -> None:
    swapped = [ATTRIBUTES[1], ATTRIBUTES[0], *ATTRIBUTES[2:]]
    assert table(attributes=swapped).digest() != table().digest()


def test_the_digest_sees_a_respondent_who_is_there_twice() -> None:
    assert table([*ANSWERS, {}], [*ATTRIBUTES, {}]).digest() != table().digest()


def test_the_digest_speaks_of_values_and_not_of_how_they_are_coded() -> None:
    role = table().attributes["role"]
    recoded = AttributeColumn(np.array([0, 1, -1, 0], np.int8), ("inhouse", "bpo"))
    assert role.values != recoded.values
    assert ResponseTable(4, table().columns, {"role": recoded}).digest() == table().digest()


def test_the_digest_is_kept_with_the_file(tmp_path: Path) -> None:
    table().save(tmp_path / "columns")
    assert load(tmp_path / "columns").known_digest == table().digest()
