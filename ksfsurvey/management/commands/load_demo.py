"""Load the demo: users, contacts and four polls with synthetic answers."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from ksfsurvey.demo.load import load_demo
from ksfsurvey.demo.people import PEOPLE, demo_password


class Command(BaseCommand):
    help = "Loads the demo's users, contacts and polls. Does nothing when they are there; needs the demo's mailbox."

    def handle(self, *args: Any, **options: Any) -> None:
        load_demo(now=timezone.now(), say=self._say)
        self._say("")
        self._say("Log in as any of these (the answers are synthetic, with a fixed seed):")
        for role, (email, _name) in PEOPLE.items():
            self._say(f"  {role.value:<14} {email:<24} password {demo_password()}")
        self._say("")

    def _say(self, text: str) -> None:
        self.stdout.write(text)
        self.stdout.flush()
