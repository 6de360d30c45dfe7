"""After restoring a backup: erase everybody again who had asked for it before."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from polls.collection.services.rights import erase_again


class Command(BaseCommand):
    help = "Erases the people who were erased on request and are back, as after restoring a backup."

    def handle(self, *args: Any, **options: Any) -> None:
        number = erase_again(by=None, now=timezone.now())
        self.stdout.write(f"Erased again: {number}.")
