"""Whom we mail: each once, nobody who said no, and only what the poll needs to know of them."""

import threading
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from polls.invitations import services, tokens
from polls.invitations.models import Contact, Invitation, Message
from polls.invitations.services.links import Scope
from polls.questionnaire.models import Poll, PollEvent
from tests.invitations.sample import NOW, Post, deliver, employer, invite_all, make_contacts, make_poll, states

pytestmark = pytest.mark.django_db


class TestInvite:
    def test_gives_each_contact_an_invitation_and_a_message(self, poll: Poll) -> None:
        make_contacts(3)
        assert invite_all(poll) == 3
        assert Invitation.objects.count() == 3
        assert states() == ["queued"] * 3
        assert PollEvent.objects.get().detail == {"count": 3}

    def test_twice_invites_nobody_twice(self, poll: Poll) -> None:
        make_contacts(3)
        invite_all(poll)
        make_contacts(1)
        assert invite_all(poll) == 1
        assert invite_all(poll) == 0
        assert Message.objects.count() == 4
        assert PollEvent.objects.count() == 2

    def test_passes_over_who_opted_out_of_all_polls(self, poll: Poll) -> None:
        make_contacts(1, opted_out_at=NOW)
        assert invite_all(poll) == 0

    def test_keeps_of_the_attributes_only_what_the_poll_asks_for(self, poll: Poll) -> None:
        make_contacts(1)
        invite_all(poll)
        assert Contact.objects.get().attributes == {"role": "inhouse", "hobby": "chess"}
        assert Invitation.objects.get().attributes == {"role": "inhouse"}

    def test_stores_the_hash_of_the_link_only(self, poll: Poll) -> None:
        make_contacts(1)
        invite_all(poll)
        invitation = Invitation.objects.get()
        token = tokens.derive(invitation.pk, poll.pk, 1)
        assert invitation.token_hash == tokens.hash_token(token)
        columns = [str(value) for row in Invitation.objects.values() for value in row.values()]
        columns += [str(value) for row in Message.objects.values() for value in row.values()]
        assert not any(token in column for column in columns)

    def test_waits_for_the_opening(self) -> None:
        poll = make_poll(opens_at=NOW + timedelta(days=1))
        make_contacts(1)
        invite_all(poll)
        assert Message.objects.get().not_before == NOW + timedelta(days=1)

    @pytest.mark.parametrize(
        "state",
        [
            {"state": Poll.State.DRAFT},
            {"state": Poll.State.CLOSED},
            {"closes_at": NOW},
            {"channel": Poll.Channel.OPEN},
        ],
    )
    def test_is_refused_when_nobody_could_answer(self, state: dict[str, Any]) -> None:
        make_contacts(1)
        with pytest.raises(services.CannotMailError):
            invite_all(make_poll(**state))
        assert Invitation.objects.count() == 0

    def test_takes_a_number_of_queries_that_does_not_grow(
        self, poll: Poll, django_assert_max_num_queries: object
    ) -> None:
        make_contacts(300)
        with django_assert_max_num_queries(22):  # type: ignore[operator]
            assert invite_all(poll) == 300


class TestRemind:
    @pytest.fixture
    def invited(self, poll: Poll, post: Post) -> Poll:
        make_contacts(4)
        invite_all(poll)
        deliver()
        return poll

    def test_reaches_only_who_has_not_answered_and_did_not_say_no(self, invited: Poll, post: Post) -> None:
        first, second, third, _fourth = Invitation.objects.order_by("contact__email")
        Invitation.objects.filter(pk=first.pk).update(is_responded=True)
        services.opt_out(second, scope=Scope.POLL, now=NOW)
        services.revoke(third)
        assert services.remind(invited, by=None, now=NOW) == 1
        deliver()
        assert post.recipients[4:] == ["person3@firm.example"]

    def test_pressed_eight_times_reminds_once(self, invited: Poll) -> None:
        assert [services.remind(invited, by=None, now=NOW, number=1) for _ in range(8)] == [4] + [0] * 7
        assert Message.objects.filter(kind="reminder").count() == 4

    def test_pressed_again_without_a_number_waits_for_the_mail_that_is_on_its_way(self, invited: Poll) -> None:
        assert services.remind(invited, by=None, now=NOW) == 4
        assert services.remind(invited, by=None, now=NOW) == 0

    def test_a_next_reminder_has_the_next_number(self, invited: Poll) -> None:
        services.remind(invited, by=None, now=NOW)
        deliver()
        assert services.next_reminder(invited) == 2
        assert services.remind(invited, by=None, now=NOW) == 4
        assert set(Message.objects.filter(kind="reminder").values_list("round", flat=True)) == {1, 2}

    def test_passes_over_who_never_got_the_invitation(self, poll: Poll, post: Post) -> None:
        make_contacts(1)
        invite_all(poll)
        assert services.remind(poll, by=None, now=NOW) == 0
        post.replies = lambda stage, recipient: "550 no such user"
        deliver()
        assert services.remind(poll, by=None, now=NOW) == 0

    def test_is_refused_before_the_poll_is_open(self) -> None:
        with pytest.raises(services.CannotMailError):
            services.remind(make_poll(opens_at=NOW + timedelta(days=1)), by=None, now=NOW)


