"""The parts of a letter, of which text and HTML are made alike."""

import pytest

from polls.invitations.letters import (
    BUTTON,
    STANDARD,
    LetterKind,
    Placeholder,
    check,
    paragraphs,
    to_text,
    without_marks,
)


def blocks(text: str) -> list[tuple[tuple[str, ...], bool, bool]]:
    return [(block.lines, block.is_list, block.is_button) for block in paragraphs(text)]


def spans(line: str) -> list[tuple[str, bool]]:
    return [(span.text, span.is_link) for span in paragraphs(line)[0].spans[0]]


def test_paragraphs_lines_and_lists() -> None:
    text = "One\ntwo\r\n\r\n  \n- a\n- b\n\n\nlast"
    assert blocks(text) == [(("One", "two"), False, False), (("a", "b"), True, False), (("last",), False, False)]
    assert to_text(paragraphs(text), button="") == "One\ntwo\n\n- a\n- b\n\nlast"


def test_the_button_stands_alone_wherever_it_was_written() -> None:
    text = f"Go {BUTTON} now"
    assert blocks(text) == [(("Go",), False, False), ((), False, True), (("now",), False, False)]
    assert to_text(paragraphs(text), button="[button]") == "Go\n\n[button]\n\nnow"
    assert without_marks(f"a{BUTTON}b") == "ab"


@pytest.mark.parametrize(
    ("line", "address"),
    [
        ("See https://ksf.example/a?b=1&c=2.", "https://ksf.example/a?b=1&c=2"),
        ("(https://ksf.example/)", "https://ksf.example/"),
        ('https://ksf.example/"onclick="x', "https://ksf.example/"),
    ],
)
def test_an_address_becomes_a_link_that_shows_where_it_leads(line: str, address: str) -> None:
    found = spans(line)
    assert [text for text, is_link in found if is_link] == [address]
    assert "".join(text for text, _is_link in found) == line


@pytest.mark.parametrize("line", ["javascript:alert(1)", "http://plain.example", "data:text/html,x", "https://"])
def test_nothing_else_becomes_a_link(line: str) -> None:
    assert spans(line) == [(line, False)]


@pytest.mark.parametrize("kind", LetterKind)
@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_standard_texts_are_in_order(kind: LetterKind, language: str) -> None:
    wording = STANDARD[kind][language]
    allowed = frozenset(Placeholder) - ({Placeholder.BUTTON} if kind is LetterKind.THANKS else set())
    closing = frozenset({Placeholder.CLOSING})
    assert check(wording.subject, allowed=frozenset({Placeholder.TITLE}), without_value=closing) == []
    assert check(wording.text, allowed=allowed, without_value=closing) == []
