"""The mails as they leave: lawful, readable, in the right language, and deaf to hostile names."""

import dataclasses
import re
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest
from django.core.mail import EmailMultiAlternatives
from pytest_django import Settings

from polls.codebook.duration import expected_minutes
from polls.invitations import mail
from polls.invitations.letters import LetterKind, UnfitTextError, Wording
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
KINDS = [kind for kind in LetterKind if kind is not LetterKind.THANKS]
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


def write(kind: LetterKind, letter: mail.Letter = LETTER, **changes: Any) -> EmailMultiAlternatives:
    return mail.write(dataclasses.replace(letter, kind=kind, **changes))


@pytest.mark.parametrize("kind", KINDS)
class TestEveryMail:
    def test_has_the_headers_that_mail_providers_ask_for(self, kind: LetterKind, settings: Settings) -> None:
        settings.SITE_URL = "https://peiling.example"
        settings.DEFAULT_FROM_EMAIL = "Klantenservice Federatie <peiling@ksf.example>"
        message = written(write(kind))
        assert message["From"] == "Klantenservice Federatie <peiling@ksf.example>"
        assert message["To"] == "Jan Jansen <jan@firm.example>"
        assert message["Message-ID"] == "<1234@peiling.example>"
        assert message["List-Unsubscribe"] == "<https://peiling.example/u/abc/>"
        assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        assert message["List-Id"] == "Klantenservice Federatie <polls.peiling.example>"
        assert message["Auto-Submitted"] == "auto-generated"
        assert message["Content-Language"] == "nl"

    def test_says_the_same_in_text_and_in_html(self, kind: LetterKind) -> None:
        text, html = part(write(kind), "plain"), part(write(kind), "html")
        links = {"https://peiling.example/i/abc/", "https://peiling.example/u/abc/"}
        assert set(re.findall(r"https?://[^\s\"<]+", text)) == links
        assert set(re.findall(r"href=\"([^\"]+)\"", html)) == links
        assert ">https://peiling.example/i/abc/<" in html

    def test_has_no_pixel_and_fetches_nothing(self, kind: LetterKind) -> None:
        html = part(write(kind), "html")
        assert not re.search(r"<(img|link|script|iframe|object|style)|url\(|src=", html)

    def test_says_who_we_are_and_why_it_came(self, kind: LetterKind, settings: Settings) -> None:
        settings.POSTAL_ADDRESS = "Klantenservice Federatie, Straat 1, Utrecht"
        for body in (part(write(kind), "plain"), part(write(kind), "html")):
            assert "Klantenservice Federatie, Straat 1, Utrecht" in body
            assert "jan@firm.example" in body

    @pytest.mark.parametrize("name", HOSTILE_NAMES)
    def test_no_name_can_do_harm(self, kind: LetterKind, name: str) -> None:
        message = written(write(kind, named(name)))
        names = [header.lower() for header in message]
        assert len(names) == len(set(names))
        assert "bcc" not in names
        assert [address.addr_spec for address in message["To"].addresses] == ["jan@firm.example"]
        assert "<script" not in part(write(kind, named(name)), "html")
        assert max(len(line) for line in message.as_bytes().splitlines()) <= 998

    def test_names_are_shown_and_never_evaluated(self, kind: LetterKind) -> None:
        name = "{{ settings.SECRET_KEY }} %(title)s {0.__class__}"
        assert name in part(write(kind, named(name)), "plain")

    def test_a_long_title_leaves_a_short_subject(self, kind: LetterKind) -> None:
        questionnaire = dataclasses.replace(QUESTIONNAIRE, title={"nl": "Klantcontact " * 20, "en": ""})
        subject = str(written(write(kind, questionnaire=questionnaire))["Subject"]).strip()
        assert len(subject) <= 78
        assert subject.endswith("…")

    def test_a_title_with_a_line_break_is_one_line(self, kind: LetterKind) -> None:
        questionnaire = dataclasses.replace(QUESTIONNAIRE, title={"nl": "Een\r\nBcc: x@evil.example"})
        message = written(write(kind, questionnaire=questionnaire))
        assert "Bcc" not in message
        assert "Een Bcc: x@evil.example" in message["Subject"]

    def test_the_language_is_the_recipients(self, kind: LetterKind) -> None:
        english = write(kind, language="en")
        assert "Outsourcing customer contact" in part(english, "plain")
        assert "Dear Jan Jansen," in part(english, "plain")
        assert '<html lang="en">' in part(english, "html")
        assert "Uitbesteden van klantcontact" in part(write(kind), "plain")
        assert '<html lang="nl">' in part(write(kind), "html")

    def test_it_tells_when_the_poll_closes_in_dutch_time(self, kind: LetterKind) -> None:
        english = dataclasses.replace(LETTER, language="en")
        assert "until Tuesday 1 September 2026, 11:00." in part(write(kind, english), "plain")
        assert "until" not in part(write(kind, english, closes_at=None), "plain")

    def test_it_tells_whether_answers_can_be_traced(self, kind: LetterKind) -> None:
        english = dataclasses.replace(LETTER, language="en")
        named_poll = dataclasses.replace(QUESTIONNAIRE, is_anonymous=False)
        assert "This poll is anonymous" in part(write(kind, english), "plain")
        assert "not anonymous" in part(write(kind, english, questionnaire=named_poll), "plain")


