"""Several editors at once, each in a thread of its own, against the real database: no edit is lost or half done."""

import random
import threading
from collections.abc import Callable
from contextlib import suppress

import pytest
from django.db import connections

from polls.codebook.kinds import QuestionKind
from polls.questionnaire import services
from polls.questionnaire.design import to_questionnaire
from polls.questionnaire.models import Discarded, Page, Poll, Question
from tests.questionnaire.sample import NOW, make_poll

pytestmark = pytest.mark.django_db(transaction=True)

EDITORS = 7
EDITS = 6


def together(work: Callable[[int], None], people: int = EDITORS) -> list[BaseException]:
    """Let everybody start at the same moment; give what went wrong."""
    start, errors = threading.Barrier(people), []

    def run(person: int) -> None:
        try:
            start.wait()
            work(person)
        except BaseException as error:
            errors.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(person,)) for person in range(people)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return errors


def append(code: str, words: str) -> int:
    """Add words to the text of the question as an editor who is told of conflicts does; give how many there were."""
    conflicts = 0
    while True:
        row = Question.objects.select_related("page__poll").get(code=code)
        row.text = {"nl": f"{row.text['nl']} {words}"}
        try:
            services.save(services.Edit(row, row.revision, ("text",)), by=None, now=NOW)
        except services.EditConflict:
            conflicts += 1
        else:
            return conflicts


def test_seven_who_write_in_one_question_lose_no_word() -> None:
    make_poll()

    def write(person: int) -> None:
        for number in range(EDITS):
            append("criterion", f"p{person}n{number}")

    assert together(write) == []
    words = Question.objects.get(code="criterion").text["nl"].split()[4:]
    assert sorted(words) == sorted(f"p{person}n{number}" for person in range(EDITORS) for number in range(EDITS))
    assert Question.objects.get(code="criterion").revision == EDITORS * EDITS


def test_control_without_the_revision_words_are_lost() -> None:
    make_poll()
    seen = threading.Barrier(EDITORS)

    def write_carelessly(person: int) -> None:
        row = Question.objects.get(code="criterion")
        seen.wait()
        Question.objects.filter(pk=row.pk).update(text={"nl": f"{row.text['nl']} p{person}"})

    assert together(write_carelessly) == []
    assert len(Question.objects.get(code="criterion").text["nl"].split()) == 5


def test_seven_who_add_move_copy_and_delete_leave_a_sound_outline() -> None:
    poll = make_poll()

    def rearrange(person: int) -> None:
        rng = random.Random(person)
        for _ in range(EDITS):
            mine = Poll.objects.get(pk=poll.pk)
            page = rng.choice(list(Page.objects.filter(poll=mine).select_related("poll")))
            rows = list(Question.objects.filter(page__poll=mine).select_related("page__poll"))
            row = rng.choice(rows)
            step = rng.randrange(4)
            try:
                if step == 0:
                    services.add_question(page, kind=rng.choice(list(QuestionKind)), by=None, now=NOW)
                elif step == 1:
                    services.move_question(row, to=page, position=rng.randrange(5))
                elif step == 2:
                    services.duplicate_question(row, by=None, now=NOW)
                else:
                    services.discard(row, by=None, now=NOW)
            except services.Gone:
                continue  # somebody deleted it a moment ago

    assert together(rearrange) == []
    codes = list(Question.objects.filter(page__poll=poll).values_list("code", flat=True))
    assert len(codes) == len(set(codes))
    for page in poll.pages.all():
        assert [row.position for row in page.questions.all()] == list(range(page.questions.count()))
    assert to_questionnaire(poll).pages
    for discarded in Discarded.objects.order_by("pk"):
        services.restore(discarded, by=None, now=NOW)
    codes = list(Question.objects.filter(page__poll=poll).values_list("code", flat=True))
    assert len(codes) == len(set(codes))


def test_publishing_and_editing_wait_for_each_other() -> None:
    poll = make_poll()

    def edit_or_publish(person: int) -> None:
        if person == 0:
            services.publish(Poll.objects.get(pk=poll.pk), by=None, now=NOW)
            return
        page = Page.objects.select_related("poll").get(code="rating_page")
        with suppress(services.NotNow):
            services.move_page(page, position=0)

    assert together(edit_or_publish) == []
    version = Poll.objects.get(pk=poll.pk).latest_version
    assert version is not None
    assert version.questionnaire == to_questionnaire(poll)
