"""LimeSurvey structure files: each question type arrives, or is listed with the reason."""

import pytest

from polls.codebook.schema import Question, QuestionKind, Requirement, TextFormat
from polls.exchange.findings import Imported, Weight
from polls.exchange.limesurvey.reading import CONVERTERS, read_limesurvey
from tests.exchange.lss import Part, lss

pytestmark = pytest.mark.pure

FILTER = Part("Q1", "L", answers=("A1", "A2"), other="Y")
TICKS = Part("Q2", "M", rows=("SQ001", "SQ002"))
GRADE = Part("Q3", "5")
COUNT = Part("Q4", "N")
GRID = Part("Q5", "F", rows=("r1", "r2"), answers=("1", "2", "3"))


def read(*parts: Part, texts_apart: bool = True, languages: str = "nl en", **survey: str) -> Imported:
    return read_limesurvey(lss(*parts, texts_apart=texts_apart, languages=languages, **survey))


def questions(*parts: Part) -> list[Question]:
    return list(read(*parts).questionnaire.questions)


def codes(imported: Imported) -> list[str]:
    return [finding.code for finding in imported.findings]


@pytest.mark.parametrize("texts_apart", [True, False])
def test_both_forms_of_the_file_give_the_same_questionnaire(texts_apart: bool) -> None:
    imported = read(FILTER, TICKS, texts_apart=texts_apart)
    survey = imported.questionnaire
    assert imported.findings == ()
    assert (survey.title, survey.thanks) == ({"nl": "Titel nl", "en": "Titel en"}, {"nl": "Dank!", "en": "Dank!"})
    (page,) = survey.pages
    assert (page.code, page.title["nl"], page.intro["en"]) == ("over_nl", "Over u [nl]", "Intro [en]")
    single, multiple = page.questions
    assert (single.code, single.kind, single.text["nl"]) == ("q1", QuestionKind.SINGLE, "Question? [nl]")
    assert [(choice.code, choice.label["en"], choice.is_other) for choice in single.choices] == [
        ("a1", "Answer A1 [en]", False),
        ("a2", "Answer A2 [en]", False),
        ("other", "Other, namely", True),
    ]
    assert [choice.code for choice in multiple.choices] == ["sq001", "sq002"]


KINDS = [
    (Part("Q", "L", answers=("A",)), [QuestionKind.SINGLE]),
    (Part("Q", "!", answers=("A",)), [QuestionKind.DROPDOWN]),
    (Part("Q", "O", answers=("A",)), [QuestionKind.SINGLE, QuestionKind.LONG_TEXT]),
    (Part("Q", "5"), [QuestionKind.RATING]),
    (Part("Q", "G"), [QuestionKind.SINGLE]),
    (Part("Q", "Y"), [QuestionKind.SINGLE]),
    (Part("Q", "M", rows=("a", "b")), [QuestionKind.MULTIPLE]),
    (Part("Q", "P", rows=("a", "b")), [QuestionKind.MULTIPLE, QuestionKind.SHORT_TEXT, QuestionKind.SHORT_TEXT]),
    (Part("Q", "R", answers=("a", "b")), [QuestionKind.RANKING]),
    (Part("Q", "F", rows=("a", "b"), answers=("1", "2")), [QuestionKind.MATRIX_SINGLE]),
    (Part("Q", "H", rows=("a", "b"), answers=("1", "2")), [QuestionKind.MATRIX_SINGLE]),
    (Part("Q", "A", rows=("a", "b")), [QuestionKind.MATRIX_SINGLE]),
    (Part("Q", "B", rows=("a", "b")), [QuestionKind.MATRIX_SINGLE]),
    (Part("Q", "C", rows=("a", "b")), [QuestionKind.MATRIX_SINGLE]),
    (Part("Q", "E", rows=("a", "b")), [QuestionKind.MATRIX_SINGLE]),
    (Part("Q", "1", rows=("a",), answers=("1",), second_answers=("x",)), [QuestionKind.MATRIX_SINGLE] * 2),
    (Part("Q", ":", rows=("a", "b"), columns=("x", "y")), [QuestionKind.MATRIX_NUMBER] * 2),
    (Part("Q", ";", rows=("a", "b"), columns=("x", "y")), [QuestionKind.SHORT_TEXT] * 4),
    (Part("Q", "Q", rows=("a", "b")), [QuestionKind.SHORT_TEXT] * 2),
    (Part("Q", "K", rows=("a", "b")), [QuestionKind.MATRIX_NUMBER]),
    (Part("Q", "N"), [QuestionKind.NUMBER]),
    (Part("Q", "S"), [QuestionKind.SHORT_TEXT]),
    (Part("Q", "T"), [QuestionKind.LONG_TEXT]),
    (Part("Q", "U"), [QuestionKind.LONG_TEXT]),
    (Part("Q", "D"), [QuestionKind.DATE]),
    (Part("Q", "|"), [QuestionKind.FILE]),
    (Part("Q", "X"), [QuestionKind.INFORMATION]),
    (Part("Q", "I"), []),
    (Part("Q", "*", text="{cos(1)}"), []),
]


