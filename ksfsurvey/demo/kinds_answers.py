"""Synthetic answers to the poll with every kind of question, so that the results of each kind can be looked at."""

import random
from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from ksfsurvey.demo.questionnaires.kinds_opinions import SECTORS
from polls.codebook.answers import DONT_KNOW, Answers, Value

TIPS = (
    "Luister eerst, los daarna pas op.",
    "Laat nieuwe collega’s een week meeluisteren.",
    "Plan pauzes net zo strak als gesprekken.",
    "Geef medewerkers de ruimte om één keer per dag van het script af te wijken.",
    "Meet minder, maar doe iets met wat je meet.",
)

STATEMENTS = {"workload": 3.1, "growth": 3.7, "tools": 2.8, "pride": 4.2}
"""The mean opinion about each statement, on a scale of five."""

BUDGET = {"phone": 45, "mail": 25, "chat": 17, "whatsapp": 13}
PRIORITIES = {"once": 5.0, "fast": 3.2, "person": 2.0, "friendly": 1.4, "anytime": 1.0}
MINUTES = {"phone": (6.5, 2.0), "mail": (9.0, 3.5), "chat": (11.0, 4.0)}
HOURS = {
    "phone": {"day": 0.97, "evening": 0.55, "weekend": 0.35},
    "mail": {"day": 0.99, "evening": 0.25, "weekend": 0.15},
    "chat": {"day": 0.75, "evening": 0.5, "weekend": 0.3},
    "whatsapp": {"day": 0.6, "evening": 0.4, "weekend": 0.35},
}


def participants(rng: random.Random, count: int) -> list[Answers]:
    """Give the answers of so many people. The same ``rng`` gives the same people."""
    return [_participant(rng) for _ in range(count)]


def _participant(rng: random.Random) -> Answers:
    position = rng.choices(("agent", "lead", "manager", "other"), (50, 25, 20, 5))[0]
    mood = rng.gauss(0.4 if position == "manager" else 0.0, 0.6)
    answers: Answers = {
        "position": position,
        **({"position.other": "Kwaliteitscoach"} if position == "other" else {}),
        "channels": _some(rng, {"phone": 0.9, "mail": 0.8, "chat": 0.45, "whatsapp": 0.4}, 3),
        "sector": rng.choice([code for code, _dutch, _english in SECTORS]),
        "workplace": rng.choices(("office", "home", "mixed"), (20, 25, 55))[0],
        **_judgements(rng, mood),
        **{f"statements.{row}": _point(rng, mean + mood, 1, 5, 1.0) for row, mean in STATEMENTS.items()},
        **{f"hours.{channel}": _some(rng, chances, 3) or ["never"] for channel, chances in HOURS.items()},
        **{f"minutes.{row}": _minutes(rng, *spread) for row, spread in MINUTES.items()},
        "priorities": _ranking(rng),
        **_budget(rng),
        "wage": DONT_KNOW if rng.random() < 0.1 else f"{rng.gauss(15.4, 1.1):.2f}",
        **_facts(rng),
        "via": rng.choices(("newsletter", "linkedin", "website"), (55, 30, 15))[0],
        "consent": "yes",
    }
    return {key: _left_open(rng, key, value) for key, value in answers.items()}


def _judgements(rng: random.Random, mood: float) -> Answers:
    return {
        "ai_helps": DONT_KNOW if rng.random() < 0.08 else _point(rng, 3.4 + mood, 1, 5, 1.1),
        "quality": _point(rng, 7.1 + mood, 0, 10, 1.5),
        "recommend": _point(rng, 7.4 + mood * 1.5, 0, 10, 2.2),
        "tools": _point(rng, 3.2 + mood / 2, 1, 5, 1.0),
        "digital": DONT_KNOW if rng.random() < 0.12 else str(5 * min(20, max(0, round(rng.gauss(9, 4))))),
    }


def _left_open(rng: random.Random, key: str, value: Value) -> Value:
    """Leave one in twenty-five open, but for what had to be answered."""
    if key.split(".")[0] in ("position", "statements", "budget", "consent", "via") or rng.random() > 0.04:
        return value
    return [] if isinstance(value, list) else ""


def _facts(rng: random.Random) -> Answers:
    opened = date(1994, 1, 1) + timedelta(days=int(rng.betavariate(2, 1.4) * 11_500))
    return {
        "opened": opened.isoformat() if rng.random() < 0.7 else "",
        "busiest": f"2025-{rng.choices(range(1, 13), (9, 3, 3, 4, 4, 3, 2, 2, 5, 6, 11, 14))[0]:02d}",
        "email": "",
        "phone": "",
        "postcode": rng.choice(("3511 AB", "1012 JS", "5611 EM", "7511 HV", "")),
        "tip": rng.choice(TIPS) if rng.random() < 0.35 else "",
        "roster": "",
    }


def _point(rng: random.Random, mean: float, lowest: int, highest: int, spread: float) -> str:
    return str(min(highest, max(lowest, round(rng.gauss(mean, spread)))))


def _some(rng: random.Random, chances: Mapping[str, float], most: int) -> list[str]:
    return [code for code, chance in chances.items() if rng.random() < chance][:most]


def _minutes(rng: random.Random, mean: float, spread: float) -> str:
    value = max(1.0, rng.gauss(mean, spread))
    return f"{round(value * 2) / 2:g}"


def _ranking(rng: random.Random) -> list[str]:
    """Draw an order in which what weighs more tends to come first; some people stop after three."""
    left = dict(PRIORITIES)
    order: list[str] = []
    while left:
        chosen = rng.choices(list(left), list(left.values()))[0]
        order.append(chosen)
        del left[chosen]
    return order if rng.random() < 0.8 else order[:3]


def _budget(rng: random.Random) -> Answers:
    """Divide a hundred over the channels in steps of five."""
    if rng.random() < 0.08:
        return {f"budget.{channel}": DONT_KNOW for channel in BUDGET}
    steps = _steps(rng, list(BUDGET.values()))
    return {f"budget.{channel}": str(5 * step) for channel, step in zip(BUDGET, steps, strict=True)}


def _steps(rng: random.Random, weights: Sequence[int]) -> list[int]:
    steps = [0] * len(weights)
    for place in rng.choices(range(len(weights)), weights, k=20):
        steps[place] += 1
    return steps