class TestResend:
    def test_a_failed_mail_gets_all_its_chances_again(self, poll: Poll, post: Post) -> None:
        post.replies = lambda stage, recipient: "550 no such user"
        make_contacts(1)
        invite_all(poll)
        deliver()
        first_id = Message.objects.get().message_id
        post.replies = lambda stage, recipient: None
        assert services.resend(Message.objects.all(), now=NOW) == 1
        deliver()
        message = Message.objects.get()
        assert (message.state, message.attempts, message.message_id) == ("sent", 1, first_id)

    def test_a_mail_that_was_sent_gets_a_new_id(self, poll: Poll, post: Post) -> None:
        make_contacts(1)
        invite_all(poll)
        deliver()
        before = Message.objects.get().message_id
        services.resend(Message.objects.all(), now=NOW)
        assert Message.objects.get().message_id != before

    def test_what_is_on_its_way_is_left_alone(self, poll: Poll) -> None:
        make_contacts(1)
        invite_all(poll)
        assert services.resend(Message.objects.all(), now=NOW) == 0


class TestLinks:
    def test_a_renewed_link_replaces_the_old_one(self, poll: Poll) -> None:
        make_contacts(1)
        invite_all(poll)
        invitation = Invitation.objects.get()
        old = tokens.derive(invitation.pk, poll.pk, 1)
        new = services.renew(invitation)
        assert new != old
        assert invitation.generation == 2
        assert not Invitation.objects.filter(token_hash=tokens.hash_token(old)).exists()
        assert Invitation.objects.filter(token_hash=tokens.hash_token(new)).exists()

    def test_a_revoked_link_is_dead(self, poll: Poll) -> None:
        make_contacts(1)
        invite_all(poll)
        invitation = Invitation.objects.get()
        services.revoke(invitation)
        assert invitation.is_revoked
        assert invitation.generation == 2

    def test_opting_out_of_one_poll_leaves_the_others(self, poll: Poll) -> None:
        other = make_poll("other")
        make_contacts(1)
        invite_all(poll)
        invite_all(other)
        services.opt_out(Invitation.objects.get(poll=poll), scope=Scope.POLL, now=NOW)
        assert Contact.objects.get().opted_out_at is None
        assert [Invitation.objects.for_poll(p).may_be_mailed().count() for p in (poll, other)] == [0, 1]

    def test_opting_out_of_all_polls_reaches_the_others(self, poll: Poll) -> None:
        other = make_poll("other")
        make_contacts(1)
        invite_all(poll)
        invite_all(other)
        services.opt_out(Invitation.objects.get(poll=poll), scope=Scope.ALL, now=NOW)
        assert Contact.objects.get().opted_out_at == NOW
        assert [Invitation.objects.for_poll(p).may_be_mailed().count() for p in (poll, other)] == [0, 0]


class TestAudience:
    def test_attributes_choose_and_combine(self, poll: Poll) -> None:
        make_contacts(2, attributes={"role": "inhouse", "region": "north"})
        make_contacts(1, attributes={"role": "inhouse", "region": "south"})
        make_contacts(1, attributes={"role": "facilitair", "region": "south"})
        make_contacts(1, attributes={})

        def count(**chosen: list[str]) -> int:
            return services.with_attributes(Contact.objects.all(), chosen).count()

        assert [count(), count(role=["inhouse"]), count(role=["inhouse", "facilitair"])] == [5, 3, 4]
        assert count(role=["inhouse"], region=["south"]) == 1
        assert services.value_counts("region", Contact.objects.all()) == {"north": 2, "south": 2, "": 1}

    @pytest.mark.parametrize("name", ["isnull", "contains", "in", "year"])
    def test_an_attribute_may_be_called_like_a_lookup(self, poll: Poll, name: str) -> None:
        make_contacts(1, attributes={name: "yes"})
        make_contacts(1, attributes={})
        assert services.with_attributes(Contact.objects.all(), {name: ["yes"]}).count() == 1

    @pytest.mark.parametrize("name", ["x') --", 'x"y', "$", "a.b", "'"])
    def test_no_name_of_an_attribute_gets_into_the_query(self, poll: Poll, name: str) -> None:
        make_contacts(1, attributes={"role": "yes"})
        assert services.with_attributes(Contact.objects.all(), {name: ["yes"]}).count() == 0

    def test_standing_says_who_is_kept_out_and_why(self, poll: Poll) -> None:
        make_contacts(3)
        invite_all(poll)
        make_contacts(2)
        Contact.objects.filter(email="person0@firm.example").update(opted_out_at=NOW)
        make_contacts(1, opted_out_at=NOW)
        standing = services.standing(poll, Contact.objects.all())
        assert (standing.chosen, standing.opted_out, standing.invited_before, standing.invitable) == (6, 2, 2, 2)

    def test_small_combinations_count_the_invited_and_the_chosen_together(self, poll: Poll) -> None:
        make_contacts(4, attributes={"role": "inhouse"})
        invite_all(poll)
        make_contacts(1, attributes={"role": "inhouse"})
        make_contacts(2, attributes={"role": "facilitair"})
        version = poll.latest_version
        assert version is not None
        small = services.small_combinations(poll, version.questionnaire, Contact.objects.all())
        assert [(dict(found.attributes), found.count) for found in small] == [({"role": "facilitair"}, 2)]

    def test_words_find_by_name_organisation_and_address(self, poll: Poll) -> None:
        make_contacts(1, name="Zoë Çelik", organisation=employer("Energie Noord"))
        make_contacts(1)

        def count(text: str) -> int:
            return services.matching(Contact.objects.all(), text).count()

        assert [count("zoë"), count("Çelik NOORD"), count("person0"), count("zoë person1")] == [1, 1, 1, 0]


@pytest.mark.django_db(transaction=True)
def test_two_people_who_invite_at_once_invite_everybody_once() -> None:
    poll = make_poll()
    make_contacts(200)
    counts: list[int] = []

    def work() -> None:
        try:
            counts.append(invite_all(poll))
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(counts) == 200
    assert Invitation.objects.count() == Message.objects.count() == 200
