"""After restoring a backup of the database, before anything runs: nobody gets mail twice, nobody erased comes back."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from polls.collection.services.rights import erase_again
from polls.invitations.services.restoring import hold_mail


class Command(BaseCommand):
    help = "Run once after restoring a backup: holds back mail that may have been sent since, and erases again."

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        held, erased = hold_mail(now=now), erase_again(by=None, now=now)
        self.stdout.write(f"Messages that may have been sent, for staff to decide about: {held.messages}.")
        self.stdout.write(f"Open polls whose mail is paused: {held.polls}.")
        self.stdout.write(f"People erased again: {erased}.")
