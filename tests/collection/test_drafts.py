"""Drafts: one chain of revisions, whoever saves at the same time."""

import threading
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection

from polls.codebook.answers import Answers
from polls.collection.models import DailyCount, Draft
from polls.collection.services import (
    DraftConflictError,
    PageConflictError,
    PageSave,
    Participation,
    load,
    save_draft,
    save_page,
    submit,
)
from polls.collection.services.draft_box import DraftContent
from polls.questionnaire.models import Poll
from tests.collection import sample

NOW = sample.LAUNCH + timedelta(hours=1)
ABOUT = sample.PAGES[0]


def joined(token: str) -> Participation:
    participation = load(token)
    assert participation is not None
    return participation


def page_save(answers: Answers, *, based_on: int = 0) -> PageSave:
    return PageSave(page=ABOUT, values=answers, based_on=based_on, go_on="views", language="nl")


def test_a_save_is_there_for_the_next_visit(poll: Poll) -> None:
    token = sample.invited(poll)
    seed = joined(token).seed
    save_page(joined(token), page_save({"outsources": "fully"}), now=NOW)
    again = joined(token)
    assert again.draft == DraftContent({"outsources": "fully"}, "views", "nl", seed, "2026-01-05")
    assert again.seed == seed
    assert again.revision == 1


def test_a_save_on_an_old_revision_is_refused(poll: Poll) -> None:
    token = sample.invited(poll)
    first = joined(token)
    save_draft(first, DraftContent({"outsources": "fully"}), now=NOW)
    with pytest.raises(DraftConflictError):
        save_draft(first, DraftContent({"outsources": "never"}), now=NOW)
    second = joined(token)
    save_draft(second, DraftContent({"outsources": "partly"}), now=NOW)
    with pytest.raises(DraftConflictError):
        save_draft(second, DraftContent({"outsources": "never"}), now=NOW)
    assert joined(token).draft.answers == {"outsources": "partly"}


def test_two_tabs_with_the_same_answers_do_not_disturb_each_other(poll: Poll) -> None:
    token = sample.invited(poll)
    save_page(joined(token), page_save({"outsources": "fully"}), now=NOW)
    saved = save_page(joined(token), page_save({"outsources": "fully"}), now=NOW)
    assert saved.revision == 2


def test_the_same_page_sent_twice_at_once_is_saved_once(poll: Poll) -> None:
    token = sample.invited(poll)
    twice = [joined(token), joined(token)]
    for participation in twice:
        assert save_page(participation, page_save({"outsources": "fully"}), now=NOW).revision == 1
    assert joined(token).revision == 1


def test_an_answer_that_was_saved_elsewhere_is_not_overwritten(poll: Poll) -> None:
    token = sample.invited(poll)
    save_page(joined(token), page_save({"outsources": "fully"}), now=NOW)
    with pytest.raises(PageConflictError) as conflict:
        save_page(joined(token), page_save({"outsources": "never"}), now=NOW)
    assert [question.code for question in conflict.value.questions] == ["outsources"]
    save_page(joined(token), page_save({"outsources": "never"}, based_on=1), now=NOW)
    assert joined(token).draft.answers == {"outsources": "never"}


def test_saving_one_page_leaves_the_others_alone(poll: Poll) -> None:
    token = sample.invited(poll)
    save_page(joined(token), page_save({"outsources": "fully"}), now=NOW)
    views = PageSave(page=sample.PAGES[1], values={"grade": "8"}, based_on=0, go_on="last", language="nl")
    save_page(joined(token), views, now=NOW)
    assert joined(token).draft.answers == {"outsources": "fully", "grade": "8"}


def test_starting_is_counted_once(poll: Poll) -> None:
    token = sample.invited(poll)
    for revision in range(3):
        save_page(joined(token), page_save({"outsources": "fully"}, based_on=revision), now=NOW)
    assert [(count.started, count.submitted) for count in DailyCount.objects.all()] == [(1, 0)]


def test_no_draft_comes_back_after_sending(poll: Poll) -> None:
    token = sample.invited(poll)
    early = joined(token)
    submit(joined(token), sample.COMPLETE, language="nl", now=NOW)
    with pytest.raises(DraftConflictError):
        save_page(early, page_save({"outsources": "never"}), now=NOW)
    assert not Draft.objects.exists()


def race(token: str) -> list[str]:
    """Eight tabs save twenty times each, each a mark of its own; give the marks that were said to be saved."""
    accepted: list[str] = []

    def tab(number: int) -> None:
        for turn in range(20):
            mark = f"{number}-{turn}"
            participation = joined(token)
            answers = {**participation.draft.answers, mark: mark}
            try:
                save_draft(participation, DraftContent(answers), now=NOW)
            except DraftConflictError:
                continue
            accepted.append(mark)
        connection.close()

    threads = [threading.Thread(target=tab, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return accepted


@pytest.mark.django_db(transaction=True)
def test_eight_tabs_make_one_chain_and_lose_no_accepted_save() -> None:
    token = sample.invited(sample.launched())
    accepted = race(token)
    final = joined(token)
    assert final.revision == len(accepted)
    assert set(accepted) <= set(final.draft.answers)


def test_control_without_the_revision_of_the_reading_a_save_is_lost(poll: Poll) -> None:
    token = sample.invited(poll)
    one_tab, other_tab = joined(token), joined(token)
    save_draft(one_tab, DraftContent({**one_tab.draft.answers, "a": "a"}), now=NOW)
    unguarded = replace(other_tab, revision=joined(token).revision)
    save_draft(unguarded, DraftContent({**other_tab.draft.answers, "b": "b"}), now=NOW)
    assert joined(token).draft.answers == {"b": "b"}
