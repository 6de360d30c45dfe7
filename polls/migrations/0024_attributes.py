"""Attributes become things of their own. Those that contacts have are described; back: the descriptions go.

What contacts have stays as it is, in both directions.
"""

from collections import defaultdict

import django.core.validators
import polls.questionnaire.models.texts
from django.db import migrations, models

LONGEST_LIST = 50


def _named(code):
    return {language: code.replace("_", " ").capitalize() for language in ("nl", "en")}


def describe(apps, schema_editor):
    Contact, Attribute = apps.get_model("polls", "Contact"), apps.get_model("polls", "Attribute")
    values = defaultdict(set)
    for attributes in Contact.objects.values_list("attributes", flat=True).iterator(chunk_size=2000):
        for name, value in attributes.items():
            if len(values[name]) <= LONGEST_LIST:
                values[name].add(value)
    for position, name in enumerate(sorted(values)):
        is_list = len(values[name]) <= LONGEST_LIST
        Attribute.objects.create(
            code=name[:40],
            label=_named(name),
            kind="choice" if is_list else "text",
            values=[{"code": value, "label": _named(value)} for value in sorted(values[name])] if is_list else [],
            position=position,
        )


class Migration(migrations.Migration):

    dependencies = [
        ("polls", "0023_links"),
    ]

    operations = [
        migrations.CreateModel(
            name="Attribute",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "code",
                    models.CharField(
                        max_length=40,
                        unique=True,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[a-z][a-z0-9_]{0,39}$",
                                "Use small letters, digits and underscores, starting with a letter.",
                            )
                        ],
                        verbose_name="code",
                    ),
                ),
                ("label", polls.questionnaire.models.texts.TextByLanguage(blank=True, default=dict, verbose_name="name")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("choice", "choice from a list"),
                            ("number", "number, with bands"),
                            ("date", "date"),
                            ("text", "text"),
                            ("yes_no", "yes or no"),
                        ],
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                ("values", models.JSONField(default=list, help_text="Choices or bands: code, label, also, start, below.")),
                ("position", models.PositiveIntegerField(default=0, verbose_name="position")),
            ],
            options={
                "verbose_name": "attribute",
                "verbose_name_plural": "attributes",
                "ordering": ["position", "code"],
            },
        ),
        migrations.RunPython(describe, migrations.RunPython.noop),
    ]
