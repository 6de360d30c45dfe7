"""What makes names the same, however people write them."""

from polls.invitations.plain_text import clean_text

NAME_LENGTH = 200


def organisation_key(name: str) -> str:
    """Give what makes an organisation unique: "KPN B.V." and "kpn bv" are one."""
    return " ".join(clean_text(name).casefold().replace(".", "").replace(",", " ").split())[:NAME_LENGTH]
