"""Makes the prototype's table where needed, and respondents in it; prints the paths of their links as JSON.

``DJANGO_SETTINGS_MODULE=bench.prototype.settings python -m bench.prepare_prototype COUNT``
"""

import json
import sys
import uuid

import django

django.setup()

from django.db import connection  # noqa: E402

from bench.prototype.models import Respondent  # noqa: E402


def prepare(count: int) -> list[str]:
    if Respondent._meta.db_table not in connection.introspection.table_names():
        with connection.schema_editor() as editor:
            editor.create_model(Respondent)
    rows = Respondent._default_manager.bulk_create(Respondent(token=uuid.uuid4().hex) for _ in range(count))
    return [f"/i/{row.token}/" for row in rows]


if __name__ == "__main__":
    json.dump(prepare(int(sys.argv[1])), sys.stdout)
