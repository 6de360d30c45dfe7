"""Tokens are long, derived, rotate by key, and leave only a hash behind."""

import uuid

import pytest
from pytest_django import Settings

from polls.invitations import tokens

INVITATION = uuid.UUID("12345678-1234-5678-1234-567812345678")


def test_a_token_follows_from_key_poll_invitation_and_generation(settings: Settings) -> None:
    settings.INVITE_KEYS = ["first key"]
    token = tokens.derive(INVITATION, 7, 1)
    assert token == "Vw6VUfxgPr1FrtlSdVkKFtnO"
    others = {
        tokens.derive(INVITATION, 8, 1),
        tokens.derive(INVITATION, 7, 2),
        tokens.derive(uuid.uuid4(), 7, 1),
        tokens.derive(INVITATION, 7, 1, key="second key"),
    }
    assert len(others | {token}) == 5


def test_a_token_has_144_bits(settings: Settings) -> None:
    assert tokens.is_well_formed(tokens.derive(INVITATION, 7, 1))
    assert tokens.is_well_formed(tokens.new_random())
    assert len({tokens.new_random() for _ in range(100)}) == 100


@pytest.mark.parametrize(
    "text", ["", "short", str(INVITATION), "x" * 23 + "é", "x" * 25, "x" * 23 + "\n", "x" * 23 + "/"]
)
def test_what_is_no_token_is_known_without_the_database(text: str) -> None:
    assert not tokens.is_well_formed(text)


def test_a_link_made_with_an_older_key_is_found_again(settings: Settings) -> None:
    settings.INVITE_KEYS = ["old"]
    token = tokens.derive(INVITATION, 7, 1)
    settings.INVITE_KEYS = ["new", "old"]
    assert tokens.derive(INVITATION, 7, 1) != token
    assert tokens.derive_again(INVITATION, 7, 1, token_hash=tokens.hash_token(token)) == token


def test_without_its_key_a_link_cannot_be_made_again(settings: Settings) -> None:
    settings.INVITE_KEYS = ["new"]
    with pytest.raises(tokens.UnknownKeyError):
        tokens.derive_again(INVITATION, 7, 1, token_hash=tokens.hash_token("x" * 24))


def test_links_lead_to_this_site(settings: Settings) -> None:
    settings.SITE_URL = "https://peiling.example"
    assert tokens.answer_url("abc") == "https://peiling.example/i/abc/"
    assert tokens.opt_out_url("abc") == "https://peiling.example/u/abc/"
