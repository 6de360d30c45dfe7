"""XLSForm workbooks: what we write comes back and is accepted by the reference reader; what others write is read."""

import dataclasses
import io
import zipfile
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import pytest
from pyxform.xls2xform import convert

from polls.codebook.schema import Question, QuestionKind, Questionnaire
from polls.exchange.findings import Imported, UnreadableError
from polls.exchange.formats import read_any
from polls.exchange.xlsform import kinds_out, names
from polls.exchange.xlsform.reading import read_xlsform
from polls.exchange.xlsform.writing import write_xlsform
from tests.exchange.sample import FULL, random_questionnaire
from tests.exchange.workbooks import form, workbook

pytestmark = pytest.mark.pure


def default_of(part: Any, name: str) -> Any:
    each = next(each for each in dataclasses.fields(part) if each.name == name)
    return each.default if each.default_factory is dataclasses.MISSING else each.default_factory()


def without(part: Any, said: frozenset[str]) -> Any:
    """The part with everything that XLSForm cannot say as if it had never been filled in."""
    unsaid = [each.name for each in dataclasses.fields(part) if each.name not in said]
    return replace(part, **{name: default_of(part, name) for name in unsaid})


def sayable(questionnaire: Questionnaire) -> Questionnaire:
    def of_question(question: Question) -> Question:
        choices = tuple(without(choice, names.SAID_OF_CHOICE) for choice in question.choices)
        bare: Question = without(replace(question, choices=choices), names.SAID[question.kind])
        return bare

    pages = tuple(replace(page, questions=tuple(map(of_question, page.questions))) for page in questionnaire.pages)
    first = questionnaire.languages[0]
    bare: Questionnaire = without(replace(questionnaire, pages=pages), names.SAID_OF_POLL)
    return replace(bare, title={first: questionnaire.title[first]})


def in_languages(text: Any, languages: tuple[str, ...]) -> Any:
    """Only the texts in these languages, all the way down."""
    if isinstance(text, dict):
        return {name: said for name, said in text.items() if name in languages}
    if isinstance(text, tuple):
        return tuple(in_languages(item, languages) for item in text)
    if dataclasses.is_dataclass(text) and not isinstance(text, type):
        values = {each.name: in_languages(getattr(text, each.name), languages) for each in dataclasses.fields(text)}
        return replace(text, **values)
    return text


@pytest.mark.parametrize("table", [names.SHAPES, names.SAID, kinds_out.WRITERS])
def test_each_table_names_every_kind(table: dict[QuestionKind, object]) -> None:
    assert set(table) == set(QuestionKind)


def test_there_and_back_is_the_same_for_all_that_can_be_said() -> None:
    assert read_xlsform(write_xlsform(FULL).content) == Imported(sayable(FULL))


@pytest.mark.parametrize("seed", range(25))
def test_there_and_back_for_random_questionnaires(seed: int) -> None:
    questionnaire = in_languages(random_questionnaire(Random(seed)), ("nl", "en"))
    questionnaire = in_languages(questionnaire, questionnaire.languages)
    read = read_xlsform(write_xlsform(questionnaire).content)
    expected = in_languages(sayable(questionnaire), questionnaire.languages)
    assert read.questionnaire == expected


def test_what_cannot_be_said_is_listed_each_with_its_place() -> None:
    findings = write_xlsform(FULL).findings
    places = [
        (finding.place, finding.message["en"].split("‘")[1].split("’")[0])
        for finding in findings
        if "‘" in finding.message["en"]
    ]
    assert ("rating", "the label at the low end") in places
    assert ("seats", "the unit") in places
    assert ("", "the segment variables") in places
    assert ("picture.cat", "the description of the picture") in places
    assert [finding.code for finding in findings][-1] == "soft_unsaid"


def test_the_reference_reader_accepts_what_we_write(tmp_path: Path) -> None:
    path = tmp_path / "form.xlsx"
    path.write_bytes(write_xlsform(FULL).content)
    converted = convert(str(path))
    assert converted.warnings == []
    for question in FULL.questions:
        assert f"/{question.code}" in converted.xform or f"<{question.code}" in converted.xform


