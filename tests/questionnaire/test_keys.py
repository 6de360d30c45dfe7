import pytest
from django.test import override_settings
from nacl.exceptions import CryptoError
from nacl.public import PublicKey, SealedBox

from polls.questionnaire.keys import new_key_pair, unwrap


def test_what_is_sealed_with_the_public_half_opens_with_the_private_half() -> None:
    public, wrapped = new_key_pair()
    box = SealedBox(PublicKey(public)).encrypt(b"an answer")
    assert SealedBox(unwrap(wrapped)).decrypt(box) == b"an answer"


def test_the_private_half_is_nowhere_in_what_is_stored() -> None:
    _public, wrapped = new_key_pair()
    assert bytes(unwrap(wrapped)) not in wrapped


def test_each_pair_is_another() -> None:
    assert new_key_pair()[0] != new_key_pair()[0]


def test_another_server_key_does_not_open_it() -> None:
    _public, wrapped = new_key_pair()
    with override_settings(SEAL_KEY="another key"), pytest.raises(CryptoError):
        unwrap(wrapped)
