"""The mails as they leave: lawful, readable, in the right language, and deaf to hostile names."""

import dataclasses
import re
from collections.abc import Callable
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from django.core.mail import EmailMultiAlternatives
from pytest_django import Settings

from polls.codebook.duration import expected_minutes
from polls.invitations import mail
from tests.invitations.sample import NOW, QUESTIONNAIRE

LETTER = mail.Letter(
    email="jan@firm.example",
    name="Jan Jansen",
    language="nl",
    questionnaire=QUESTIONNAIRE,
    closes_at=NOW,
    answer_url="https://peiling.example/i/abc/",
    opt_out_url="https://peiling.example/u/abc/",
    message_id="<1234@peiling.example>",
)
KINDS = [mail.invitation, mail.reminder]
HOSTILE_NAMES = [
    "Jan\r\nBcc: everybody@evil.example",
    "Jan\nSubject: Cheap watches",
    '"Jan" <jan@evil.example>, other@evil.example',
    "<script>alert(1)</script>",
    "{{ settings.SECRET_KEY }} {% include 'x' %} {0.__class__} %(title)s ${HOME}",
    "\u202etxet desrever\u202c",
    "名前 ☎ Zoë Çelik",
    "x" * 5_000,
    "=?utf-8?b?SmFu?=",
    "Jan, Piet; Kees: (comment) \\",
    "\0\x07\x1b[31m",
    " ",
]


def written(sent: EmailMultiAlternatives) -> EmailMessage:
    """Give the mail as a mail program reads it."""
    return message_from_bytes(sent.message().as_bytes(), _class=EmailMessage, policy=policy.default)


def part(sent: EmailMultiAlternatives, kind: str) -> str:
    found = written(sent).get_body(preferencelist=(kind,))
    assert found is not None
    return str(found.get_content())


def named(name: str) -> mail.Letter:
    return dataclasses.replace(LETTER, name=name)


Kind = Callable[[mail.Letter], EmailMultiAlternatives]


