"""What a change does to a frame, and to the codes that were given already."""

import pytest

from polls.codebook.coding import changes
from polls.codebook.coding.frame import CodeFrame, CodeGroup, FrameCode, FrameError, checked, checked_codes

pytestmark = pytest.mark.pure


def named(code: str, group: str = "") -> FrameCode:
    return FrameCode(code, {"nl": code.title(), "en": code.title()}, group=group)


FRAME = CodeFrame(
    (named("wait", "service"), named("staff", "service"), named("price")), (CodeGroup("service", {"nl": "Dienst"}),)
)


def codes(change: changes.Change) -> list[str]:
    return [each.code for each in change.frame.codes]


def test_a_new_code_changes_nothing_that_was_coded() -> None:
    change = changes.add(FRAME, named("website"))
    assert codes(change) == ["wait", "staff", "price", "website"]
    assert (change.instead, change.again) == ({}, frozenset())


def test_another_label_keeps_the_code() -> None:
    change = changes.describe(FRAME, FrameCode("price", {"nl": "Kosten"}))
    assert change.frame.by_code["price"].label == {"nl": "Kosten"}
    assert codes(change) == ["wait", "staff", "price"]


def test_what_had_a_merged_code_has_the_other() -> None:
    change = changes.merge(FRAME, "staff", into="wait")
    assert codes(change) == ["wait", "price"]
    assert (change.instead, change.again) == ({"staff": "wait"}, frozenset())


def test_what_had_a_split_code_is_coded_again() -> None:
    change = changes.split(FRAME, "price", [named("fee"), named("bill")])
    assert codes(change) == ["wait", "staff", "fee", "bill"]
    assert change.again == {"price"}


def test_a_split_may_keep_the_old_name_for_one_part() -> None:
    change = changes.split(FRAME, "price", [named("price"), named("bill")])
    assert codes(change) == ["wait", "staff", "price", "bill"]
    assert change.again == {"price"}


def test_what_had_a_removed_code_is_coded_again() -> None:
    assert changes.remove(FRAME, "price").again == {"price"}


def test_codes_of_a_group_that_goes_stay_in_none() -> None:
    change = changes.ungroup(FRAME, "service")
    assert [each.group for each in change.frame.codes] == ["", "", ""]
    assert change.frame.groups == ()


def test_a_frame_of_an_earlier_wave_comes_first_and_loses_nothing() -> None:
    change = changes.join(FRAME, CodeFrame((named("price"), named("trust"))))
    assert codes(change) == ["price", "trust", "wait", "staff"]
    assert change.frame.groups == FRAME.groups


@pytest.mark.parametrize(
    ("frame", "problem"),
    [
        (CodeFrame((named("a"), named("a"))), "twice"),
        (CodeFrame((named("A b"),)), "code"),
        (CodeFrame((named("unusable"),)), "code"),
        (CodeFrame((named("_dk"),)), "code"),
        (CodeFrame((FrameCode("a", {}),)), "label"),
        (CodeFrame((named("a", "none"),)), "group"),
        (CodeFrame(tuple(named(f"c{number}") for number in range(201))), "many"),
    ],
)
def test_an_unsound_frame_is_refused(frame: CodeFrame, problem: str) -> None:
    with pytest.raises(FrameError) as caught:
        checked(frame)
    assert caught.value.code == problem


def test_changes_of_what_is_not_there_are_refused() -> None:
    with pytest.raises(FrameError):
        changes.merge(FRAME, "x", into="wait")
    with pytest.raises(FrameError):
        changes.merge(FRAME, "wait", into="wait")
    with pytest.raises(FrameError):
        changes.split(FRAME, "price", [named("fee")])
    with pytest.raises(FrameError):
        changes.remove(FRAME, "x")


@pytest.mark.parametrize(
    ("given", "problem"),
    [((), "nothing"), (("wait", "x"), "unknown"), (("wait", "_dk"), "alone"), (("_dk", "_empty"), "alone")],
)
def test_codes_that_do_not_go_together_are_refused(given: tuple[str, ...], problem: str) -> None:
    with pytest.raises(FrameError) as caught:
        checked_codes(FRAME, given)
    assert caught.value.code == problem


def test_codes_of_an_answer_are_a_set() -> None:
    assert checked_codes(FRAME, ("wait", "price", "wait")) == ("price", "wait")
    assert checked_codes(FRAME, ("_nonsense",)) == ("_nonsense",)


def test_a_document_is_read_back() -> None:
    assert CodeFrame.from_document(FRAME.to_document()) == FRAME
    assert CodeFrame.from_document({}) == CodeFrame()
