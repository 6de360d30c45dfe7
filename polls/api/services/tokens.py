"""Tokens: made and revoked by staff, and recognised in requests."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from polls.api import secrets
from polls.api.models import AccessEvent, ApiToken, Scope
from polls.questionnaire.models import Poll
from polls.results.services.actors import Actor, key_of


def record(what: AccessEvent.What, name: str, *, by: Actor, now: datetime, **detail: object) -> None:
    """Write who gave or took access, in the caller's transaction."""
    AccessEvent.objects.create(what=what, name=name, at=now, by_id=key_of(by), detail=detail)


@transaction.atomic
def make_token(
    *,
    name: str,
    scopes: Sequence[Scope],
    polls: Sequence[Poll] | None,
    expires_at: datetime | None,
    by: Actor,
    now: datetime,
    key: UUID | None = None,
) -> tuple[ApiToken, str]:
    """Make a token for ``polls``, or for all; give its row and the token itself, which nobody can read again later.

    ``key`` is the row's own, so that a form that is sent twice makes one token: raises IntegrityError then.
    """
    token = secrets.new_token()
    row = ApiToken(
        name=name,
        scopes=[scope.value for scope in scopes],
        is_for_all=polls is None,
        hint=secrets.hint_of(token),
        sha256=secrets.hash_token(token),
        created_at=now,
        created_by_id=key_of(by),
        expires_at=expires_at,
        **({"id": key} if key else {}),
    )
    row.save(force_insert=True)
    row.polls.set(polls or [])
    record(AccessEvent.What.TOKEN_MADE, name, by=by, now=now, hint=row.hint, scopes=row.scopes)
    return row, token


@transaction.atomic
def revoke_token(token: ApiToken, *, by: Actor, now: datetime) -> None:
    """Let the token open nothing from now on; doing it twice changes nothing."""
    if ApiToken.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=now):
        record(AccessEvent.What.TOKEN_REVOKED, token.name, by=by, now=now, hint=token.hint)


def find_token(token: str, *, now: datetime) -> ApiToken | None:
    """Recognise a token that works at ``now``, and note the day. One query, and once a day two."""
    if not secrets.is_well_formed(token):
        return None
    found = ApiToken.objects.working_at(now).filter(sha256=secrets.hash_token(token)).first()
    today = timezone.localdate(now)
    if found and found.last_used_on != today:
        ApiToken.objects.filter(pk=found.pk).update(last_used_on=today)
    return found


def polls_for(token: ApiToken) -> QuerySet[Poll]:
    """Give the launched polls that a token is for. A draft is nobody's yet."""
    launched = Poll.objects.exclude(state=Poll.State.DRAFT)
    return launched if token.is_for_all else launched.filter(api_tokens=token)