@pytest.mark.parametrize("kind", KINDS)
class TestEveryMail:
    def test_has_the_headers_that_mail_providers_ask_for(self, kind: Kind, settings: Settings) -> None:
        settings.SITE_URL = "https://peiling.example"
        settings.DEFAULT_FROM_EMAIL = "Klantenservice Federatie <peiling@ksf.example>"
        message = written(kind(LETTER))
        assert message["From"] == "Klantenservice Federatie <peiling@ksf.example>"
        assert message["To"] == "Jan Jansen <jan@firm.example>"
        assert message["Message-ID"] == "<1234@peiling.example>"
        assert message["List-Unsubscribe"] == "<https://peiling.example/u/abc/>"
        assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        assert message["List-Id"] == "Klantenservice Federatie <polls.peiling.example>"
        assert message["Auto-Submitted"] == "auto-generated"
        assert message["Content-Language"] == "nl"

    def test_says_the_same_in_text_and_in_html(self, kind: Kind) -> None:
        text, html = part(kind(LETTER), "plain"), part(kind(LETTER), "html")
        links = {"https://peiling.example/i/abc/", "https://peiling.example/u/abc/"}
        assert set(re.findall(r"https?://[^\s\"<]+", text)) == links
        assert set(re.findall(r"href=\"([^\"]+)\"", html)) == links
        assert ">https://peiling.example/i/abc/<" in html

    def test_has_no_pixel_and_fetches_nothing(self, kind: Kind) -> None:
        html = part(kind(LETTER), "html")
        assert not re.search(r"<(img|link|script|iframe|object|style)|url\(|src=", html)

    def test_says_who_we_are_and_why_it_came(self, kind: Kind, settings: Settings) -> None:
        settings.POSTAL_ADDRESS = "Klantenservice Federatie, Straat 1, Utrecht"
        for body in (part(kind(LETTER), "plain"), part(kind(LETTER), "html")):
            assert "Klantenservice Federatie, Straat 1, Utrecht" in body
            assert "jan@firm.example" in body

    @pytest.mark.parametrize("name", HOSTILE_NAMES)
    def test_no_name_can_do_harm(self, kind: Kind, name: str) -> None:
        message = written(kind(named(name)))
        names = [header.lower() for header in message]
        assert len(names) == len(set(names))
        assert "bcc" not in names
        assert [address.addr_spec for address in message["To"].addresses] == ["jan@firm.example"]
        assert "<script" not in part(kind(named(name)), "html")
        assert max(len(line) for line in message.as_bytes().splitlines()) <= 998

    def test_names_are_shown_and_never_evaluated(self, kind: Kind) -> None:
        name = "{{ settings.SECRET_KEY }} %(title)s {0.__class__}"
        assert name in part(kind(named(name)), "plain")

    def test_a_long_title_leaves_a_short_subject(self, kind: Kind) -> None:
        questionnaire = dataclasses.replace(QUESTIONNAIRE, title={"nl": "Klantcontact " * 20, "en": ""})
        subject = str(written(kind(dataclasses.replace(LETTER, questionnaire=questionnaire)))["Subject"]).strip()
        assert len(subject) <= 78
        assert subject.endswith("…")

    def test_a_title_with_a_line_break_is_one_line(self, kind: Kind) -> None:
        questionnaire = dataclasses.replace(QUESTIONNAIRE, title={"nl": "Een\r\nBcc: x@evil.example"})
        message = written(kind(dataclasses.replace(LETTER, questionnaire=questionnaire)))
        assert "Bcc" not in message
        assert "Een Bcc: x@evil.example" in message["Subject"]

    def test_the_language_is_the_recipients(self, kind: Kind) -> None:
        english = kind(dataclasses.replace(LETTER, language="en"))
        assert "Outsourcing customer contact" in part(english, "plain")
        assert "Dear Jan Jansen," in part(english, "plain")
        assert '<html lang="en">' in part(english, "html")
        assert "Uitbesteden van klantcontact" in part(kind(LETTER), "plain")
        assert '<html lang="nl">' in part(kind(LETTER), "html")

    def test_it_tells_when_the_poll_closes_in_dutch_time(self, kind: Kind) -> None:
        english = dataclasses.replace(LETTER, language="en")
        assert "until Tuesday 1 September 2026, 11:00." in part(kind(english), "plain")
        assert "until" not in part(kind(dataclasses.replace(english, closes_at=None)), "plain")

    def test_it_tells_whether_answers_can_be_traced(self, kind: Kind) -> None:
        english = dataclasses.replace(LETTER, language="en")
        named_poll = dataclasses.replace(QUESTIONNAIRE, is_anonymous=False)
        assert "This poll is anonymous" in part(kind(english), "plain")
        assert "not anonymous" in part(kind(dataclasses.replace(english, questionnaire=named_poll)), "plain")


def test_the_minutes_follow_from_the_number_of_questions() -> None:
    assert expected_minutes(QUESTIONNAIRE) == 3
    assert "about 3 minutes" in part(mail.invitation(dataclasses.replace(LETTER, language="en")), "plain")


def test_only_the_invitation_introduces_the_poll() -> None:
    assert "De sector verandert." in part(mail.invitation(LETTER), "html")
    assert "De sector verandert." not in part(mail.reminder(LETTER), "html")


def test_a_nameless_contact_is_greeted_as_a_reader() -> None:
    english = dataclasses.replace(LETTER, name="", language="en")
    assert "Dear reader," in part(mail.invitation(english), "plain")
    assert written(mail.invitation(english))["To"] == "jan@firm.example"


def test_a_sample_says_that_it_is_one() -> None:
    english = dataclasses.replace(LETTER, language="en", is_sample=True)
    assert "This is a test." in part(mail.invitation(english), "plain")
    assert "This is a test." in part(mail.invitation(english), "html")
