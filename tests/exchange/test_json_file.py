"""The JSON file: everything that a questionnaire is, there and back, in a schema that is written down."""

import json
from pathlib import Path
from random import Random
from typing import Any

import pytest

from polls.codebook.document import to_document
from polls.codebook.schema import QuestionKind
from polls.exchange.findings import UnreadableError
from polls.exchange.json_file import questionnaire_schema, read_json, write_json
from tests.exchange.sample import FULL, QUESTIONS, random_questionnaire
from tests.exchange.schema_checker import violations

pytestmark = pytest.mark.pure

SCHEMA = Path(__file__).parents[2] / "docs" / "questionnaire.schema.json"


def changed(**fields: Any) -> bytes:
    return json.dumps({**to_document(FULL), **fields}).encode()


def test_the_sample_has_every_kind() -> None:
    assert set(QUESTIONS) == set(QuestionKind)


def test_there_and_back_is_the_same() -> None:
    read = read_json(write_json(FULL).content)
    assert (read.questionnaire, read.findings) == (FULL, ())


@pytest.mark.parametrize("seed", range(60))
def test_there_and_back_is_the_same_for_random_questionnaires(seed: int) -> None:
    questionnaire = random_questionnaire(Random(seed))
    read = read_json(write_json(questionnaire).content)
    assert (read.questionnaire, read.findings) == (questionnaire, ())


def test_the_schema_that_is_shipped_is_that_of_the_code() -> None:
    """Write it anew with: python -m polls.exchange.json_file > docs/questionnaire.schema.json"""
    assert json.loads(SCHEMA.read_text()) == questionnaire_schema()


def test_what_is_written_follows_the_schema_and_what_does_not_is_seen() -> None:
    schema = questionnaire_schema()
    assert violations(json.loads(write_json(FULL).content), schema) == []
    wrong = json.loads(changed(minimum_base="5", channel="phone", title=3))
    assert violations(wrong, schema) == ["$.title", "$.channel", "$.minimum_base"]
    assert violations({"format": "questionnaire/1"}, schema) == ["$.slug", "$.title", "$.pages"]


REFUSED = [
    (b"{", "not_json"),
    (b"\xff{}", "not_json"),
    (b'{"a": NaN}', "not_json"),
    (b"[]", "not_questionnaire"),
    (b"{}", "other_format"),
    (b"[" * 100_000, "bomb"),
    (b'{"a": ' + b"9" * 5000 + b"}", "not_json"),
    (changed(format="questionnaire/9"), "other_format"),
    (changed(pages=3), "not_questionnaire"),
    (changed(pages=[{"code": "x"}]), "not_questionnaire"),
    (changed(minimum_base=2**40), "not_questionnaire"),
    (changed(minimum_base=True), "not_questionnaire"),
    (changed(title={"nl": ["x"]}), "not_questionnaire"),
    (changed(pages=[{"code": "p", "questions": [{"code": "q", "kind": "essay", "text": {}}]}]), "not_questionnaire"),
    (b" " * (5 * 1024 * 1024 + 1), "too_large"),
]


@pytest.mark.parametrize(("content", "code"), REFUSED, ids=range(len(REFUSED)))
def test_a_file_that_is_no_questionnaire_is_refused_with_the_reason(content: bytes, code: str) -> None:
    with pytest.raises(UnreadableError) as refusal:
        read_json(content)
    assert refusal.value.code == code


def test_the_reason_names_the_spot() -> None:
    with pytest.raises(UnreadableError) as refusal:
        read_json(changed(pages=[{"code": "p", "questions": [{"code": "q", "kind": "essay", "text": {}}]}]))
    assert "$.pages[0].questions[0].kind: expected one of single, multiple" in refusal.value.message["en"]


class TestWhatIsPutRight:
    def read(self, **fields: Any) -> tuple[Any, list[tuple[str, str]]]:
        read = read_json(changed(**fields))
        return read.questionnaire, [(finding.code, finding.place) for finding in read.findings]

    def test_fields_that_are_not_known(self) -> None:
        assert self.read(colour="red") == (FULL, [("unknown_field", "$.colour")])

    def test_codes_that_cannot_be_codes(self) -> None:
        page = {
            "code": "9!",
            "questions": [
                {"code": "a", "kind": "single", "text": {"nl": "?"}, "choices": [{"code": "É", "label": {}}] * 2},
                {"code": "a", "kind": "long_text", "text": {"nl": "?"}},
            ],
        }
        read, findings = self.read(pages=[page])
        assert [read.pages[0].code, *read.question_by_code] == ["page_9", "a", "a_2"]
        assert [choice.code for choice in read.question_by_code["a"].choices] == ["e", "e_2"]
        assert [code for code, _ in findings] == ["code_changed"] * 4

    def test_languages_numbers_pictures_and_characters(self) -> None:
        choice = {"code": "x", "label": {"nl": "X\u0000", "fr": "X"}, "image": "../../etc/passwd"}
        question = {"code": "q", "kind": "image_choice", "text": {"nl": "?"}, "choices": [choice], "decimals": 77}
        read, findings = self.read(pages=[{"code": "p", "questions": [question]}], languages=["nl", "fr"])
        (asked,) = read.questions
        assert read.languages == ("nl",)
        assert (asked.choices[0].label, asked.choices[0].image, asked.decimals) == ({"nl": "X"}, "", 0)
        assert {code for code, _ in findings} == {"image_lost", "number_out_of_range", "language_lost"}

    def test_a_condition_that_is_too_long(self) -> None:
        page = {"code": "p", "questions": [{"code": "q", "kind": "long_text", "text": {}, "show_if": "a " * 600}]}
        read, findings = self.read(pages=[page])
        assert (read.question_by_code["q"].show_if, findings) == ("", [("condition_too_long", "q")])
