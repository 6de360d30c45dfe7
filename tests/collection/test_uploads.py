"""Files that respondents send along: taken with the page or by themselves, checked, kept apart, given to staff only."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.models import User
from polls.codebook.schema import Channel, Page, Question, QuestionKind, Requirement
from polls.collection.models import Response, Upload
from polls.collection.services import remove_expired
from polls.invitations.models import Invitation
from polls.questionnaire.models import Poll, PollEvent
from tests.collection import sample
from tests.collection.conftest import Respondent

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.7 a roster"
ROSTER = Question(
    "roster",
    QuestionKind.FILE,
    sample.both("Stuur uw rooster", "Send your roster"),
    file_types=("pdf", "image"),
    max_megabytes=1,
    requirement=Requirement.NO,
)
SEATS = Question("seats", QuestionKind.NUMBER, sample.both("Hoeveel plekken?", "How many seats?"))
POLL = replace(
    sample.QUESTIONNAIRE, slug="files", is_anonymous=False, pages=(Page("one", (SEATS, ROSTER)),), segment_variables=()
)


@pytest.fixture(autouse=True)
def media(tmp_path: Path, settings: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def poll(db: None) -> Poll:
    return sample.launched(questionnaire=POLL)


@pytest.fixture
def link(poll: Poll) -> str:
    return f"/i/{sample.invited(poll)}/"


def pdf(content: bytes = PDF, name: str = "rooster mei.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="application/pdf")


def stored() -> list[bytes]:
    return [path.read_bytes() for path in (Path(settings.MEDIA_ROOT) / "uploads").glob("*")]


def test_a_file_goes_with_the_page_and_survives_an_error_on_it(respondent: Respondent, link: str) -> None:
    respondent.open(link).post(seats="veel", roster=pdf())

    assert "Vul een getal in" in respondent.html
    assert "rooster mei.pdf" in respondent.html
    assert stored() == [PDF]

    respondent.post(seats="12")

    response = Response.objects.get()
    assert response.answers == {"seats": "12", "roster": Upload.objects.get().pk}


def test_a_file_can_be_taken_away_again(respondent: Respondent, link: str) -> None:
    respondent.open(link).post(seats="veel", roster=pdf())
    respondent.post(seats="12", roster__remove="1")

    assert Response.objects.get().answers["roster"] == ""
    assert not Upload.objects.exists()


@pytest.mark.parametrize(
    ("file", "sentence"),
    [
        (pdf(b"MZ a program"), "Dit soort bestand kunnen we niet aannemen. Kies een van deze: pdf, foto of afbeelding"),
        (pdf(PDF, "rooster.exe"), "Dit soort bestand kunnen we niet aannemen."),
        (pdf(b""), "Dit bestand is leeg."),
        (pdf(PDF + b" " * 1024 * 1024), "Dit bestand is te groot. Het mag hoogstens 1 MB zijn."),
    ],
    ids=["content", "name", "empty", "size"],
)
def test_another_file_is_refused_with_the_reason(
    respondent: Respondent, link: str, file: SimpleUploadedFile, sentence: str
) -> None:
    respondent.open(link).post(seats="12", roster=file)

    assert sentence in respondent.html
    assert stored() == []


def test_the_script_sends_a_file_at_once(link: str) -> None:
    client = Client()
    kept = client.post(f"{link}one/file/roster/", {"roster": pdf()})
    refused = client.post(f"{link}one/file/roster/", {"roster": pdf(b"MZ")})
    other = client.post(f"{link}one/file/seats/", {"seats": pdf()})

    assert "rooster mei.pdf" in kept.json()["html"]
    assert (refused.status_code, list(refused.json())) == (422, ["message"])
    assert other.status_code == 409


def test_somebody_else_cannot_name_my_file(respondent: Respondent, poll: Poll, link: str) -> None:
    Client().post(f"{link}one/file/roster/", {"roster": pdf()})
    mine = Upload.objects.get()
    other = f"/i/{sample.invited(poll)}/"

    respondent.open(other).post(seats="12", roster=mine.pk)

    assert "Dit bestand is niet aangekomen" in respondent.html
    assert not Response.objects.exists()


def test_a_newcomer_by_an_open_link_can_send_a_file(respondent: Respondent) -> None:
    sample.launched(questionnaire=POLL, slug="open-files", channel=Channel.OPEN)

    respondent.open("/o/open-files/").post(seats="12", roster=pdf())

    assert Response.objects.get().answers["roster"] == Upload.objects.get().pk


class TestStaff:
    def sent(self, respondent: Respondent, link: str) -> Upload:
        respondent.open(link).post(seats="12", roster=pdf())
        return Upload.objects.get()

    def browser(self, role: str) -> Client:
        client = Client()
        client.force_login(User.objects.create_user(email=f"{role}@example.org", password="x", role=role))
        return client

    def test_an_analyst_downloads_it_as_an_attachment(self, respondent: Respondent, poll: Poll, link: str) -> None:
        upload = self.sent(respondent, link)
        analyst = self.browser("analyst")

        page = analyst.get("/polls/files/files/")
        file: Any = analyst.get(f"/polls/files/files/{upload.pk}/")

        assert b"rooster mei.pdf" in page.content
        assert b"".join(file.streaming_content) == PDF
        assert file["Content-Disposition"] == 'attachment; filename="rooster mei.pdf"'
        assert file["Content-Type"] == "application/octet-stream"
        assert PollEvent.objects.filter(poll=poll, action=PollEvent.Action.DOWNLOADED).count() == 1

    def test_nobody_else_gets_it(self, respondent: Respondent, poll: Poll, link: str) -> None:
        upload = self.sent(respondent, link)

        assert Client().get(f"/polls/files/files/{upload.pk}/").status_code == 302
        assert self.browser("editor").get(f"/polls/files/files/{upload.pk}/").status_code == 403
        assert Client().get(f"/media/uploads/{upload.pk}").status_code in (302, 404)

    def test_a_file_of_a_draft_is_nobodys_yet(self, poll: Poll, link: str) -> None:
        Client().post(f"{link}one/file/roster/", {"roster": pdf()})
        assert self.browser("analyst").get(f"/polls/files/files/{Upload.objects.get().pk}/").status_code == 404


@pytest.mark.django_db(transaction=True)
def test_files_are_removed_when_their_date_has_passed(respondent: Respondent, poll: Poll, link: str) -> None:
    Client().post(f"{link}one/file/roster/", {"roster": pdf()})
    respondent.open(f"/i/{sample.invited(poll)}/").post(seats="12", roster=pdf())
    Poll.objects.update(closes_at=sample.LAUNCH)

    early = remove_expired(now=sample.LAUNCH + timedelta(days=15)).files
    sent = Upload.objects.get()
    late = remove_expired(now=sample.LAUNCH + timedelta(days=366)).files

    assert (early, late) == (1, 1)
    assert sent.invitation.is_responded
    assert stored() == []
    assert Invitation.objects.count() == 2
