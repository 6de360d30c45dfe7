"""Let the database itself refuse changes to what was launched.

Django rebuilds a SQLite table when it alters it, which drops its triggers: a later migration that alters one of these two
tables must run ``freeze`` again.
"""

from django.db import migrations

SQLITE = [
    """
    CREATE TRIGGER version_never_changes BEFORE UPDATE ON polls_questionnaireversion
    WHEN OLD.document IS NOT NEW.document OR OLD.sha256 IS NOT NEW.sha256
      OR OLD.number IS NOT NEW.number OR OLD.poll_id IS NOT NEW.poll_id
    BEGIN SELECT RAISE(ABORT, 'a launched version never changes'); END
    """,
    """
    CREATE TRIGGER promise_never_changes BEFORE UPDATE ON polls_poll
    WHEN OLD.first_published_at IS NOT NULL AND (
         OLD.is_anonymous IS NOT NEW.is_anonymous OR OLD.minimum_base IS NOT NEW.minimum_base
      OR NEW.first_published_at IS NULL)
    BEGIN SELECT RAISE(ABORT, 'anonymity and the smallest group are fixed once published'); END
    """,
]

POSTGRESQL = [
    """
    CREATE FUNCTION version_never_changes() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF OLD.document IS DISTINCT FROM NEW.document OR OLD.sha256 IS DISTINCT FROM NEW.sha256
         OR OLD.number IS DISTINCT FROM NEW.number OR OLD.poll_id IS DISTINCT FROM NEW.poll_id THEN
        RAISE EXCEPTION 'a launched version never changes' USING ERRCODE = 'integrity_constraint_violation';
      END IF;
      RETURN NEW;
    END $$
    """,
    """
    CREATE TRIGGER version_never_changes BEFORE UPDATE ON polls_questionnaireversion
    FOR EACH ROW EXECUTE FUNCTION version_never_changes()
    """,
    """
    CREATE FUNCTION promise_never_changes() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF OLD.first_published_at IS NOT NULL AND (OLD.is_anonymous IS DISTINCT FROM NEW.is_anonymous
         OR OLD.minimum_base IS DISTINCT FROM NEW.minimum_base OR NEW.first_published_at IS NULL) THEN
        RAISE EXCEPTION 'anonymity and the smallest group are fixed once published'
        USING ERRCODE = 'integrity_constraint_violation';
      END IF;
      RETURN NEW;
    END $$
    """,
    """
    CREATE TRIGGER promise_never_changes BEFORE UPDATE ON polls_poll
    FOR EACH ROW EXECUTE FUNCTION promise_never_changes()
    """,
]

SQLITE_UNDO = ["DROP TRIGGER version_never_changes", "DROP TRIGGER promise_never_changes"]
POSTGRESQL_UNDO = [
    "DROP TRIGGER version_never_changes ON polls_questionnaireversion",
    "DROP FUNCTION version_never_changes()",
    "DROP TRIGGER promise_never_changes ON polls_poll",
    "DROP FUNCTION promise_never_changes()",
]


def freeze(apps, schema_editor):
    for statement in POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE:
        schema_editor.execute(statement)


def thaw(apps, schema_editor):
    for statement in POSTGRESQL_UNDO if schema_editor.connection.vendor == "postgresql" else SQLITE_UNDO:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("polls", "0001_initial")]

    operations = [migrations.RunPython(freeze, thaw, elidable=False)]
