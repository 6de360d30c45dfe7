import threading
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import DatabaseError, connections, transaction
from django.db.utils import IntegrityError
from pytest_django import DjangoAssertNumQueries

from polls.codebook.document import digest
from polls.questionnaire import services
from polls.questionnaire.design import to_questionnaire
from polls.questionnaire.keys import unwrap
from polls.questionnaire.models import Choice, Page, Poll, PollEvent, Question, QuestionnaireVersion
from tests.questionnaire.sample import NOW, SAMPLE, make_poll, make_user

pytestmark = pytest.mark.django_db


def published(**fields: datetime) -> Poll:
    poll = make_poll("sample", **fields)
    services.publish(poll, by=None, now=NOW)
    return poll


def reword() -> None:
    Question.objects.filter(code="criterion").update(text={"nl": "Wat telt het meest?", "en": "What matters most?"})


class TestPublish:
    def test_freezes_the_design_as_version_one_and_opens_the_poll(self) -> None:
        user, poll = make_user(), make_poll()
        version = services.publish(poll, by=user, now=NOW)
        assert version.number == 1
        assert version.questionnaire == SAMPLE
        assert version.sha256 == digest(version.document)
        assert (version.published_at, version.published_by) == (NOW, user)
        assert (poll.state, poll.first_published_at) == (Poll.State.PUBLISHED, NOW)

    def test_leaves_an_event_that_says_who(self) -> None:
        user = make_user()
        services.publish(make_poll(), by=user, now=NOW)
        event = PollEvent.objects.get()
        assert (event.action, event.by, event.at, event.detail["version"]) == ("published", user, NOW, 1)

    def test_gives_an_anonymous_poll_an_urn_that_opens(self) -> None:
        poll = published()
        assert poll.urn_private_key is not None
        assert bytes(unwrap(bytes(poll.urn_private_key)).public_key) == bytes(poll.urn_public_key or b"")

    def test_gives_an_identified_poll_no_urn(self) -> None:
        poll = make_poll()
        Poll.objects.update(is_anonymous=False)
        services.publish(poll, by=None, now=NOW)
        assert (poll.urn_public_key, poll.urn_private_key) == (None, None)

    def test_refuses_a_design_with_errors_and_changes_nothing(self) -> None:
        poll = make_poll()
        Choice.objects.filter(question__code="criterion").delete()
        with pytest.raises(services.NotPublishable) as refusal:
            services.publish(poll, by=None, now=NOW)
        assert [problem.code for problem in refusal.value.problems] == ["no_choices", "condition_unknown_choice"]
        poll.refresh_from_db()
        assert poll.state == Poll.State.DRAFT
        assert not QuestionnaireVersion.objects.exists()
        assert not PollEvent.objects.exists()

    def test_again_without_a_change_keeps_the_version(self) -> None:
        poll = published()
        assert services.publish(poll, by=None, now=NOW + timedelta(days=1)).number == 1
        assert QuestionnaireVersion.objects.count() == 1
        assert PollEvent.objects.count() == 1

    def test_with_other_wording_makes_the_next_version_and_keeps_the_first(self) -> None:
        poll = published()
        reword()
        version = services.publish(poll, by=None, now=NOW + timedelta(days=1), reason="Duidelijker")
        assert (version.number, version.reason) == (2, "Duidelijker")
        assert version.questionnaire.question_by_code["criterion"].text["nl"] == "Wat telt het meest?"
        assert poll.versions.get(number=1).questionnaire == SAMPLE
        assert poll.first_published_at == NOW
        assert list(poll.events.values_list("action", flat=True)) == ["corrected", "published"]

    @pytest.mark.parametrize(
        "change",
        [
            lambda: Question.objects.filter(code="criterion").update(code="other_code"),
            lambda: Question.objects.filter(code="channels").update(kind="single"),
            lambda: Question.objects.filter(code="size").delete(),
            lambda: Choice.objects.filter(code="costs").update(code="cost"),
            lambda: Choice.objects.filter(code="costs").update(position=9),
            lambda: Page.objects.filter(code="rating_page").update(show_if=""),
        ],
        ids=["code", "kind", "removed", "choice code", "order", "condition"],
    )
    def test_refuses_another_structure_in_the_field(self, change: Callable[[], object]) -> None:
        poll = published()
        change()
        with pytest.raises(services.NotPublishable) as refusal:
            services.publish(poll, by=None, now=NOW)
        assert {problem.code for problem in refusal.value.problems} & {
            "frozen", "frozen_order", "frozen_added", "frozen_removed",
        }  # fmt: skip
        assert QuestionnaireVersion.objects.count() == 1

    def test_refuses_a_closing_date_in_the_past(self) -> None:
        poll = make_poll(closes_at=NOW)
        with pytest.raises(services.NotPublishable) as refusal:
            services.publish(poll, by=None, now=NOW)
        assert [(problem.code, problem.place.field) for problem in refusal.value.problems] == [
            ("closes_in_the_past", "closes_at")
        ]

    def test_refuses_to_open_after_closing(self) -> None:
        poll = make_poll(opens_at=NOW + timedelta(days=2), closes_at=NOW + timedelta(days=1))
        assert [problem.code for problem in services.find_problems(poll, now=NOW)] == ["opens_after_closing"]

    def test_refuses_a_closed_poll(self) -> None:
        poll = published()
        Poll.objects.update(state=Poll.State.CLOSED)
        with pytest.raises(services.NotNow):
            services.publish(poll, by=None, now=NOW)

    def test_takes_the_same_statements_whatever_the_size(
        self, django_assert_max_num_queries: DjangoAssertNumQueries
    ) -> None:
        poll = make_poll()
        for number in range(4):
            page = Page.objects.create(poll=poll, code=f"more_{number}", position=10 + number, title={})
            Question.objects.create(
                page=page, code=f"question_{number}", kind="long_text", text={"nl": "Wat?", "en": "What?"}
            )
        with django_assert_max_num_queries(31):
            services.publish(poll, by=None, now=NOW)


