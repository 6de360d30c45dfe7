"""Synthetic answers to the published poll, with the counts that give the published figures.

The article states shares and no bases. The bases here (100 inhouse, 50 of whom outsource, and 52 facilitair) are an
example that fits the rounded figures; they are not the federation's own.
"""

import random
from collections.abc import Mapping, Sequence

from polls.codebook.answers import DONT_KNOW, Answers

INHOUSE, OUTSOURCING, FACILITAIR = 100, 50, 52

OPINION = {
    "inhouse": {"very_negative": 4, "negative": 13, "neutral": 22, "positive": 44, "very_positive": 14, DONT_KNOW: 3},
    "facilitair": {"negative": 4, "neutral": 8, "positive": 26, "very_positive": 14},
}
CRITERION_OUTSOURCING = {"quality": 29, "expertise": 7, "costs": 6, "flexibility": 5, "technology": 2, "other": 1}
CRITERION_NOT_YET = {"quality": 25, "expertise": 5, "costs": 9, "flexibility": 6, "technology": 4, "other": 1}
EXTERNAL_START = {
    "labour_market": 55, "economy": 17, "technology": 12, "expectations": 9, "regulation": 6, "other": 1
}  # fmt: skip
EXTERNAL_DURING = {
    "labour_market": 50, "economy": 20, "technology": 14, "expectations": 10, "regulation": 5, "other": 1
}  # fmt: skip
GOAL = {"efficiency": 17, "capacity": 12, "savings": 8, "hours": 7, "quality": 3, "other": 3}
DIRECTION = {"yes": 44, "no": 4, DONT_KNOW: 2}
RATING = {"4": 1, "5": 2, "6": 8, "7": 19, "8": 15, "9": 3, DONT_KNOW: 2}
WHY_SELECTED = {"expertise": 22, "quality": 12, "efficiency": 10, "savings": 4, "other": 4}
EXTERNAL_REASON = {
    "economy": 19, "labour_market": 14, "technology": 9, "expectations": 5, "regulation": 4, "other": 1
}  # fmt: skip
EXTERNAL_CONTRACT = {"economy": 27, "labour_market": 10, "technology": 8, "expectations": 4, "regulation": 3}
CHANNELS = {"phone": 0.97, "email": 0.93, "chat": 0.55, "messaging": 0.48, "social": 0.41}
OTHER_TEXTS = ("Cultuur die bij ons past", "Nabijheid", "Bereikbaarheid in het weekend", "Meertaligheid")
REMARKS = (
    "Goede afspraken vooraf maken het verschil.",
    "De overdracht van kennis kost meer tijd dan we dachten.",
    "Wij zijn tevreden over de samenwerking.",
    "Ik mis vooral inzicht in de gesprekken.",
    "Zonder partner hadden we de piek in december niet gehaald.",
    "Uitbesteden werkt alleen als je zelf de regie houdt.",
)


def respondents(rng: random.Random) -> list[tuple[str, Answers]]:
    """Give each respondent's role and answers, in random order. The same ``rng`` gives the same people."""
    outsourcing = _columns(
        rng,
        OUTSOURCING,
        criterion=CRITERION_OUTSOURCING,
        outsources={"fully": 12, "partly": 38},
        goal=GOAL,
        direction=DIRECTION,
        rating=RATING,
    )
    not_yet = _columns(rng, INHOUSE - OUTSOURCING, criterion=CRITERION_NOT_YET, outsources={"no": 50})
    shared = _columns(
        rng, INHOUSE, opinion=OPINION["inhouse"], external_start=EXTERNAL_START, external_during=EXTERNAL_DURING
    )
    inhouse = [{**common, **own} for common, own in zip(shared, outsourcing + not_yet, strict=True)]
    facilitair = _columns(
        rng,
        FACILITAIR,
        opinion=OPINION["facilitair"],
        why_selected=WHY_SELECTED,
        external_reason=EXTERNAL_REASON,
        external_contract=EXTERNAL_CONTRACT,
    )
    people = [("inhouse", answers) for answers in inhouse] + [("facilitair", answers) for answers in facilitair]
    people = [(role, _completed(rng, answers)) for role, answers in people]
    rng.shuffle(people)
    return people


def _columns(rng: random.Random, size: int, **counts: Mapping[str, int]) -> list[Answers]:
    """Deal each question's answers out over ``size`` respondents, each answer as often as its count says."""
    dealt: dict[str, Sequence[str]] = {}
    for question, count_by_code in counts.items():
        column = [code for code, count in count_by_code.items() for _ in range(count)]
        if len(column) != size:
            raise ValueError(f"{question}: {len(column)} answers for {size} respondents")
        rng.shuffle(column)
        dealt[question] = column
    return [{question: column[row] for question, column in dealt.items()} for row in range(size)]


def _completed(rng: random.Random, answers: Answers) -> Answers:
    """Add what no published figure depends on: channels, texts, the share that is outsourced."""
    complete: Answers = {**answers, "channels": [code for code, chance in CHANNELS.items() if rng.random() < chance]}
    for question, answer in answers.items():
        if answer == "other":
            complete[f"{question}.other"] = rng.choice(OTHER_TEXTS)
    if "goal" in answers:
        share = "100" if answers["outsources"] == "fully" else str(rng.randrange(10, 85, 5))
        complete["share_outsourced"] = DONT_KNOW if rng.random() < 0.06 else share
    complete["remark"] = rng.choice(REMARKS) if rng.random() < 0.2 else ""
    return complete
