"""Contact imports that die on the way, and two at once: ``tests.faults.importing 600 4`` (rows, deaths).

Prints what was in the database after each, as JSON.
"""

import json
import sys
from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import django


def contact_file(rows: int) -> bytes:
    """Write a file in which every fifth row is an earlier address in capitals and every tenth is no address."""
    lines = ["e-mail,name,role"]
    for row in range(rows):
        if row % 10 == 9:
            lines.append(f"no address {row},Somebody,inhouse")
        elif row % 5 == 4:
            lines.append(f"PERSON{row - 1}@Firm.example,Person {row - 1},inhouse")
        else:
            lines.append(f"person{row}@firm.example,Person {row},inhouse")
    return "\n".join(lines).encode()


def expected(rows: int) -> tuple[int, int]:
    """Give how many different addresses the file has, and how many rows must be reported."""
    return sum(row % 10 != 9 and row % 5 != 4 for row in range(rows)), rows // 10


def main(size: int, deaths: int) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile
    from django.db import connection
    from django.utils import timezone

    from polls.invitations.models import Contact, ContactImport
    from polls.invitations.services import importing
    from polls.invitations.services.merging import StoredRow
    from tests.faults import forks

    importing.BATCH = max(1, size // 20)
    store = importing._store

    def preview() -> UUID:
        file = SimpleUploadedFile("list.csv", contact_file(size))
        return importing.preview_import(file, by=None, now=timezone.now()).pk

    def confirm(pk: UUID) -> importing.Effect:
        found = ContactImport.objects.get(pk=pk)
        return importing.confirm_import(found, by=None, now=timezone.now(), leave_out_faulty=True)

    def confirm_and_die(pk: UUID, after: int, *, is_guarded: bool) -> None:
        """Die when ``after`` parts are stored. Unguarded: each part is committed by itself."""
        parts = 0

        def counted(made: ContactImport, rows: Sequence[StoredRow], now: datetime) -> Counter[str]:
            nonlocal parts
            stored = store(made, rows, now)
            parts += 1
            if not is_guarded:
                connection.connection.commit()
            if parts == after:
                forks.die()
            return stored

        importing._store = counted
        confirm(pk)

    first, second = preview(), preview()
    reported = ContactImport.objects.get(pk=first).findings
    left_behind = []
    for death in range(deaths):
        forks.dies(lambda: confirm_and_die(first, 1 + death * 15 // deaths, is_guarded=True))  # noqa: B023
        left_behind.append(Contact.objects.count())
    forks.dies(lambda: confirm_and_die(preview(), 3, is_guarded=False))
    unguarded = Contact.objects.count()
    Contact.objects.all().delete()
    forks.succeed(forks.begin(lambda: confirm(first)), forks.begin(lambda: confirm(second)))
    after_two = Contact.objects.count()
    again = confirm(preview())
    json.dump(
        {
            "left_behind": left_behind,
            "unguarded": unguarded,
            "after_two": after_two,
            "keys": len({key.lower() for key in Contact.objects.values_list("email", flat=True)}),
            "new_again": again.new,
            "changed_again": again.changed,
            "contacts": Contact.objects.count(),
            "reported": len({finding["row"] for finding in reported if finding["is_error"]}),
        },
        sys.stdout,
    )


if __name__ == "__main__":
    django.setup()
    main(int(sys.argv[1]), int(sys.argv[2]))