CONDITIONS = [
    ("single = quality", "${single} = 'quality'"),
    ("single != quality", "${single} != '' and ${single} != 'quality'"),
    ("single in (quality, costs)", "${single} = 'quality' or ${single} = 'costs'"),
    ("multiple in (phone, chat)", "selected(${multiple}, 'phone') or selected(${multiple}, 'chat')"),
    ("single not in (quality, costs)", "${single} != '' and not(${single} = 'quality' or ${single} = 'costs')"),
    ("multiple includes phone", "selected(${multiple}, 'phone')"),
    ("answered(seats)", "${seats} != ''"),
    ("not answered(seats)", "not(${seats} != '')"),
    ("seats >= 2.5", "${seats} >= 2.5"),
    ('scale = "2"', "${scale} = '2'"),
    ("grid.speed = bad", "${grid.speed} = 'bad'"),
    ("role = bpo and (seats > 2 or rating < 3)", "${contact-role} = 'bpo' and (${seats} > 2 or ${rating} < 3)"),
    ("not (single = costs)", "not(${single} = 'costs')"),
    ("(seats * 2) > rating + 1", "(${seats} * 2) > (${rating} + 1)"),
    ("count(multiple) = 2", "count-selected(${multiple}) = 2"),
    ('contains(mail, "@")', "contains(${mail}, '@')"),
]


@pytest.mark.parametrize(("condition", "relevant"), CONDITIONS)
def test_conditions_as_xpath_and_back(condition: str, relevant: str) -> None:
    end = FULL.pages[-1]
    asked = replace(end.questions[-1], show_if=condition)
    questionnaire = replace(FULL, pages=(*FULL.pages[:-1], replace(end, questions=(*end.questions[:-1], asked))))
    content = write_xlsform(questionnaire).content
    assert f">{relevant.replace('>', '&gt;').replace('<', '&lt;')}<" in shared_strings(content)
    back = read_xlsform(content).questionnaire.question_by_code[asked.code].show_if
    assert back.replace("not (answered(seats))", "not answered(seats)") == condition


