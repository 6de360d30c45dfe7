"""What staff are told to do follows from what the mail server said."""

import pytest

from polls.invitations.bounces import Advice, advice_for


@pytest.mark.parametrize(
    ("said", "advice"),
    [
        ("550 5.1.1 no such user", Advice.CORRECT_ADDRESS),
        ("550 no such user", Advice.CORRECT_ADDRESS),
        ("5.4.4", Advice.CORRECT_ADDRESS),
        ("552 5.2.2 mailbox full", Advice.WAIT),
        ("452 insufficient storage", Advice.WAIT),
        ("554 5.7.1 blocked by policy", Advice.BLOCKED),
        ("554 rejected", Advice.BLOCKED),
        ("552 5.3.4 message too big", Advice.MAIL_TOO_LARGE),
        ("451 4.7.1 greylisted", Advice.TRY_AGAIN),
        ("421 try later", Advice.TRY_AGAIN),
        ("no key in INVITE_KEYS made the link", Advice.OUR_SETTINGS),
    ],
)
def test_advice_follows_what_was_said(said: str, advice: Advice) -> None:
    assert advice_for(said) is advice


def test_nobody_can_know_more_about_an_unknown_one() -> None:
    assert advice_for("", is_unknown=True) is Advice.CANNOT_KNOW
