import pytest
from pytest_django import DjangoAssertNumQueries

from polls.codebook import problems
from polls.codebook.schema import QuestionKind
from polls.questionnaire.design import DONT_KNOW, split_values, to_questionnaire
from polls.questionnaire.models import Page, Poll, Question
from tests.questionnaire.sample import SAMPLE, make_poll

pytestmark = pytest.mark.django_db


def question(code: str) -> Question:
    return Question.objects.get(code=code)


def test_rows_give_back_the_questionnaire_that_they_were_made_of() -> None:
    assert to_questionnaire(make_poll()) == SAMPLE


def test_the_sample_has_no_problems() -> None:
    assert problems.find(to_questionnaire(make_poll())) == []


def test_reading_takes_ten_queries_whatever_the_size(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    poll = make_poll()
    for number in range(3):
        page = Page.objects.create(poll=poll, code=f"more_{number}", position=10 + number)
        Question.objects.create(page=page, code=f"question_{number}")
    with django_assert_num_queries(10):
        assert len(to_questionnaire(poll).pages) == 5


def test_only_the_languages_of_the_poll_are_kept() -> None:
    poll = make_poll()
    poll.languages = ["nl"]
    questionnaire = to_questionnaire(poll)
    assert questionnaire.languages == ("nl",)
    assert questionnaire.title == {"nl": "Voorbeeldpeiling"}
    assert questionnaire.question_by_code["criterion"].choices[0].label == {"nl": "Kwaliteit"}


def test_languages_stand_in_the_order_of_the_product() -> None:
    poll = make_poll()
    poll.languages = ["en", "nl"]
    assert to_questionnaire(poll).languages == ("nl", "en")


def test_blank_texts_are_no_texts() -> None:
    poll = make_poll()
    poll.intro = {"nl": "   ", "en": " Welcome. "}
    assert to_questionnaire(poll).intro == {"en": "Welcome."}


def test_dont_know_without_a_label_gets_the_usual_one() -> None:
    poll = make_poll()
    Question.objects.filter(code="criterion").update(dont_know_label={})
    assert to_questionnaire(poll).question_by_code["criterion"].dont_know == DONT_KNOW


def test_a_text_question_never_offers_dont_know() -> None:
    poll = make_poll()
    Question.objects.filter(code="remarks").update(offers_dont_know=True)
    assert to_questionnaire(poll).question_by_code["remarks"].dont_know is None


def test_what_another_kind_left_behind_is_left_out() -> None:
    poll = make_poll()
    Question.objects.update(kind=QuestionKind.SHORT_TEXT)
    for asked in to_questionnaire(poll).questions:
        left = (asked.choices, asked.minimum, asked.maximum, asked.decimals, asked.unit, asked.low_label)
        assert left == ((), None, None, 0, {}, {})


def test_only_a_multiple_choice_has_a_choice_that_excludes_the_others() -> None:
    poll = make_poll()
    Question.objects.filter(code="channels").update(kind=QuestionKind.SINGLE)
    assert [one.is_exclusive for one in to_questionnaire(poll).question_by_code["channels"].choices] == [False] * 3


def test_rows_are_read_in_the_order_of_their_positions() -> None:
    poll = make_poll()
    Page.objects.filter(code="choosing").update(position=9)
    assert [page.code for page in to_questionnaire(poll).pages] == ["rating_page", "choosing"]


@pytest.mark.parametrize(
    ("written", "values"),
    [("fully, partly", ("fully", "partly")), (" fully ,, ", ("fully",)), ("", ()), ("a b", ("a b",))],
)
def test_the_values_of_a_segment_are_separated_by_commas(written: str, values: tuple[str, ...]) -> None:
    assert split_values(written) == values


def test_a_poll_without_anything_can_be_read() -> None:
    assert to_questionnaire(Poll.objects.create(slug="empty")).pages == ()
