"""A frame goes out as rows and comes back the same."""

import pytest

from polls.codebook.coding.frame import CodeFrame, CodeGroup, FrameCode, FrameError
from polls.codebook.coding.frame_rows import from_rows, to_rows

pytestmark = pytest.mark.pure

FRAME = CodeFrame(
    (
        FrameCode("wait", {"nl": "Wachttijd", "en": "Waiting"}, {"nl": "Ook: lang in de wacht"}, "service"),
        FrameCode("price", {"nl": "Prijs", "en": "Price"}),
    ),
    (CodeGroup("service", {"nl": "Dienst", "en": "Service"}),),
)


def test_out_and_back() -> None:
    assert from_rows(list(enumerate(to_rows(FRAME), start=1))) == FRAME


def test_columns_in_any_order_and_one_label_for_all_languages() -> None:
    rows = [(1, ["Label", "CODE", "group"]), (2, ["Wachttijd", "Wait", "service"]), (3, ["Prijs", "price"])]
    found = from_rows(rows)
    assert found.by_code["wait"].label == {"nl": "Wachttijd", "en": "Wachttijd"}
    assert found.groups == (CodeGroup("service", {"nl": "service", "en": "service"}),)
    assert found.by_code["price"].group == ""


@pytest.mark.parametrize("rows", [[], [(1, ["naam", "label"])], [(1, ["code"])]])
def test_without_its_columns_it_is_no_frame(rows: list[tuple[int, list[str]]]) -> None:
    with pytest.raises(FrameError) as caught:
        from_rows(rows)
    assert caught.value.code == "columns"
