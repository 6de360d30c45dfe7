import numpy as np
import pytest

from polls.analysis.banner import build_banner
from polls.analysis.coding import from_rows
from polls.analysis.crosstab import count_items, group_sizes, in_groups
from polls.analysis.joint import STATUSES, Item
from polls.analysis.segments import divide, segment_membership
from polls.analysis.table import AttributeColumn, ResponseTable
from polls.codebook.schema import Question, QuestionKind, Segment, SegmentVariable, Source
from tests.analysis import sample

pytestmark = pytest.mark.pure

QUESTIONS = [
    sample.single("opinion", "yes", "no", dont_know=True),
    sample.multiple("channels", "phone", "mail", "chat"),
    Question("grade", QuestionKind.RATING, sample.text("grade")),
    Question("staff", QuestionKind.NUMBER, sample.text("staff")),
    Question("remark", QuestionKind.LONG_TEXT, sample.text("remark")),
]
ROWS = [
    {"opinion": "yes", "channels": ["phone"], "grade": "9", "staff": "1"},
    {"opinion": "no", "channels": ["phone", "mail"], "grade": "2", "staff": "1.0"},
    {"opinion": "_dk", "channels": ["_dk"], "grade": "10", "staff": "2"},
    {"opinion": "", "channels": []},
    {},
]


def members(variable: SegmentVariable, attributes: list[dict[str, str]] | None = None) -> list[list[bool]]:
    poll = sample.questionnaire(QUESTIONS, [variable])
    table = from_rows(poll, ROWS, attributes or [{} for _ in ROWS])
    found: list[list[bool]] = segment_membership(poll, table, variable).astype(int).tolist()
    return found


def test_a_contact_attribute_places_each_in_the_segment_with_its_value() -> None:
    variable = SegmentVariable("role", sample.text("role"), Source.CONTACT, "role", (
        Segment("inhouse", sample.text("i"), ("inhouse", "own")),
        Segment("bpo", sample.text("b"), ("bpo",)),
    ))  # fmt: skip
    attributes = [{"role": "own"}, {"role": "bpo"}, {"role": "other"}, {}, {"role": "inhouse"}]
    assert members(variable, attributes) == [[1, 0], [0, 1], [0, 0], [0, 0], [1, 0]]


def test_an_attribute_that_nobody_has_places_nobody() -> None:
    variable = sample.by_contact("role", "inhouse", "bpo")
    poll = sample.questionnaire(QUESTIONS, [variable])
    table = ResponseTable(2, {}, {})
    assert not segment_membership(poll, table, variable).any()


def test_an_answer_places_each_in_its_segment() -> None:
    variable = sample.by_answer("view", "opinion", {"for": ["yes"], "unsure": ["_dk"]})
    assert members(variable) == [[1, 0], [0, 0], [0, 1], [0, 0], [0, 0]]


def test_the_points_of_a_rating_make_segments() -> None:
    variable = sample.by_answer("nps", "grade", {"detractor": ["0", "1", "2"], "promoter": ["9", "10"]})
    assert members(variable) == [[0, 1], [1, 0], [0, 1], [0, 0], [0, 0]]


def test_several_ticks_place_one_in_several_segments() -> None:
    variable = sample.by_answer("channel", "channels", {"phone": ["phone"], "written": ["mail", "chat"], "dk": ["_dk"]})
    assert members(variable) == [[1, 0, 0], [1, 1, 0], [0, 0, 1], [0, 0, 0], [0, 0, 0]]


def test_numbers_are_equal_as_numbers() -> None:
    assert members(sample.by_answer("size", "staff", {"one": ["1"], "two": ["2.0"]})) == [
        [1, 0], [1, 0], [0, 1], [0, 0], [0, 0],
    ]  # fmt: skip


def test_a_text_makes_no_segments() -> None:
    with pytest.raises(ValueError, match="segment variable words cannot follow the answers to question remark"):
        members(sample.by_answer("words", "remark", {"a": ["a"]}))


def test_segments_overlap_only_where_someone_is_in_two() -> None:
    poll = sample.questionnaire(QUESTIONS)
    table = from_rows(poll, ROWS, [{} for _ in ROWS])
    phone_and_mail = sample.by_answer("channel", "channels", {"phone": ["phone"], "mail": ["mail"]})
    phone_and_chat = sample.by_answer("channel", "channels", {"phone": ["phone"], "chat": ["chat"]})
    assert divide(poll, table, phone_and_mail).is_overlapping
    assert not divide(poll, table, phone_and_chat).is_overlapping


@pytest.mark.parametrize("variables", [1, 3, 8])
def test_counts_over_many_variables_are_those_of_each_alone(variables: int) -> None:
    """Eight variables of four segments do not fit in one joint index."""
    rng = np.random.default_rng(3)
    names = [f"v{number}" for number in range(variables)]
    values = ("a", "b", "c", "d")
    attributes = {name: AttributeColumn(rng.integers(-1, 4, 500).astype(np.int16), values) for name in names}
    poll = sample.questionnaire([], [sample.by_contact(name, *values) for name in names])
    table = ResponseTable(500, {}, attributes)
    codes = rng.integers(-2, 3, 500).astype(np.int8)
    banner = build_banner(500, [divide(poll, table, variable) for variable in poll.segment_variables])
    counts = in_groups(banner, count_items(banner, [Item(codes, 3)])[0])[:, STATUSES - 2 :]
    groups = [np.ones(500, np.bool_), *(attributes[name].codes == place for name in names for place in range(4))]
    assert len(banner.groups) == len(groups) == 1 + 4 * variables
    assert (len(banner.blocks) == 1) == (variables < 8)
    for position, group in enumerate(groups):
        assert counts[position].tolist() == [np.sum(codes[group] == code) for code in range(-2, 3)]
        np.testing.assert_array_equal(banner.members(position), group)


def test_a_filter_selects_within_the_same_cells() -> None:
    variables = [sample.by_contact("role", "in", "out"), sample.by_contact("size", "s", "l")]
    rows = [("in", "s"), ("in", "l"), ("in", None), ("out", "s"), (None, "l"), (None, None)]
    attributes = [
        {name: value for name, value in zip(("role", "size"), row, strict=True) if value is not None} for row in rows
    ]
    poll = sample.questionnaire([], variables)
    table = from_rows(poll, [{} for _ in rows], attributes)
    role, size = (divide(poll, table, variable) for variable in variables)
    banner = build_banner(len(rows), [size], filtered_by=role)
    assert group_sizes(banner).tolist() == [6, 2, 2]
    assert group_sizes(banner.within(0, None)).tolist() == [3, 1, 1]
    assert group_sizes(banner.within(1, None)).tolist() == [1, 1, 0]
    assert group_sizes(banner.within(-1, None)).tolist() == [2, 0, 1]
