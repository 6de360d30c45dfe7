"""Files of strangers: broken, hostile or merely odd. Each is refused in words or read, and nothing else happens."""

import gzip
import io
import json
import zipfile
from random import Random

import pytest

from polls.exchange.findings import UnreadableError
from polls.exchange.formats import read_any
from polls.exchange.guarded import read_questionnaire_file
from polls.exchange.json_file import write_json
from polls.exchange.limesurvey.reading import read_limesurvey
from tests.exchange.lss import Part, document, lss
from tests.exchange.sample import FULL

pytestmark = pytest.mark.pure

GOOD = lss(Part("Q1", "L", answers=("A", "B")), Part("Q2", "M", rows=("x", "y")), Part("Q3", "N"))
LAUGHS = b"""<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]><document>&c;</document>"""
OUTSIDE = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><document>&e;</document>'


def zipped(content: bytes = b"x", name: str = "survey.lss") -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return packed.getvalue()


REFUSED = [
    (b"", "empty"),
    (b"  \n", "empty"),
    (b"\x00\x01\x02", "unknown_format"),
    (b"code,label\na,b\n", "unknown_format"),
    (gzip.compress(GOOD), "unknown_format"),
    (zipped(GOOD), "archive"),
    (b"PK\x03\x04 cut off", "archive"),
    (LAUGHS, "entities"),
    (OUTSIDE, "entities"),
    (b"<document>" + b"<a>" * 100 + b"</a>" * 100 + b"</document>", "bomb"),
    (b"<document>" + b"<a/>" * 600_000 + b"</document>", "bomb"),
    (b"<document><surveys>" + b"x" * (5 * 1024 * 1024), "too_large"),
    (GOOD[: len(GOOD) // 2], "not_xml"),
    (b"<html><body><p>Not found</body></html>", "not_xml"),
    (b"<html><body><p>Not found</p></body></html>", "not_limesurvey"),
    (document({"surveys": [{"sid": "1"}]}), "no_questions"),
    (document({}), "no_questions"),
    (b'<?xml version="1.0" encoding="klingon"?><document/>', "not_limesurvey"),
    (document({"questions": [{"qid": str(n), "gid": "1", "type": "S"} for n in range(2001)]}), "too_many_questions"),
]


@pytest.mark.parametrize(("content", "code"), REFUSED, ids=[f"{n}-{code}" for n, (_, code) in enumerate(REFUSED)])
def test_what_cannot_be_read_is_refused_with_the_reason(content: bytes, code: str) -> None:
    with pytest.raises(UnreadableError) as refusal:
        read_any(content)
    assert refusal.value.code == code
    assert set(refusal.value.message) == {"nl", "en"}


def test_the_reason_comes_through_the_process() -> None:
    with pytest.raises(UnreadableError) as refusal:
        read_questionnaire_file(LAUGHS)
    assert (refusal.value.code, refusal.value.message["nl"][:40]) == (
        "entities",
        "Het bestand bevat een documenttype of en",
    )
    with pytest.raises(UnreadableError, match=r"At \$.slug: expected a value, which is missing"):
        read_questionnaire_file(b'{"format": "questionnaire/1"}')


def test_good_files_come_through_the_process_as_they_are() -> None:
    assert read_questionnaire_file(write_json(FULL).content).questionnaire == FULL
    direct = read_limesurvey(GOOD)
    assert read_questionnaire_file(GOOD) == direct
    assert len(list(direct.questionnaire.questions)) == 3


def test_the_file_is_what_its_content_says_in_whatever_unicode_it_is() -> None:
    text = GOOD.decode().replace("UTF-8", "UTF-16")
    assert len(list(read_questionnaire_file(text.encode("utf-16")).questionnaire.questions)) == 3
    assert read_questionnaire_file(b"\xef\xbb\xbf" + write_json(FULL).content).questionnaire == FULL


def test_windows_text_in_a_file_that_says_it_is_utf_8_is_read_and_said() -> None:
    content = lss(Part("Q1", "S", text="Café?")).replace("é".encode(), b"\xe9")
    read = read_questionnaire_file(content)
    assert read.questionnaire.question_by_code["q1"].text["nl"] == "Café? [nl]"
    assert [finding.code for finding in read.findings] == ["recoded"]


def test_questions_without_group_and_parts_without_question_are_not_lost_in_silence() -> None:
    rows = [
        {"qid": "1", "gid": "9", "type": "S", "title": "Q1", "parent_qid": "0", "language": "nl", "question": "A?"},
        {"qid": "2", "gid": "9", "type": "T", "title": "SQ1", "parent_qid": "77", "language": "nl", "question": "B"},
    ]
    read = read_limesurvey(document({"surveys": [{"sid": "1", "language": "nl"}], "questions": rows}, "nl"))
    assert [question.text for question in read.questionnaire.questions] == [{"nl": "A?"}]
    assert [(finding.code, finding.place) for finding in read.findings] == [("strays", ""), ("orphan", "SQ1: B")]


@pytest.mark.parametrize("seed", range(80))
def test_a_file_damaged_anywhere_is_read_or_refused(seed: int) -> None:
    """Without the process around it, so that an error of our own shows."""
    rng = Random(seed)
    content = bytearray(GOOD)
    for _ in range(rng.randint(1, 20)):
        place = rng.randrange(len(content))
        if rng.random() < 0.5:
            content[place : place + rng.randint(0, 80)] = rng.randbytes(rng.randint(0, 8))
        else:
            start = rng.randrange(len(content))
            content[place:place] = content[start : start + 200]
    try:
        read = read_limesurvey(bytes(content))
    except UnreadableError:
        return
    assert json.dumps([finding.message for finding in read.findings])