def test_the_minutes_follow_from_the_number_of_questions() -> None:
    assert expected_minutes(QUESTIONNAIRE) == 3
    assert "about 3 minutes" in part(mail.write(dataclasses.replace(LETTER, language="en")), "plain")


def test_only_the_invitation_introduces_the_poll() -> None:
    assert "De sector verandert." in part(mail.write(LETTER), "html")
    assert "De sector verandert." not in part(write(LetterKind.FIRST), "html")


def test_a_nameless_contact_is_greeted_as_a_reader() -> None:
    english = dataclasses.replace(LETTER, name="", language="en")
    assert "Dear reader," in part(mail.write(english), "plain")
    assert written(mail.write(english))["To"] == "jan@firm.example"


def test_a_sample_says_that_it_is_one() -> None:
    english = dataclasses.replace(LETTER, language="en", is_sample=True)
    assert "This is a test." in part(mail.write(english), "plain")
    assert "This is a test." in part(mail.write(english), "html")


class TestOwnText:
    def test_staff_write_subject_and_text_and_place_the_button(self) -> None:
        wording = Wording("Hallo {naam}", "Dag {name} van {organisatie},\n\n{knop}\n\nTot {sluiting}: {titel}")
        sent = write(LetterKind.INVITATION, wording=wording, organisation="Bedrijf & Zn")
        text, html = part(sent, "plain"), part(sent, "html")
        assert written(sent)["Subject"] == "Hallo Jan Jansen"
        assert "Dag Jan Jansen van Bedrijf & Zn,\n\nNaar de vragen:\nhttps://peiling.example/i/abc/\n\nTot" in text
        assert "Tot dinsdag 1 september 2026, 11:00: Uitbesteden van klantcontact" in text
        assert "Bedrijf &amp; Zn" in html
        assert html.index("class") < html.index("Tot dinsdag")

    def test_a_text_without_the_button_gets_it_at_its_end(self) -> None:
        html = part(write(LetterKind.INVITATION, wording=Wording("Hallo", "Dag.")), "html")
        assert html.index("Dag.") < html.index("Naar de vragen")

    def test_nobody_can_leave_out_what_every_mail_must_say(self) -> None:
        for body in ("plain", "html"):
            text = part(write(LetterKind.INVITATION, wording=Wording("x", "y")), body)
            assert "https://peiling.example/u/abc/" in text
            assert "anoniem" in text

    def test_a_text_with_anything_else_between_braces_is_never_sent(self) -> None:
        for body in ("{{settings.SECRET_KEY}}", "{0.__class__}", "{nmae}", "{"):
            with pytest.raises(UnfitTextError):
                write(LetterKind.INVITATION, wording=Wording("Hallo", body))
        with pytest.raises(UnfitTextError):
            write(LetterKind.INVITATION, wording=Wording("Hallo", "Tot {sluiting}"), closes_at=None)

    def test_a_subject_with_line_breaks_is_one_line(self) -> None:
        sent = write(LetterKind.INVITATION, wording=Wording("Hallo\r\nBcc: x@evil.example", "Dag"))
        assert written(sent)["Subject"] == "Hallo Bcc: x@evil.example"
        assert "Bcc" not in written(sent)

    def test_thanks_ask_for_nothing(self) -> None:
        text = part(write(LetterKind.THANKS), "plain")
        assert "https://peiling.example/i/abc/" not in text
        assert "https://peiling.example/u/abc/" in text
        assert "Dank u wel" in text


def test_the_mail_comes_back_to_an_address_of_its_own_and_is_from_us(settings: Settings) -> None:
    settings.DEFAULT_FROM_EMAIL = "Klantenservice Federatie <peiling@ksf.example>"
    sent = write(LetterKind.INVITATION, return_address="bounces+1.ab@ksf.example")
    assert sent.from_email == "bounces+1.ab@ksf.example"
    assert written(sent)["From"] == "Klantenservice Federatie <peiling@ksf.example>"
