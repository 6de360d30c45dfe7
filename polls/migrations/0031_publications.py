"""Publications and their editions. The database itself refuses changes to what was published.

Django rebuilds a SQLite table when it alters it, which drops its triggers: a later migration that alters editions or
their files must run ``freeze`` again.
"""

import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


SQLITE = [
    """
    CREATE TRIGGER edition_never_changes BEFORE UPDATE ON polls_edition
    WHEN OLD.published_at IS NOT NULL AND (
         OLD.document IS NOT NEW.document OR OLD.drawings IS NOT NEW.drawings
      OR OLD.content_hash IS NOT NEW.content_hash OR OLD.number IS NOT NEW.number
      OR OLD.publication_id IS NOT NEW.publication_id OR OLD.run_id IS NOT NEW.run_id
      OR OLD.note IS NOT NEW.note OR OLD.published_at IS NOT NEW.published_at)
    BEGIN SELECT RAISE(ABORT, 'a published edition never changes'); END
    """,
    """
    CREATE TRIGGER edition_file_never_changes BEFORE UPDATE ON polls_editionfile
    BEGIN SELECT RAISE(ABORT, 'a file of an edition never changes'); END
    """,
]

POSTGRESQL = [
    """
    CREATE FUNCTION edition_never_changes() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF OLD.published_at IS NOT NULL AND (
           OLD.document IS DISTINCT FROM NEW.document OR OLD.drawings IS DISTINCT FROM NEW.drawings
        OR OLD.content_hash IS DISTINCT FROM NEW.content_hash OR OLD.number IS DISTINCT FROM NEW.number
        OR OLD.publication_id IS DISTINCT FROM NEW.publication_id OR OLD.run_id IS DISTINCT FROM NEW.run_id
        OR OLD.note IS DISTINCT FROM NEW.note OR OLD.published_at IS DISTINCT FROM NEW.published_at) THEN
        RAISE EXCEPTION 'a published edition never changes' USING ERRCODE = 'integrity_constraint_violation';
      END IF;
      RETURN NEW;
    END $$
    """,
    """
    CREATE TRIGGER edition_never_changes BEFORE UPDATE ON polls_edition
    FOR EACH ROW EXECUTE FUNCTION edition_never_changes()
    """,
    """
    CREATE FUNCTION edition_file_never_changes() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      RAISE EXCEPTION 'a file of an edition never changes' USING ERRCODE = 'integrity_constraint_violation';
    END $$
    """,
    """
    CREATE TRIGGER edition_file_never_changes BEFORE UPDATE ON polls_editionfile
    FOR EACH ROW EXECUTE FUNCTION edition_file_never_changes()
    """,
]

SQLITE_UNDO = ["DROP TRIGGER edition_never_changes", "DROP TRIGGER edition_file_never_changes"]
POSTGRESQL_UNDO = [
    "DROP TRIGGER edition_never_changes ON polls_edition",
    "DROP FUNCTION edition_never_changes()",
    "DROP TRIGGER edition_file_never_changes ON polls_editionfile",
    "DROP FUNCTION edition_file_never_changes()",
]


def freeze(apps, schema_editor):
    for statement in POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE:
        schema_editor.execute(statement)


def thaw(apps, schema_editor):
    for statement in POSTGRESQL_UNDO if schema_editor.connection.vendor == "postgresql" else SQLITE_UNDO:
        schema_editor.execute(statement)