def shared_strings(content: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read("xl/sharedStrings.xml").decode()


def test_a_condition_that_xlsform_has_no_words_for_is_listed() -> None:
    first = replace(FULL.pages[0].questions[0], show_if="rank(order, a) = 1")
    written = write_xlsform(replace(FULL, pages=(replace(FULL.pages[0], questions=(first,)),)))
    (finding,) = [finding for finding in written.findings if finding.code == "condition_unsaid"]
    assert (finding.place, "rank(order, a) = 1" in finding.message["nl"]) == ("single", True)


class TestFormsOfOthers:
    def questions(self, content: bytes) -> list[tuple[str, str]]:
        return [(question.code, question.kind.value) for question in read_xlsform(content).questionnaire.questions]

    def codes(self, content: bytes) -> list[tuple[str, str]]:
        return [(finding.code, finding.place) for finding in read_xlsform(content).findings]

    def test_types_in_all_spellings(self) -> None:
        content = form(
            ["text", "naam", "Naam?"],
            ["select one from yn", "Woont_u", "Woont u hier?"],
            ["select_multiple yn or_other", "b", "Kies"],
            ["int", "n", "Hoeveel?"],
            ["range", "r", "Schuif"],
            ["dateTime", "d", "Wanneer?"],
            ["image", "i", "Foto"],
            ["acknowledge", "ok", "Akkoord"],
            choices=[["yn", "yes", "Ja"], ["yn", "no", "Nee"]],
            default_language="Dutch (nl)",
        )
        assert self.questions(content) == [
            ("naam", "short_text"),
            ("woont_u", "single"),
            ("b", "multiple"),
            ("n", "number"),
            ("r", "slider"),
            ("d", "date"),
            ("i", "file"),
            ("ok", "consent"),
        ]
        assert self.codes(content) == [
            ("other_added", "survey 4: b"),
            ("type_replaced", "survey 7: d"),
            ("type_replaced", "survey 8: i"),
        ]

    def test_what_is_not_asked_here_is_listed(self) -> None:
        content = form(
            ["start", "start", ""],
            ["geopoint", "place", "Waar?"],
            ["telepathy", "t", "Denk"],
            ["select_one_from_file towns.csv", "town", "Stad"],
            ["select_one gone", "g", "Kies"],
            ["text", "x", "X"],
        )
        assert self.questions(content) == [("g", "single"), ("x", "short_text")]
        assert self.codes(content) == [
            ("metadata_lost", "survey 2: start"),
            ("row_type_unsuited", "survey 3: place"),
            ("row_type_unknown", "survey 4: t"),
            ("row_type_unsuited", "survey 5: town"),
            ("list_missing", "survey 6: g"),
        ]

    def test_groups_become_pages_and_tables_matrices(self) -> None:
        content = form(
            ["text", "a", "A"],
            ["begin group", "g1", "Groep"],
            ["begin_group", "inner", "Binnen"],
            ["text", "b", "B"],
            ["end group", "", ""],
            ["begin_group", "m", "Hoe vaak?"],
            ["select_one f", "m1", "Rij 1"],
            ["select_one f", "m2", "Rij 2"],
            ["end_group", "", ""],
            ["end_group", "", ""],
            ["begin_repeat", "rep", "Herhaal"],
            ["text", "c", "C"],
            ["end_repeat", "", ""],
            choices=[["f", "often", "Vaak"], ["f", "never", "Nooit"]],
        )
        read = read_xlsform(content)
        assert [page.code for page in read.questionnaire.pages] == ["page_1", "g1", "rep"]
        assert [finding.code for finding in read.findings] == ["group_flattened", "group_flattened", "repeat_once"]

    def test_constraints_formulas_and_their_losses(self) -> None:
        content = form(
            ["integer", "n", "N", ". > 0 and . <= 10 and . != 7", "", ""],
            ["text", "t", "T", "", "${n} > 3 and ${gone} = 1", ""],
            ["calculate", "c", "", "", "", "round(${n} div 2, 1)"],
            ["calculate", "d", "", "", "", "indexed-repeat(${n}, ${c}, 1)"],
            ["text", "u", "U", "", "selected(${n}, '3') or ${c} = ${n}", ""],
            columns="type name label constraint relevant calculation",
        )
        read = read_xlsform(content)
        asked = read.questionnaire.question_by_code
        assert (asked["n"].minimum, asked["n"].maximum) == (1, 10)
        assert (asked["t"].show_if, asked["c"].expression, asked["d"].expression) == ("", "round(n / 2, 1)", "")
        assert asked["u"].show_if == 'n = "3" or c = (n)'
        lost = ["constraint_lost", "relevant_lost", "calculation_lost"]
        assert [finding.code for finding in read.findings] == lost

    def test_languages_by_column(self) -> None:
        survey = [
            ["type", "name", "label::English (en)", "label::Français (fr)", "label::Nederlands (nl)", "hint:English"],
            ["text", "a", "Name?", "Nom?", "Naam?", "In full"],
        ]
        read = read_xlsform(
            workbook(survey=survey, settings=[["form_title", "default_language"], ["F", "English (en)"]])
        )
        (question,) = read.questionnaire.questions
        assert question.text == {"nl": "Naam?", "en": "Name?"}
        assert (question.help, read.questionnaire.title) == ({"en": "In full"}, {"en": "F"})
        assert [(finding.code, finding.place) for finding in read.findings] == [("language_lost", "Français (fr)")]


REFUSED = [
    (workbook(blad1=[["naam"], ["x"]]), "not_xlsform"),
    (workbook(survey=[["naam"], ["x"]]), "not_xlsform"),
    (workbook(survey=[["type", "name"]]), "not_xlsform"),
    (form(["note", "", ""], ["start", "s", ""])[:-200], "archive"),
    (form(["start", "s", ""]), "no_questions"),
    (form(*[["text", f"t{n}", "T"] for n in range(2001)]), "too_many_questions"),
]


@pytest.mark.parametrize(("content", "code"), REFUSED, ids=[code for _, code in REFUSED])
def test_a_workbook_that_is_no_form_is_refused(content: bytes, code: str) -> None:
    with pytest.raises(UnreadableError) as refusal:
        read_any(content)
    assert refusal.value.code == code


@pytest.mark.parametrize("seed", range(40))
def test_rows_in_any_order_never_break_the_reader(seed: int) -> None:
    rng = Random(seed)
    types = ["begin_group", "end_group", "begin_repeat", "end_repeat", "text", "select_one f", "select_one", "rank", ""]
    names_of_rows = ["a", "a.b", "a-help", "poll-intro", "contact-x", "", "é", "9", "and"]
    formulas = ["", "${a} = 1", "((", "not(", ". > ", "selected(${a}", "'" * 3, "${a} and " * 30]
    rows = [[rng.choice(types), rng.choice(names_of_rows), "L", *rng.choices(formulas, k=3)] for _ in range(12)]
    content = form(*rows, columns="type name label relevant constraint calculation", choices=[["f", "x", "X"]])
    try:
        read = read_xlsform(content)
    except UnreadableError:
        return
    assert len({question.code for question in read.questionnaire.questions}) == len(list(read.questionnaire.questions))