class TestTheDatabaseItself:
    @pytest.mark.parametrize("change", [{"document": {}}, {"sha256": "0"}, {"number": 7}], ids=str)
    def test_refuses_to_change_a_launched_version(self, change: dict[str, object]) -> None:
        published()
        with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
            QuestionnaireVersion.objects.update(**change)

    @pytest.mark.parametrize(
        "change", [{"is_anonymous": False}, {"minimum_base": 3}, {"first_published_at": None}], ids=str
    )
    def test_refuses_to_change_what_was_promised(self, change: dict[str, object]) -> None:
        published()
        with pytest.raises(DatabaseError, match="fixed once published"), transaction.atomic():
            Poll.objects.update(**change)

    def test_lets_a_draft_be_changed(self) -> None:
        make_poll()
        assert Poll.objects.update(is_anonymous=False, minimum_base=3) == 1


class TestCloseAndReopen:
    def test_closing_sets_the_closing_time_and_leaves_the_grace_period_to_run(self) -> None:
        poll = published()
        services.close(poll, by=None, now=NOW)
        assert (poll.closes_at, poll.state) == (NOW, Poll.State.PUBLISHED)
        assert poll.phase_at(NOW) == Poll.Phase.CLOSING
        assert not poll.is_open_at(NOW)
        assert poll.accepts_at(NOW + timedelta(minutes=14))

    def test_closing_twice_or_a_draft_is_refused(self) -> None:
        poll = make_poll()
        with pytest.raises(services.NotNow):
            services.close(poll, by=None, now=NOW)
        services.publish(poll, by=None, now=NOW)
        services.close(poll, by=None, now=NOW)
        with pytest.raises(services.NotNow):
            services.close(poll, by=None, now=NOW)

    def test_reopening_a_closed_poll_takes_answers_again_until_the_new_date(self) -> None:
        poll = published()
        Poll.objects.update(state=Poll.State.CLOSED, closes_at=NOW)
        services.reopen(poll, by=None, now=NOW, closes_at=NOW + timedelta(days=3))
        assert poll.is_open_at(NOW + timedelta(days=2))
        assert not poll.is_open_at(NOW + timedelta(days=3))

    def test_reopening_during_the_grace_period_is_possible(self) -> None:
        poll = published()
        services.close(poll, by=None, now=NOW)
        services.reopen(poll, by=None, now=NOW + timedelta(minutes=1))
        assert poll.is_open_at(NOW + timedelta(days=300))

    def test_reopening_makes_an_urn_when_the_old_one_is_gone_and_keeps_one_that_is_there(self) -> None:
        poll = published()
        kept = bytes(poll.urn_public_key or b"")
        services.close(poll, by=None, now=NOW)
        services.reopen(poll, by=None, now=NOW)
        assert bytes(poll.urn_public_key or b"") == kept
        Poll.objects.update(state=Poll.State.CLOSED, urn_public_key=None, urn_private_key=None)
        services.reopen(poll, by=None, now=NOW)
        assert poll.urn_private_key
        assert bytes(poll.urn_public_key or b"") != kept

    def test_reopening_an_open_poll_or_into_the_past_is_refused(self) -> None:
        poll = published()
        with pytest.raises(services.NotNow):
            services.reopen(poll, by=None, now=NOW)
        Poll.objects.update(state=Poll.State.CLOSED)
        with pytest.raises(services.NotNow):
            services.reopen(poll, by=None, now=NOW, closes_at=NOW)

    def test_each_leaves_an_event(self) -> None:
        user, poll = make_user(), published()
        services.close(poll, by=user, now=NOW)
        services.reopen(poll, by=user, now=NOW)
        assert list(poll.events.values_list("action", "by")) == [
            ("reopened", user.pk), ("closed", user.pk), ("published", None),
        ]  # fmt: skip


