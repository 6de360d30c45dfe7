"""The path that the server takes, the path that the browser shows and the base of tabulation agree, whatever is asked.

Random questionnaires with nested conditions on pages, questions, choices and rows, matrices, options carried forward,
calculated variables, wordings and orders drawn by lot; random answers to them, on the path and off it.
"""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path as FilePath
from random import Random
from typing import Any

import numpy as np
import pytest
from django.utils.html import escape
from playwright.sync_api import Browser, Page, Request, Route

from polls.analysis import table as tables
from polls.analysis.coding import from_rows
from polls.codebook import schema
from polls.codebook.answers import Answers
from polls.codebook.draws import drawn, orders, question_order
from polls.codebook.path import Path, path_of, settle, values_of
from polls.collection.fields.filling import as_posted
from polls.collection.fields.offers import QUESTIONS
from polls.collection.fields.pages import CompiledPage, compile_page
from tests.codebook.random_logic import DAY, random_logic, random_logic_answers

pytestmark = [pytest.mark.journey, pytest.mark.either]

SCRIPTS = FilePath(__file__).parents[2] / "ksfsurvey" / "static" / "ksf"
SITE = "https://logic.example"
POLICY = {"Content-Security-Policy": "default-src 'none'; script-src 'self'"}
PAGE = """<!doctype html><html lang="nl"><title>logic</title><main></main>
<script src="/rules.js"></script><script src="/answer-form.js"></script>"""

QUESTIONNAIRES = 100
RESPONDENTS = 100

DECIDE = """
([pages, cases]) => {
  const forms = {};
  for (const [code, html] of Object.entries(pages)) {
    forms[code] = new DOMParser().parseFromString(html, "text/html").querySelector("form[data-answers]");
    document.querySelector("main").append(forms[code]);
  }
  const shown = (form) => {
    const visible = (part) => !part.hidden && !part.closest("[hidden]");
    const questions = [...form.querySelectorAll("[data-question]")].filter(visible);
    const parts = [...form.querySelectorAll("[data-choice][data-show-if], [data-row][data-show-if]")].filter(visible);
    const names = new Set(parts.map((part) => part.dataset.choice || part.dataset.row));
    const offered = [...names].filter((name) => !name.includes("-")); // no headings of a matrix
    return [questions.map((part) => part.dataset.question).sort(), offered.sort()];
  };
  return cases.map(([code, known, pairs]) => {
    forms[code].dataset.known = JSON.stringify(known);
    window.ksfForm.restore(forms[code], pairs);
    return shown(forms[code]);
  });
}
"""


@pytest.fixture(scope="module")
def blank(browser: Browser) -> Iterator[Page]:
    """A page under the product's policy for scripts, with the two scripts that decide."""
    page = browser.new_page()
    page.route(f"{SITE}/", lambda route: route.fulfill(body=PAGE, content_type="text/html", headers=POLICY))
    page.route(f"{SITE}/*.js", _script)
    page.goto(f"{SITE}/")
    yield page
    page.close()


def _script(route: Route, request: Request) -> None:
    route.fulfill(path=SCRIPTS / request.url.rsplit("/", 1)[-1], content_type="text/javascript")


