"""Migrations of contacts that hold data, forwards and back, in a database with the table of contacts alone."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState
from pytest_django import DjangoDbBlocker

from tests.databases import new_database, used_by_django

ORGANISATIONS = ("0019_organisation", "0020_organisations_of_contacts", "0021_contact_organisation_text")


@pytest.fixture
def before(django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path: Path) -> Iterator[ProjectState]:
    with django_db_blocker.unblock(), new_database(tmp_path, is_empty=True) as url, used_by_django(url):
        state = MigrationLoader(None).project_state(("polls", "0018_shards"))
        with connection.schema_editor() as editor:
            editor.create_model(state.apps.get_model("polls", "Contact"))
        yield state


def forwards(state: ProjectState, names: tuple[str, ...]) -> list[ProjectState]:
    """Apply migrations of polls, each in its own transaction; give the states before each, and the last."""
    migrations, states = MigrationLoader(None).disk_migrations, [state]
    for name in names:
        with connection.schema_editor() as editor:
            states.append(migrations["polls", name].apply(states[-1].clone(), editor))
    return states


def backwards(states: list[ProjectState], names: tuple[str, ...]) -> None:
    migrations = MigrationLoader(None).disk_migrations
    for state, name in reversed(list(zip(states, names, strict=False))):
        with connection.schema_editor() as editor:
            migrations["polls", name].unapply(state.clone(), editor)


def test_names_of_organisations_become_organisations_and_names_again(before: ProjectState) -> None:
    contacts = before.apps.get_model("polls", "Contact").objects
    for number, name in enumerate(["Energie B.V.", "energie bv", "Zorg", ""]):
        address = f"p{number}@x.example"
        contacts.create(email=address, email_key=address, organisation=name)

    states = forwards(before, ORGANISATIONS)

    tied = states[-1].apps.get_model("polls", "Contact").objects.order_by("email_key")
    assert list(tied.values_list("organisation__name_key", flat=True)) == ["energie bv", "energie bv", "zorg", None]

    backwards(states, ORGANISATIONS)

    names = list(contacts.order_by("email_key").values_list("organisation", flat=True))
    assert names == ["Energie B.V.", "Energie B.V.", "Zorg", ""]
