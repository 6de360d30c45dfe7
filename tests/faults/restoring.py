"""The days around a restore as processes of their own: ``tests.faults.restoring before 40``, ``after``, ``again``.

Person 1 is the one who asks to be erased, after yesterday's backup was made.
"""

import json
import sys
import time
from datetime import timedelta
from pathlib import Path

import django
from django.core.management import call_command
from django.utils import timezone

ADDRESS = "person1@firm.example"
MARK = "words of person one"


def before(number: int) -> None:
    """Make two polls, and send a third of the mail."""
    prepare(number)
    deliver(number // 3)


def after(number: int) -> None:
    """Send the rest, and erase person 1."""
    deliver(number)
    erase()


def again(number: int) -> None:
    """Do what is to be done after a restore, and let the mail go on."""
    call_command("after_restore")
    deliver(number)


def prepare(number: int) -> None:
    """Invite people to two polls; person 1 has answered one by name, with a file and a download that holds it."""
    from django.core.files.base import ContentFile
    from django.core.files.storage import default_storage

    from polls.collection.models import Response, Upload
    from polls.invitations.models import Contact, Invitation
    from polls.invitations.services import invite
    from polls.results.services.exports import make_export, path_of, request_export
    from tests.collection.sample import COMPLETE, launched
    from tests.invitations import sample

    now = timezone.now()
    sample.make_contacts(number)
    named = launched(now=now, slug="named", is_anonymous=False, closes_at=now + timedelta(days=14))
    person = Contact.objects.get(email=ADDRESS)
    invitation = Invitation.objects.create(poll=named, contact=person, token_hash="0" * 64, is_responded=True)
    Response.objects.create(
        poll=named, version=named.versions.get(), answers={**COMPLETE, "remarks": MARK}, is_anonymous=False,
        invitation=invitation, submitted_at=now,
    )  # fmt: skip
    upload = Upload.objects.create(
        invitation=invitation, question="q2", name=f"cv {ADDRESS}.pdf", size=3, uploaded_at=now
    )
    default_storage.save(f"uploads/{upload.pk}", ContentFile(MARK.encode()))
    export = request_export(named, options={"format": "csv", "values": "codes", "language": "en"}, by=None, now=now)
    make_export(export.pk, now=now, clock=timezone.now)
    export.refresh_from_db()
    assert export.state == "done", export.error
    assert MARK.encode() in path_of(export).read_bytes()
    mailed = sample.make_poll("mailed", closes_at=now + timedelta(days=14))
    invite(mailed, Contact.objects.exclude(pk=person.pk), by=None, now=now)
    later = sample.make_poll("later", closes_at=now + timedelta(days=14), opens_at=now + timedelta(days=2))
    invite(later, Contact.objects.filter(email="person2@firm.example"), by=None, now=now)


def deliver(limit: int) -> None:
    """Send at most ``limit`` waiting mails."""
    from polls.invitations.services import deliver_waiting

    deliver_waiting(now=timezone.now(), clock=time.monotonic, limit=limit, seconds=3600.0)


def erase() -> None:
    """Write what is kept of person 1 as staff would give it, erase the person, and let the schedule do one round."""
    from polls.collection.services.rights import data_of
    from polls.collection.services.rights import erase as erase_person
    from polls.invitations.models import Contact
    from polls.results.tasks import refresh_due

    person = Contact.objects.get(email=ADDRESS)
    json.dump(data_of(person), sys.stdout)
    erase_person(person, by=None, now=timezone.now())
    refresh_due()


def found_in(folder: Path, *, besides: frozenset[str] = frozenset()) -> list[str]:
    """Name the files under ``folder`` with anything of person 1 in them, not looking at those ``besides``."""
    return [
        path.name
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name not in besides and _has_traces(path.read_bytes())
    ]


def _has_traces(content: bytes) -> bool:
    return any(word.encode() in content for word in (ADDRESS, MARK))


if __name__ == "__main__":
    django.setup()
    {"before": before, "after": after, "again": again, "deliver": deliver}[sys.argv[1]](int(sys.argv[2]))
