"""Time per page and break-off: counted for the poll, and never kept as a trace of a respondent."""

from typing import Any

import pytest

from polls.codebook.pace import Pace
from polls.collection.models import Draft, Paradata, Response
from polls.collection.services import empty_urn, load, submit
from polls.collection.services.draft_box import DraftContent
from polls.collection.services.drafts import save_draft
from polls.collection.services.paradata import PACE, count_new_times, record_break_off, record_paradata
from polls.collection.services.progress import count_progress, seal_progress
from polls.questionnaire.models import Poll
from tests.collection import sample
from tests.collection.conftest import Respondent
from tests.collection.test_answering import PAGE_1, PAGE_2, PAGE_3

USUAL = {"about": 50, "views": 60, "last": 40}
HASTE = {"about": 4, "views": 5, "last": 3}


def draft(poll: Poll, page: str, seconds: dict[str, int]) -> str:
    token = sample.invited(poll)
    participation = load(token)
    assert participation is not None
    save_draft(participation, DraftContent({"outsources": "fully"}, page=page, seconds=seconds), now=sample.LAUNCH)
    return token


def answer(poll: Poll, seconds: dict[str, int], times: int = 1) -> None:
    for _ in range(times):
        participation = load(draft(poll, "last", seconds))
        assert participation is not None
        submit(participation, sample.COMPLETE, language="nl", now=sample.LAUNCH)


def paces(poll: Poll) -> list[str]:
    found = Response.objects.filter(poll=poll).values_list("attributes", flat=True)
    return sorted(str(attributes.get(PACE)) for attributes in found)


@pytest.fixture
def identified(db: None) -> Poll:
    return sample.launched(is_anonymous=False)


def since(respondent: Respondent, seconds: int) -> dict[str, Any]:
    """Make the page that is shown one that was shown so many seconds ago."""
    return {"_since": str(int(respondent.hidden["_since"]) - seconds)}


def test_each_page_that_is_left_adds_its_time(identified: Poll, respondent: Respondent) -> None:
    respondent.open(f"/i/{sample.invited(identified)}/")
    respondent.post(**PAGE_1, **since(respondent, 700))
    respondent.post("_back", **PAGE_2, **since(respondent, 150))
    respondent.post(**PAGE_1, **since(respondent, 0))
    respondent.post(**PAGE_2, **since(respondent, 200))
    respondent.post(**PAGE_3, **since(respondent, 1500))
    times = Response.objects.get().times
    # 700 and a moment, 150 and 200 together, 1500: by bands that are minutes wide, however slow the machine is.
    assert times == {"about": 18, "views": 17, "last": 19}


def test_an_answer_that_is_refused_keeps_the_clock_running(identified: Poll, respondent: Respondent) -> None:
    respondent.open(f"/i/{sample.invited(identified)}/")
    shown = since(respondent, 100)
    respondent.post(**{**PAGE_1, "outsources": ""}, **shown)
    assert respondent.hidden["_since"] == shown["_since"]


@pytest.mark.parametrize("wrong", ["", "soon", "99999999999999", "4102444800", "-5"])
def test_a_clock_that_makes_no_sense_measures_nothing(identified: Poll, respondent: Respondent, wrong: str) -> None:
    respondent.open(f"/i/{sample.invited(identified)}/").post(**PAGE_1, _since=wrong)
    respondent.post(**PAGE_2, **since(respondent, 400)).post(**PAGE_3, _since=wrong)
    assert Response.objects.get().times == {"views": 17}


def test_an_anonymous_response_keeps_a_pace_that_k_share_and_no_times(poll: Poll) -> None:
    answer(poll, USUAL, 20)
    answer(poll, HASTE, 7)
    assert empty_urn(poll) == 22
    assert set(paces(poll)) <= {"usual", "fast"}
    assert all(paces(poll).count(pace) >= 5 or pace == "usual" for pace in set(paces(poll)))
    assert not Response.objects.filter(times__isnull=False).exists()
    bands = Paradata.objects.get().bands
    assert {page: sum(counts.values()) for page, counts in bands.items()} == {"about": 22, "views": 22, "last": 22}


def test_a_few_who_are_fast_do_not_stand_out(poll: Poll) -> None:
    answer(poll, USUAL, 30)
    answer(poll, HASTE, 2)
    empty_urn(poll)
    assert set(paces(poll)) == {"usual"}


def test_identified_responses_get_their_pace_by_the_hour_and_once(identified: Poll) -> None:
    answer(identified, USUAL, 12)
    answer(identified, HASTE, 1)
    revision = Poll.objects.get(pk=identified.pk).data_revision
    assert count_new_times(identified) == 13
    assert paces(identified) == ["fast", *["usual"] * 12]
    assert Poll.objects.get(pk=identified.pk).data_revision == revision + 1
    assert count_new_times(identified) == 0
    assert sum(Paradata.objects.get().bands["about"].values()) == 13


def test_where_people_stop_is_counted_by_page(identified: Poll) -> None:
    draft(identified, "about", {})
    draft(identified, "views", {"about": 9})
    draft(identified, "views", {"about": 9, "views": 3})
    record_break_off(identified)
    paradata = Paradata.objects.get()
    assert paradata.at == {"about": 1, "views": 2}
    assert paradata.been == {"about": 3, "views": 2}


def test_in_an_anonymous_poll_it_is_told_in_steps_of_k(poll: Poll) -> None:
    for _ in range(7):
        draft(poll, "views", {"about": 9})
    draft(poll, "last", {"about": 9, "views": 9})
    assert record_paradata() == 1
    paradata = Paradata.objects.get()
    assert (paradata.at, paradata.been) == ({"views": 5}, {"about": 5, "views": 5})


def test_the_place_of_a_draft_cannot_be_read_or_measured(poll: Poll) -> None:
    draft(poll, "about", {})
    draft(poll, "last", {"about": 9, "views": 9})
    boxes = [bytes(box) for box in Draft.objects.values_list("progress", flat=True) if box]
    assert {len(box) for box in boxes} == {43}


def test_a_box_that_is_missing_or_broken_counts_nowhere() -> None:
    good = seal_progress(sample.QUESTIONNAIRE, DraftContent(page="views", seconds={"about": 9}))
    nowhere = seal_progress(sample.QUESTIONNAIRE, DraftContent())
    reached = count_progress(sample.QUESTIONNAIRE, [good, None, good[:-1], b"", nowhere])
    assert (dict(reached.at), dict(reached.been)) == ({"views": 1}, {"about": 1, "views": 1})


def test_a_page_costs_no_query_more(identified: Poll, respondent: Respondent, django_assert_num_queries: Any) -> None:
    respondent.open(f"/i/{sample.invited(identified)}/").post(**PAGE_1, **since(respondent, 50))
    participation = load(respondent.address.split("/")[2])
    assert participation is not None
    with django_assert_num_queries(1):
        save_draft(participation, participation.draft, now=sample.LAUNCH)


def test_the_names_of_paces_are_those_in_the_files() -> None:
    assert [pace.value for pace in Pace] == ["usual", "quick", "fast"]
