"""No more mail to people who could only be turned away."""

import pytest

from polls.codebook.routing import Quota
from polls.collection.services.full import stop_at_full_quotas
from polls.collection.services.quotas import count_in
from polls.invitations.models import Invitation
from tests.collection import sample

pytestmark = pytest.mark.django_db

INHOUSE = Quota("inhouse", sample.both("Inhouse", "In-house"), "role = inhouse", 1, sample.both("Vol.", "Full."))
PHONES = Quota("phones", sample.both("Tel", "Tel"), "channels includes phone", 1, sample.both("Vol.", "Full."))


def past_quota() -> list[str]:
    marked = Invitation.objects.filter(is_past_quota=True)
    return sorted(str(invitation.attributes["role"]) for invitation in marked)


def test_those_whose_attributes_meet_a_full_quota_get_no_more_mail() -> None:
    poll = sample.launched(quotas=(INHOUSE,))
    for role in ("inhouse", "inhouse", "facilitair"):
        sample.invited(poll, attributes={"role": role})
    assert stop_at_full_quotas() == 0
    count_in(poll.pk, [INHOUSE])
    assert [stop_at_full_quotas(), stop_at_full_quotas()] == [2, 0]
    assert past_quota() == ["inhouse", "inhouse"]
    assert Invitation.objects.may_be_mailed().filter(is_past_quota=True).count() == 0


def test_a_quota_that_depends_on_answers_stops_nobody() -> None:
    poll = sample.launched(quotas=(PHONES,))
    sample.invited(poll)
    count_in(poll.pk, [PHONES])
    assert stop_at_full_quotas() == 0