class TestDuplicate:
    def test_gives_a_draft_with_the_same_design(self) -> None:
        user, poll = make_user(), published(closes_at=NOW + timedelta(days=5))
        copy = services.duplicate(poll, by=user, now=NOW, slug="second-wave")
        assert to_questionnaire(copy) == to_questionnaire(Poll.objects.get(slug="second-wave"))
        assert to_questionnaire(copy).pages == SAMPLE.pages
        assert to_questionnaire(copy).segment_variables == SAMPLE.segment_variables
        assert (copy.state, copy.opens_at, copy.closes_at, copy.first_published_at) == ("draft", None, None, None)
        assert (copy.urn_public_key, copy.urn_private_key, copy.created_by) == (None, None, user)
        assert copy.events.get().detail == {"of": "sample"}

    def test_changing_the_copy_leaves_the_original_alone(self) -> None:
        poll = make_poll()
        copy = services.duplicate(poll, by=None, now=NOW, slug="copy")
        Question.objects.filter(page__poll=copy).delete()
        assert to_questionnaire(poll) == SAMPLE

    def test_takes_the_same_statements_whatever_the_size(
        self, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        poll = make_poll()
        for number in range(20):
            page = Page.objects.create(poll=poll, code=f"more_{number}")
            question = Question.objects.create(page=page, code=f"question_{number}")
            Choice.objects.create(question=question, code="yes")
        with django_assert_num_queries(19):
            services.duplicate(poll, by=None, now=NOW, slug="copy")

    def test_a_taken_name_is_refused(self) -> None:
        poll = make_poll()
        with pytest.raises(IntegrityError), transaction.atomic():
            services.duplicate(poll, by=None, now=NOW, slug="sample")

    def test_suggests_a_name_that_is_free(self) -> None:
        make_poll("sample-2")
        assert services.free_slug("sample") == "sample-3"
        assert services.free_slug("sample-2") == "sample-3"


class TestPhases:
    def test_follow_the_state_and_the_clock(self) -> None:
        poll = make_poll(opens_at=NOW + timedelta(hours=1), closes_at=NOW + timedelta(hours=2))
        assert poll.phase_at(NOW) == Poll.Phase.DRAFT
        services.publish(poll, by=None, now=NOW)
        hours = [poll.phase_at(NOW + timedelta(hours=number)) for number in range(3)]
        assert hours == [Poll.Phase.SCHEDULED, Poll.Phase.OPEN, Poll.Phase.CLOSING]
        poll.state = Poll.State.CLOSED
        assert poll.phase_at(NOW) == Poll.Phase.CLOSED


class TestAdding:
    def test_a_line_becomes_a_choice_with_a_code_and_a_label_per_language(self) -> None:
        make_poll()
        question = Question.objects.get(code="criterion")
        services.add_choices(question, ["Snelheid | Speed", "  ", "Kosten"])
        added = list(question.choices.values_list("code", "label", "position"))[3:]
        assert added == [("snelheid", {"nl": "Snelheid", "en": "Speed"}, 3), ("kosten", {"nl": "Kosten"}, 4)]

    def test_a_page_is_added_behind_the_others(self) -> None:
        poll = make_poll()
        page = services.add_page(poll)
        assert (page.code, page.position) == ("page_3", 2)

    def test_no_page_is_added_to_a_published_poll(self) -> None:
        with pytest.raises(services.NotNow):
            services.add_page(published())


def test_wording_that_was_changed_shows_until_it_is_published() -> None:
    poll = published()
    assert not services.has_unpublished_wording(poll)
    reword()
    assert services.has_unpublished_wording(poll)
    services.publish(poll, by=None, now=NOW)
    assert not services.has_unpublished_wording(poll)


def at_once(work: Callable[[], int], threads: int = 4) -> list[object]:
    """Do ``work`` in several threads that start together; give what came of each, a number or an error."""
    outcomes: list[object] = []
    start = threading.Barrier(threads)

    def run() -> None:
        try:
            start.wait()
            outcomes.append(work())
        except DatabaseError as error:
            outcomes.append(error)
        finally:
            connections.close_all()

    started = [threading.Thread(target=run) for _ in range(threads)]
    for thread in started:
        thread.start()
    for thread in started:
        thread.join()
    return outcomes


@pytest.mark.django_db(transaction=True)
def test_several_who_publish_the_same_correction_at_once_make_one_version() -> None:
    poll = published()
    reword()
    assert at_once(lambda: services.publish(Poll.objects.get(pk=poll.pk), by=None, now=NOW).number) == [2, 2, 2, 2]
    assert list(poll.versions.values_list("number", flat=True)) == [2, 1]


@pytest.mark.django_db(transaction=True)
def test_control_without_the_lock_they_collide() -> None:
    poll = published()
    together = threading.Barrier(4)

    def careless() -> int:
        number = poll.versions.count() + 1
        together.wait()
        poll.versions.create(number=number, document={}, sha256="0", published_at=NOW)
        return number

    outcomes = at_once(careless)
    assert sum(isinstance(outcome, IntegrityError) for outcome in outcomes) == 3
