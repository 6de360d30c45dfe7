from typing import Any

import pytest

from polls.codebook.schema import QuestionKind
from polls.questionnaire import services
from polls.questionnaire.design import to_questionnaire
from polls.questionnaire.models import Choice, Discarded, Page, Question, ScreenOut
from tests.questionnaire.sample import NOW, make_poll, make_user

pytestmark = pytest.mark.django_db


def question(code: str = "criterion") -> Question:
    return Question.objects.select_related("page__poll").get(code=code)


def reworded(row: Question, **values: Any) -> services.Edit:
    for name, value in values.items():
        setattr(row, name, value)
    return services.Edit(row=row, revision=row.revision, fields=tuple(values))


class TestSave:
    def test_writes_the_fields_and_says_who_made_which_revision(self) -> None:
        make_poll()
        user = make_user()
        assert services.save(reworded(question(), text={"nl": "Wat telt?"}), by=user, now=NOW) == 1
        stored = question()
        assert (stored.text, stored.revision, stored.edited_by, stored.edited_at) == ({"nl": "Wat telt?"}, 1, user, NOW)

    def test_refuses_an_edit_of_what_somebody_else_changed_meanwhile(self) -> None:
        make_poll()
        mine, user = question(), make_user()
        services.save(reworded(question(), text={"nl": "Van een ander"}), by=user, now=NOW)
        with pytest.raises(services.EditConflict) as refusal:
            services.save(reworded(mine, text={"nl": "Van mij"}), by=None, now=NOW)
        assert (refusal.value.row.edited_by, refusal.value.row.revision) == (user, 1)
        assert question().text == {"nl": "Van een ander"}

    def test_edits_of_two_questions_do_not_meet(self) -> None:
        make_poll()
        first, second = question(), question("channels")
        services.save(reworded(first, text={"nl": "Een"}), by=None, now=NOW)
        services.save(reworded(second, text={"nl": "Twee"}), by=None, now=NOW)
        assert (question().text["nl"], question("channels").text["nl"]) == ("Een", "Twee")

    def test_says_that_a_deleted_question_is_gone(self) -> None:
        make_poll()
        mine = question()
        services.discard(question(), by=None, now=NOW)
        with pytest.raises(services.Gone):
            services.save(reworded(mine, text={"nl": "Van mij"}), by=None, now=NOW)

    def test_makes_the_choices_what_the_editor_made_of_them(self) -> None:
        poll = make_poll()
        row = question()
        quality, costs, other = row.choices.all()
        costs.label = {"nl": "Prijs", "en": "Price"}
        new = Choice(question=row, code="speed", label={"nl": "Snelheid", "en": "Speed"})
        services.save(services.Edit(row, 0, children=(("choices", [other, new, costs]),)), by=None, now=NOW)
        choices = to_questionnaire(poll).question_by_code["criterion"].choices
        assert [choice.code for choice in choices] == ["other", "speed", "costs"]
        assert choices[2].label == {"nl": "Prijs", "en": "Price"}
        assert (Discarded.objects.get().kind, Discarded.objects.get().code) == ("choice", quality.code)

    def test_lets_conditions_follow_a_new_code(self) -> None:
        make_poll()
        services.save(reworded(question(), code="aim"), by=None, now=NOW)
        assert (question("channels").show_if, question("channels").revision) == ("aim = quality", 1)

    def test_lets_everything_that_speaks_of_a_question_follow_its_new_code(self) -> None:
        poll = make_poll()
        Question.objects.filter(code="remarks").update(text={"nl": "U koos {criterion|iets}. Nog iets?"})
        Choice.objects.filter(code="phone").update(show_if="criterion = costs")
        ScreenOut.objects.create(poll=poll, code="out", condition="criterion = other", text={"nl": "Dank u"})
        services.save(reworded(question(), code="aim"), by=None, now=NOW)
        assert question("remarks").text == {"nl": "U koos {aim|iets}. Nog iets?"}
        assert Choice.objects.get(code="phone").show_if == "aim = costs"
        assert ScreenOut.objects.get().condition == "aim = other"
        assert question("channels").revision == 2

    def test_lets_no_choice_come_or_go_in_a_published_poll(self) -> None:
        poll = make_poll()
        services.publish(poll, by=None, now=NOW)
        row = question()
        with pytest.raises(services.NotNow):
            services.save(services.Edit(row, 0, children=(("choices", list(row.choices.all())[1:]),)), by=None, now=NOW)
        assert (row.choices.count(), question().revision) == (3, 0)


