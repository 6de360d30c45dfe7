"""The name of the organisation stands at the organisation alone."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("polls", "0020_organisations_of_contacts"),
    ]

    operations = [
        migrations.AlterField(
            model_name="contact",
            name="organisation_text",
            field=models.CharField(blank=True, default="", max_length=200),
        ),
        migrations.RemoveField(model_name="contact", name="organisation_text"),
        migrations.AddIndex(
            model_name="contact",
            index=models.Index(fields=["name", "email"], name="contact_name_email"),
        ),
    ]
