"""Migrations of contacts that hold data, forwards and back."""

from collections.abc import Iterator

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.state import StateApps

pytestmark = pytest.mark.django_db(transaction=True)


def migrate(name: str) -> StateApps:
    executor = MigrationExecutor(connection)
    executor.migrate([("polls", name)])
    return MigrationExecutor(connection).loader.project_state([("polls", name)]).apps


@pytest.fixture(autouse=True)
def newest() -> Iterator[None]:
    yield
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())


def test_names_of_organisations_become_organisations_and_names_again() -> None:
    old = migrate("0018_shards").get_model("polls", "Contact")
    for number, name in enumerate(["Energie B.V.", "energie bv", "Zorg", ""]):
        address = f"p{number}@x.example"
        old.objects.create(email=address, email_key=address, organisation=name)
    new = migrate("0021_contact_organisation_text")
    tied = new.get_model("polls", "Contact").objects.order_by("email_key")
    assert list(tied.values_list("organisation__name_key", flat=True)) == ["energie bv", "energie bv", "zorg", None]
    back = migrate("0018_shards").get_model("polls", "Contact")
    names = list(back.objects.order_by("email_key").values_list("organisation", flat=True))
    assert names == ["Energie B.V.", "Energie B.V.", "Zorg", ""]
    back.objects.all().delete()
