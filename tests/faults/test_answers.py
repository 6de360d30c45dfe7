"""Whatever is posted, however it is written: no error of ours, and nothing is stored that the questionnaire refuses."""

from collections import Counter
from typing import Any

import pytest
from django.http.response import HttpResponseBase
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from polls.codebook.answers import Answers
from polls.codebook.answers.base import Cleaned
from polls.codebook.schema import Question
from polls.collection.forms import posted_page
from polls.collection.models import Draft, Response
from polls.collection.services import load
from tests.collection import sample
from tests.collection.test_hostile_posts import PLACES, POSTS, is_valid
from tests.faults.figures import Tell, sized

pytestmark = pytest.mark.django_db

FORMS = sized(25, 2000)
BODIES = sized(40, 5000)
TYPES = st.sampled_from(
    [
        "application/x-www-form-urlencoded", "application/x-www-form-urlencoded; charset=utf-16",
        "multipart/form-data; boundary=x", "multipart/form-data", "application/json", "text/plain", "", "é",
    ]
)  # fmt: skip
PIECES = st.lists(
    st.one_of(
        st.sampled_from(
            [
                b"outsources=fully", b"outsources=fully&outsources=never", b"%", b"%zz", b"=", b"&" * 50, b"\x00",
                b"\xff", b"--x\r\n", b"--x--", b'Content-Disposition: form-data; name="outsources"\r\n\r\nfully\r\n',
                b'Content-Disposition: form-data; name="outsources"; filename="a"\r\n\r\n', b"channels.phone=1",
                b"_revision=-1", b"_shown=%00", b"poll=other", b"remarks=" + b"x" * 20_000, b'{"outsources": "fully"}',
            ]
        ),
        st.binary(max_size=40),
    ),
    max_size=6,
)  # fmt: skip
CALM = settings(deadline=None, suppress_health_check=list(HealthCheck), database=None)


def invalid(token: str) -> list[Answers]:
    """Give what is stored and should not be."""
    participation = load(token)
    assert participation is not None
    stored = [participation.draft.answers, *Response.objects.values_list("answers", flat=True)]
    return [answers for answers in stored if not is_valid(answers)]


def test_no_form_stores_what_is_invalid(tell: Tell) -> None:
    statuses: Counter[int] = Counter()
    wrong: list[Answers] = []
    poll = sample.launched(is_anonymous=False)

    @settings(CALM, max_examples=FORMS)
    @given(posts=st.lists(st.tuples(PLACES, POSTS), min_size=1, max_size=5))
    def attack(posts: list[tuple[str, dict[str, Any]]]) -> None:
        Response.objects.all().delete()
        token, client = sample.invited(poll), Client()
        for place, fields in posts:
            statuses[client.post(f"/i/{token}/{place}", fields).status_code] += 1
        wrong.extend(invalid(token))

    attack()
    errors = sum(count for status, count in statuses.items() if status >= 500)
    tell(
        "G-INT-5",
        "forms posted with unknown, hidden, double, huge and foreign values",
        size=f"{FORMS} chains, {statuses.total()} posts",
        allowed="no error, nothing invalid stored",
        figure=f"{errors} errors, {len(wrong)} invalid answers stored",
    )
    assert (errors, wrong) == (0, [])


def test_no_body_of_any_kind_breaks_anything(tell: Tell) -> None:
    statuses: Counter[int] = Counter()
    wrong: list[Answers] = []
    token, client = sample.invited(sample.launched(is_anonymous=False)), Client(raise_request_exception=False)

    @settings(CALM, max_examples=BODIES)
    @given(place=PLACES, content_type=TYPES, pieces=PIECES)
    def attack(place: str, content_type: str, pieces: list[bytes]) -> None:
        answer: HttpResponseBase = client.generic("POST", f"/i/{token}/{place}", b"".join(pieces), content_type)
        statuses[answer.status_code] += 1

    attack()
    wrong.extend(invalid(token))
    errors = sum(count for status, count in statuses.items() if status >= 500)
    tell(
        "G-INT-5",
        "bodies posted that are broken, cut and of another kind than they say",
        size=f"{statuses.total()} posts",
        allowed="no error, nothing invalid stored",
        figure=f"{errors} errors, {len(wrong)} invalid answers stored",
    )
    assert (errors, wrong) == (0, [])


def test_ten_megabytes_are_refused(client: Client) -> None:
    token = sample.invited(sample.launched(is_anonymous=False))
    answer = client.post(f"/i/{token}/last/", {"remarks": "x" * 10_000_000})
    assert answer.status_code in (400, 413)
    assert not Draft.objects.exists()


def test_control_without_the_check_of_answers_invalid_ones_are_stored(monkeypatch: pytest.MonkeyPatch) -> None:
    def gullible(question: Question, posted: Any, language: str) -> Cleaned:
        return Cleaned({question.code: posted[question.code][0]} if question.code in posted else {})

    monkeypatch.setattr(posted_page, "clean", gullible)
    token = sample.invited(sample.launched(is_anonymous=False))
    Client().post(f"/i/{token}/about/", {"outsources": "perhaps", "_back": "1"})
    assert invalid(token) != []
