"""The same question over waves: recoded, compared, and with those who answered twice seen as one person."""

from collections.abc import Callable
from datetime import timedelta
from itertools import pairwise

import numpy as np
import pytest
from django.test import Client

from polls.analysis.waves import Panel, changes, panel_changes, points, recoded
from polls.codebook import recode
from polls.codebook.recode import RecodeMap, VariableRecode
from polls.collection.models import Response
from polls.invitations.models import Contact, Invitation
from polls.questionnaire.models import Poll, QuestionnaireVersion, WaveMap
from polls.results.services.waves import trends, waves_of
from tests.results import sample
from tests.results.conftest import finished_run

Staff = Callable[[str], Client]
OPINION = VariableRecode("opinion", "opinion", {f"p{place}": f"p{place}" for place in range(1, 6)})


def test_codes_that_became_one_are_added_and_those_without_equivalent_leave_the_base() -> None:
    merged = VariableRecode("q", "q", {"yes": "y", "rather": "y", "no": "n"})
    assert recoded({"yes": 10, "rather": 5, "no": 20, "maybe": 15}, 50, merged, is_multiple=False) == (
        {"y": 15, "n": 20},
        35,
    )
    assert recoded({"yes": 10, "rather": 5}, 50, merged, is_multiple=True) is None
    assert recoded({"yes": 10}, 50, None, is_multiple=False) is None


def test_a_change_of_independent_waves_has_a_test_and_an_interval() -> None:
    """R: prop.test(c(60, 40), c(100, 100), correct = FALSE) gives p = 0.004678."""
    found = changes(points({"y": 40}, 100, ["y"]), points({"y": 60}, 100, ["y"]), margin=0.1)["y"]
    assert found.difference == pytest.approx(0.2)
    assert found.pvalue == pytest.approx(0.004677735, abs=1e-8)
    assert found.low < 0.2 < found.high
    assert (found.test, found.verdict) == ("two_proportion_z", "different")


def test_a_base_below_ten_is_not_tested() -> None:
    found = changes(points({"y": 4}, 9, ["y"]), points({"y": 60}, 100, ["y"]), margin=0.1)["y"]
    assert (found.pvalue, found.verdict) == (None, "not_testable")


def test_the_same_people_are_compared_by_mcnemar() -> None:
    """Of 40 people 9 went from no to yes and 1 back: exact p = 2 · (1 + 10) / 2^10."""
    first = np.array([0] * 9 + [1] + [1] * 15 + [0] * 15, np.float64)
    second = np.array([1] * 9 + [0] + [1] * 15 + [0] * 15, np.float64)
    panel = Panel(np.tile(np.arange(40), 2), np.repeat([0, 1], 40), np.concatenate([first, second])[:, None])
    found = panel_changes(panel, ["y"])["y"]
    assert (found.test, found.both) == ("mcnemar", 40)
    assert found.difference == pytest.approx(0.2)
    assert found.pvalue == pytest.approx(22 / 1024)


def test_a_partial_panel_has_a_smaller_error_than_independent_waves() -> None:
    values = np.array([1, 0] * 50 + [1, 0] * 50, np.float64)
    values[100] = 0
    persons = np.concatenate([np.arange(100), np.arange(20, 120)])
    persons[100:180] = np.arange(80)
    panel = Panel(persons, np.repeat([0, 1], 100), values[:, None])
    found = panel_changes(panel, ["y"])["y"]
    alone = changes(points({"y": 50}, 100, ["y"]), points({"y": 49}, 100, ["y"]), margin=0.1)["y"]
    assert found.both == 80
    assert found.test == "design_t"
    assert found.high - found.low < 0.5 * (alone.high - alone.low)


def wave(slug: str, answers: list[str], contacts: list[Contact] | None = None, *, anonymous: bool = True) -> Poll:
    poll = sample.published(sample.questionnaire(slug, is_anonymous=anonymous))
    if contacts is None:
        sample.respond(poll, [{"opinion": answer} for answer in answers], [{}] * len(answers))
    else:
        version = QuestionnaireVersion.objects.get(poll=poll)
        for number, (answer, contact) in enumerate(zip(answers, contacts, strict=True)):
            invitation = Invitation.objects.create(poll=poll, contact=contact, token_hash=f"{slug}{contact.pk}")
            Response.objects.create(
                poll=poll, version=version, answers={"opinion": answer}, attributes={}, is_anonymous=False,
                invitation=invitation, submitted_at=sample.NOW + timedelta(seconds=number),
            )  # fmt: skip
    finished_run(poll)
    return poll


def mapped(earlier: Poll, later: Poll) -> None:
    document = recode.to_document(RecodeMap((OPINION,)))
    WaveMap.objects.create(earlier=earlier, later=later, document=document, updated_at=sample.NOW)


@pytest.mark.django_db
def test_three_waves_make_a_chain(staff: Staff) -> None:
    polls = [wave(f"wave{year}", ["p5"] * yes + ["p1"] * (100 - yes)) for year, yes in ((1, 20), (2, 40), (3, 60))]
    for earlier, later in pairwise(polls):
        mapped(earlier, later)
    found = waves_of(polls[-1])
    assert [each.poll.slug for each in found] == ["wave1", "wave2", "wave3"]
    (trend,) = [each for each in trends(found) if each.question.code == "opinion"]
    assert [each["p5"].share for each in trend.points] == [0.2, 0.4, 0.6]
    assert [each["p5"].verdict for each in trend.changes[1:]] == ["different", "different"]
    client = staff("viewer")
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    page = client.get("/polls/wave3/waves/").content.decode()
    assert "+20 (" in page
    assert "chart-trend" in page
    assert "These polls are anonymous" in page


@pytest.mark.django_db
def test_people_who_answered_twice_are_one_person_each() -> None:
    contacts = [Contact.objects.create(email=f"{n}@x.nl", email_key=f"{n}@x.nl") for n in range(40)]
    first = wave("first", ["p1"] * 9 + ["p5"] + ["p5"] * 15 + ["p1"] * 15, contacts, anonymous=False)
    second = wave("second", ["p5"] * 9 + ["p1"] + ["p5"] * 15 + ["p1"] * 15, contacts, anonymous=False)
    mapped(first, second)
    (trend,) = [each for each in trends(waves_of(second)) if each.question.code == "opinion"]
    change = trend.changes[1]["p5"]
    assert (change.test, change.both) == ("mcnemar", 40)
    assert change.pvalue == pytest.approx(22 / 1024)


@pytest.mark.django_db
def test_a_poll_without_an_earlier_wave_says_so(staff: Staff) -> None:
    wave("alone", ["p5"] * 20)
    page = staff("viewer").get("/polls/alone/waves/")
    assert page.status_code == 200
    assert page.context["trends"] == []
