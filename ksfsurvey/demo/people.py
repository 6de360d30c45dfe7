"""The demo's staff: one person for each role, with one password made at first use."""

import secrets
from pathlib import Path

from django.conf import settings

from accounts.models import User
from accounts.roles import Role

PEOPLE = {
    Role.ADMINISTRATOR: ("beheerder@ksf.example", "Bea Beheerder"),
    Role.EDITOR: ("redacteur@ksf.example", "Ruud Redacteur"),
    Role.ANALYST: ("analist@ksf.example", "Ana Analist"),
    Role.VIEWER: ("kijker@ksf.example", "Kim Kijker"),
}


def demo_password() -> str:
    """Give the password of all demo accounts; it is made once per machine and stands in no repository."""
    path = Path(settings.VAR_DIR) / "demo-password"
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(f"demo-{secrets.token_hex(4)}")
    return path.read_text()


def create_people() -> dict[Role, User]:
    """Make the account of each role, or give those that exist the demo's password."""
    people = {}
    for role, (email, name) in PEOPLE.items():
        user, _is_new = User.objects.get_or_create(email=email, defaults={"name": name, "role": role.value})
        user.set_password(demo_password())
        user.save(update_fields=["password"])
        people[role] = user
    return people
