"""The page for when the database cannot be used keeps what a respondent posted, and nothing else."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, InterfaceError, OperationalError
from django.db.utils import InternalError
from django.http import HttpRequest
from django.test import RequestFactory
from psycopg.errors import InvalidTransactionTermination, ReadOnlySqlTransaction

from ksfsurvey.outages import is_outage, kept_of, unavailable

POSTED = {"_lang": "en", "channels": ["phone", "chat"], "remarks": 'said "no" & <left>'}


def post(path: str, **data: object) -> HttpRequest:
    return RequestFactory().post(path, data or POSTED)


def caused_by(cause: Exception) -> DatabaseError:
    error = InternalError()
    error.__cause__ = cause
    return error


def test_what_is_an_outage() -> None:
    assert is_outage(OperationalError())
    assert is_outage(InterfaceError())
    assert is_outage(caused_by(ReadOnlySqlTransaction()))
    assert not is_outage(caused_by(InvalidTransactionTermination()))
    assert not is_outage(DatabaseError())
    assert not is_outage(ValueError())


def test_the_page_posts_the_same_again_in_the_language_of_the_poll() -> None:
    answer = unavailable(post("/i/abc/about/?lang=nl"), OperationalError())
    page = answer.content.decode()
    assert (answer.status_code, answer["Retry-After"], answer["Cache-Control"]) == (503, "30", "no-store")
    assert 'action="/i/abc/about/?lang=nl"' in page
    assert page.count('name="channels"') == 2
    assert 'value="said &quot;no&quot; &amp; &lt;left&gt;"' in page
    assert "We will be right back" in page


def test_in_dutch_unless_asked_otherwise() -> None:
    assert "We zijn zo terug" in unavailable(RequestFactory().get("/i/abc/"), OperationalError()).content.decode()


def test_nothing_is_kept_of_staff_or_where_a_file_came_along() -> None:
    assert kept_of(post("/account/login/", password="secret")) == []
    assert kept_of(post("/i/abc/about/", cv=SimpleUploadedFile("cv.pdf", b"x"), remarks="y")) == []
    assert kept_of(RequestFactory().get("/i/abc/about/?x=1")) == []
