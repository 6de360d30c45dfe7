"""Warnings are answered with a reason that is kept as long as what they are about reads as it did."""

import pytest
from django.test import Client

from accounts.roles import Role
from polls.questionnaire import services
from polls.questionnaire.design import to_questionnaire
from polls.questionnaire.models import Poll, Question, WarningAnswer
from tests.questionnaire.sample import NOW, make_poll, make_user

pytestmark = pytest.mark.django_db

LEADING = {"nl": "Vindt u ook dat kwaliteit telt?", "en": "What matters most?"}


def leading_poll() -> Poll:
    """A sound poll with one question that leads."""
    poll = make_poll()
    Question.objects.filter(code="criterion").update(text=LEADING)
    return poll


def warning_key(poll: Poll) -> str:
    (key,) = services.warnings_by_key(services.find_problems(poll, now=NOW))
    return key


def answer(poll: Poll, reason: str) -> None:
    found = services.find_problems(poll, now=NOW)
    by = make_user() if reason else None
    services.answer_warnings(poll, found, to_questionnaire(poll), {warning_key(poll): reason}, by=by, now=NOW)


def answers(poll: Poll) -> list[str]:
    found = services.find_problems(poll, now=NOW)
    return [str(given) for given in services.answers_to(poll, found, to_questionnaire(poll)).values()]


def as_editor() -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(make_user(Role.ADMINISTRATOR), backend="accounts.backends.RoleBackend")
    return client


def test_a_reason_counts_until_the_text_changes() -> None:
    poll = leading_poll()
    answer(poll, "Zo gevraagd in vorige jaren")
    assert answers(poll) == ["Zo gevraagd in vorige jaren"]
    Question.objects.filter(code="channels").update(text={"nl": "Welke kanalen zijn er?", "en": "Which channels?"})
    assert answers(poll) == ["Zo gevraagd in vorige jaren"]
    Question.objects.filter(code="criterion").update(text={**LEADING, "nl": "Vindt u ook dat prijs telt?"})
    assert answers(poll) == []


def test_an_empty_reason_takes_it_back() -> None:
    poll = leading_poll()
    answer(poll, "Met opzet")
    answer(poll, "")
    assert not WarningAnswer.objects.exists()


def test_publishing_keeps_what_was_answered_with_the_version() -> None:
    poll = leading_poll()
    answer(poll, "Met opzet")
    services.publish(poll, by=None, now=NOW)
    (warning,) = poll.events.get().detail["warnings"]
    assert (warning["code"], warning["reason"], warning["by"]) == ("leading", "Met opzet", "Editor")
    page = as_editor().get(f"/admin/polls/poll/{poll.pk}/change/").content.decode()
    assert "1 warning answered" in page
    assert "Met opzet" in page


def test_the_page_publishes_only_once_every_warning_has_a_reason() -> None:
    poll = leading_poll()
    client, url, name = as_editor(), "/polls/sample/publish/", f"reason-{warning_key(poll)}"
    refused = client.post(url, {name: " "})
    assert refused.status_code == 422
    assert "1 warning has no reason yet." in refused.content.decode()
    assert Poll.objects.get().state == Poll.State.DRAFT
    assert client.post(url, {name: "Met opzet", "_answer": "1"}).status_code == 302
    assert Poll.objects.get().state == Poll.State.DRAFT
    assert 'value="Met opzet"' in client.get(url).content.decode()
    assert client.post(url, {name: "Met opzet"}).status_code == 302
    assert Poll.objects.get().state == Poll.State.PUBLISHED


def test_one_reason_can_do_for_all() -> None:
    poll = leading_poll()
    Question.objects.filter(code="rating").update(
        text={"nl": "Vindt u niet dat het beter kan?", "en": "How good is it?"}
    )
    as_editor().post("/polls/sample/publish/", {"reason-all": "Overgenomen van een andere peiling"})
    assert Poll.objects.get(pk=poll.pk).state == Poll.State.PUBLISHED
    assert set(WarningAnswer.objects.values_list("reason", flat=True)) == {"Overgenomen van een andere peiling"}


def test_a_key_that_is_no_warning_keeps_nothing() -> None:
    make_poll()
    as_editor().post("/polls/sample/publish/", {"reason-0123456789abcdef": "x"})
    assert not WarningAnswer.objects.exists()
