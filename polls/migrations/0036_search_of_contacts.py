"""What contacts are found by, in a column of its own; on PostgreSQL with an index of its trigrams where it may be."""

import logging

import django.db.models
from django.db import DatabaseError, migrations, models, transaction

import polls.invitations.models.contacts

from polls.invitations.plain_text import folded

BATCH = 2_000
TRIGRAMS = "CREATE INDEX contact_search_trigrams ON polls_contact USING gin (search gin_trgm_ops)"

logger = logging.getLogger(__name__)


def fill(apps, schema_editor):
    """Write the column in batches of their own, so that nobody waits for all of them."""
    Contact = apps.get_model("polls", "Contact")
    last = 0
    while rows := list(
        Contact.objects.filter(pk__gt=last)
        .order_by("pk")
        .values_list("pk", "name", "email", "organisation__name")[:BATCH]
    ):
        found = [
            Contact(pk=pk, search=folded(f"{name} {email} {organisation or ''}")[:300])
            for pk, name, email, organisation in rows
        ]
        with transaction.atomic():
            Contact.objects.bulk_update(found, ["search"], batch_size=500)
        last = rows[-1][0]


def index_trigrams(apps, schema_editor):
    """Make the index where the extension is there or may be made. Without it every row is looked at, which is enough."""
    if schema_editor.connection.vendor != "postgresql":
        return
    try:
        with transaction.atomic(), schema_editor.connection.cursor() as cursor:
            cursor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
            cursor.execute(TRIGRAMS)
    except DatabaseError as error:
        logger.info("no index of trigrams: %s", error)


def drop_trigrams(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        with schema_editor.connection.cursor() as cursor:
            cursor.execute("DROP INDEX IF EXISTS contact_search_trigrams")


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ("polls", "0035_coded_event"),
    ]

    operations = [
        migrations.AddField(
            model_name="contact",
            name="search",
            field=polls.invitations.models.contacts.SearchField(
                db_default="", default="", editable=False, help_text="See ``searched_for``."
            ),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.AddIndex(
            model_name="contact",
            index=models.Index(fields=["name", "email", "search"], name="contact_in_order"),
        ),
        migrations.RemoveIndex(model_name="contact", name="contact_name_email"),
        migrations.RunPython(index_trigrams, drop_trigrams),
    ]
