"""The polls that the checker is tried on: the published one, and the demo's second poll with answers."""

import random
from collections.abc import Mapping
from functools import cache
from typing import Any

from ksfsurvey.demo.answers import respondents
from ksfsurvey.demo.questionnaires.ai import AI_POLL
from ksfsurvey.demo.questionnaires.outsourcing import OUTSOURCING_POLL
from polls.analysis.coding import from_rows
from polls.analysis.summary import summarise
from polls.reporting.build import build_report
from polls.reporting.document import Report


@cache
def golden_report(language: str) -> Report:
    """Report the poll of the published article."""
    people = respondents(random.Random(20260914))
    answers: list[Mapping[str, Any]] = [each for _role, each in people]
    attributes = [{"role": role} for role, _each in people]
    summary = summarise(OUTSOURCING_POLL, from_rows(OUTSOURCING_POLL, answers, attributes))
    return build_report(OUTSOURCING_POLL, summary, language=language)


USES = {"inhouse": {"yes": 66, "pilot": 24, "no": 30}, "facilitair": {"yes": 18, "pilot": 22, "no": 40}}
"""66 of 120 inhouse contact centres use AI (55 %), 18 of 80 outsourced ones (22.5 %, written 23 %): it differs."""

TRUST = {"inhouse": (6, 15, 30, 51, 18), "facilitair": (4, 10, 20, 34, 12)}
APPLICATIONS = ("chatbot", "chatbot", "summaries", "agent_support", "chatbot", "summaries", "voicebot")


@cache
def ai_report(language: str) -> Report:
    """Report the demo's second poll with 200 made-up respondents."""
    answers: list[Mapping[str, Any]] = []
    attributes: list[Mapping[str, str]] = []
    for role, uses in USES.items():
        points = [code for code, count in zip(_POINTS, TRUST[role], strict=True) for _ in range(count)]
        given = [code for code, count in uses.items() for _ in range(count)]
        for at, (use, point) in enumerate(zip(given, points, strict=True)):
            more = {"applications": [APPLICATIONS[at % 7]]} if use != "no" else {}
            grade = str((5, 6, 7, 7, 8)[at % 5])
            answers.append({"uses_ai": use, "trust": point, "readiness": grade, **more})
            attributes.append({"role": role})
    return build_report(AI_POLL, summarise(AI_POLL, from_rows(AI_POLL, answers, attributes)), language=language)


_POINTS = ("strongly_disagree", "disagree", "neutral", "agree", "strongly_agree")
