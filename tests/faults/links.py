"""Personal links as the attacks of the fault tests need them."""

from collections.abc import Callable
from uuid import UUID

from django.core.cache import cache

from ksfsurvey.guesses import key_of
from polls.invitations.models import Invitation
from polls.invitations.tokens import derive, hash_token
from polls.questionnaire.models import Poll

Derive = Callable[[UUID, int, int], str]
"""Makes the token of an invitation, a poll and a generation, as ``tokens.derive`` does."""


def invited(poll: Poll, number: int, *, derive: Derive = derive) -> list[str]:
    """Invite ``number`` people with the links that the product derives; give the tokens."""
    invitations = [Invitation(poll=poll, attributes={"role": "inhouse"}) for _ in range(number)]
    tokens = [derive(invitation.pk, poll.pk, 1) for invitation in invitations]
    for invitation, token in zip(invitations, tokens, strict=True):
        invitation.token_hash = hash_token(token)
    Invitation.objects.bulk_create(invitations)
    return tokens


def forget_guesses() -> None:
    """Let the network of the tests begin anew."""
    cache.delete(key_of("127.0.0.0/24"))
