"""The pages of staff for contacts and mail."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.models import User
from polls.codebook.attributes import AttributeKind
from polls.invitations import services, tasks
from polls.invitations.models import Contact, ContactImport, ContactList, Invitation, Message, Selection
from polls.questionnaire.models import Poll
from tests.invitations.sample import NOW, Post, deliver, employer, invite_all, make_contacts, make_poll, states

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client: Client, monkeypatch: pytest.MonkeyPatch) -> Client:
    monkeypatch.setattr(tasks, "wake", lambda: None)
    user = User.objects.create_user("editor@ksf.example", "x", name="Roos", role="editor")
    client.force_login(user, backend="accounts.backends.RoleBackend")
    return client


@pytest.fixture
def open_poll(db: None) -> Poll:
    return make_poll(closes_at=None)


def upload(client: Client, content: bytes, name: str = "list.csv") -> str:
    response = client.post("/contacts/import/", {"file": SimpleUploadedFile(name, content)})
    assert response.status_code == 302
    return str(response["Location"])


class TestContacts:
    def test_an_empty_list_says_how_to_begin(self, editor: Client) -> None:
        assert b"/contacts/import/" in editor.get("/contacts/").content

    def test_a_search_for_a_nul_finds_nothing_and_breaks_nothing(self, editor: Client) -> None:
        make_contacts(2, organisation=employer("Energie"))
        assert editor.get("/contacts/?q=%00Energie&a-role=%00").status_code == 200

    def test_search_and_filter_work_together(self, editor: Client) -> None:
        make_contacts(2, organisation=employer("Energie"))
        make_contacts(1, organisation=employer("Energie"), attributes={"role": "facilitair"})
        page = editor.get("/contacts/", {"q": "energie", "a-role": "facilitair"}).content
        assert b"person2@" in page
        assert b"person0@" not in page

    def test_an_unknown_page_or_filter_is_no_error(self, editor: Client) -> None:
        make_contacts(60)
        for query in ("page=99", "page=x", "a-role=' OR 1=1", "a-x=1", "q=%25%27"):
            assert editor.get(f"/contacts/?{query}").status_code == 200

    def test_the_number_of_queries_does_not_grow(self, editor: Client, django_assert_max_num_queries: object) -> None:
        make_contacts(60)
        with django_assert_max_num_queries(7):  # type: ignore[operator]
            editor.get("/contacts/")

    def test_a_contact_is_added_with_an_organisation_and_an_attribute(self, editor: Client) -> None:
        services.describe("size", AttributeKind.NUMBER)
        data = {"email": "New@x.example", "name": "N", "language": "en", "employer": "KPN B.V."}
        assert editor.post("/contacts/add/", data | {"attribute-size": "1.250"}).status_code == 302
        contact = Contact.objects.get()
        assert (contact.email_key, contact.attributes) == ("new@x.example", {"size": "1250"})
        assert contact.organisation_name == "KPN B.V."

    def test_a_value_that_cannot_be_is_refused_at_its_place(self, editor: Client) -> None:
        services.describe("size", AttributeKind.NUMBER)
        answer = editor.post("/contacts/add/", {"email": "a@x.example", "language": "nl", "attribute-size": "many"})
        assert answer.status_code == 422
        assert answer.context["form"].errors.keys() == {"attribute-size"}

    def test_the_same_address_is_refused(self, editor: Client) -> None:
        make_contacts(1)
        response = editor.post("/contacts/add/", {"email": "PERSON0@firm.example", "language": "nl"})
        assert response.status_code == 422
        assert Contact.objects.count() == 1

    def test_a_contact_is_changed_and_an_attribute_taken_away(self, editor: Client) -> None:
        (contact,) = make_contacts(1)
        services.add_values("role", {"facilitair": "Facilitair"})
        data = {"email": contact.email, "name": "New", "language": "nl", "attribute-role": "facilitair"}
        editor.post(f"/contacts/{contact.pk}/", data)
        contact.refresh_from_db()
        assert (contact.name, contact.attributes) == ("New", {"role": "facilitair"})

    def test_removing_asks_first_and_stops_waiting_mail(self, editor: Client, open_poll: Poll, post: Post) -> None:
        (contact,) = make_contacts(1)
        invite_all(open_poll)
        editor.get(f"/contacts/{contact.pk}/delete/")
        assert Contact.objects.count() == 1
        editor.post(f"/contacts/{contact.pk}/delete/")
        assert Contact.objects.count() == 0
        deliver()
        assert (post.accepted, states()) == ([], ["cancelled"])


class TestImport:
    def columns(self, editor: Client, address: str, **changes: str) -> str:
        """Post the page of the columns as it is offered, with changes; give where that leads to."""
        form = editor.get(address).context["form"]
        data = {field.html_name: field.value() or "" for field in form}
        answer = editor.post(address, data | changes)
        assert answer.status_code == 302, answer.context["form"].errors
        return str(answer["Location"])

    def test_from_file_to_contacts_and_back(self, editor: Client) -> None:
        address = upload(editor, "E-mail;Rol\na@b.example;Inhouse\nfout;x\n".encode("cp1252"))
        address = self.columns(editor, address)
        page = editor.get(address).content.decode()
        assert "fout" in page
        assert Contact.objects.count() == 0
        editor.post(address)
        assert Contact.objects.count() == 0
        editor.post(address, {"leave_out_faulty": "1"})
        assert Contact.objects.get().attributes == {"rol": "inhouse"}
        assert editor.get(address).status_code == 200
        assert b"list.csv" in editor.get("/contacts/imports/").content
        editor.post(f"{address}undo/")
        assert Contact.objects.count() == 0
        assert editor.get(address).status_code == 200

    def test_columns_are_for_what_somebody_says(self, editor: Client) -> None:
        services.describe("role", AttributeKind.CHOICE)
        services.add_values("role", {"inhouse": "Inhouse"})
        address = upload(editor, b"email;Soort;Opmerking\na@b.example;Inhouse;x\nb@b.example;Eigen;x\n")
        changes = {"target-1": "a:role", "target-2": "", "new_list": "Leden"}
        address = self.columns(editor, address, **changes)
        assert address.endswith("/values/")
        answer = editor.post(address, {"meaning-role-eigen": "v:inhouse"})
        editor.post(answer["Location"])
        assert list(Contact.objects.values_list("attributes", flat=True)) == [{"role": "inhouse"}] * 2
        assert ContactList.objects.get(name="Leden").members.count() == 2

    def test_what_cannot_be_is_refused_at_its_place_and_nothing_is_lost(self, editor: Client) -> None:
        address = upload(editor, b"email;Rol;Naam\na@b.example;Inhouse;A\n")
        answer = editor.post(address, {"rule": "fill", "target-0": "email", "target-1": "name", "target-2": "name"})
        assert answer.status_code == 422
        assert answer.context["form"].errors.keys() == {"target-2"}
        assert 'value="fill" selected' in answer.content.decode()
        answer = editor.post(address, {"rule": "fill", "target-1": "name"})
        assert answer.context["form"].non_field_errors()

    def test_large_files_are_worked_on_in_the_background(self, editor: Client, monkeypatch: pytest.MonkeyPatch) -> None:
        woken: list[int] = []
        monkeypatch.setattr(tasks, "wake_imports", lambda: woken.append(1))
        address = upload(editor, ("email\n" + "".join(f"p{n}@x.example\n" for n in range(1_001))).encode())
        address = self.columns(editor, address)
        assert b"data-progress" in editor.get(address).content
        tasks.work_on_imports()
        editor.post(address)
        assert (Contact.objects.count(), b"data-progress" in editor.get(address).content) == (0, True)
        tasks.work_on_imports()
        assert (Contact.objects.count(), woken) == (1_001, [1, 1])

    @pytest.mark.parametrize("content", [b"", b"PK\x03\x04 broken", b"\xd0\xcf\x11\xe0", b"naam\nJan\n", b"a\0b"])
    def test_a_hostile_file_is_refused_with_words(self, editor: Client, content: bytes) -> None:
        response = editor.post("/contacts/import/", {"file": SimpleUploadedFile("x.xlsx", content)})
        assert response.status_code == 422
        assert ContactImport.objects.count() == 0

    def test_no_cell_can_run_as_script(self, editor: Client) -> None:
        evil = "<script>alert(1)</script>"
        address = upload(editor, f"email;naam;{evil}\na@b.example;{evil};{evil}\n{evil};;\n".encode(), f"{evil}.csv")
        assert evil not in editor.get(address).content.decode()
        address = self.columns(editor, address)
        assert evil not in editor.get(address).content.decode()
        editor.post(address, {"leave_out_faulty": "1"})
        assert evil not in editor.get(address).content.decode()
        assert evil not in editor.get("/contacts/").content.decode()

    def test_somebody_elses_import_is_not_shown(self, editor: Client) -> None:
        address = upload(editor, b"email\na@b.example\n")
        other = User.objects.create_user("other@ksf.example", "x", name="O", role="editor")
        editor.force_login(other, backend="accounts.backends.RoleBackend")
        assert editor.get(address).status_code == 404


class TestInviting:
    def test_choose_count_and_invite(self, editor: Client, open_poll: Poll) -> None:
        make_contacts(2)
        make_contacts(3, attributes={"role": "facilitair"})
        page = editor.get("/polls/uitbesteden/invite/", {"a-role": "facilitair"})
        assert page.context["standing"].invitable == 3
        editor.post("/polls/uitbesteden/invite/", {"a-role": "facilitair"})
        assert Invitation.objects.count() == 3
        editor.post("/polls/uitbesteden/invite/", {})
        assert Invitation.objects.count() == 5

    def test_small_groups_of_an_anonymous_poll_are_told(self, editor: Client, open_poll: Poll) -> None:
        make_contacts(2, attributes={"role": "facilitair"})
        page = editor.get("/polls/uitbesteden/invite/")
        assert page.context["small"] == [([("Role", "Facilitair")], 2)]

    def test_a_named_poll_has_no_such_warning(self, editor: Client) -> None:
        make_poll(closes_at=None, is_anonymous=False)
        make_contacts(2, attributes={"role": "facilitair"})
        assert editor.get("/polls/uitbesteden/invite/").context["small"] == []

    @pytest.mark.parametrize(
        "choice", [{"a-role": "gone"}, {"a-gone": "facilitair"}, {"a-role": ["facilitair", "gone"]}]
    )
    def test_a_choice_that_is_no_longer_on_offer_invites_nobody(
        self, editor: Client, open_poll: Poll, choice: dict[str, str | list[str]]
    ) -> None:
        make_contacts(3, attributes={"role": "facilitair"})
        response = editor.post("/polls/uitbesteden/invite/", choice, follow=True)
        assert not Invitation.objects.exists()
        assert [message.level_tag for message in response.context["messages"]] == ["error"]

    @pytest.mark.parametrize("number", ["40000", "9" * 5_000])
    def test_a_made_up_number_is_the_next_reminder(self, editor: Client, open_poll: Poll, number: str) -> None:
        make_contacts(1)
        invite_all(open_poll)
        Message.objects.update(state=Message.State.SENT)
        assert editor.post("/polls/uitbesteden/remind/", {"number": number}).status_code == 302
        assert Message.objects.get(kind="reminder").round == 1

    def test_a_made_up_message_is_not_sent_again(self, editor: Client, open_poll: Poll) -> None:
        make_contacts(1)
        invite_all(open_poll)
        Message.objects.update(state=Message.State.FAILED)
        assert editor.post("/polls/uitbesteden/messages/resend/", {"message": "9" * 5_000}).status_code == 302
        assert Message.objects.get().state == Message.State.FAILED

    def test_looking_invites_nobody(self, editor: Client, open_poll: Poll) -> None:
        make_contacts(2)
        editor.get("/polls/uitbesteden/invite/")
        editor.get("/polls/uitbesteden/remind/")
        assert Invitation.objects.count() == 0

    @pytest.mark.parametrize("page", ["invite", "remind"])
    def test_a_draft_says_why_it_cannot_invite(self, editor: Client, page: str) -> None:
        make_poll(state=Poll.State.DRAFT)
        make_contacts(1)
        assert editor.get(f"/polls/uitbesteden/{page}/").context["obstacle"]
        assert editor.post(f"/polls/uitbesteden/{page}/").status_code == 302
        assert Message.objects.count() == 0

    def test_reminding_twice_from_the_same_page_reminds_once(self, editor: Client, open_poll: Poll, post: Post) -> None:
        make_contacts(2)
        editor.post("/polls/uitbesteden/invite/")
        tasks.deliver_waiting()
        assert editor.get("/polls/uitbesteden/remind/").context["count"] == 2
        for _ in range(2):
            editor.post("/polls/uitbesteden/remind/", {"number": "1"})
            tasks.deliver_waiting()
        assert len(post.accepted) == 4

    def test_the_log_shows_what_failed_and_why_and_sends_it_again(
        self, editor: Client, open_poll: Poll, post: Post
    ) -> None:
        post.replies = lambda stage, recipient: "550 no such user"
        make_contacts(2)
        editor.post("/polls/uitbesteden/invite/")
        tasks.deliver_waiting()
        page = editor.get("/polls/uitbesteden/messages/?state=failed")
        assert b"550 no such user" in page.content
        post.replies = lambda stage, recipient: None
        editor.post("/polls/uitbesteden/messages/resend/")
        tasks.deliver_waiting()
        assert states() == ["sent", "sent"]

    def test_one_poll_cannot_send_the_mail_of_another(self, editor: Client, open_poll: Poll, post: Post) -> None:
        make_poll("other", closes_at=None)
        make_contacts(1)
        editor.post("/polls/uitbesteden/invite/")
        tasks.deliver_waiting()
        editor.post("/polls/other/messages/resend/", {"message": str(Message.objects.get().pk)})
        assert states() == ["sent"]

    def test_the_mail_is_shown_as_it_looks_and_may_run_nothing(self, editor: Client, open_poll: Poll) -> None:
        response = editor.get("/polls/uitbesteden/mail/", {"kind": "reminder", "language": "en"})
        assert b"Outsourcing customer contact" in response.content
        policy = response["Content-Security-Policy"]
        assert "script-src 'none'" in policy
        assert "sandbox" in policy

    def test_a_test_mail_goes_to_oneself_only(self, editor: Client, open_poll: Poll, post: Post) -> None:
        editor.post("/polls/uitbesteden/mail/test/", {"kind": "invitation", "language": "nl"})
        assert post.recipients == ["editor@ksf.example"]
        assert Message.objects.count() == 0

    def test_a_test_mail_without_a_mail_server_is_no_error(
        self, editor: Client, open_poll: Poll, settings: object
    ) -> None:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"  # type: ignore[attr-defined]
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1  # type: ignore[attr-defined]
        assert editor.post("/polls/uitbesteden/mail/test/", {}).status_code == 302


PAGES = ["contacts/", "contacts/add/", "contacts/import/", "polls/uitbesteden/invite/", "polls/uitbesteden/remind/"]
PAGES += ["polls/uitbesteden/messages/", "polls/uitbesteden/mail/"]


@pytest.mark.parametrize("path", PAGES)
def test_only_those_who_may_invite_get_in(client: Client, open_poll: Poll, path: str) -> None:
    assert client.get(f"/{path}").status_code == 302
    for role, status in (("viewer", 403), ("analyst", 403), ("editor", 200), ("administrator", 200)):
        user = User.objects.create_user(f"{role}@ksf.example", "x", name=role, role=role)
        client.force_login(user, backend="accounts.backends.RoleBackend")
        assert client.get(f"/{path}").status_code == status


class TestAttributes:
    def test_a_choice_gets_values_and_keeps_them(self, editor: Client) -> None:
        data = {"nl": "Soort", "kind": "choice", "value-nl-0": "Inhouse", "value-nl-1": "Facilitair"}
        data |= {"value-en-1": "Outsourced", "value-also-1": "BPO; Uitbesteder", "value-code-1": ""}
        assert editor.post("/contacts/attributes/add/", data)["Location"] == "/contacts/attributes/soort/"
        soort = services.definitions()["soort"]
        assert [(value.code, value.also) for value in soort.values] == [
            ("inhouse", ()),
            ("facilitair", ("BPO", "Uitbesteder")),
        ]
        answer = editor.post("/contacts/attributes/soort/", {"nl": "Soort", "value-nl-0": "Inhouse"})
        assert answer.status_code == 422
        assert "facilitair" in str(answer.context["form"].non_field_errors())

    def test_bands_may_not_overlap(self, editor: Client) -> None:
        data = {"nl": "Omvang", "kind": "number", "value-nl-0": "Klein", "value-below-0": "50"}
        data |= {"value-nl-1": "Groot", "value-start-1": "40"}
        assert editor.post("/contacts/attributes/add/", data).status_code == 422
        assert editor.post("/contacts/attributes/add/", data | {"value-start-1": "50"}).status_code == 302
        assert [value.code for value in services.definitions()["omvang"].values] == ["klein", "groot"]

    def test_an_error_stands_in_its_row_and_nothing_is_lost(self, editor: Client) -> None:
        data = {"nl": "Omvang", "kind": "number", "value-nl-0": "Klein", "value-below-0": "veel", "value-nl-1": "Groot"}
        page = editor.post("/contacts/attributes/add/", data)
        assert page.status_code == 422
        assert [bool(row["error"]) for row in page.context["form"].rows[:2]] == [True, True]
        assert 'value="veel"' in page.content.decode()

    def test_removing_takes_the_values_along(self, editor: Client) -> None:
        make_contacts(2)
        editor.post("/contacts/attributes/hobby/delete/")
        assert set(services.definitions()) == {"role"}
        assert Contact.objects.values_list("attributes", flat=True)[0] == {"role": "inhouse"}


class TestOrganisations:
    def test_its_attributes_hold_for_its_people(self, editor: Client) -> None:
        make_contacts(1, organisation=employer("Energie"))
        make_contacts(1, organisation=employer("Energie"), attributes={})
        place = employer("Energie")
        services.add_values("role", {"facilitair": "Facilitair"})
        editor.post(f"/contacts/organisations/{place.pk}/", {"name": "Energie N.V.", "attribute-role": "facilitair"})
        page = editor.get("/contacts/", {"a-role": "facilitair"}).content.decode()
        assert ("person1@" in page, "person0@" in page, "Energie N.V." in page) == (True, False, True)
        assert "Energie N.V." in editor.get("/contacts/organisations/?q=energie").content.decode()

    def test_two_of_one_name_are_refused(self, editor: Client) -> None:
        employer("Energie B.V.")
        assert editor.post("/contacts/organisations/add/", {"name": "ENERGIE bv"}).status_code == 422

    def test_its_people_stay_when_it_goes(self, editor: Client) -> None:
        make_contacts(1, organisation=employer("Energie"))
        editor.post(f"/contacts/organisations/{employer('Energie').pk}/delete/")
        assert Contact.objects.get().organisation is None


class TestListsAndSelections:
    def test_a_list_is_made_filled_and_emptied(self, editor: Client) -> None:
        people = make_contacts(3)
        data = {"name": "Leden", "add": "PERSON0@firm.example; person1@firm.example"}
        address = editor.post("/contacts/lists/add/", data)["Location"]
        made = ContactList.objects.get()
        assert made.members.count() == 2
        editor.post(f"{address}remove/", {"contact": [str(people[0].pk), "x"]})
        assert list(made.members.all()) == [people[1]]
        assert b"Leden" in editor.get("/contacts/lists/").content

    def test_what_is_refused_stands_there_as_it_was_typed(self, editor: Client) -> None:
        ContactList.objects.create(name="Leden", created_at=NOW)
        answer = editor.post("/contacts/lists/add/", {"name": "Leden", "add": "nobody@firm.example"})
        assert (answer.status_code, answer.context["form"].errors.keys()) == (422, {"name", "add"})
        assert "nobody@firm.example</textarea>" in answer.content.decode()

    def test_a_selection_is_counted_saved_and_invited(self, editor: Client, open_poll: Poll) -> None:
        make_contacts(2)
        make_contacts(1, attributes={"role": "facilitair"})
        data = {"name": "Facilitair", "a-role": "facilitair", "is_reachable": "on"}
        answer = editor.post("/contacts/selections/add/", data | {"count": "1"})
        assert (answer.context["count"], Selection.objects.count()) == (1, 0)
        editor.post("/contacts/selections/add/", data)
        source = f"selection:{Selection.objects.get().pk}"
        assert editor.get("/polls/uitbesteden/invite/", {"source": source}).context["standing"].invitable == 1
        editor.post("/polls/uitbesteden/invite/", {"source": source})
        assert [invitation.contact.email for invitation in Invitation.objects.all() if invitation.contact] == [
            "person2@firm.example"
        ]

    def test_a_selection_that_is_gone_invites_nobody(self, editor: Client, open_poll: Poll) -> None:
        make_contacts(2)
        for source in ("selection:9", "list:9", "x"):
            editor.get("/polls/uitbesteden/invite/", {"source": source})
            editor.post("/polls/uitbesteden/invite/", {"source": source})
        assert Invitation.objects.count() == 0

    def test_who_answered_an_open_anonymous_poll_is_refused_at_its_place(self, editor: Client, open_poll: Poll) -> None:
        make_contacts(1)
        data = {"name": "S", "poll-0": str(open_poll.pk), "part-0": "answered"}
        answer = editor.post("/contacts/selections/add/", data)
        assert (answer.status_code, answer.context["form"].errors.keys()) == (422, {"part-0"})
        criteria = {"participation": [[open_poll.pk, "answered"]]}  # as saved while it was closed
        kept = Selection.objects.create(name="Oud", criteria=criteria, created_at=NOW)
        assert editor.get(f"/contacts/selections/{kept.pk}/").context["obstacle"]
        assert editor.get("/contacts/selections/").status_code == 200
        editor.post("/polls/uitbesteden/invite/", {"source": f"selection:{kept.pk}"})
        assert Invitation.objects.count() == 0

    def test_a_sample_is_looked_at_drawn_and_kept(self, editor: Client) -> None:
        make_contacts(6)
        make_contacts(2, attributes={"role": "facilitair"})
        data = {"name": "Steekproef", "source": "everybody", "method": "proportional", "attribute": "role", "size": "4"}
        answer = editor.post("/contacts/lists/draw/", data | {"count": "1"})
        assert [(group["available"], group["drawn"]) for group in answer.context["groups"]] == [(2, 1), (6, 3)]
        address = editor.post("/contacts/lists/draw/", data)["Location"]
        made = ContactList.objects.get()
        assert (made.members.count(), len(made.recipe["seed"])) == (4, 16)
        assert made.recipe["seed"] in editor.get(address).content.decode()

    @pytest.mark.parametrize(
        ("data", "errors"),
        [
            ({"method": "simple"}, {"size"}),
            ({"method": "proportional", "size": "4"}, {"attribute"}),
            ({"method": "fixed", "attribute": "role"}, {"__all__"}),
            ({"method": "simple", "size": "0"}, {"size"}),
        ],
    )
    def test_a_sample_says_what_is_missing(self, editor: Client, data: dict[str, str], errors: set[str]) -> None:
        make_contacts(2)
        answer = editor.post("/contacts/lists/draw/", {"name": "S", "source": "everybody", **data})
        assert (answer.status_code, answer.context["form"].errors.keys()) == (422, errors)
        assert ContactList.objects.count() == 0
