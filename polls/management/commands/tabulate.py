"""Print any table of a poll: questions by segments, with a filter, within what may be shown."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from polls.analysis.tabulation.run import to_json
from polls.questionnaire.models import Poll
from polls.reporting.quality import FLAGS
from polls.results.services.printing import CannotPrintError
from polls.results.services.tables import TableRequest, as_text, make_table


class Command(BaseCommand):
    help = "Print a table of a poll's responses: shares and means with intervals, tests and letters."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slug", help="short name of the poll")
        parser.add_argument("--rows", nargs="+", required=True, metavar="CODE", help="codes of questions")
        parser.add_argument(
            "--columns", nargs="*", default=[], metavar="SEGMENT", help="segment variables; 'a > b' nests b in a"
        )
        parser.add_argument("--weights", default="", metavar="NAME", help="name of the weights")
        parser.add_argument("--filter", default="", metavar="EXPR", help="only those for whom this condition holds")
        parser.add_argument("--without", nargs="*", default=[], choices=FLAGS, help="leave out responses so flagged")
        parser.add_argument("--format", choices=["json", "text"], default="json")
        parser.add_argument("--language", choices=["nl", "en"], default="nl", help="language of the labels")

    def handle(self, *args: Any, **options: Any) -> None:
        poll = Poll.objects.filter(slug=options["slug"]).first()
        if poll is None:
            raise CommandError(f"There is no poll with the short name {options['slug']!r}.")
        request = TableRequest(
            options["rows"], options["columns"], options["filter"], options["weights"], options["language"],
            options["without"],
        )  # fmt: skip
        try:
            document = make_table(poll, request, clock=timezone.now, tell=self._tell)
        except CannotPrintError as error:
            raise CommandError(str(error)) from error
        if options["format"] == "text":
            self.stdout.write(as_text(document), ending="")
        else:
            self.stdout.write(to_json(document).decode())

    def _tell(self, done: int, of: int) -> None:
        self.stderr.write(f"counted {done} of {of} parts")
