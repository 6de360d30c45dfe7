"""``python -m bench.logic``: what much logic costs, beside a small questionnaire: publishing, and a respondent's page.

The large one has 200 questions on 40 pages and some 400 conditions: on every question, every page, and on choices.
"""

import os
import tempfile
import time
from collections.abc import Callable

_FOLDER = tempfile.TemporaryDirectory(prefix="polls-bench-")
os.environ |= {
    "VAR_DIR": _FOLDER.name,
    "DJANGO_SETTINGS_MODULE": "ksfsurvey.settings",
    "STATICFILES_STORAGE": "django.contrib.staticfiles.storage.StaticFilesStorage",
}

import django  # noqa: E402

django.setup()

from django.core.management import call_command  # noqa: E402
from django.utils import timezone, translation  # noqa: E402

from polls.codebook.answers import Answers  # noqa: E402
from polls.codebook.expressions import expressions  # noqa: E402
from polls.codebook.schema import Choice, Page, Question, QuestionKind, Questionnaire, Text  # noqa: E402
from polls.collection.forms.posted_page import read_page  # noqa: E402
from polls.collection.services import load_questionnaire  # noqa: E402
from polls.collection.views.rendering import PageView, render_page  # noqa: E402
from polls.questionnaire.rows import create_poll  # noqa: E402
from polls.questionnaire.services import publish  # noqa: E402

PER_PAGE = 5
SIZES = {"small": 3, "large": 40}
"""Pages of each questionnaire."""


def main() -> None:
    call_command("migrate", verbosity=0)
    print("| questionnaire | questions | conditions | publish | page shown | page read |\n|---|---|---|---|---|---|")
    for name, pages in SIZES.items():
        print(measured(name, pages))
    _FOLDER.cleanup()


def measured(name: str, pages: int) -> str:
    """Measure one questionnaire; give its row of the table."""
    poll = create_poll(questionnaire(name, pages), by=None)
    started = time.perf_counter()
    version = publish(poll, by=None, now=timezone.now())
    published = time.perf_counter() - started
    frozen = load_questionnaire(version.sha256)
    answers: Answers = {question.code: _answer(question.code) for question in frozen.questions}
    page = frozen.pages[-1]
    posted = {question.code: [_answer(question.code)] for question in page.questions}
    view = PageView(
        questionnaire=frozen, sha256=version.sha256, page=page, language="nl", answers=answers, attributes={},
        action="/", seed="seed", hidden={},
    )  # fmt: skip
    with translation.override("nl"):
        shown = _median(lambda: render_page(view))
        read = _median(lambda: read_page(frozen, page, posted, answers=answers, attributes={}, language="nl"))
    conditions = sum(1 for _expression in expressions(frozen))
    questions = sum(1 for _question in frozen.questions)
    return f"| {name} | {questions} | {conditions} | {published:.2f} s | {shown:.2f} ms | {read:.2f} ms |"


def questionnaire(name: str, pages: int) -> Questionnaire:
    made = [
        Page(
            f"p{number}",
            tuple(_question(number * PER_PAGE + place) for place in range(PER_PAGE)),
            show_if="answered(q0)" if number else "",
        )
        for number in range(pages)
    ]
    return Questionnaire(f"bench-{name}", _both("t"), tuple(made), privacy=_both("p"), is_anonymous=False)


def _question(index: int) -> Question:
    """Every fifth question asks a number; each hangs on the one seven places before it."""
    before = max(0, index - 7)
    value = "99" if _is_number(before) else "b"
    shown = f"answered(q{before}) and not q{before} = {value} or count(q{before}, q0) >= 1" if index else ""
    choices = tuple(
        Choice(code, _both(code), show_if=f"answered(q{before})" if code == "c" and index else "") for code in "abc"
    )
    kind = QuestionKind.NUMBER if _is_number(index) else QuestionKind.SINGLE
    return Question(
        f"q{index}", kind, _both(f"Question {index}"), choices=() if _is_number(index) else choices, show_if=shown
    )


def _both(text: str) -> Text:
    return {"nl": f"{text} nl", "en": f"{text} en"}


def _is_number(index: int) -> bool:
    return index % 5 == 4


def _answer(code: str) -> str:
    return "3" if _is_number(int(code[1:])) else "a"


def _median(work: Callable[[], object], rounds: int = 30) -> float:
    """The median time of the processor in milliseconds, after a first round in which all is compiled and read."""
    work()
    times = []
    for _ in range(rounds):
        started = time.process_time()
        work()
        times.append(time.process_time() - started)
    return sorted(times)[rounds // 2] * 1000


if __name__ == "__main__":
    main()
