"""An edition may be published under an embargo. Whether it has one never changes; when it ends may, while it lasts.

The triggers of 0031 are made anew, with the new column: what alters a table on SQLite may drop them. Going back puts
the end of each embargo in the place of the moment of publishing, and is refused while one still lasts: readers would
see that edition at once.
"""

from django.db import migrations, models
from django.db.models import F
from django.utils import timezone

FROZEN = ("document", "drawings", "content_hash", "number", "publication_id", "run_id", "note", "published_at")
EMBARGO = " OR (OLD.embargo_until IS NULL) <> (NEW.embargo_until IS NULL)"
REFUSED = "a published edition never changes"


def trigger_on_sqlite(more=""):
    changed = " OR ".join(f"OLD.{name} IS NOT NEW.{name}" for name in FROZEN) + more
    return [
        f"CREATE TRIGGER edition_never_changes BEFORE UPDATE ON polls_edition "
        f"WHEN OLD.published_at IS NOT NULL AND ({changed}) BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END"
    ]


def function_on_postgresql(more=""):
    changed = " OR ".join(f"OLD.{name} IS DISTINCT FROM NEW.{name}" for name in FROZEN) + more
    return [
        f"CREATE OR REPLACE FUNCTION edition_never_changes() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF OLD.published_at IS NOT NULL AND ({changed}) THEN RAISE EXCEPTION '{REFUSED}' "
        f"USING ERRCODE = 'integrity_constraint_violation'; END IF; "
        f"RETURN NEW; END $$",
        "CREATE TRIGGER edition_never_changes BEFORE UPDATE ON polls_edition "
        "FOR EACH ROW EXECUTE FUNCTION edition_never_changes()",
    ]


def run(schema_editor, sqlite, postgresql):
    for statement in postgresql if schema_editor.connection.vendor == "postgresql" else sqlite:
        schema_editor.execute(statement)


def thaw(apps, schema_editor):
    run(
        schema_editor,
        ["DROP TRIGGER IF EXISTS edition_never_changes"],
        ["DROP TRIGGER IF EXISTS edition_never_changes ON polls_edition"],
    )


def freeze_as_before(apps, schema_editor):
    run(schema_editor, trigger_on_sqlite(), function_on_postgresql())


def freeze(apps, schema_editor):
    run(schema_editor, trigger_on_sqlite(EMBARGO), function_on_postgresql(EMBARGO))


def put_ends_in_place(apps, schema_editor):
    editions = apps.get_model("polls", "Edition").objects.filter(embargo_until__isnull=False)
    if editions.filter(embargo_until__gt=timezone.now()).exists():
        raise RuntimeError("an embargo still lasts: let it end, or take that edition back first")
    editions.update(published_at=F("embargo_until"))


class Migration(migrations.Migration):
    dependencies = [("polls", "0037_contact_file_that_waits")]

    operations = [
        migrations.RunPython(thaw, freeze_as_before, elidable=False),
        migrations.AddField(
            model_name="edition",
            name="embargo_until",
            field=models.DateTimeField(null=True, verbose_name="embargo until"),
        ),
        migrations.RunPython(migrations.RunPython.noop, put_ends_in_place, elidable=False),
        migrations.RunPython(freeze, thaw, elidable=False),
        migrations.AlterField(
            model_name="pollevent",
            name="action",
            field=models.CharField(choices=[('published', 'published'), ('corrected', 'published corrected wording'), ('closed', 'closed'), ('reopened', 'reopened'), ('duplicated', 'duplicated'), ('imported', 'imported from a file'), ('invited', 'invited contacts'), ('reminded', 'sent reminders'), ('planned', 'planned the mail'), ('paused', 'paused the mail'), ('resumed', 'resumed the mail'), ('downloaded', 'downloaded'), ('weighted', 'accepted weights'), ('quoted', 'released an open answer'), ('links_cut', 'cut the links between answers and invitations'), ('person_erased', 'erased a person on request'), ('link', 'changed a link'), ('proposed', 'offered a publication for approval'), ('approved', 'approved a publication'), ('results_published', 'published results'), ('results_embargoed', 'published results under an embargo'), ('embargo_moved', 'changed the end of an embargo'), ('embargo_cancelled', 'took back results that were under an embargo'), ('results_withdrawn', 'withdrew published results'), ('four_eyes', 'changed who has to approve'), ('coded', 'took codes of open answers into the results')], max_length=20, verbose_name='action'),
        ),  # fmt: skip
    ]
