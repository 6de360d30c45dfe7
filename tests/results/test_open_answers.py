"""What is read of open answers: searched without accents, by segment where that tells of nobody, quoted faithfully."""

from collections.abc import Callable

import pytest
from django.test import Client

from polls.codebook.schema import Segment, SegmentVariable, Source
from polls.collection.models import Response
from polls.questionnaire.models import Poll
from polls.results.models import Quote
from polls.results.services.open_text.places import Written, folded, variables_to_filter
from polls.results.services.quotes import is_faithful, proposed
from tests.results import sample

Staff = Callable[[str], Client]
ANSWERS = "/polls/sample/answers/"


def poll_of(roles: list[str], text: str = "Één goede partner") -> Poll:
    poll = sample.published(sample.questionnaire(is_anonymous=True), state=Poll.State.CLOSED)
    sample.respond(poll, [{"remark": f"{text} {number}"} for number in range(len(roles))], [{"role": r} for r in roles])
    return poll


def variable(code: str) -> SegmentVariable:
    segments = (Segment("a", {}, ("a",)), Segment("b", {}, ("b",)))
    return SegmentVariable(code, {"en": code}, Source.CONTACT, code, segments)


def writers(counts: dict[tuple[str, str], int]) -> list[Written]:
    return [
        Written(f"{one}{two}{number}", "text", {"x": frozenset({one}), "y": frozenset({two})})
        for (one, two), count in counts.items()
        for number in range(count)
    ]


@pytest.mark.django_db
@pytest.mark.parametrize("search", ["één", "EEN", "een  goede", "Eén"])
def test_case_accents_and_spaces_do_not_count_in_a_search(staff: Staff, search: str) -> None:
    poll_of(["inhouse"] * 12)
    assert staff("analyst").get(ANSWERS, {"question": "remark", "search": search}).context["found"] == 12


@pytest.mark.django_db
def test_answers_are_read_by_segment_where_each_has_ten_writers(staff: Staff) -> None:
    poll_of(["inhouse"] * 12 + ["bpo"] * 10)
    client = staff("analyst")
    page = client.get(ANSWERS, {"question": "remark", "only": "role:bpo"})
    assert page.context["found"] == 10
    ((_label, offered),) = page.context["filters"]
    assert [value for value, _name in offered] == ["role:inhouse", "role:bpo"]


@pytest.mark.django_db
def test_a_segment_of_nine_is_not_offered_nor_given_nor_its_complement(staff: Staff) -> None:
    poll_of(["inhouse"] * 12 + ["bpo"] * 9)
    client = staff("analyst")
    for only in ("role:inhouse", "role:bpo", "nothing:x"):
        page = client.get(ANSWERS, {"question": "remark", "only": only})
        assert page.context["found"] == 0
        assert page.context["filters"] == []


def test_two_variables_are_offered_only_where_their_combinations_are_large() -> None:
    both = [variable("x"), variable("y")]
    large = writers({("a", "a"): 10, ("a", "b"): 10, ("b", "a"): 10, ("b", "b"): 10})
    assert [each.code for each in variables_to_filter(large, both, 10)] == ["x", "y"]
    small = writers({("a", "a"): 10, ("a", "b"): 10, ("b", "a"): 10, ("b", "b"): 1})
    assert [each.code for each in variables_to_filter(small, both, 10)] == ["x"]


def test_a_variable_in_which_all_are_alike_divides_nothing() -> None:
    assert variables_to_filter(writers({("a", "a"): 30}), [variable("x")], 10) == []


def test_a_text_is_folded() -> None:
    assert folded("  Café\n ÉÉN  Straße ") == "cafe een strasse"


@pytest.mark.parametrize(
    ("quote", "is_true"),
    [
        ("Meneer Jansen van Acme belde te laat terug.", True),
        ("meneer […] van […] belde te laat terug", True),
        ("[De leidinggevende] van Acme belde te laat", True),
        ("belde te laat", True),
        ("", True),
        ("Meneer Jansen belde te laat terug", False),
        ("Meneer Jansen belde nooit terug", False),
        ("te laat […] Meneer Jansen", False),
    ],
)
def test_a_quote_is_the_answer_with_marks_where_something_is_left_out(quote: str, is_true: bool) -> None:
    assert is_faithful("Meneer Jansen van Acme belde te laat terug.", quote) is is_true


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Bel Jan op 06-1234 5678 of jan@acme.nl", "Bel Jan op […] of […]"),
        ("Zie https://acme.nl/klant en 1234 AB", "Zie […] en […]"),
        ("Mevrouw van den Berg hielp, in 2024 en daarna", "[…] hielp, in 2024 en daarna"),
        ("Niets aan de hand, 24 uur per dag", "Niets aan de hand, 24 uur per dag"),
    ],
)
def test_what_points_at_a_person_by_its_form_is_left_out_of_the_proposal(text: str, words: str) -> None:
    assert proposed(text) == words


@pytest.mark.django_db
def test_a_quote_in_other_words_is_not_released(staff: Staff) -> None:
    poll_of(["inhouse"] * 12)
    client = staff("analyst")
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    response = str(Response.objects.values_list("pk", flat=True)[0])
    page = client.post(
        f"{ANSWERS}release/", {"question": "remark", "response": response, "text": "Een slechte partner"}, follow=True
    )
    assert "Not released" in page.content.decode()
    assert not Quote.objects.exists()


@pytest.mark.django_db
def test_staff_see_the_answer_beside_a_shortened_quote_and_viewers_do_not(staff: Staff) -> None:
    poll_of(["inhouse"] * 12, text="Jansen is een goede partner")
    response = str(Response.objects.values_list("pk", flat=True)[0])
    client = staff("analyst")
    client.post(f"{ANSWERS}release/", {"question": "remark", "response": response, "text": "[…] is een goede partner"})
    assert "Jansen is een goede partner" in client.get(ANSWERS).content.decode()
    page = staff("viewer").get(ANSWERS).content.decode()
    assert "[…] is een goede partner" in page
    assert "Jansen" not in page
