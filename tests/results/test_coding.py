"""Open answers become codes: a frame, two people who code blindly, agreement, settled differences, and results."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from polls.collection.models import Response
from polls.questionnaire.models import Poll, PollEvent
from polls.results.models import Coder, Coding, CodingEdition, FrameChange, GivenCodes, Run, SettledCodes
from polls.results.services.runs import execute
from tests.results import sample
from tests.results.coding_sample import FRAME, GIVEN, poll_with_answers

pytestmark = pytest.mark.django_db

Staff = Callable[[str], Client]
BASE = "/polls/sample/coding/"
HERE = f"{BASE}remark/"


def english(client: Client) -> Client:
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return client


def begun(*, overlap: int = 100, people: tuple[str, ...] = ("analyst", "administrator"), **fields: Any) -> Coding:
    poll = poll_with_answers(**fields)
    coding = Coding.objects.create(
        poll=poll, key="remark", document=FRAME.to_document(), overlap=overlap, created_at=sample.NOW
    )
    for number, role in enumerate(people):
        Coder.objects.create(coding=coding, user=get_user_model()._default_manager.get(role=role), number=number)
    return coding


def change(client: Client, action: str, path: str = "", **fields: Any) -> Any:
    revision = Coding.objects.get().revision
    return client.post(f"{HERE}{path}", {"action": action, "revision": revision, **fields}, follow=True)


def codes_now() -> list[str]:
    return [each.code for each in Coding.objects.get().frame.codes]


def answers_on(client: Client) -> Iterator[tuple[str, str]]:
    """Give the answers that lie on a desk, one after the other, each with its key."""
    while response := (context := client.get(f"{HERE}work/").context)["response"]:
        yield response, context["text"]


def code_all(client: Client, *, instead: dict[str, tuple[str, ...]] | None = None) -> int:
    count = 0
    for response, text in answers_on(client):
        codes = {**GIVEN, **(instead or {})}[text]
        client.post(f"{HERE}work/", {"response": response, "code": codes})
        count += 1
    return count


def both(staff: Staff) -> tuple[Client, Client]:
    return english(staff("analyst")), english(staff("administrator"))


def test_a_frame_is_begun_and_gets_codes_from_lines(staff: Staff) -> None:
    poll_with_answers()
    client = english(staff("analyst"))
    client.post(BASE, {"question": "remark"})
    page = change(client, "add", lines="Wachttijd | Waiting time\nPrijs | Price\n\n")
    assert "2 codes are added" in page.content.decode()
    assert codes_now() == ["waiting_time", "price"]
    assert FrameChange.objects.get().detail == {"codes": ["waiting_time", "price"], "answers": 0}


def test_nobody_codes_what_nine_people_wrote(staff: Staff) -> None:
    poll = sample.published(sample.questionnaire(), state=Poll.State.CLOSED)
    sample.respond(poll, [{"remark": "Prima"}] * 9, [{}] * 9)
    client = english(staff("analyst"))
    client.post(BASE, {"question": "remark"})
    assert not Coding.objects.exists()
    assert client.get(HERE).status_code == 404
    assert "Fewer than 10 people" in client.get(BASE).content.decode()


def test_two_who_change_a_frame_at_once_do_not_overwrite_each_other(staff: Staff) -> None:
    client = english(staff("analyst"))
    begun(people=())
    change(client, "add", lines="Website")
    page = client.post(HERE, {"action": "add", "revision": 1, "lines": "Sfeer"}, follow=True)
    assert "Somebody else has changed the frame" in page.content.decode()
    assert codes_now() == ["wait", "staff", "price", "website"]


def test_each_codes_without_seeing_the_other(staff: Staff) -> None:
    first, second = both(staff)
    begun()
    assert code_all(first) == 20
    page = second.get(f"{HERE}work/")
    assert page.context["desk"].total == 20
    assert page.content.decode().count(" checked") == 0
    blind = second.get(f"{HERE}agreement/")
    assert blind.context["is_blind"]
    assert blind.context["agreement"] is None


def test_codes_that_do_not_go_together_come_back_to_the_desk_as_they_were(staff: Staff) -> None:
    first, _second = both(staff)
    begun()
    response = first.get(f"{HERE}work/").context["response"]
    page = first.post(f"{HERE}work/", {"response": response, "code": ["price", "_dk"]}, follow=True)
    assert page.context["response"] == response
    assert page.content.decode().count(" checked") == 2
    assert not GivenCodes.objects.exists()


def test_an_answer_is_skipped_and_comes_back_last(staff: Staff) -> None:
    first, _second = both(staff)
    begun()
    waiting = first.get(f"{HERE}work/").context["desk"].waiting
    assert first.get(f"{HERE}work/", {"after": waiting[0]}).context["response"] == waiting[1]
    assert first.get(f"{HERE}work/", {"after": waiting[-1]}).context["response"] == waiting[0]


def test_one_goes_back_and_changes_what_was_given(staff: Staff) -> None:
    first, _second = both(staff)
    begun()
    seen = []
    for response, _text in answers_on(first):
        seen.append(response)
        first.post(f"{HERE}work/", {"response": response, "code": "price"})
        if len(seen) == 3:
            break
    page = first.get(f"{HERE}work/")
    assert page.context["before"] == seen[2]
    again = first.get(f"{HERE}work/", {"answer": seen[2]})
    assert again.context["is_again"]
    assert again.context["before"] == seen[1]
    assert 'value="price" id="c3" data-key="3" checked' in again.content.decode()
    first.post(f"{HERE}work/", {"response": seen[2], "code": "wait"})
    assert GivenCodes.objects.get(response_id=seen[2]).codes == ["wait"]


def test_a_sample_is_coded_by_two_and_the_rest_by_one(staff: Staff) -> None:
    first, second = both(staff)
    begun(overlap=50)
    totals = [client.get(f"{HERE}work/").context["desk"].total for client in (first, second)]
    assert code_all(first) + code_all(second) == sum(totals)
    assert 20 < sum(totals) < 40
    standing = first.get(f"{HERE}agreement/").context["standing"]
    assert standing.doubly == sum(totals) - 20
    assert standing.is_complete


def test_who_is_no_coder_has_no_desk(staff: Staff) -> None:
    first, second = both(staff)
    begun(people=("analyst",))
    assert first.get(f"{HERE}work/").status_code == 200
    assert second.get(f"{HERE}work/").status_code == 403


def test_nothing_is_coded_while_the_poll_is_open(staff: Staff) -> None:
    first, _second = both(staff)
    begun(state=Poll.State.PUBLISHED)
    response = first.get(f"{HERE}work/").context["response"]
    first.post(f"{HERE}work/", {"response": response, "code": "price"})
    assert not GivenCodes.objects.exists()


def test_differences_are_settled_with_a_reason_and_agreement_stays_what_it_was(staff: Staff) -> None:
    first, second = both(staff)
    begun()
    code_all(first)
    code_all(second, instead={"Wachten én te duur": ("price",)})
    page = second.get(f"{HERE}agreement/")
    assert page.context["standing"].counts == {"waiting": 0, "agreed": 16, "different": 4, "settled": 0}
    (pair,) = page.context["agreement"]["pairs"]
    assert (pair["n"], pair["same"]) == (20, "80%")
    wait = next(code for code in pair["codes"] if code["label"] == "Waiting")
    assert (wait["times"], wait["agreement"], wait["kappa"][0]) == ((12, 8), "80%", "0.62")
    for each in page.context["at_odds"]:
        fields = {"action": "settle", "response": each["answer"].response_id, "how": "third", "code": ["price", "wait"]}
        assert "Say who settled it, and why" in second.post(f"{HERE}agreement/", fields, follow=True).content.decode()
        second.post(f"{HERE}agreement/", {**fields, "reason": "Both are named."})
    page = second.get(f"{HERE}agreement/")
    assert page.context["standing"].counts["settled"] == 4
    assert page.context["agreement"]["pairs"][0]["same"] == "80%"
    assert SettledCodes.objects.filter(reason="Both are named.", how="third").count() == 4


def test_merged_codes_change_what_was_given_and_split_ones_come_back(staff: Staff) -> None:
    first, _second = both(staff)
    begun(people=("analyst",))
    code_all(first)
    page = change(first, "merge", "codes/wait/", into="staff")
    assert "12 answers have the other code now" in page.content.decode()
    assert GivenCodes.objects.filter(codes=["price", "staff"]).count() == 4
    page = change(first, "split", "codes/price/", lines="Tarief | Fee\nRekening | Bill")
    assert "10 answers come back to their coders" in page.content.decode()
    assert codes_now() == ["staff", "fee", "bill"]
    assert first.get(f"{HERE}work/").context["desk"].total == 20
    assert len(first.get(f"{HERE}work/").context["desk"].waiting) == 10
    assert [change.action for change in FrameChange.objects.all()] == ["split", "merged"]


def test_a_frame_goes_out_as_a_file_and_comes_in_elsewhere(staff: Staff) -> None:
    client = english(staff("analyst"))
    begun(people=())
    for ending in ("csv", "xlsx"):
        content = client.get(f"{HERE}frame.{ending}").content
        Coding.objects.update(document={})
        change(client, "file", file=SimpleUploadedFile(f"frame.{ending}", content))
        assert Coding.objects.get().frame == FRAME


def test_a_frame_of_another_poll_is_taken_over(staff: Staff) -> None:
    client = english(staff("analyst"))
    coding = begun(people=())
    earlier = sample.published(sample.questionnaire("earlier"), state=Poll.State.CLOSED)
    other = Coding.objects.create(
        poll=earlier, key="remark", document={"codes": [{"code": "trust", "label": {"nl": "Vertrouwen"}}]},
        created_at=sample.NOW,
    )  # fmt: skip
    client.post(HERE, {"action": "reuse", "revision": 1, "other": other.pk})
    coding = Coding.objects.get(pk=coding.pk)
    assert [each.code for each in coding.frame.codes] == ["trust", "wait", "staff", "price"]


def test_codes_are_erased_with_the_answer(staff: Staff) -> None:
    first, _second = both(staff)
    begun(people=("analyst",))
    code_all(first)
    Response.objects.all().delete()
    assert not GivenCodes.objects.exists()


def test_the_final_codes_become_a_question_of_the_results(staff: Staff) -> None:
    first, second = both(staff)
    coding = begun()
    code_all(first)
    assert first.post(f"{HERE}agreement/", {"action": "take"}).status_code == 302
    assert not CodingEdition.objects.exists()
    code_all(second)
    page = second.post(f"{HERE}agreement/", {"action": "take"}, follow=True)
    assert "taken into the results" in page.content.decode()
    edition = CodingEdition.objects.get()
    assert (edition.number, edition.answers, edition.doubly) == (1, 20, 20)
    assert edition.agreement["sets"]["alpha"] == 1.0
    assert PollEvent.objects.get(action="coded").detail == {"question": "remark", "edition": 1}
    run = Run.objects.get(poll=coding.poll)
    assert execute(run.pk, now=sample.NOW, clock=lambda: sample.NOW)
    run = Run.objects.get()
    found = {each["code"]: each for each in (run.summary or {})["questions"]}
    total = found["remark_coded"]["groups"][0]
    assert total["base"] == 20
    assert {row["code"]: row["count"] for row in total["rows"]} == {
        "wait": 12, "staff": 0, "price": 10, "unusable": 1, "_dk": 1,
    }  # fmt: skip
    assert [choice.code for choice in run.questionnaire.variable_by_code["remark_nets"].options] == [
        "service", "price", "unusable",
    ]  # fmt: skip
    shown = first.get("/polls/sample/results/").content.decode()
    assert "Any remarks? (coded)" in shown
    assert "Waiting" in shown
