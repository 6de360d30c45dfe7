"""The demo's mailbox: keeps every mail, whole and in order, and shows it without letting it do anything."""

import smtplib
import subprocess
import sys
import time
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import pytest
from django.test import Client
from pytest_django import Settings

from ksfsurvey.broker import free_port
from ksfsurvey.demo import mailbox as module
from ksfsurvey.demo.mailbox import Mailbox


def mail(subject: str, *, to: str = "jan@firm.example", html: str = "") -> EmailMessage:
    message = EmailMessage()
    message["Subject"], message["From"], message["To"] = subject, "ksf@localhost", to
    message["Date"] = "Tue, 01 Sep 2026 09:00:00 -0000"
    message.set_content("As text")
    if html:
        message.add_alternative(html, subtype="html")
    return message


@pytest.mark.pure
class TestKeeping:
    def test_mails_are_given_back_newest_first(self, tmp_path: Path) -> None:
        box = Mailbox(tmp_path)
        for number in range(12):
            box.keep(mail(f"number {number}").as_bytes())
        read = [box.read(name) for name in box.names()]
        assert [found.subject for found in read if found] == [f"number {number}" for number in range(11, -1, -1)]

    def test_the_oldest_leave_when_there_are_too_many(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(module, "MOST_MAILS", 3)
        box = Mailbox(tmp_path)
        names = [box.keep(mail(str(number)).as_bytes()) for number in range(5)]
        assert box.names() == names[:1:-1]

    def test_a_mail_is_found_by_recipient_and_subject(self, tmp_path: Path) -> None:
        box = Mailbox(tmp_path)
        first = box.keep(mail("Uitnodiging", to="Zoë <zoe@x.example>").as_bytes())
        box.keep(mail("Herinnering").as_bytes())
        assert box.search("ZOE@") == box.search("uitnod") == [first]
        assert box.search("nobody") == []

    @pytest.mark.parametrize("name", ["../secret-key", "..", "", "x", "1/../../etc/passwd"])
    def test_no_name_leads_out_of_the_folder(self, tmp_path: Path, name: str) -> None:
        assert Mailbox(tmp_path).read(name) is None

    def test_time_without_a_place_is_universal_time(self, tmp_path: Path) -> None:
        box = Mailbox(tmp_path)
        found = box.read(box.keep(mail("x").as_bytes()))
        assert found is not None
        assert found.sent_at is not None
        assert found.sent_at.isoformat() == "2026-09-01T09:00:00+00:00"


@pytest.mark.pure
class TestProcess:
    @pytest.fixture
    def port(self, tmp_path: Path) -> Iterator[int]:
        port = free_port()
        command = [sys.executable, "-m", "ksfsurvey.demo.mailbox", "--port", str(port), "--folder", str(tmp_path)]
        process = subprocess.Popen(command)
        try:
            yield port
        finally:
            process.terminate()
            assert process.wait(60) == 0

    def test_what_is_sent_to_it_is_kept(self, port: int, tmp_path: Path) -> None:
        for _ in range(600):
            try:
                with smtplib.SMTP("127.0.0.1", port) as connection:
                    connection.send_message(mail("Over SMTP"))
                break
            except ConnectionRefusedError:
                time.sleep(0.1)
        (name,) = Mailbox(tmp_path).names()
        found = Mailbox(tmp_path).read(name)
        assert found is not None
        assert (found.subject, found.text.strip()) == ("Over SMTP", "As text")


@pytest.mark.urls("tests.ksfsurvey.demo.urls")
class TestPages:
    @pytest.fixture(autouse=True)
    def box(self, tmp_path: Path, settings: Settings, db: None) -> Mailbox:
        settings.MAILBOX_DIR = tmp_path
        return Mailbox(tmp_path)

    def test_an_empty_mailbox_says_how_mail_gets_there(self) -> None:
        assert Client().get("/mailbox/").status_code == 200

    def test_mails_are_listed_and_opened(self, box: Mailbox) -> None:
        name = box.keep(mail("Uitnodiging <b>", html="<html><head></head><body><p>Dag</p></body></html>").as_bytes())
        assert b"Uitnodiging &lt;b&gt;" in Client().get("/mailbox/", {"q": "uitnod"}).content
        opened = Client().get(f"/mailbox/{name}/")
        assert f'src="/mailbox/{name}/html/"'.encode() in opened.content
        assert b"As text" in opened.content

    def test_a_mail_may_have_styles_and_nothing_else(self, box: Mailbox) -> None:
        name = box.keep(mail("x", html="<html><head></head><script>alert(1)</script></html>").as_bytes())
        response = Client().get(f"/mailbox/{name}/html/")
        policy = response["Content-Security-Policy"]
        assert "script-src 'none'" in policy
        assert "sandbox allow-popups allow-popups-to-escape-sandbox" in policy
        assert b'<head><base target="_blank">' in response.content

    def test_an_unknown_mail_is_not_found(self) -> None:
        assert Client().get("/mailbox/00000000000000000000-000000-1/").status_code == 404
