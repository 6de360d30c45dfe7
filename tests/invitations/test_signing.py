"""Mail that is signed on its way out, as the mail server gets it, verified as a receiver does."""

from typing import cast

import dkim
import pytest
from pytest_django import Settings

from polls.invitations.services import smtp
from polls.questionnaire.models import Poll
from tests.invitations.sample import Post, deliver, invite_all, make_contacts, states

pytestmark = pytest.mark.django_db


# A pair for this test alone: short, and known to everybody.
PRIVATE = """\
-----BEGIN RSA PRIVATE KEY-----
MIICXAIBAAKBgQDAE+LS9sLPfimkVdnwKgqufo8U7MDvxrS9TV0StiiS4CiD7NWD
ZgQJI2LOwtuB87VTRis54Xiw/yFDzPBN9093/FxP8yBs7AysrDQryAtiOTv1fQcp
hA3IVE+UfOYgzRJVX8nvtoUE/L7UN0KTqANGeQiWJr+swPB3fiwyaNHZ3QIDAQAB
AoGAcG0zXvhAnuLhzObTYde52NkLNtw9MhvEvukBiWpF5XJ/RHjjoL2drxufQhac
FTxo7g0sT/zBgBhViDH0li4jvLqHpgysrrNSueShWC19hYNmZaxFJDlE6FmcoftY
kHtGtIrmCXchH7+tDavM913HM+tnXbXUyiS8igIEykz6LQECQQD0uoi/0e9T0oS2
n8i4a5B+gRmnK49EwugxC9HYx9++fgPl82+sD4ka01HdF941LYiBZD+NVn9VE+Q5
IoYe1PE5AkEAyOySegdan/WEOD2mtm09aKUfTRwlfwgFksLNUass51gLGT11VB5O
qB7+bCQsmCnRfYT91QeVJVf3K4agsRsBxQJAScqpCzXQ9TRoAe0CB+GfKxXgV1DC
HVirzIYk2znBVF4I7OBPTtFMZQNNDt5wiRZWr7U7mHF5aXza9wNa75cDuQJBALcN
sbWzlYE+caO7p3N0uwnnxki+Z/sAF/PJvr21MkfjEtmAALEOm6LX+fwUSPyovM+a
ppe7PMq1Bd+F3Ej+zfECQDAdxA62AlOphl/zppijf22qBcG2gUb0fQzsvktYc20b
Aku+roTlU6G/wV3escNbZiSdhSfOrVhy14xGSe9qFUI=
-----END RSA PRIVATE KEY-----
"""
PUBLIC = (
    b"v=DKIM1; k=rsa; p="
    b"MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDAE+LS9sLPfimkVdnwKgqufo8U7MDvxrS9TV0StiiS"
    b"4CiD7NWDZgQJI2LOwtuB87VTRis54Xiw/yFDzPBN9093/FxP8yBs7AysrDQryAtiOTv1fQcphA3IVE+U"
    b"fOYgzRJVX8nvtoUE/L7UN0KTqANGeQiWJr+swPB3fiwyaNHZ3QIDAQAB"
)


@pytest.fixture
def signing(settings: Settings) -> bytes:
    settings.DKIM_KEY, settings.DKIM_DOMAIN, settings.DKIM_SELECTOR = PRIVATE, "ksf.example", "polls"
    settings.DEFAULT_FROM_EMAIL = "Klantenservice Federatie <peiling@ksf.example>"
    return PUBLIC


def accepted(post: Post) -> bytes:
    return cast(bytes, post.accepted[0].content)


def test_a_receiver_finds_the_signature_good(poll: Poll, post: Post, signing: bytes) -> None:
    make_contacts(1, name="Zoë Çelik, dr.")
    invite_all(poll)
    deliver()
    asked: list[bytes] = []

    def dns(name: bytes, timeout: int = 5) -> bytes:
        asked.append(name)
        return signing

    assert dkim.verify(accepted(post), dnsfunc=dns)
    assert asked == [b"polls._domainkey.ksf.example."]
    assert not dkim.verify(accepted(post).replace(b"auto-generated", b"no"), dnsfunc=dns)


def test_the_signature_covers_both_headers_of_the_one_click(poll: Poll, post: Post, signing: bytes) -> None:
    make_contacts(1)
    invite_all(poll)
    deliver()
    header = accepted(post).split(b"From:")[0].replace(b"\r\n", b"").replace(b" ", b"").lower()
    for name in (b"from", b"list-unsubscribe", b"list-unsubscribe-post", b"message-id", b"date", b"subject", b"to"):
        assert name in header.split(b"h=")[1].split(b";")[0].split(b":")


def test_without_a_key_nothing_is_signed(poll: Poll, post: Post) -> None:
    make_contacts(1)
    invite_all(poll)
    deliver()
    assert b"DKIM-Signature" not in accepted(post)


@pytest.mark.parametrize("wrong", [{"DKIM_KEY": "no key"}, {"DKIM_DOMAIN": "elsewhere.example"}, {"DKIM_DOMAIN": ""}])
def test_settings_that_do_not_work_cost_no_message_a_try(
    poll: Poll, post: Post, signing: bytes, settings: Settings, wrong: dict[str, str]
) -> None:
    for name, value in wrong.items():
        setattr(settings, name, value)
    with pytest.raises(smtp.SigningError):
        smtp.check_signing()
    make_contacts(1)
    invite_all(poll)
    deliver()
    assert (post.accepted, states()) == ([], ["queued"])
