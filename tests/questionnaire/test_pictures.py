"""Pictures at choices: stored by their content, posted with the page or by themselves."""

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.models import User
from polls.questionnaire.models import Choice, Page, Poll, Question
from polls.questionnaire.pictures import MOST_BYTES, NotAPictureError, picture_path, store_picture
from tests.questionnaire.sample import make_poll

PNG = b"\x89PNG\r\n\x1a\n drawing"


@pytest.fixture(autouse=True)
def media(tmp_path: Path, settings: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def editor(db: None) -> Client:
    client = Client()
    client.force_login(User.objects.create_user(email="e@example.org", password="x", role="editor"))
    return client


def test_the_same_picture_is_kept_once() -> None:
    name = store_picture(BytesIO(PNG))

    assert store_picture(BytesIO(PNG)) == name
    assert name.endswith(".png")
    path = picture_path(name)
    assert path is not None
    assert path.read_bytes() == PNG


@pytest.mark.parametrize("content", [b"<svg onload=alert(1)>", b"", b"GIF89a", PNG + b" " * MOST_BYTES])
def test_anything_else_is_refused(content: bytes) -> None:
    with pytest.raises(NotAPictureError):
        store_picture(BytesIO(content))


@pytest.mark.parametrize("name", ["../db.sqlite3", "x.png", "", "a" * 64 + ".svg"])
def test_no_other_file_is_given(name: str) -> None:
    assert picture_path(name) is None


def test_respondents_get_it_without_logging_in(db: None) -> None:
    name = store_picture(BytesIO(PNG))

    response: Any = Client().get(f"/pictures/{name}")

    assert b"".join(response.streaming_content) == PNG
    assert response["Content-Type"] == "image/png"
    assert "immutable" in response["Cache-Control"]
    assert Client().get("/pictures/" + "0" * 64 + ".png").status_code == 404


def test_a_script_sends_a_picture_at_once(editor: Client) -> None:
    poll = make_poll()
    address = f"/polls/{poll.slug}/pictures/"

    taken = editor.post(address, {"picture": SimpleUploadedFile("a.png", PNG)})
    refused = editor.post(address, {"picture": SimpleUploadedFile("a.png", b"<svg>")})

    assert taken.json()["address"] == f"/pictures/{taken.json()['name']}"
    assert refused.status_code == 422


def picture_question(poll: Poll) -> Choice:
    page = Page.objects.filter(poll=poll)[0]
    question = Question.objects.create(
        page=page, position=90, code="pictures", kind=Question.Kind.IMAGE_CHOICE, text={"nl": "Welke?"}
    )
    return Choice.objects.create(question=question, code="one", label={"nl": "Een"})


def post_choice(editor: Client, choice: Choice, **fields: Any) -> Any:
    prefix = f"q{choice.question_id}"
    row = f"{prefix}-choices-{choice.pk}"
    data = {
        f"{prefix}-revision": "",
        f"{prefix}-kind": "image_choice",
        f"{prefix}-text_0": "Welke?",
        f"{prefix}-code": "pictures",
        f"{prefix}-requirement": "soft",
        f"{prefix}-choices": str(choice.pk),
        f"{row}-label_0": "Een",
        f"{row}-code": "one",
        **{f"{row}-{name.replace('__', '-')}": value for name, value in fields.items()},
    }
    return editor.post(f"/admin/polls/page/{choice.question.page_id}/change/", data)


def test_without_a_script_the_file_goes_with_the_form(editor: Client) -> None:
    choice = picture_question(make_poll())

    post_choice(editor, choice, image__file=SimpleUploadedFile("a.png", PNG))
    choice.refresh_from_db()
    first = choice.image
    post_choice(editor, choice, image=first)
    choice.refresh_from_db()
    kept = choice.image
    post_choice(editor, choice, image=first, image__clear="1")
    choice.refresh_from_db()

    assert first == store_picture(BytesIO(PNG))
    assert (kept, choice.image) == (first, "")


def test_a_name_that_is_not_ours_is_refused(editor: Client) -> None:
    choice = picture_question(make_poll())

    response = post_choice(editor, choice, image="0" * 64 + ".png")

    choice.refresh_from_db()
    assert response.status_code == 422
    assert choice.image == ""
