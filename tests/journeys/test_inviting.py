"""An editor imports contacts from Dutch Excel, invites them, and a respondent says no to mail."""

import re
from collections.abc import Callable, Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from playwright.sync_api import FilePayload, Page, expect
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from polls.invitations import tasks
from polls.invitations.models import Contact
from tests.invitations.sample import Post, make_poll, serve
from tests.journeys.axe import violations

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

FILE = "E-mailadres;Naam;Organisatie;Taal;Role\r\nzoe@energie.example;Zoë Çelik;Énergie;Engels;Inhouse\r\nfout;X;;;\r\n"


@pytest.fixture
def post(settings: Settings, live_server: LiveServer, monkeypatch: pytest.MonkeyPatch) -> Iterator[Post]:
    monkeypatch.setattr(tasks, "wake", lambda: None)
    post = Post()
    controller = serve(post)
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", controller.port
    settings.SITE_URL = live_server.url
    yield post
    controller.stop()


@pytest.fixture
def editor(db: None) -> User:
    return User.objects.create_user("editor@ksf.example", "x", name="Roos", role="editor")


def text_of(post: Post) -> str:
    (envelope,) = post.accepted
    assert isinstance(envelope.content, bytes)
    message = message_from_bytes(envelope.content, _class=EmailMessage, policy=policy.default)
    body = message.get_body(preferencelist=("plain",))
    assert body is not None
    return str(body.get_content())


def test_from_contact_file_to_mail_and_opt_out(
    desktop: Page, phone: Page, phone_without_js: Page, log_in: Callable[[Page, User], None], editor: User, post: Post
) -> None:
    make_poll(closes_at=None)
    log_in(desktop, editor)

    desktop.goto("/contacts/import/")
    assert violations(desktop) == []
    excel = FilePayload(name="lijst.csv", mimeType="text/csv", buffer=FILE.encode("cp1252"))
    desktop.locator("input[type=file]").set_input_files(excel)
    desktop.locator("main form button").click()
    desktop.locator("main form button.btn-primary").click()
    expect(desktop.locator("#people")).to_be_visible()
    expect(desktop.locator("main")).to_contain_text("Zoë Çelik")
    assert violations(desktop) == []
    desktop.locator("#leave_out_faulty").check()
    with desktop.expect_navigation():
        desktop.locator("button.btn-primary").click()
    assert Contact.objects.get().attributes == {"role": "inhouse"}

    desktop.goto("/polls/uitbesteden/invite/")
    assert violations(desktop) == []
    desktop.locator("form[method=post] button.btn-primary").click()
    expect(desktop).to_have_url(re.compile("/messages/"))
    tasks.deliver_waiting()
    expect(desktop.locator(".badge-state.is-sent")).to_be_visible()  # the page follows by itself
    assert violations(desktop) == []

    (no_more_mail,) = re.findall(r"https?://\S+/u/\S+", text_of(post))
    phone.goto(no_more_mail)
    assert violations(phone) == []
    phone_without_js.goto(no_more_mail)
    phone_without_js.locator("label[for=scope-all]").click()
    phone_without_js.locator("button").click()
    expect(phone_without_js.locator(".poll-end")).to_be_visible()
    assert Contact.objects.get().opted_out_at is not None

    desktop.goto("/polls/uitbesteden/fieldwork/")
    assert violations(desktop) == []
