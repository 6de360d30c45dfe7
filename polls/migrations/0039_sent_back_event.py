"""An event tells that a publication was sent back to its makers."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("polls", "0038_embargo")]

    operations = [
        migrations.AlterField(
            model_name="pollevent",
            name="action",
            field=models.CharField(choices=[('published', 'published'), ('corrected', 'published corrected wording'), ('closed', 'closed'), ('reopened', 'reopened'), ('duplicated', 'duplicated'), ('imported', 'imported from a file'), ('invited', 'invited contacts'), ('reminded', 'sent reminders'), ('planned', 'planned the mail'), ('paused', 'paused the mail'), ('resumed', 'resumed the mail'), ('downloaded', 'downloaded'), ('weighted', 'accepted weights'), ('quoted', 'released an open answer'), ('links_cut', 'cut the links between answers and invitations'), ('person_erased', 'erased a person on request'), ('link', 'changed a link'), ('proposed', 'offered a publication for approval'), ('approved', 'approved a publication'), ('sent_back', 'sent a publication back'), ('results_published', 'published results'), ('results_embargoed', 'published results under an embargo'), ('embargo_moved', 'changed the end of an embargo'), ('embargo_cancelled', 'took back results that were under an embargo'), ('results_withdrawn', 'withdrew published results'), ('four_eyes', 'changed who has to approve'), ('coded', 'took codes of open answers into the results')], max_length=20, verbose_name='action'),
        ),  # fmt: skip
    ]
