"""Choosing contacts by conditions, from lists, and by lot."""

from datetime import timedelta
from typing import Any

import pytest
from django.db.models import QuerySet

from polls.codebook.attributes import AttributeKind
from polls.invitations import services
from polls.invitations.models import (
    Attribute,
    Bounce,
    Contact,
    ContactList,
    Invitation,
    ListMember,
    Message,
    Selection,
    Suppression,
)
from polls.invitations.services.suppression import suppress
from polls.questionnaire.models import Poll
from tests.invitations.sample import NOW, deliver, employer, invite_all, make_contacts, make_poll

pytestmark = pytest.mark.django_db


def numbers(contacts: QuerySet[Contact]) -> list[int]:
    """Give the numbers in the addresses of contacts (``person3@firm.example``)."""
    return sorted(int(email.split("@")[0].removeprefix("person")) for email in contacts.values_list("email", flat=True))


def fit(**conditions: Any) -> list[int]:
    return numbers(services.fitting(services.Criteria(**conditions), now=NOW))


def members(*people: Contact, name: str = "Leden") -> ContactList:
    made = ContactList.objects.create(name=name, created_at=NOW)
    ListMember.objects.bulk_create(ListMember(list=made, contact=person) for person in people)
    return made


class TestConditions:
    def test_no_condition_holds_for_everybody(self) -> None:
        make_contacts(3)
        assert fit() == [0, 1, 2]

    def test_an_attribute_of_the_organisation_counts_unless_a_person_has_their_own(self) -> None:
        place = employer("BPO")
        place.attributes = {"role": "facilitair"}
        place.save()
        make_contacts(1, organisation=place, attributes={})
        make_contacts(1, organisation=place, attributes={"role": "inhouse"})
        make_contacts(1, attributes={})
        assert fit(attributes={"role": ["facilitair"]}) == [0]
        assert fit(attributes={"role": ["inhouse", "facilitair"]}) == [0, 1]
        assert fit(organisations=[place.pk]) == [0, 1]

    @pytest.mark.parametrize("most", [2_000, 3])
    def test_numbers_fit_by_their_band(self, monkeypatch: pytest.MonkeyPatch, most: int) -> None:
        """Few numbers are sorted here, many by the database. Who has none of their own goes by the organisation."""
        monkeypatch.setattr("polls.invitations.services.attributes.MOST_NUMBERS", most)
        services.describe("size", AttributeKind.NUMBER)
        bands = [{"code": "small", "below": "50"}, {"code": "large", "start": "50", "below": "1000"}]
        Attribute.objects.filter(code="size").update(values=bands)
        for size in ("9", "50", "1000", "many"):
            Contact.objects.bulk_create(
                [Contact(email=f"person{size}@x", email_key=size, name=size, attributes={"size": size})]
            )
        for name, size in (("inherited", "7"), ("other", "5000")):
            place = employer(name)
            place.attributes = {"size": size}
            place.save()
            Contact.objects.bulk_create([Contact(email=f"{name}@x", email_key=name, name=name, organisation=place)])
        found = services.with_attributes(Contact.objects.all(), {"size": ["small", "large"]})
        assert sorted(found.values_list("name", flat=True)) == ["50", "9", "inherited"]

    def test_lists_take_in_and_leave_out(self) -> None:
        people = make_contacts(4)
        first, second = members(*people[:3]), members(people[2], name="Niet")
        assert fit(lists=[first.pk], without_lists=[second.pk]) == [0, 1]

    def test_who_got_mail_lately_is_left_alone(self) -> None:
        make_contacts(2)
        services.invite(make_poll(), Contact.objects.filter(email__startswith="person0"), by=None, now=NOW)
        Message.objects.update(state=Message.State.SENT, sent_at=NOW - timedelta(days=10))
        assert fit(not_approached_days=9) == [0, 1]
        assert fit(not_approached_days=11) == [1]
        Message.objects.update(state=Message.State.FAILED)
        assert fit(not_approached_days=11) == [0, 1]

    def test_reachable_are_those_who_want_mail_at_an_address_that_works(self) -> None:
        make_contacts(3)
        invite_all(make_poll())
        Contact.objects.filter(email__startswith="person0").update(opted_out_at=NOW)
        Bounce.objects.create(
            message=Message.objects.all()[1], kind=Bounce.Kind.HARD, email_key="person1@firm.example", at=NOW
        )
        assert fit(is_reachable=True) == [2]


