"""Whatever is posted to any kind of question: no error of ours, and nothing invalid is stored."""

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from polls.codebook.answers import Answers, clean, unfinished
from polls.codebook.kinds import QuestionKind
from polls.collection.fields.filling import as_posted, field_names
from polls.collection.models import Response, Upload
from polls.collection.services import load
from polls.invitations.models import Invitation
from polls.questionnaire.models import Poll
from tests.codebook.sample_kinds import EVERY_KIND
from tests.collection import sample
from tests.examples import tried

NAMES = [
    *sorted({name for question in EVERY_KIND.questions for name in field_names(question)}),
    "q_file.remove", "q_matrix_single", "q_matrix_single.other", "q_allocation.", "q_ranking.none", "_link.via",
    "_shown", "_next", "_back", "_revision",
]  # fmt: skip
VALUES = st.one_of(
    st.sampled_from(
        ["phone", "chat", "mail", "else", "none", "_dk", "yes", "1", "2", "3", "5", "-1", "11", "60", "40", "100",
         "1e9", "0,5", "NaN", "Infinity", "٣", "²", "2026-02-30", "31-12-2026", "0000-00-00", "mei 2026", "13-2026",
         "1234 AB", "a@b.nl", "../../etc/passwd", "A1b2C3d4E5f6G7h8I9j0_-", "\x00", "", " ", "9" * 400, "busy"]
    ),
    st.text(max_size=20),
)  # fmt: skip
POSTS = st.dictionaries(st.sampled_from(NAMES), st.lists(VALUES, max_size=3), max_size=14)
PLACES = st.sampled_from([f"{page.code}/{end}" for page in EVERY_KIND.pages for end in ("", "draft/")])
FILE_PAGE = next(
    page.code for page in EVERY_KIND.pages for question in page.questions if question.kind is QuestionKind.FILE
)


@pytest.fixture(autouse=True)
def media(tmp_path: Path, settings: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture(scope="module")
def launched(django_db_setup: None, django_db_blocker: Any) -> Any:
    with django_db_blocker.unblock():
        poll = sample.launched(questionnaire=EVERY_KIND)
        yield poll
        Response.objects.all().delete()
        Invitation.objects.filter(poll=poll).delete()
        poll.delete()


def is_valid(answers: Answers, *, is_draft: bool = False) -> bool:
    """Whether each stored answer is one that the questionnaire would take, unchanged; a draft may have begun one."""
    for question in EVERY_KIND.questions:
        mine = {key: value for key, value in answers.items() if key.partition(".")[0] == question.code}
        if question.kind is QuestionKind.HIDDEN:
            if mine and mine[question.code] not in ("", *question.choice_by_code):
                return False
        elif mine and question.kind is not QuestionKind.CALCULATED:
            cleaned = clean(question, as_posted([question], mine, "en"), "en")
            is_begun = is_draft and unfinished(question, mine)
            if (cleaned.finding is not None and not is_begun) or cleaned.values != mine:
                return False
    return all(key.partition(".")[0] in EVERY_KIND.question_by_code for key in answers)


@tried(25, 300)
@given(posts=st.lists(st.tuples(PLACES, POSTS), min_size=1, max_size=6))
def test_no_post_breaks_anything_or_stores_what_is_invalid(
    launched: Poll, db: None, posts: list[tuple[str, dict[str, Any]]]
) -> None:
    token = sample.invited(launched, attributes={})
    client = Client()
    for place, fields in posts:
        response = client.post(f"/i/{token}/{place}?via=chat", fields)
        assert response.status_code < 500
        participation = load(token)
        assert participation is not None
        assert is_valid(participation.draft.answers, is_draft=True), participation.draft.answers
        assert not participation.draft.answers.get("q_file")
    for stored in Response.objects.all():
        assert is_valid(stored.answers), stored.answers


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("../../evil.pdf", b"%PDF-1.4"),
        ("a.pdf.exe", b"%PDF-1.4"),
        ("a.pdf", b"<html><script>alert(1)</script>"),
        ("a.svg", b"<svg onload=alert(1)>"),
        ("", b"%PDF-1.4"),
        ("x" * 500 + ".pdf", b"%PDF-1.4"),
        ("\u202efdp.exe", b"MZ"),
    ],
)
def test_no_file_name_or_content_breaks_out(launched: Poll, db: None, name: str, content: bytes) -> None:
    token = sample.invited(launched, attributes={})
    file = SimpleUploadedFile("x", content)
    vars(file)["_name"] = name  # as a client may send it; the attribute itself would mend it

    response = Client().post(f"/i/{token}/{FILE_PAGE}/file/q_file/", {"q_file": file})

    assert response.status_code in (200, 409, 422)
    for upload in Upload.objects.all():
        assert len(upload.name) <= 200
        assert "/" not in upload.name
        assert upload.name.endswith(".pdf")


def test_a_post_larger_than_any_file_is_refused_unread(launched: Poll, db: None) -> None:
    token = sample.invited(launched, attributes={})

    response = Client().generic(
        "POST",
        f"/i/{token}/{FILE_PAGE}/file/q_file/",
        b"--x\r\n\r\n",
        content_type="multipart/form-data; boundary=x",
        CONTENT_LENGTH=str(80 * 1024 * 1024),
    )

    assert response.status_code in (400, 413)
    assert not Upload.objects.exists()