@pytest.mark.parametrize(("part", "kinds"), KINDS, ids=[part.kind for part, _ in KINDS])
def test_what_becomes_of_each_type(part: Part, kinds: list[QuestionKind]) -> None:
    assert [question.kind for question in questions(part)] == kinds
    assert kinds or codes(read(part))


def test_the_table_of_types_is_the_one_that_is_tested() -> None:
    assert {part.kind for part, _ in KINDS} == set(CONVERTERS)


def test_a_type_that_is_not_known_is_listed() -> None:
    (finding,) = read(Part("Q9", "Z", text="Old?")).findings
    assert (finding.weight, finding.code) == (Weight.LOST, "unknown_type")
    assert finding.place == "Q9: Old? [nl]"
    assert "question type ‘Z’" in finding.message["en"]


class TestSettings:
    def test_whether_an_answer_is_demanded(self) -> None:
        demands = [question.requirement for question in questions(*(Part(f"Q{x}", mandatory=x) for x in "YSN"))]
        assert demands == [Requirement.HARD, Requirement.SOFT, Requirement.NO]

    def test_how_many_may_be_ticked_and_what_excludes(self) -> None:
        attributes = {"min_answers": "1", "max_answers": "2", "exclude_all_others": "b"}
        (question,) = questions(Part("Q", "M", rows=("a", "b", "c"), attributes=attributes))
        assert (question.min_choices, question.max_choices) == (1, 2)
        assert [choice.is_exclusive for choice in question.choices] == [False, True, False]

    def test_bounds_decimals_and_unit_of_a_number(self) -> None:
        attributes = {"min_num_value_n": "0", "max_num_value_n": "40", "num_value_int_only": "1", "suffix": "uur"}
        (question,) = questions(Part("Q", "N", attributes=attributes))
        assert (question.minimum, question.maximum, question.decimals) == (0, 40, 0)
        assert question.unit == {"nl": "uur", "en": "uur"}

    def test_a_sum_makes_an_allocation_and_sliders_are_sliders(self) -> None:
        (whole,) = questions(Part("Q", "K", rows=("a", "b"), attributes={"equals_num_value": "100"}))
        assert (whole.kind, whole.total, [choice.code for choice in whole.choices]) == ("allocation", 100, ["a", "b"])
        slider, _ = questions(Part("Q", "K", rows=("a", "b"), attributes={"slider_layout": "1", "slider_max": "7"}))
        assert (slider.kind, slider.code, slider.maximum) == ("slider", "q_a", 7)

    def test_ticks_in_a_grid(self) -> None:
        attributes = {"multiflexible_checkbox": "1"}
        (question,) = questions(Part("Q", ":", rows=("a",), columns=("x", "y"), attributes=attributes))
        assert (question.kind, [choice.code for choice in question.choices]) == ("matrix_multiple", ["x", "y"])

    def test_formats_dates_and_files(self) -> None:
        mail, month, file = questions(
            Part("Q1", "S", pattern="/^.+@.+$/"),
            Part("Q2", "D", attributes={"date_format": "mm/yyyy", "date_min": "2020-02-01"}),
            Part("Q3", "|", attributes={"allowed_filetypes": "pdf, exe", "max_filesize": "2048"}),
        )
        assert mail.format is TextFormat.EMAIL
        assert (month.kind, month.earliest) == ("month", "2020-02")
        assert (file.file_types, file.max_megabytes) == (("pdf",), 2)

    def test_what_changes_the_question_is_listed_and_looks_are_listed_once(self) -> None:
        imported = read(
            Part("Q1", "S", attributes={"maximum_chars": "10", "hide_tip": "1"}),
            Part("Q2", "S", attributes={"hide_tip": "1", "random_order": "0"}),
        )
        assert codes(imported) == ["setting_lost", "display_lost"]
        assert "maximum_chars" in imported.findings[0].message["nl"]

    def test_a_hidden_question_becomes_a_hidden_variable(self) -> None:
        imported = read(Part("Source", "S", attributes={"hidden": "1"}), Part("Q2", "M", attributes={"hidden": "1"}))
        (question,) = imported.questionnaire.questions
        assert (question.kind, question.source) == ("hidden", "source")
        assert codes(imported) == ["hidden", "hidden_lost"]


