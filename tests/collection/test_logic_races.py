"""Seven people answer at once while wording is corrected: no answer is lost, none is to a question not asked."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from random import Random
from threading import Barrier

import pytest
from django.db import connection, connections
from django.test import Client

from polls.codebook.path import settle
from polls.codebook.schema import Quota
from polls.collection.models import Response
from polls.collection.services import Outcome, QuotaFullError, load, read_counts, submit
from polls.invitations.tokens import hash_token
from polls.questionnaire.models import Poll, Question
from polls.questionnaire.services import publish
from tests.collection import sample
from tests.collection.conftest import Respondent

pytestmark = pytest.mark.django_db(transaction=True)

NOW = sample.LAUNCH + timedelta(hours=1)
PEOPLE = 7
ROUNDS = 4


def at_once(number: int, action: object) -> list[object]:
    barrier = Barrier(number)

    def one(place: int) -> object:
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1")
            barrier.wait()
            return action(place)  # type: ignore[operator]
        finally:
            connections.close_all()

    with ThreadPoolExecutor(number) as pool:
        return list(pool.map(one, range(number)))


def test_a_quota_of_three_lets_in_three_of_eight_who_send_at_once() -> None:
    quota = Quota("phones", sample.both("Tel", "Tel"), "channels includes phone", 3, sample.both("Vol", "Full"))
    poll = sample.launched(is_anonymous=False, quotas=(quota,))
    tokens = sample.invite_many(poll, 8)

    def send(place: int) -> bool:
        participation = load(tokens[place])
        assert participation is not None
        try:
            return submit(participation, sample.COMPLETE, language="nl", now=NOW) is Outcome.RECEIVED
        except QuotaFullError:
            return False

    assert sum(bool(outcome) for outcome in at_once(8, send)) == 3
    assert Response.objects.count() == 3
    assert read_counts(poll.pk) == {"phones": 3}


def test_seven_answer_while_wording_is_corrected() -> None:
    poll = sample.launched(is_anonymous=False)
    tokens = sample.invite_many(poll, PEOPLE * ROUNDS)

    def act(place: int) -> None:
        if place == PEOPLE:
            for number in range(5):
                _correct(poll, f"Besteedt u uit? ({number})")
            return
        for token in tokens[place::PEOPLE]:
            _answer(Respondent(Client()), token, Random(token))

    at_once(PEOPLE + 1, act)

    assert Response.objects.count() == PEOPLE * ROUNDS
    for response in Response.objects.select_related("version"):
        answers, attributes = response.answers, response.attributes
        assert settle(response.version.questionnaire, answers, attributes) == answers
        assert (answers["outsources"] == "never") == ("since" not in answers)
        assert response.invitation is not None
        assert answers["remarks"] == response.invitation.token_hash[:8]
    assert poll.versions.count() == 6


def _answer(respondent: Respondent, token: str, rng: Random) -> None:
    """Go forth and back, change one's mind about what the rest hangs on, and send."""
    respondent.open(f"/i/{token}/")
    for choice in (rng.choice(("fully", "never")), rng.choice(("partly", "never"))):
        respondent.post(outsources=choice, since="2015", channels=["phone"])
        respondent.post("_back", opinion="positive")
    respondent.post(outsources=rng.choice(("fully", "never")), since="2015", channels=["phone"])
    respondent.post(opinion="positive", grade="8", share="12,5")
    respondent.post(goal="quality", remarks=_hash_of(token))
    if 'data-end="answered"' not in respondent.html:
        respondent.post("_send")
    assert 'data-end="answered"' in respondent.html


def _hash_of(token: str) -> str:
    return hash_token(token)[:8]


def _correct(poll: Poll, text: str) -> None:
    question = Question.objects.get(page__poll=poll, code="outsources")
    question.text = {"nl": text, "en": text}
    question.save(update_fields=["text"])
    publish(poll, by=None, now=NOW, reason="beter")
