"""Poor wording is told, and well-made wording is left alone."""

import pytest

from polls.codebook.lint import advise
from polls.codebook.schema import Choice, Page, Question, QuestionKind, Questionnaire, Requirement, Row, Text

pytestmark = pytest.mark.pure

AGREEMENT = (
    Choice("1", {"nl": "Zeer oneens", "en": "Strongly disagree"}),
    Choice("2", {"nl": "Oneens", "en": "Disagree"}),
    Choice("3", {"nl": "Neutraal", "en": "Neutral"}),
    Choice("4", {"nl": "Eens", "en": "Agree"}),
    Choice("5", {"nl": "Zeer eens", "en": "Strongly agree"}),
)
YES_NO = (Choice("yes", {"nl": "Ja", "en": "Yes"}), Choice("no", {"nl": "Nee", "en": "No"}))


def asked(*questions: Question) -> Questionnaire:
    return Questionnaire(slug="q", title={"nl": "Peiling"}, pages=(Page("page", questions),))


def codes(*questions: Question) -> list[str]:
    return [item.code for item in advise(asked(*questions))]


def text(language: str, sentence: str) -> Text:
    return {language: sentence}


JUDGED = [
    ("nl", "Hoe tevreden bent u over de bereikbaarheid en de deskundigheid?", "double_barrelled"),
    ("nl", "Hoe beoordeelt u de snelheid of vriendelijkheid van de medewerker?", "double_barrelled"),
    ("en", "How satisfied are you with the speed and quality of the answer?", "double_barrelled"),
    ("nl", "Bent u tevreden? En zou u ons aanbevelen?", "two_questions"),
    ("nl", "Vindt u ook dat klantcontact belangrijker wordt?", "leading"),
    ("nl", "Wat vindt u van onze uitstekende helpdesk?", "leading"),
    ("en", "Don't you think that outsourcing pays off?", "leading"),
    ("en", "As you know, costs are rising. How important are costs to you?", "leading"),
    ("nl", "Hoe belangrijk is het dat u altijd iemand kunt bereiken?", "absolute"),
    ("en", "How important is it that everyone answers the phone?", "absolute"),
    ("nl", "In hoeverre bent u het eens: ik heb geen vertrouwen in AI", "negation"),
    ("en", "Do you agree or not: chatbots do not help", "negation"),
    ("nl", "Vindt u het niet erg als er geen telefoonnummer is?", "double_negation"),
    ("nl", "Wat vindt u van ONZE NIEUWE DIENSTVERLENING?", "capitals"),
]


@pytest.mark.parametrize(("language", "sentence", "code"), JUDGED)
def test_poor_wording_of_a_judgement_is_told(language: str, sentence: str, code: str) -> None:
    assert code in codes(Question("q", QuestionKind.SCALE, text(language, sentence), choices=AGREEMENT))


