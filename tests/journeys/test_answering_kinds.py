"""One poll of every kind, answered three times in a real browser; each time the same answers arrive."""

import os
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, Response, expect

from polls.codebook.answers import Answers
from polls.codebook.kinds import QuestionKind
from polls.collection.models import Response as StoredResponse
from tests.codebook.sample_kinds import EVERY_KIND, EXAMPLES
from tests.collection import sample
from tests.journeys.conftest import DESKTOP, PHONE, Opener
from tests.kinds.cells import stored
from tests.kinds.driving import NEXT, SEND, Keyboard, Pointer, look_at

pytestmark = [pytest.mark.journey, pytest.mark.either, pytest.mark.django_db(transaction=True)]

PATIENCE = 45_000
"""Milliseconds that a page may take on a machine that is busy with all other tests."""

PICTURES = Path(os.environ["KINDS_PICTURES"]) if "KINDS_PICTURES" in os.environ else None


def walk(page: Page, way: Pointer | Keyboard, name: str, *, is_narrow: bool = False) -> None:
    """Answer every page of the poll and send it in."""
    poll = sample.launched(questionnaire=EVERY_KIND)
    page.goto(f"/i/{sample.invited(poll)}/?via=chat")
    pages = [each for each in EVERY_KIND.pages if any(not question.is_silent for question in each.questions)]
    signs = [f"[data-question={each.questions[0].code}]" for each in pages] + ['[data-end="answered"]']
    for each, here, there in zip(pages, signs, signs[1:], strict=False):
        expect(page.locator(here)).to_be_visible()
        for question in each.questions:
            if not question.is_silent:
                way.answer(question.kind)
        if is_narrow:
            assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
        look_at(page, PICTURES, f"{name}-{each.code}")
        go_on(page, way, there)


def go_on(page: Page, way: Pointer | Keyboard, sign: str) -> None:
    """Go to the next page, past the question whether something was left open on purpose, and past the last look."""
    button = NEXT
    for _ in range(3):
        expect(page.locator("[aria-busy=true]")).to_have_count(0)
        with page.expect_response(is_page, timeout=PATIENCE) as response:
            way.press(button)
        html = response.value.text()
        button = SEND if 'name="_send"' in html else NEXT
        if sign.strip("[]").replace('"', "") in html.replace('"', ""):
            break
        expect(page.locator(SEND if button == SEND else "[role=alert]").first).to_be_visible()
    expect(page.locator(sign)).to_be_visible()


def is_page(response: Response) -> bool:
    """Tell a page from what scripts fetch, and from a redirect."""
    return response.status in (200, 422) and response.headers.get("content-type", "").startswith("text/html")


def not_as_answered() -> dict[str, object]:
    """Hold the response against the examples, kind by kind; give what differs."""
    given: Answers = StoredResponse.objects.get().answers
    differing: dict[str, object] = {}
    for kind in QuestionKind:
        expected = stored(kind)
        found = {key: given.get(key) for key in EXAMPLES[kind].question.keys} | {
            key: given.get(key) for key in expected if "." in key
        }
        is_sent = kind is QuestionKind.FILE and re.fullmatch(r"[A-Za-z0-9_-]{22}", str(found["q_file"]))
        if found != expected and not is_sent:
            differing[kind.value] = found
    return differing


def test_phone(open_page: Opener) -> None:
    page = open_page(PHONE)
    walk(page, Pointer(page, is_live=True), "phone", is_narrow=True)
    assert not_as_answered() == {}


def test_keyboard(open_page: Opener) -> None:
    page = open_page(DESKTOP)
    walk(page, Keyboard(page), "keyboard")
    assert not_as_answered() == {}


def test_without_javascript(open_page: Opener) -> None:
    page = open_page(PHONE, javascript=False)
    walk(page, Pointer(page, is_live=False), "plain", is_narrow=True)
    assert not_as_answered() == {}
