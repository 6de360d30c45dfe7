import pytest

from polls.collection.services.padding import padded, read_padded

SENTENCE = "Wij besteden een deel van ons werk uit, omdat het in december te druk is. "


@pytest.mark.parametrize("text", ["", "x" * 900, SENTENCE * 50, "é" * 4000])
def test_short_and_long_texts_take_the_same_room_and_come_back_as_they_were(text: str) -> None:
    written = padded({"remarks": text}, 1024)
    assert len(written) == 1024
    assert read_padded(written) == {"remarks": text}


def test_what_cannot_be_made_shorter_takes_more() -> None:
    noise = "".join(chr(0x4E00 + (number * 7919) % 20_000) for number in range(2000))
    written = padded({"remarks": noise}, 1024)
    assert len(written) % 1024 == 0
    assert len(written) > 1024
    assert read_padded(written) == {"remarks": noise}