WELL_MADE = [
    ("nl", QuestionKind.SCALE, "Hoe tevreden bent u over de bereikbaarheid van onze klantenservice?"),
    ("nl", QuestionKind.SCALE, "Hoe kijkt u aan tegen het uitbesteden van klantcontact?"),
    ("nl", QuestionKind.SCALE, "Wat vindt u van de wet- en regelgeving voor klantcontact?"),
    ("nl", QuestionKind.RATING, "Welk cijfer tussen 0 en 10 geeft u uw facilitaire partner?"),
    ("nl", QuestionKind.RATING, "Welk rapportcijfer geeft u de samenwerking met uw opdrachtgever?"),
    ("nl", QuestionKind.NPS, "Hoe waarschijnlijk is het dat u ons aanbeveelt aan een collega of zakenrelatie?"),
    ("nl", QuestionKind.SINGLE, "Wat is voor u het belangrijkste bij het kiezen van een partner?"),
    ("nl", QuestionKind.SINGLE, "Waarom besteedt u klantcontact niet uit?"),
    ("nl", QuestionKind.MULTIPLE, "Via welke kanalen en op welke tijden bent u te bereiken?"),
    ("nl", QuestionKind.NUMBER, "Hoeveel medewerkers heeft uw organisatie in Nederland en België?"),
    ("nl", QuestionKind.NUMBER, "Welk deel van uw contacten verloopt telefonisch?"),
    ("nl", QuestionKind.LONG_TEXT, "Wat zou u anders willen, en waarom?"),
    ("nl", QuestionKind.SHORT_TEXT, "In welke plaats staat uw contactcenter?"),
    ("nl", QuestionKind.SCALE, "Hoe vaak werkt u met een CRM-systeem van een leverancier?"),
    ("nl", QuestionKind.STARS, "Hoeveel sterren geeft u de training?"),
    ("en", QuestionKind.SCALE, "How satisfied are you with the opening hours of our helpdesk?"),
    ("en", QuestionKind.SCALE, "How do you see the pros and cons of home working?"),
    ("en", QuestionKind.RATING, "On a scale from 0 to 10, how would you rate our response time?"),
    ("en", QuestionKind.NPS, "How likely are you to recommend us to a friend or colleague?"),
    ("en", QuestionKind.SINGLE, "Which of these matters most to you?"),
    ("en", QuestionKind.SINGLE, "Does your organisation outsource customer contact?"),
    ("en", QuestionKind.MULTIPLE, "Which channels do your customers use to reach you?"),
    ("en", QuestionKind.NUMBER, "How many people worked in your contact centre on 1 January?"),
    ("en", QuestionKind.LONG_TEXT, "What, if anything, would you change?"),
    ("en", QuestionKind.SCALE, "To what extent do you agree: the new system saves me time"),
]


@pytest.mark.parametrize(("language", "kind", "sentence"), WELL_MADE)
def test_well_made_wording_is_left_alone(language: str, kind: QuestionKind, sentence: str) -> None:
    choices = AGREEMENT if kind is QuestionKind.SCALE else YES_NO
    assert codes(Question("q", kind, text(language, sentence), choices=choices)) == []


def test_statements_of_a_matrix_are_read_as_such() -> None:
    rows = (
        Row("a", {"nl": "De medewerker was deskundig"}),
        Row("b", {"nl": "Ik werd niet doorverbonden"}),
        Row("c", {"nl": "Het antwoord was snel en volledig"}),
        Row("d", {"nl": "Ik word altijd geholpen"}),
    )
    matrix = Question("m", QuestionKind.MATRIX_SINGLE, {"nl": "Wat vindt u?"}, rows=rows, choices=AGREEMENT)
    found = [(item.code, item.place.row) for item in advise(asked(matrix))]
    assert found == [("negation", "b"), ("double_barrelled", "c"), ("absolute", "d")]


def test_both_languages_saying_the_same_are_told_once() -> None:
    both = {"nl": "Hoe vindt u de snelheid en kwaliteit?", "en": "How do you rate the speed and quality?"}
    assert codes(Question("q", QuestionKind.SCALE, both, choices=AGREEMENT)) == ["double_barrelled"]


def test_the_advice_says_what_and_what_to_do_in_both_languages() -> None:
    question = Question("q", QuestionKind.RATING, {"nl": "Hoe beoordeelt u de prijs en kwaliteit?"})
    (item,) = advise(asked(question))
    assert item.message["nl"].startswith("‘prijs en kwaliteit’ vraagt naar twee dingen tegelijk")
    assert item.message["nl"].endswith("Maak er twee vragen van.")
    assert item.message["en"].endswith("Make it two questions.")
    assert (item.place.question, item.place.field, item.place.position) == ("q", "text", (1, 0, 0))


def test_the_same_question_at_two_places_is_told() -> None:
    one = Question("a", QuestionKind.SHORT_TEXT, {"nl": "Waar werkt u?"}, requirement=Requirement.NO)
    two = Question("b", QuestionKind.SHORT_TEXT, {"nl": "Waar werkt u ?"}, requirement=Requirement.NO)
    assert codes(one, two) == ["same_question"]