class TestBin:
    def test_a_deleted_question_comes_back_as_it_was(self) -> None:
        poll = make_poll()
        before = to_questionnaire(poll)
        discarded = services.discard(question(), by=make_user(), now=NOW)
        assert "criterion" not in to_questionnaire(poll).question_by_code
        services.restore(discarded, by=None, now=NOW)
        assert to_questionnaire(poll) == before
        assert not Discarded.objects.exists()

    def test_a_deleted_page_comes_back_with_its_questions(self) -> None:
        poll = make_poll()
        before = to_questionnaire(poll)
        services.restore(services.discard(poll.pages.all()[0], by=None, now=NOW), by=None, now=NOW)
        assert to_questionnaire(poll) == before

    def test_a_deleted_choice_comes_back_at_its_place(self) -> None:
        poll = make_poll()
        before, row = to_questionnaire(poll), question()
        services.save(services.Edit(row, 0, children=(("choices", list(row.choices.all())[1:]),)), by=None, now=NOW)
        services.restore(Discarded.objects.get(), by=None, now=NOW)
        assert to_questionnaire(poll) == before

    def test_a_code_that_was_given_away_meanwhile_is_made_unique(self) -> None:
        poll = make_poll()
        discarded = services.discard(question("rating"), by=None, now=NOW)
        Question.objects.filter(code="size").update(code="rating")
        assert services.restore(discarded, by=None, now=NOW).code == "rating_2"
        assert len(to_questionnaire(poll).question_by_code) == 5

    def test_a_question_of_a_deleted_page_comes_on_the_last_page(self) -> None:
        poll = make_poll()
        discarded = services.discard(question(), by=None, now=NOW)
        services.discard(poll.pages.all()[0], by=None, now=NOW)
        assert services.restore(discarded, by=None, now=NOW).page.code == "rating_page"

    def test_a_choice_of_a_deleted_question_has_no_place_to_go(self) -> None:
        make_poll()
        row = question()
        services.save(services.Edit(row, 0, children=(("choices", []),)), by=None, now=NOW)
        choice = Discarded.objects.filter(kind="choice")[0]
        services.discard(question(), by=None, now=NOW)
        with pytest.raises(services.NotNow):
            services.restore(choice, by=None, now=NOW)

    def test_nothing_is_deleted_from_a_published_poll(self) -> None:
        poll = make_poll()
        services.publish(poll, by=None, now=NOW)
        with pytest.raises(services.NotNow):
            services.discard(question(), by=None, now=NOW)

    def test_is_emptied_after_thirty_days(self) -> None:
        make_poll()
        services.discard(question(), by=None, now=NOW.replace(day=1))
        services.discard(question("rating"), by=None, now=NOW)
        assert services.empty_bins(now=NOW.replace(day=31, minute=1)) == 1
        assert Discarded.objects.get().code == "rating"


class TestArranging:
    def codes(self, poll: Any) -> list[list[str]]:
        return [[row.code for row in page.questions.all()] for page in poll.pages.all()]

    def test_a_question_moves_on_its_page_and_to_another(self) -> None:
        poll = make_poll()
        first, second = poll.pages.all()
        services.move_question(question("channels"), to=first, position=0)
        assert self.codes(poll) == [["channels", "criterion"], ["rating", "size", "remarks"]]
        services.move_question(question("channels"), to=second, position=1)
        assert self.codes(poll) == [["criterion"], ["rating", "channels", "size", "remarks"]]

    def test_a_place_beyond_the_end_is_the_end(self) -> None:
        poll = make_poll()
        services.move_question(question("criterion"), to=poll.pages.all()[1], position=99)
        assert self.codes(poll) == [["channels"], ["rating", "size", "remarks", "criterion"]]

    def test_a_page_moves(self) -> None:
        poll = make_poll()
        services.move_page(poll.pages.all()[1], position=0)
        assert [page.code for page in poll.pages.all()] == ["rating_page", "choosing"]

    def test_a_question_does_not_move_to_another_poll(self) -> None:
        make_poll("other")
        other = Page.objects.get(code="choosing")
        poll = make_poll("sample")
        row = Question.objects.get(page__poll=poll, code="criterion")
        with pytest.raises(services.NotNow):
            services.move_question(row, to=other, position=0)

    def test_a_question_comes_behind_the_one_that_was_named(self) -> None:
        poll = make_poll()
        page = poll.pages.all()[0]
        added = services.add_question(page, kind=QuestionKind.RATING, by=None, now=NOW, after=question())
        assert self.codes(poll)[0] == ["criterion", added.code, "channels"]

    def test_a_page_comes_behind_the_one_that_was_named(self) -> None:
        poll = make_poll()
        added = services.add_page(poll, by=None, now=NOW, after=poll.pages.all()[0])
        assert [page.code for page in poll.pages.all()] == ["choosing", added.code, "rating_page"]

    def test_a_copy_of_a_question_stands_behind_it_under_its_own_code(self) -> None:
        poll = make_poll()
        services.duplicate_question(question(), by=None, now=NOW)
        questionnaire = to_questionnaire(poll)
        assert self.codes(poll)[0] == ["criterion", "criterion_2", "channels"]
        original, copy = questionnaire.question_by_code["criterion"], questionnaire.question_by_code["criterion_2"]
        assert copy.choices == original.choices

    def test_conditions_in_a_copied_page_speak_of_the_copies(self) -> None:
        poll = make_poll()
        services.duplicate_page(poll.pages.all()[0], by=None, now=NOW)
        pages = to_questionnaire(poll).pages
        assert [page.code for page in pages] == ["choosing", "choosing_2", "rating_page"]
        assert [row.code for row in pages[1].questions] == ["criterion_2", "channels_2"]
        assert pages[1].questions[1].show_if == "criterion_2 = quality"

    def test_nothing_comes_or_moves_in_a_published_poll(self) -> None:
        poll = make_poll()
        services.publish(poll, by=None, now=NOW)
        page = poll.pages.all()[0]
        with pytest.raises(services.NotNow):
            services.add_page(poll)
        with pytest.raises(services.NotNow):
            services.move_page(page, position=1)
        with pytest.raises(services.NotNow):
            services.duplicate_page(page, by=None, now=NOW)
        assert [row.code for row in poll.pages.all()] == ["choosing", "rating_page"]