CONDITIONS = [
    ('Q1 == "A1"', "q1 = a1"),
    ('Q1.NAOK == "A1" and Q4.NAOK > 3', "q1 = a1 and q4 > 3"),
    ('(Q1 == "A1" || Q1 == "A2") && !is_empty(Q3)', "(q1 = a1 or q1 = a2) and answered(q3)"),
    ('Q1 != "A1"', "not (q1 = a1)"),
    ('!(Q1 != "A1")', "q1 = a1"),
    ('Q1 == "-oth-"', "q1 = other"),
    ('Q2_SQ001 == "Y"', "q2 includes sq001"),
    ('Q2_SQ001.NAOK != "Y"', "not (q2 includes sq001)"),
    ("is_empty(Q4)", "not answered(q4)"),
    ("count(Q2_SQ001, Q2_SQ002) >= 1", "q2 includes sq001 or q2 includes sq002"),
    ("count(Q2_SQ001, Q2_SQ002) == 2", "sum(if(q2 includes sq001, 1, 0), if(q2 includes sq002, 1, 0)) = 2"),
    ("Q3 >= 4", "q3 >= 4"),
    ("3 < Q4", "q4 > 3"),
    ('Q5_r1 == "2"', 'q5.r1 = "2"'),
    ('123456X10X101 == "A2"', "q1 = a2"),
    ('((123456X10X104SQ001.NAOK == "Y"))', "q2 includes sq001"),
    ("Q4 + Q3 * 2 > 10", "(q4 + (q3 * 2)) > 10"),
    ("round(Q4 / 2, 1) != 3", "not (round(q4 / 2, 1) = 3)"),
    ("Q4 == Q3", "q4 = (q3)"),
    ("1 and Q4 > 2", "q4 > 2"),
]


@pytest.mark.parametrize(("equation", "condition"), CONDITIONS)
def test_relevance_as_a_condition(equation: str, condition: str) -> None:
    imported = read(FILTER, TICKS, GRADE, COUNT, GRID, Part("Q9", relevance=equation))
    assert imported.questionnaire.question_by_code["q9"].show_if == condition
    assert imported.findings == ()


@pytest.mark.parametrize(
    "equation",
    [
        'regexMatch("/x/", Q4)',
        "Q77 == 1",
        'Q1 == "A9"',
        "Q4 ==",
        "0",
        "TOKEN:ATTRIBUTE_1 == 'x'",
        'Q1.shown == "Answer"',
        "((((Q4",
        "(" * 60 + "Q4" + ")" * 60,
        "Q4 > 1 " * 900,
        "'; DROP TABLE",
    ],
)
def test_relevance_that_cannot_be_said_is_listed_with_its_source(equation: str) -> None:
    imported = read(FILTER, COUNT, Part("Q9", relevance=equation))
    assert imported.questionnaire.question_by_code["q9"].show_if == ""
    (finding,) = imported.findings
    assert (finding.code, finding.place) == ("condition_lost", "Q9: Question? [nl]")
    assert equation.split()[0][:20] in finding.message["nl"]