class Migration(migrations.Migration):

    dependencies = [
        ('polls', '0030_registrations'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='poll',
            options={'ordering': ['-created_at'], 'permissions': [('publish_poll', 'Can publish, close and reopen polls'), ('invite_poll', 'Can invite contacts and send reminders'), ('view_results', 'Can see results'), ('download_responses', 'Can download single responses'), ('weight_results', 'Can make weights and accept them'), ('release_quotes', 'Can read open answers and release them'), ('write_press', 'Can write press texts and method statements'), ('publish_results', 'Can approve, publish and withdraw publications'), ('waive_approval', 'Can decide that one person is enough to publish')], 'verbose_name': 'poll', 'verbose_name_plural': 'polls'},
        ),
        migrations.AlterField(
            model_name='pollevent',
            name='action',
            field=models.CharField(choices=[('published', 'published'), ('corrected', 'published corrected wording'), ('closed', 'closed'), ('reopened', 'reopened'), ('duplicated', 'duplicated'), ('imported', 'imported from a file'), ('invited', 'invited contacts'), ('reminded', 'sent reminders'), ('planned', 'planned the mail'), ('paused', 'paused the mail'), ('resumed', 'resumed the mail'), ('downloaded', 'downloaded'), ('weighted', 'accepted weights'), ('quoted', 'released an open answer'), ('links_cut', 'cut the links between answers and invitations'), ('person_erased', 'erased a person on request'), ('link', 'changed a link'), ('proposed', 'offered a publication for approval'), ('approved', 'approved a publication'), ('results_published', 'published results'), ('results_withdrawn', 'withdrew published results'), ('four_eyes', 'changed who has to approve')], max_length=20, verbose_name='action'),
        ),
        migrations.CreateModel(
            name='Publication',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(max_length=60, unique=True, verbose_name='address')),
                ('composition', models.JSONField()),
                ('revision', models.PositiveIntegerField(default=1)),
                ('needs_approval', models.BooleanField(default=True, verbose_name='a second person approves')),
                ('created_at', models.DateTimeField(verbose_name='created at')),
                ('edited_at', models.DateTimeField(verbose_name='edited at')),
                ('edited_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('poll', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='publications', to='polls.poll', verbose_name='poll')),
                ('run', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='polls.run', verbose_name='results run')),
            ],
            options={
                'verbose_name': 'publication',
                'verbose_name_plural': 'publications',
                'ordering': ['-created_at'],
            },
        ),
        migrations.CreateModel(
            name='Edition',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('number', models.PositiveIntegerField(verbose_name='edition')),
                ('composition', models.JSONField()),
                ('revision', models.PositiveIntegerField(help_text='Of the publication, when it was frozen.')),
                ('statement_revision', models.PositiveIntegerField(default=0, help_text='Of the method statement.')),
                ('note', models.JSONField(default=dict, help_text='What was corrected, by language; none of a first edition.')),
                ('document', models.JSONField(null=True)),
                ('drawings', models.JSONField(null=True)),
                ('told', models.JSONField(help_text='Which groups it tells of, for the ledger of releases.', null=True)),
                ('told_before', models.PositiveIntegerField(default=0, help_text='How many editions of the poll it was held against.')),
                ('content_hash', models.CharField(blank=True, max_length=64)),
                ('state', models.CharField(choices=[('queued', 'waiting'), ('running', 'under way'), ('done', 'ready'), ('failed', 'failed'), ('withheld', 'held back')], default='queued', max_length=10, verbose_name='state')),
                ('progress', models.PositiveSmallIntegerField(default=0, verbose_name='progress')),
                ('error', models.CharField(blank=True, max_length=500, verbose_name='error')),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('lease_until', models.DateTimeField(null=True)),
                ('finished_at', models.DateTimeField(null=True, verbose_name='finished at')),
                ('created_at', models.DateTimeField(verbose_name='created at')),
                ('approved_at', models.DateTimeField(null=True, verbose_name='approved at')),
                ('published_at', models.DateTimeField(null=True, verbose_name='published at')),
                ('withdrawn_at', models.DateTimeField(null=True, verbose_name='withdrawn at')),
                ('withdrawal_note', models.JSONField(default=dict, help_text='By language.')),
                ('approved_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('created_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('edited_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('published_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('run', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='editions', to='polls.run')),
                ('withdrawn_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('publication', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='editions', to='polls.publication')),
            ],
            options={
                'verbose_name': 'edition',
                'verbose_name_plural': 'editions',
                'ordering': ['publication', '-number'],
            },
        ),
        migrations.CreateModel(
            name='EditionFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120, verbose_name='file')),
                ('content_type', models.CharField(max_length=100)),
                ('size', models.PositiveBigIntegerField(verbose_name='size')),
                ('sha256', models.CharField(max_length=64)),
                ('content', models.BinaryField()),
                ('edition', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='files', to='polls.edition')),
            ],
            options={
                'verbose_name': 'file of an edition',
                'verbose_name_plural': 'files of editions',
                'ordering': ['edition', 'name'],
                'constraints': [models.UniqueConstraint(fields=('edition', 'name'), name='one_edition_file_per_name')],
            },
        ),
        migrations.AddConstraint(
            model_name='edition',
            constraint=models.UniqueConstraint(fields=('publication', 'number'), name='one_edition_per_number'),
        ),
        migrations.AddConstraint(
            model_name='edition',
            constraint=models.CheckConstraint(condition=models.Q(('published_at', None), models.Q(('document__isnull', False), ('drawings__isnull', False), models.Q(('content_hash', ''), _negated=True)), _connector='OR'), name='published_edition_is_complete'),
        ),
        migrations.RunPython(freeze, thaw, elidable=False),
    ]
