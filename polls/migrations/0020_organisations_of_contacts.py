"""Make an organisation of each name that contacts have, and tie them to it; back: write the names out again.

A migration of its own: a database that holds changed rows refuses to change their table in the same transaction.
"""

from django.db import migrations

BATCH = 500


def key_of(name):
    return " ".join(name.casefold().replace(".", "").replace(",", " ").split())[:200]


def tie(apps, schema_editor):
    Contact, Organisation = apps.get_model("polls", "Contact"), apps.get_model("polls", "Organisation")
    names = Contact.objects.order_by("organisation_text").values_list("organisation_text", flat=True).distinct()
    by_key = {}
    for name in names:
        if key_of(name):
            by_key.setdefault(key_of(name), []).append(name)
    known = set(Organisation.objects.values_list("name_key", flat=True))
    made = [Organisation(name=same[0], name_key=key) for key, same in by_key.items() if key not in known]
    Organisation.objects.bulk_create(made, batch_size=BATCH)
    for pk, key in list(Organisation.objects.values_list("pk", "name_key")):
        if key in by_key:
            Contact.objects.filter(organisation_text__in=by_key[key]).update(organisation_id=pk)


def write_out(apps, schema_editor):
    Contact, Organisation = apps.get_model("polls", "Contact"), apps.get_model("polls", "Organisation")
    for pk, name in list(Organisation.objects.values_list("pk", "name")):
        Contact.objects.filter(organisation_id=pk).update(organisation_text=name)
    Contact.objects.filter(organisation_id=None).update(organisation_text="")


class Migration(migrations.Migration):

    dependencies = [
        ("polls", "0019_organisation"),
    ]

    operations = [
        migrations.RunPython(tie, write_out),
    ]
