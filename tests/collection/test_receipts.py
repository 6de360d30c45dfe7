"""The receipt: a way back to the own answers, for nobody but who holds the code."""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from random import Random
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from polls.collection.models import DailyCount, Response, SealedResponse
from polls.collection.services import find_by_receipt, finish, is_receipt, load, new_receipt, receipts, submit, withdraw
from polls.collection.services.receipts import FREE_LOOKS, hash_receipt
from polls.collection.services.urn import UrnRenewedError, empty_urn, open_boxes, take_out
from polls.invitations.models import Invitation
from polls.questionnaire.models import Poll
from tests.collection import sample
from tests.collection.conftest import Respondent
from tests.collection.test_answering import PAGE_1, PAGE_2, PAGE_3

NOW = sample.LAUNCH + timedelta(hours=1)


def answer(poll: Poll, remarks: str = "") -> str:
    """Let somebody answer; give the receipt."""
    participation = load(sample.invite_many(poll, 1)[0])
    assert participation is not None
    code = new_receipt()
    submit(participation, {**sample.COMPLETE, "remarks": remarks}, language="nl", now=NOW, receipt=code)
    return code


def test_a_code_is_drawn_anew_each_time_and_can_be_typed_as_it_looks() -> None:
    code = new_receipt()
    assert is_receipt(code)
    assert len(code.replace("-", "")) == 28
    assert new_receipt() != code
    assert hash_receipt(" " + code.lower().replace("-", " ")) == hash_receipt(code)
    assert hash_receipt("1O0L") == hash_receipt("I-00-1")


def test_sealed_answers_are_found(poll: Poll) -> None:
    code = answer(poll, "about chat")
    found = find_by_receipt(poll, code)
    assert found is not None
    assert found.answers["remarks"] == "about chat"
    assert (found.is_sealed, found.is_final) == (True, False)


def test_answers_are_found_after_the_urn_was_emptied_but_final(poll: Poll) -> None:
    codes = [answer(poll, f"number {number}") for number in range(6)]
    finish(poll, now=NOW)
    poll.refresh_from_db()
    found = find_by_receipt(poll, codes[4])
    assert found is not None
    assert found.answers["remarks"] == "number 4"
    assert (found.is_sealed, found.is_final) == (False, True)
    assert withdraw(poll, codes[4]) is False
    assert Response.objects.count() == 6


def test_withdrawn_answers_are_gone_and_not_counted(poll: Poll) -> None:
    code, other = answer(poll, "away"), answer(poll, "stays")
    assert withdraw(poll, code) is True
    assert withdraw(poll, code) is False
    poll.refresh_from_db()
    assert SealedResponse.objects.count() == 1
    assert find_by_receipt(poll, other) is not None
    assert sum(DailyCount.objects.values_list("submitted", flat=True)) == 1
    assert Invitation.objects.filter(is_responded=True).count() == 2


def test_withdrawing_a_sealed_response_does_not_tell_whose_it_was(poll: Poll) -> None:
    """A copy of the database joins each box to its invitation: the one that is missing in the next would be theirs."""
    code, *others = [answer(poll, f"number {number}") for number in range(4)]
    before = set(SealedResponse.objects.values_list("pk", flat=True))
    assert withdraw(poll, code) is True
    after = set(SealedResponse.objects.values_list("pk", flat=True))
    assert (len(after), len(after & before)) == (3, 0)
    assert all(find_by_receipt(Poll.objects.get(pk=poll.pk), other) for other in others)