def test_rows_have_conditions_and_formulas_are_calculated() -> None:
    grid = Part("Q5", "F", rows=("r1", "r2"), answers=("1",), row_relevance={"r2": 'Q1 == "A1"'})
    imported = read(FILTER, COUNT, grid, Part("Total", "*", attributes={"equation": "{Q4 * 2}"}))
    matrix, total = list(imported.questionnaire.questions)[2:]
    assert [row.show_if for row in matrix.rows] == ["", "q1 = a1"]
    assert (total.kind, total.expression) == ("calculated", "q4 * 2")
    assert imported.findings == ()


class TestLanguages:
    def test_languages_that_polls_do_not_have_are_listed(self) -> None:
        imported = read(FILTER, languages="en de")
        assert imported.questionnaire.languages == ("en",)
        assert [(finding.code, finding.place) for finding in imported.findings] == [("language_lost", "de")]

    def test_a_survey_in_neither_language_stands_under_dutch(self) -> None:
        imported = read(FILTER, languages="fr")
        assert imported.questionnaire.languages == ("nl",)
        assert imported.questionnaire.title == {"nl": "Titel fr"}
        assert codes(imported) == ["language_replaced"]


def test_codes_that_cannot_be_codes_here_and_texts_with_markup() -> None:
    first, second, third = questions(
        Part("0001", "S", text="<p>Wat <em>vindt</em> u&nbsp;ervan?</p><script>x()</script>"),
        Part("and", "S"),
        Part("Q-1!", "L", answers=("A-1", "A_1", "a1")),
    )
    assert (first.code, first.text["nl"]) == ("q_0001", "Wat vindt u ervan?\n[nl]")
    assert second.code == "and_2"
    assert [choice.code for choice in third.choices] == ["a1", "a_1", "a1_2"]


class TestParts:
    def test_array_filters_become_conditions_on_rows_and_choices(self) -> None:
        grid = Part("Q6", "F", rows=("SQ001", "SQ002"), answers=("1",), attributes={"array_filter": "Q2"})
        ticks = Part("Q7", "M", rows=("SQ001", "x"), attributes={"array_filter_exclude": "Q2"})
        imported = read(TICKS, grid, ticks)
        asked = imported.questionnaire.question_by_code
        assert [row.show_if for row in asked["q6"].rows] == ["q2 includes sq001", "q2 includes sq002"]
        assert [choice.show_if for choice in asked["q7"].choices] == ["not (q2 includes sq001)", ""]
        assert imported.findings == ()

    def test_the_relevance_of_ticks_and_of_short_texts(self) -> None:
        relevance = {"b": "Q4 > 3"}
        imported = read(
            COUNT, Part("Q8", "M", rows=("a", "b"), row_relevance=relevance),
            Part("Q9", "Q", rows=("a", "b"), row_relevance=relevance, relevance="Q4 > 1"),
        )  # fmt: skip
        asked = imported.questionnaire.question_by_code
        assert [choice.show_if for choice in asked["q8"].choices] == ["", "q4 > 3"]
        assert (asked["q9_a"].show_if, asked["q9_b"].show_if) == ("q4 > 1", "(q4 > 1) and q4 > 3")
        assert codes(imported) == ["split"]

    def test_random_order(self) -> None:
        imported = read(
            Part("Q1", "L", answers=("A", "B"), attributes={"answer_order": "random"}),
            Part("Q2", "F", rows=("a", "b"), answers=("1",), attributes={"random_order": "1"}),
        )
        asked = imported.questionnaire.question_by_code
        assert (asked["q1"].has_random_choices, asked["q2"].has_random_rows) == (True, True)
        assert imported.findings == ()

    def test_a_filter_by_something_that_is_not_there_is_listed(self) -> None:
        grid = Part("Q6", "F", rows=("a",), answers=("1",), attributes={"array_filter": "gone"})
        assert codes(read(grid)) == ["setting_lost"]

    def test_what_is_said_of_cells_that_became_questions_is_listed(self) -> None:
        cells = Part("Q9", ";", rows=("a", "b"), columns=("x", "y"), row_relevance={"b": "Q4 > 3"})
        assert codes(read(COUNT, cells)) == ["split", "part_condition_lost"]
