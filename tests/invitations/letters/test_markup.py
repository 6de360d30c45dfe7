"""Text and HTML of a letter say the same, and nothing in a text is markup."""

import re

import pytest

from polls.invitations.letters import STANDARD, LetterKind, Placeholder, check, paragraphs, to_html, to_text
from polls.invitations.letters.markup import BUTTON, without_marks


def both(text: str) -> tuple[str, str]:
    blocks = paragraphs(text)
    return to_text(blocks, button="[button]"), to_html(blocks, button="<b>button</b>")


def test_paragraphs_lines_and_lists() -> None:
    text, html = both("One\ntwo\r\n\r\n  \n- a\n- b\n\n\nlast")
    assert text == "One\ntwo\n\n- a\n- b\n\nlast"
    assert html == "<p>One<br>two</p>\n<ul><li>a</li><li>b</li></ul>\n<p>last</p>"


def test_the_button_stands_alone_wherever_it_was_written() -> None:
    text, html = both(f"Go {BUTTON} now")
    assert text == "Go\n\n[button]\n\nnow"
    assert html == "<p>Go</p>\n<b>button</b>\n<p>now</p>"
    assert without_marks(f"a{BUTTON}b") == "ab"


def test_nothing_in_a_text_is_markup() -> None:
    assert both("<script>alert(1)</script> & \"x\" 'y'")[1] == (
        "<p>&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;x&quot; &#x27;y&#x27;</p>"
    )


@pytest.mark.parametrize(
    ("line", "address"),
    [
        ("See https://ksf.example/a?b=1&c=2.", "https://ksf.example/a?b=1&amp;c=2"),
        ("(https://ksf.example/)", "https://ksf.example/"),
        ('https://ksf.example/"onclick="x', "https://ksf.example/"),
    ],
)
def test_an_address_becomes_a_link_that_shows_where_it_leads(line: str, address: str) -> None:
    html = both(line)[1]
    assert f'<a href="{address}">{address}</a>' in html
    assert len(re.findall("<a ", html)) == 1
    assert 'onclick="' not in html


@pytest.mark.parametrize("line", ["javascript:alert(1)", "http://plain.example", "data:text/html,x", "https://"])
def test_nothing_else_becomes_a_link(line: str) -> None:
    assert "<a" not in both(line)[1]


@pytest.mark.parametrize("kind", LetterKind)
@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_standard_texts_are_in_order(kind: LetterKind, language: str) -> None:
    wording = STANDARD[kind][language]
    allowed = frozenset(Placeholder) - ({Placeholder.BUTTON} if kind is LetterKind.THANKS else set())
    closing = frozenset({Placeholder.CLOSING})
    assert check(wording.subject, allowed=frozenset({Placeholder.TITLE}), without_value=closing) == []
    assert check(wording.text, allowed=allowed, without_value=closing) == []
