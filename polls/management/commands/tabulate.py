"""Print any table of a poll: questions by segments, with a filter, within what may be shown."""

import json
from collections.abc import Sequence
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from polls.analysis.tabulation.run import to_json
from polls.questionnaire.models import Poll
from polls.reporting.flags import FLAGS
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
        parser.add_argument("--base", choices=["asked", "answered", "valid"], help="who counts, instead of the usual")
        parser.add_argument(
            "--net", action="append", default=[], metavar="QUESTION.NET=CODE,…", help="answers taken together"
        )
        parser.add_argument(
            "--derive", action="append", default=[], nargs="+", metavar=("CODE", "GROUP: EXPR"),
            help="a variable made for this table: its code, then groups (tried in order), or one expression: a number",
        )  # fmt: skip
        parser.add_argument(
            "--set", action="append", default=[], metavar="KEY=VALUE", dest="keys",
            help="any other key of a table in docs/tabulate.md, such as interval=wilson or tests.correction=none",
        )  # fmt: skip
        parser.add_argument("--format", choices=["json", "text"], default="json")
        parser.add_argument("--language", choices=["nl", "en"], default="nl", help="language of the labels")

    def handle(self, *args: Any, **options: Any) -> None:
        poll = Poll.objects.filter(slug=options["slug"]).first()
        if poll is None:
            raise CommandError(f"There is no poll with the short name {options['slug']!r}.")
        request = TableRequest(
            options["rows"],
            options["columns"],
            options["filter"],
            options["weights"],
            options["language"],
            without=options["without"],
            options=_options(options),
            derived=[_derived(parts) for parts in options["derive"]],
        )
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


def _options(options: dict[str, Any]) -> dict[str, Any]:
    """Give the further keys of a table specification."""
    found: dict[str, Any] = {}
    for text in options["keys"]:
        key, value = _split(text, "=", "--set takes KEY=VALUE")
        place = found
        *above, last = key.split(".")
        for name in above:
            place = place.setdefault(name, {})
            if not isinstance(place, dict):
                raise CommandError(f"--set {key}: {name} was set to something else.")
        place[last] = _value(value)
    if options["base"]:
        found["base"] = options["base"]
    for text in options["net"]:
        name, codes = _split(text, "=", "--net takes QUESTION.NET=CODE,CODE")
        question, dot, net = name.rpartition(".")
        if not dot:
            raise CommandError(f"--net {text}: --net takes QUESTION.NET=CODE,CODE.")
        found.setdefault("nets", {}).setdefault(question, {})[net] = [code.strip() for code in codes.split(",")]
    return found


def _value(text: str) -> Any:
    """Read a value as JSON, else as a text."""
    try:
        return json.loads(text)
    except ValueError:
        return text


def _derived(parts: Sequence[str]) -> dict[str, Any]:
    """Read a derived variable: its code, then ``group: condition`` for each group, or one expression of a number."""
    code, *groups = parts
    if not groups:
        raise CommandError(f"--derive {code}: groups belong after it, such as 'large: seats > 50', or an expression.")
    if len(groups) == 1 and ":" not in groups[0]:
        return {"code": code, "value": groups[0]}
    pairs = [_split(group, ":", "--derive takes CODE 'GROUP: EXPR' …") for group in groups]
    return {"code": code, "groups": [{"code": group, "when": condition} for group, condition in pairs]}


def _split(text: str, sign: str, usage: str) -> tuple[str, str]:
    before, found, after = text.partition(sign)
    if not found or not before.strip() or not after.strip():
        raise CommandError(f"{text!r}: {usage}.")
    return before.strip(), after.strip()
