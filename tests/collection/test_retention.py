from datetime import timedelta

from polls.collection.models import Draft, Response
from polls.collection.services import load, remove_expired, submit
from polls.collection.services.draft_box import DraftContent
from polls.collection.services.drafts import save_draft
from polls.collection.services.retention import Removed
from polls.invitations.models import Invitation
from tests.collection import sample

CLOSING = sample.LAUNCH + timedelta(days=7)
NOW = sample.LAUNCH + timedelta(hours=1)


def test_each_kind_of_trace_goes_on_its_own_day(db: None) -> None:
    poll = sample.launched(is_anonymous=False, closes_at=CLOSING)
    answered, begun = sample.invite_many(poll, 2)
    for token in (answered, begun):
        participation = load(token)
        assert participation is not None
        saved = save_draft(participation, DraftContent({"outsources": "fully"}), now=NOW)
        if token == answered:
            submit(saved, sample.COMPLETE, language="nl", now=NOW)

    assert remove_expired(now=CLOSING + timedelta(days=13)) == Removed(0, 0, 0)
    assert remove_expired(now=CLOSING + timedelta(days=14)) == Removed(drafts=1, links=0, identities=0)
    assert not Draft.objects.exists()
    assert load(begun) is not None
    assert remove_expired(now=CLOSING + timedelta(days=90)) == Removed(drafts=0, links=2, identities=0)
    assert load(begun) is None
    assert Response.objects.get().invitation is not None
    assert remove_expired(now=CLOSING + timedelta(days=181)) == Removed(drafts=0, links=0, identities=1)
    assert Response.objects.get().invitation is None
    assert Invitation.objects.count() == 2
    assert remove_expired(now=CLOSING + timedelta(days=182)) == Removed(0, 0, 0)


def test_a_poll_without_an_end_keeps_its_drafts(db: None) -> None:
    participation = load(sample.invited(sample.launched()))
    assert participation is not None
    save_draft(participation, DraftContent(), now=NOW)
    assert remove_expired(now=NOW + timedelta(days=1000)) == Removed(0, 0, 0)
