"""How long the contact list takes, on an empty database: ``python -m bench.contacts [number]``.

``DATABASE_URL`` and ``VAR_DIR`` say where it is; ``DJANGO_SETTINGS_MODULE=ksfsurvey.settings``.
"""

import random
import sys
import time
from collections.abc import Callable

import django

django.setup()

from django.core.management import call_command  # noqa: E402

from ksfsurvey.demo.contacts import ATTRIBUTES, FIRST_NAMES, LAST_NAMES, PLACES  # noqa: E402
from polls.invitations.models import Attribute, Contact, Organisation  # noqa: E402
from polls.invitations.services import definitions, matching, with_attributes  # noqa: E402

MOST = 0.2
"""Seconds that a list may take."""


def main(number: int) -> None:
    """Fill the database with contacts and time what the list asks for; print a table."""
    call_command("migrate", verbosity=0)
    if Contact.objects.exists():
        raise SystemExit("There are contacts here already.")
    _fill(number)
    _measure(number)


def _fill(number: int) -> None:
    rng = random.Random(1)
    Attribute.objects.bulk_create(Attribute(**each) for each in ATTRIBUTES)
    places = Organisation.objects.bulk_create(
        Organisation(name=f"{rng.choice(PLACES)} {place} BV", name_key=f"organisation {place}", attributes={})
        for place in range(number // 20 + 1)
    )
    contacts = (
        Contact(
            email=f"person{place}@firm{place % 5000}.example",
            email_key=f"person{place}@firm{place % 5000}.example",
            name=f"{rng.choice(FIRST_NAMES)} {rng.choice(LAST_NAMES)}",
            organisation=places[place // 20],
            attributes={"role": rng.choice(["inhouse", "facilitair"]), "seats": str(rng.randrange(5, 900))},
        )
        for place in range(number)
    )
    Contact.objects.bulk_create(contacts, batch_size=2_000)


def _measure(number: int) -> None:
    known = definitions()
    asked: dict[str, tuple[str, dict[str, list[str]]]] = {
        "all": ("", {}),
        "a common word": ("bakker", {}),
        "a rare word": (f"person{number - 7}@", {}),
        "nothing fits": ("zzzzzz", {}),
        "two words": ("zoe celik", {}),
        "an organisation": (f"{number // 40} bv", {}),
        "a choice": ("", {"role": ["inhouse"]}),
        "a band": ("", {"seats": ["small"]}),
        "a word and a band": ("bakker", {"seats": ["large"]}),
    }
    print(f"{number:,} contacts")
    for name, (text, chosen) in asked.items():

        def ask(text: str = text, chosen: dict[str, list[str]] = chosen) -> int:
            found = with_attributes(matching(Contact.objects.select_related("organisation"), text), chosen, known)
            count = found.count()
            list(found[:50])
            return count

        seconds, count = _timed(ask)
        print(f"{name:<20} {count:>8,} {1000 * seconds:>8.0f} ms{'' if seconds <= MOST else '  too slow'}")


def _timed(ask: Callable[[], int]) -> tuple[float, int]:
    """Give the least of five times in seconds, and the outcome."""
    times, count = [], 0
    for _turn in range(5):
        started = time.perf_counter()
        count = ask()
        times.append(time.perf_counter() - started)
    return min(times), count


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
