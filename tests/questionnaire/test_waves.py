"""The map that an editor lays down from one wave to the next."""

import pytest
from django.db import IntegrityError, transaction

from polls.codebook.recode import RecodeMap, VariableRecode, suggest
from polls.questionnaire import services
from polls.questionnaire.design import to_questionnaire
from polls.questionnaire.models import Question, WaveMap
from tests.questionnaire.sample import NOW, make_poll, make_user

pytestmark = pytest.mark.django_db


def test_a_map_is_kept_per_pair_of_polls_and_replaced() -> None:
    earlier, later, user = make_poll("first"), make_poll("second"), make_user()
    assert services.map_between(earlier, later) is None
    services.save_map(earlier, later, RecodeMap(), by=user, now=NOW)
    full = suggest(to_questionnaire(earlier), to_questionnaire(later))
    services.save_map(earlier, later, full, by=user, now=NOW)
    assert services.map_between(earlier, later) == full
    assert services.map_between(later, earlier) is None
    row = WaveMap.objects.get()
    assert (str(row), row.updated_by, row.updated_at) == ("first → second", user, NOW)


def test_a_map_with_errors_is_refused() -> None:
    earlier, later = make_poll("first"), make_poll("second")
    wrong = RecodeMap((VariableRecode("criterion", "criterion", {"quality": "nix"}),))
    with pytest.raises(services.FaultyMap) as refusal:
        services.save_map(earlier, later, wrong, by=None, now=NOW)
    assert [problem.code for problem in refusal.value.problems] == ["unknown_later_code"]
    assert not WaveMap.objects.exists()


def test_the_map_speaks_of_what_was_launched_not_of_the_rows() -> None:
    earlier, later = make_poll("first"), make_poll("second")
    services.publish(earlier, by=None, now=NOW)
    Question.objects.filter(page__poll=earlier, code="criterion").update(code="renamed")
    line = VariableRecode("criterion", "criterion", {"quality": "quality"})
    assert services.save_map(earlier, later, RecodeMap((line,)), by=None, now=NOW).recode_map.variables == (line,)


def test_a_poll_has_no_map_on_itself() -> None:
    poll = make_poll("first")
    with pytest.raises(IntegrityError), transaction.atomic():
        services.save_map(poll, poll, RecodeMap(), by=None, now=NOW)
