"""How long the demo's respondents take for each page. Some are in a hurry: the results can be seen without them."""

import random
from collections.abc import Sequence

from polls.codebook.answers import Answers

SEED = 20260915

USUAL = {"general": 34, "inhouse": 58, "practice": 49, "facilitair": 44, "closing": 16}
"""Seconds on each page of the published poll."""

FAST = 4
"""So many times as fast are those in a hurry."""

IN_A_HURRY = {"outsourcing": 6, "not_yet": 5, "facilitair": 5}
"""How many in each group: enough of each for the results without them to be told."""


def seconds_by_page(people: Sequence[tuple[str, Answers]]) -> list[dict[str, int]]:
    """Give the seconds that each respondent (role and answers) takes for each page. The same people, the same times."""
    rng = random.Random(SEED)  # noqa: S311 - synthetic data
    left = dict(IN_A_HURRY)
    found = []
    for role, answers in people:
        group = role if role == "facilitair" else "not_yet" if answers["outsources"] == "no" else "outsourcing"
        is_fast = left[group] > 0
        left[group] -= is_fast
        pace = FAST if is_fast else 1
        found.append({page: max(1, round(usual * rng.uniform(0.8, 1.3) / pace)) for page, usual in USUAL.items()})
    return found
