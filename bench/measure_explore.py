"""Measures a change on the explore page of the demo poll, server side, in a process of its own; prints JSON.

Three looks: one that was told before, one by answers that is new each time, and one behind a condition that is new each
time. Milliseconds from request to page, the first of a kind apart, with the ledger growing as it does in use; and
those in which the processor worked for it, which other programs on the machine do not lengthen.
"""

import json
import statistics
import time
from collections.abc import Iterator, Sequence
from urllib.parse import urlencode

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.test import Client  # noqa: E402

from accounts.models import User  # noqa: E402
from accounts.roles import Role  # noqa: E402

SLUG = "uitbesteden"
QUESTIONS = ("opinion", "criterion", "goal", "direction", "rating", "channels", "outsources", "why_selected")
ANSWERS = ("outsources", "criterion", "direction", "external_start")


def told() -> Iterator[dict[str, str]]:
    return ({"q": question, "by": by} for question in QUESTIONS for by in ("sector_role", "outsourcing"))


def by_answers() -> Iterator[dict[str, str]]:
    return ({"q": q, "by": f"answer.{by}"} for q in QUESTIONS for by in ANSWERS if q != by)


def by_condition() -> Iterator[dict[str, str]]:
    return (
        {"q": question, "by": "sector_role", "where": f"rating >= {least}"}
        for least in (5, 6, 7, 8)
        for question in QUESTIONS
    )


def milliseconds(client: Client, chosen: dict[str, str]) -> tuple[float, float]:
    start, worked = time.perf_counter(), time.process_time()
    answer = client.get(f"/polls/{SLUG}/results/explore/?{urlencode(chosen)}")
    if answer.status_code != 200:
        raise RuntimeError(f"{answer.status_code} for {chosen}")
    return (time.perf_counter() - start) * 1000, (time.process_time() - worked) * 1000


def measured(name: str, looks: Sequence[dict[str, str]], client: Client) -> dict[str, object]:
    (first, _worked), *rest = [milliseconds(client, chosen) for chosen in looks]
    passed, worked = (statistics.quantiles(each, n=20) for each in zip(*rest, strict=True))
    return {
        "look": name,
        "looks": len(rest),
        "first_ms": first,
        "median_ms": passed[9],
        "p95_ms": passed[18],
        "median_cpu_ms": worked[9],
        "p95_cpu_ms": worked[18],
    }


def main() -> None:
    settings.ALLOWED_HOSTS = ["testserver"]
    client = Client()
    client.force_login(User.objects.filter(role=Role.ANALYST)[:1].get(), backend="accounts.backends.RoleBackend")
    kinds = {"told before": told(), "by answers": by_answers(), "behind a condition": by_condition()}
    print(json.dumps([measured(name, list(looks), client) for name, looks in kinds.items()]))


if __name__ == "__main__":
    main()