@pytest.mark.parametrize("seed", range(4))
def test_ten_thousand_respondents_see_what_the_server_asks_and_what_is_counted(blank: Page, seed: int) -> None:
    rng = Random(7919 * seed + 1)
    count = 0
    for number in range(QUESTIONNAIRES // 4):
        poll = random_logic(rng)
        draw = f"{seed}-{number}"
        known = {"role": rng.choice(("inhouse", "bpo")), "_today": DAY, **drawn(poll, draw)}
        given = [random_logic_answers(rng, poll) for _ in range(RESPONDENTS)]
        paths = [path_of(poll, values_of(answers, known)) for answers in given]
        _compare_with_browser(blank, poll, draw, given, paths)
        _compare_with_base(poll, given, paths, known)
        count += len(given)
    assert count == 2500


def _compare_with_browser(
    blank: Page, poll: schema.Questionnaire, draw: str, given: Sequence[Answers], paths: Sequence[Path]
) -> None:
    compiled = {page.code: compile_page(poll, page, "nl") for page in poll.pages}
    html = {page.code: _html(compiled[page.code], page, draw) for page in poll.pages}
    cases, expected = [], []
    for answers, path in zip(given, paths, strict=True):
        for step in path.steps:
            names = compiled[step.page.code].names_elsewhere
            everything = path.known_on(step.page)
            known = {name: everything[name] for name in (*names, "_today") if name in everything}
            posted = as_posted(step.page.questions, answers, "nl")
            cases.append((step.page.code, known, [(name, text) for name, texts in posted.items() for text in texts]))
            expected.append(_shown(step.questions))
    outcomes = blank.evaluate(DECIDE, json.loads(json.dumps([html, cases])))
    blank.evaluate("() => document.querySelector('main').replaceChildren()")
    for case, wanted, outcome in zip(cases, expected, outcomes, strict=True):
        assert outcome == wanted, (poll.page_by_code[case[0]], case)


def _html(compiled: CompiledPage, page: schema.Page, draw: str) -> str:
    """The page with nothing hidden yet, in the order that was drawn."""
    order = orders(page.questions, draw) | {QUESTIONS: question_order(page, draw)}
    return compiled.html.fill({"known": f' data-known="{escape("{}")}"'}, order)


def _shown(questions: Sequence[schema.Question]) -> list[list[str]]:
    asked = [question for question in questions if not question.is_silent]
    options = {f"{question.code}.{row.code}" for question in asked for row in question.rows if row.show_if}
    for question in asked:
        for key in question.keys if question.rows else [question.code]:
            options |= {f"{key}.{choice.code}" for choice in question.choices if choice.show_if}
    return [sorted(question.code for question in asked), sorted(options)]


def _compare_with_base(
    poll: schema.Questionnaire, given: Sequence[Answers], paths: Sequence[Path], known: dict[str, str]
) -> None:
    settled = [settle(poll, answers, known) for answers in given]
    table = from_rows(poll, settled, [known] * len(settled))
    for variable in poll.variables:
        column = table.columns[variable.code]
        statuses: Any = column.codes if isinstance(column, tables.ChoiceColumn) else column.status
        counted = np.asarray(statuses) != tables.Missing.NOT_ASKED
        asked = [variable.code in answers for answers in settled]
        assert counted.tolist() == asked
    for path, answers in zip(paths, settled, strict=True):
        shown = {key for step in path.steps for question in step.questions for key in question.keys}
        silent = {key for question in poll.questions if question.is_silent for key in question.keys}
        others = {key for key in answers if key in poll.variable_by_code and not key.endswith(".wording")}
        assert others - silent == shown - silent


def test_the_cases_try_every_part_of_the_logic() -> None:
    """Were the cases all alike, agreement would mean nothing."""
    rng = Random(5)
    polls = [random_logic(rng) for _ in range(60)]
    questions = [question for poll in polls for question in poll.questions]
    kinds = {question.kind for question in questions}
    assert kinds >= {schema.QuestionKind.MATRIX_SINGLE, schema.QuestionKind.RANKING, schema.QuestionKind.CALCULATED}
    assert sum(bool(question.carries) for question in questions) > 20
    assert sum(bool(question.variants) for question in questions) > 10
    assert sum(question.is_conditional for question in questions) > 60
    asked = total = 0
    for poll in polls:
        path = path_of(poll, {**random_logic_answers(rng, poll), "role": "inhouse", "_today": DAY})
        asked += sum(len(step.questions) for step in path.steps)
        total += sum(1 for _question in poll.questions)
    assert 0.3 < asked / total < 0.9