class TestEarlierPolls:
    @pytest.fixture
    def earlier(self) -> Poll:
        make_contacts(3)
        poll = make_poll("eerder", is_anonymous=True)
        services.invite(poll, Contact.objects.exclude(email__startswith="person2"), by=None, now=NOW)
        Invitation.objects.filter(contact__email__startswith="person0").update(is_responded=True)
        return poll

    def test_who_was_invited_may_be_asked_at_once(self, earlier: Poll) -> None:
        assert fit(participation=[(earlier.pk, "invited")]) == [0, 1]
        assert fit(participation=[(earlier.pk, "not_invited")]) == [2]

    @pytest.mark.parametrize("part", ["answered", "not_answered"])
    def test_who_answered_an_open_anonymous_poll_is_not_told(self, earlier: Poll, part: str) -> None:
        with pytest.raises(services.CriteriaError):
            fit(participation=[(earlier.pk, part)])

    def test_when_it_is_closed_it_may_be_asked(self, earlier: Poll) -> None:
        Poll.objects.update(state=Poll.State.CLOSED)
        assert fit(participation=[(earlier.pk, "answered")]) == [0]
        assert fit(participation=[(earlier.pk, "not_answered")]) == [1]

    def test_of_an_identified_poll_it_may_be_asked_at_once(self, earlier: Poll) -> None:
        named = make_poll("met-naam", is_anonymous=False)
        invite_all(named)
        Invitation.objects.filter(poll=named, contact__email__startswith="person2").update(is_responded=True)
        assert fit(participation=[(named.pk, "answered"), (earlier.pk, "not_invited")]) == [2]


def test_conditions_are_stored_and_read_again() -> None:
    criteria = services.Criteria(attributes={"role": ["inhouse"]}, lists=[3], participation=[(1, "invited")])
    document = services.from_criteria(criteria)
    assert document == {"attributes": {"role": ["inhouse"]}, "lists": [3], "participation": [(1, "invited")]}
    selection = Selection.objects.create(name="S", criteria=document, created_at=NOW)
    selection.refresh_from_db()
    assert services.to_criteria(selection.criteria) == criteria


def test_a_source_that_is_gone_is_nobody_and_not_everybody() -> None:
    for source in ("list:9", "selection:9", "selection:x", "list:", "nobody"):
        with pytest.raises(LookupError):
            services.contacts_of(source, now=NOW)


class TestSamples:
    def kept(self, **recipe: Any) -> ContactList:
        made = services.Recipe(**{"method": "simple", "seed": "zaad", "size": 5, **recipe})
        return services.keep_sample(
            f"Nr {ContactList.objects.count()}",
            Contact.objects.all(),
            made,
            source="everybody",
            by=None,
            now=NOW,
        )

    def test_the_recipe_draws_the_same_people_again(self) -> None:
        make_contacts(40)
        first = self.kept()
        again = self.kept(**{name: first.recipe[name] for name in ("method", "seed", "size")})
        assert first.members.count() == 5
        assert numbers(first.members.all()) == numbers(again.members.all())
        assert first.recipe["frame_hash"] == again.recipe["frame_hash"]

    def test_strata_in_proportion(self) -> None:
        make_contacts(30)
        make_contacts(10, attributes={"role": "facilitair"})
        made = self.kept(method="proportional", attribute="role", size=8)
        assert made.recipe["strata"] == [["facilitair", 10, 2], ["inhouse", 30, 6]]

    def test_strata_of_fixed_sizes_and_those_of_whom_nothing_is_known(self) -> None:
        make_contacts(5)
        make_contacts(3, attributes={})
        made = self.kept(method="fixed", attribute="role", sizes={"inhouse": 2, "": 9})
        assert made.recipe["strata"] == [["", 3, 3], ["inhouse", 5, 2]]

    def test_a_sample_keeps_no_trace_of_who_is_removed(self) -> None:
        people = make_contacts(5)
        made = self.kept(size=5)
        people[0].delete()
        assert made.members.count() == 4
        assert people[0].email not in str(made.recipe)


def test_inviting_leaves_out_and_counts_who_may_not_be_mailed() -> None:
    make_contacts(6)
    poll = make_poll()
    services.invite(poll, Contact.objects.filter(email__startswith="person0"), by=None, now=NOW)
    Contact.objects.filter(email__startswith="person1").update(opted_out_at=NOW)
    Bounce.objects.create(
        message=Message.objects.all()[0], kind=Bounce.Kind.HARD, email_key="person2@firm.example", at=NOW
    )
    suppress("person3@firm.example", reason=Suppression.Reason.OPTED_OUT, now=NOW)
    standing = services.standing(poll, Contact.objects.all())
    assert (standing.chosen, standing.invited_before, standing.opted_out) == (6, 1, 1)
    assert (standing.unreachable, standing.suppressed, standing.invitable) == (1, 1, 2)
    assert invite_all(poll) == 2
    assert deliver().counts["sent"] == 3


def test_a_band_and_not_the_number_goes_with_an_invitation() -> None:
    services.describe("role", AttributeKind.NUMBER)
    Attribute.objects.filter(code="role").update(values=[{"code": "small", "below": "50"}])
    make_contacts(1, attributes={})
    Contact.objects.update(attributes={"role": "12"})
    invite_all(make_poll())
    assert Invitation.objects.get().attributes == {"role": "small"}
