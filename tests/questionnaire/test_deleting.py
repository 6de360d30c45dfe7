"""Deleting a draft, as a browser does it: no transaction of a test around the request."""

import pytest
from django.test import Client

from accounts.models import User
from accounts.roles import Role
from polls.questionnaire.models import Page, Poll
from polls.questionnaire.rows import create_poll
from tests.collection import sample


@pytest.mark.django_db(transaction=True)
def test_a_page_and_then_its_poll_are_deleted(client: Client) -> None:
    poll = create_poll(sample.QUESTIONNAIRE, by=None)
    page = poll.pages.all()[0]
    editor = User.objects.create_user("bo@example.nl", name="Bo", role=Role.EDITOR)
    client.force_login(editor, backend="accounts.backends.RoleBackend")

    assert client.post(f"/admin/polls/page/{page.pk}/delete/", {"post": "yes"}).status_code == 302
    assert not Page.objects.filter(pk=page.pk).exists()

    assert client.post(f"/admin/polls/poll/{poll.pk}/delete/", {"post": "yes"}).status_code == 302
    assert not Poll.objects.exists()
