"""The key pair of an anonymous poll's sealed urn. The private half leaves this process only wrapped."""

from hashlib import blake2b

from django.conf import settings
from nacl.public import PrivateKey
from nacl.secret import SecretBox


def new_key_pair() -> tuple[bytes, bytes]:
    """Make an X25519 key pair: the public half (32 bytes) and the private half wrapped with the server's key."""
    private = PrivateKey.generate()
    return bytes(private.public_key), bytes(_wrapping().encrypt(bytes(private)))


def unwrap(wrapped: bytes) -> PrivateKey:
    """Open what ``new_key_pair`` wrapped. Raises ``nacl.exceptions.CryptoError`` when the server's key is another."""
    return PrivateKey(_wrapping().decrypt(bytes(wrapped)))


def _wrapping() -> SecretBox:
    return SecretBox(blake2b(settings.SEAL_KEY.encode(), digest_size=32).digest())
