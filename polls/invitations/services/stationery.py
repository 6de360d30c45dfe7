"""From a message to its mail: the questionnaire, texts and links of its poll, read once for a round of sending."""

import hmac
import re

from django.conf import settings
from django.core.mail import EmailMultiAlternatives

from polls.codebook.schema import Questionnaire
from polls.invitations import mail, tokens
from polls.invitations.models import Message
from polls.invitations.services.texts import Wordings, letter_kind, load_wordings, wording_of

TAG_LENGTH = 16


class Stationery:
    """Writes the mails of messages. Made anew for each round, so that a corrected text soon holds."""

    def __init__(self) -> None:
        self._of_poll: dict[int, tuple[Questionnaire, Wordings]] = {}

    def mail_of(self, message: Message) -> EmailMultiAlternatives:
        """Write the mail of a message. Raises ValueError or UnknownKeyError when it cannot be written."""
        return mail.write(self.letter_of(message))

    def letter_of(self, message: Message) -> mail.Letter:
        questionnaire, wordings = self._paper(message)
        invitation, contact = message.invitation, message.invitation.contact
        if contact is None:
            raise ValueError("the contact was removed")
        token = tokens.derive_again(
            invitation.pk, invitation.poll_id, invitation.generation, token_hash=invitation.token_hash
        )
        kind = letter_kind(message)
        return mail.Letter(
            email=contact.email,
            name=contact.name,
            organisation=contact.organisation_name,
            language=invitation.language,
            questionnaire=questionnaire,
            closes_at=message.poll.closes_at,
            answer_url=tokens.answer_url(token),
            opt_out_url=tokens.opt_out_url(token),
            message_id=message.message_id,
            kind=kind,
            wording=wording_of(wordings, kind, invitation.language),
            return_address=return_address(message),
            extra_headers=provider_headers(message),
        )

    def _paper(self, message: Message) -> tuple[Questionnaire, Wordings]:
        if message.poll_id not in self._of_poll:
            version = message.poll.latest_version
            if version is None:
                raise ValueError("the poll has no published version")
            self._of_poll[message.poll_id] = (version.questionnaire, load_wordings(message.poll_id))
        return self._of_poll[message.poll_id]


def return_address(message: Message) -> str:
    """Give the address to which this message comes back, which tells which one it was; empty when not set up."""
    local, at, domain = settings.RETURN_ADDRESS.rpartition("@")
    return f"{local}+{tag_of(message.pk)}@{domain}" if at else ""


def tag_of(message_pk: int) -> str:
    """Give the tag of a message: its number, and a proof that nobody can make up."""
    proof = hmac.digest(settings.RETURN_KEY.encode(), str(message_pk).encode(), "sha256").hex()[:TAG_LENGTH]
    return f"{message_pk}.{proof}"


def message_of_tag(tag: str) -> int | None:
    """Give the number in a tag that we made; None for any other."""
    number = tag.partition(".")[0]
    is_ours = number.isdecimal() and len(number) < 19 and hmac.compare_digest(tag_of(int(number)), tag)
    return int(number) if is_ours else None


def tag_pattern() -> re.Pattern[str] | None:
    """Find the tag in an address that mail came back to (group 1); None when no address is set up."""
    local, at, domain = settings.RETURN_ADDRESS.rpartition("@")
    if not at:
        return None
    return re.compile(rf"{re.escape(local)}\+(\d{{1,18}}\.[0-9a-f]{{{TAG_LENGTH}}})@{re.escape(domain)}", re.IGNORECASE)


def provider_headers(message: Message) -> dict[str, str]:
    """Give the headers with which the provider hands the Message-ID back in its reports."""
    if settings.MAIL_PROVIDER == "postmark":
        return {"X-PM-Metadata-message-id": message.message_id.strip("<>")}
    return {}
