"""Print the results of a poll: the newest numbers, computed at once where there are none."""

from io import StringIO
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from polls.questionnaire.models import Poll
from polls.reporting.flags import FLAGS
from polls.results.services.files import write_run
from polls.results.services.printing import CannotPrintError, run_to_print


class Command(BaseCommand):
    help = "Print the results run of a poll, of everyone or of one segment."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slug", help="short name of the poll")
        parser.add_argument("--format", choices=["json"], default="json")
        parser.add_argument("--filter", default="", metavar="VARIABLE:SEGMENT", help="only this segment")
        parser.add_argument("--weights", default="", metavar="NAME", help="name of accepted weights")
        parser.add_argument("--without", nargs="*", default=[], choices=FLAGS, help="leave out responses so flagged")
        parser.add_argument("--language", choices=["nl", "en"], default="nl", help="language of the labels")

    def handle(self, *args: Any, **options: Any) -> None:
        poll = Poll.objects.filter(slug=options["slug"]).first()
        if poll is None:
            raise CommandError(f"There is no poll with the short name {options['slug']!r}.")
        variable, _colon, segment = options["filter"].partition(":")
        try:
            run = run_to_print(
                poll, variable=variable, segment=segment, weights=options["weights"], without=options["without"],
                clock=timezone.now,
            )  # fmt: skip
        except CannotPrintError as error:
            raise CommandError(str(error)) from error
        document = StringIO()
        write_run(run, options["language"], document)
        self.stdout.write(document.getvalue(), ending="")
