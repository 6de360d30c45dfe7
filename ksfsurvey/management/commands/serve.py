"""Run the embedded edition: web, worker, scheduler and broker, all on this machine."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from ksfsurvey.broker import is_free
from ksfsurvey.embedded import Edition


class Command(BaseCommand):
    help = "Runs web server, Celery worker, Celery beat and an embedded broker. One Ctrl-C ends them all."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--demo", action="store_true", help="load the demo and catch all mail in a mailbox page")
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)

    def handle(self, *args: Any, **options: Any) -> None:
        host, port = options["host"], options["port"]
        if not is_free(host, port):
            raise CommandError(f"Port {port} is in use. Give another: manage.py serve --port {port + 1}")
        edition = Edition(host=host, port=port, is_demo=options["demo"], say=self._say)
        edition.run()

    def _say(self, text: str) -> None:
        self.stdout.write(text)
        self.stdout.flush()
