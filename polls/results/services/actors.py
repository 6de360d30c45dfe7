"""Who does something: a member of staff, or nobody (the schedule)."""

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser

Actor = AbstractBaseUser | AnonymousUser | None


def key_of(actor: Actor) -> int | None:
    """Give the key to store for who did it; None for nobody."""
    return None if actor is None else actor.pk
