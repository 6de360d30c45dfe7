"""The doors by which people without a personal invitation come in, as places in an address.

``o/<poll>/`` is the poll's main open link; ``o/<poll>/<code>/`` and ``e/<poll>/<code>/`` are links that staff made for
one place or for a frame on a website; ``g/<token>/`` and ``k/<token>/`` (an organisation, a kiosk) are secret.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from polls.collection.models import Link
from polls.invitations import tokens

LINK_FIELDS = (
    "id",
    "key",
    "kind",
    "code",
    "name",
    "generation",
    "is_paused",
    "is_revoked",
    "origins",
    "attributes",
    "maximum",
    "taken",
)
"""What is loaded of a link, in the order of ``Door``'s fields."""

SECRET_KINDS = (Link.Kind.ORGANISATION, Link.Kind.KIOSK)
PREFIXES = {Link.Kind.OPEN: "o", Link.Kind.EMBED: "e", Link.Kind.ORGANISATION: "g", Link.Kind.KIOSK: "k"}
KINDS = {prefix: kind for kind, prefix in PREFIXES.items()}


@dataclass(frozen=True, slots=True)
class Door:
    """A link as it stands now; ``id`` is 0 for a poll's main open link."""

    id: int
    key: str
    kind: str
    code: str
    name: str
    generation: int
    is_paused: bool
    is_revoked: bool
    origins: Sequence[str]
    attributes: dict[str, str]
    maximum: int | None
    taken: int

    @property
    def is_full(self) -> bool:
        return self.maximum is not None and self.taken >= self.maximum

    @property
    def is_kiosk(self) -> bool:
        return self.kind == Link.Kind.KIOSK

    @property
    def is_embedded(self) -> bool:
        return self.kind == Link.Kind.EMBED


def main_door(*, is_paused: bool) -> Door:
    """Describe the main open link of a poll."""
    return Door(0, "", Link.Kind.OPEN.value, "", "", 1, is_paused, False, (), {}, None, 0)


def door_of(row: Sequence[Any]) -> Door | None:
    """Describe the link whose ``LINK_FIELDS`` are in ``row``; None when they are all empty."""
    return None if row[0] is None else Door(*row)


def place_of(door: Door, *, slug: str, poll_id: int) -> str:
    """Give the place of the door in an address, without a slash before it. Raises UnknownKeyError."""
    prefix = PREFIXES[Link.Kind(door.kind)]
    if Link.Kind(door.kind) in SECRET_KINDS:
        return f"{prefix}/{token_of(door, poll_id)}/"
    return f"{prefix}/{slug}/{door.code}/" if door.code else f"{prefix}/{slug}/"


def new_token(link_id: int, poll_id: int, generation: int) -> str:
    """Derive the secret in the address of a link for an organisation or a kiosk."""
    return tokens.derive(_identity(link_id), poll_id, generation)


def token_of(door: Door, poll_id: int) -> str:
    """Derive the secret that was handed out, with whichever key made it. Raises UnknownKeyError."""
    return tokens.derive_again(_identity(door.id), poll_id, door.generation, token_hash=door.key)


def read_place(place: str) -> tuple[Link.Kind, str] | None:
    """Take a place apart into the kind of link and the key that finds it; None for what is no place.

    The key of a main open link is the short name of the poll, which holds no slash.
    """
    parts = place.strip("/").split("/")
    kind = KINDS.get(parts[0])
    if kind in SECRET_KINDS and len(parts) == 2 and tokens.is_well_formed(parts[1]):
        return kind, tokens.hash_token(parts[1])
    if kind is Link.Kind.OPEN and len(parts) == 2:
        return kind, parts[1]
    if kind in (Link.Kind.OPEN, Link.Kind.EMBED) and len(parts) == 3:
        return kind, public_key(parts[1], parts[2])
    return None


def public_key(slug: str, code: str) -> str:
    """Name a public link of a poll; an empty code names the main one."""
    return f"{slug}/{code}"


def _identity(link_id: int) -> str:
    return f"link-{link_id}"