class TestWhileTheUrnIsEmptied:
    """Each test empties it at one of the moments between the looks: after the responses, before the boxes."""

    @pytest.fixture
    def codes(self, poll: Poll) -> list[str]:
        return [answer(poll, f"number {number}") for number in range(24)]

    @pytest.fixture
    def emptied(self, poll: Poll, codes: list[str], monkeypatch: pytest.MonkeyPatch) -> list[str]:
        """Let the urn move whenever somebody is about to look into it, in the ways that are put in this list."""
        ways: list[str] = []
        others = codes[12:]

        def take_one_out() -> None:
            current = Poll.objects.get(pk=poll.pk)
            wanted = hash_receipt(others.pop())
            take_out(current, next(key for key, box in open_boxes(current) if box["receipt"] == wanted))

        moves: dict[str, Callable[[], object]] = {
            "some": lambda: empty_urn(poll, rng=Random(1)),
            "all": lambda: finish(poll, now=NOW),
            "one": take_one_out,
        }

        def open_later(seen: Poll) -> Iterator[tuple[UUID, Any]]:
            if ways:
                moves[ways.pop(0)]()
            return open_boxes(seen)

        monkeypatch.setattr(receipts, "open_boxes", open_later)
        return ways

    @pytest.mark.parametrize("ways", [["some"], ["all"], ["some", "all"]])
    def test_everybody_finds_the_answers(
        self, poll: Poll, codes: list[str], emptied: list[str], ways: list[str]
    ) -> None:
        emptied += ways
        for number, code in enumerate(codes):
            found = find_by_receipt(poll, code)
            assert found is not None
            assert found.answers["remarks"] == f"number {number}"
        assert emptied == []
        assert Response.objects.exists()

    def test_a_page_that_was_asked_for_before_shows_them(
        self, poll: Poll, codes: list[str], emptied: list[str], client: Client
    ) -> None:
        emptied += ["all"]
        answer = client.post(f"/r/{poll.slug}/", {"code": codes[0]})
        assert (answer.status_code, b"number 0" in answer.content) == (200, True)

    def test_what_is_not_there_is_not_there_afterwards(self, poll: Poll, codes: list[str], emptied: list[str]) -> None:
        emptied += ["some", "all"]
        assert find_by_receipt(poll, new_receipt()) is None
        assert emptied == []

    def test_when_it_moves_at_each_look_the_poll_is_held(
        self, poll: Poll, codes: list[str], emptied: list[str]
    ) -> None:
        emptied += ["one"] * FREE_LOOKS
        found = find_by_receipt(poll, codes[5])
        assert found is not None
        assert found.answers["remarks"] == "number 5"
        assert (emptied, SealedResponse.objects.count()) == ([], len(codes) - FREE_LOOKS)

    def test_control_boxes_do_not_open_with_the_key_of_before(self, poll: Poll, codes: list[str]) -> None:
        before = Poll.objects.get(pk=poll.pk)
        empty_urn(poll, rng=Random(1))
        with pytest.raises(UrnRenewedError):
            list(open_boxes(before))


def test_an_identified_response_is_withdrawn_and_the_results_know(db: None) -> None:
    poll = sample.launched(is_anonymous=False)
    code = answer(poll)
    assert withdraw(poll, code) is True
    poll.refresh_from_db()
    assert poll.data_revision == 1
    assert Response.objects.count() == 0


def test_a_code_of_another_poll_finds_nothing(poll: Poll) -> None:
    assert find_by_receipt(sample.launched(slug="other"), answer(poll)) is None


def test_the_code_is_nowhere_in_the_database(poll: Poll) -> None:
    code = answer(poll)
    finish(poll, now=NOW)
    stored = [*SealedResponse.objects.values_list("box", flat=True), *Response.objects.values_list("receipt_hash")]
    assert all(code.replace("-", "") not in str(value) for value in stored)


def shown_code(html: str) -> str:
    found = re.search(r"data-copy-source>([^<]+)<", html)
    assert found, html
    return found[1]


class TestPages:
    """The thank-you page shows the code once; the receipt's own page takes it."""

    def send(self, link: str, respondent: Respondent) -> str:
        """Answer all pages; give the code that the thank-you page shows."""
        respondent.open(link).post(**PAGE_1).post(**PAGE_2).post(**PAGE_3)
        return shown_code(respondent.html)

    def test_whoever_sends_gets_a_code_that_works(self, poll: Poll, link: str, respondent: Respondent) -> None:
        code = self.send(link, respondent)
        found = find_by_receipt(poll, code)
        assert found is not None
        assert found.answers == sample.COMPLETE

    def test_the_same_device_sees_it_again_and_the_link_alone_does_not(
        self, link: str, respondent: Respondent, client: Client
    ) -> None:
        code = self.send(link, respondent)
        assert shown_code(respondent.open(link).html) == code
        elsewhere = client.get(link).content.decode()
        assert 'data-end="answered"' in elsewhere
        assert code not in elsewhere

    def test_a_made_up_cookie_is_not_shown(self, link: str, respondent: Respondent) -> None:
        self.send(link, respondent)
        respondent.client.cookies["receipt"] = "<b>not a code</b>"
        assert "not a code" not in respondent.open(link).html

    def test_no_look_up_by_get(self, client: Client, poll: Poll) -> None:
        code = answer(poll)
        page = client.get(f"/r/{poll.slug}/?code={code}")
        assert page.status_code == 200
        assert code not in page.content.decode()

    def test_the_answers_are_shown(self, client: Client, poll: Poll) -> None:
        page = client.post(f"/r/{poll.slug}/", {"code": answer(poll, "more chat").lower()})
        assert page.status_code == 200
        assert "more chat" in page.content.decode()

    def test_a_wrong_code_says_so_and_keeps_it(self, client: Client, poll: Poll) -> None:
        page = client.post(f"/r/{poll.slug}/", {"code": "WRONG"})
        assert page.status_code == 404
        assert 'value="WRONG"' in page.content.decode()

    def test_withdrawing(self, client: Client, poll: Poll) -> None:
        code = answer(poll)
        page = client.post(f"/r/{poll.slug}/", {"code": code, "withdraw": "1"})
        assert 'data-end="withdrawn"' in page.content.decode()
        assert SealedResponse.objects.count() == 0

    def test_an_unknown_poll(self, client: Client, db: None) -> None:
        assert client.get("/r/nothing/").status_code == 404
