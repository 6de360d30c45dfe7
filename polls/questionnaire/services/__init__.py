"""Verbs of the stage: publish, close, reopen, duplicate, edit. Each says who did it and is one transaction."""

from polls.questionnaire.services.acting import Actor, NotNow
from polls.questionnaire.services.copying import duplicate, free_slug
from polls.questionnaire.services.deleting import why_not_deletable
from polls.questionnaire.services.editing import add_choices, add_page
from polls.questionnaire.services.publishing import (
    NotPublishable,
    errors_of,
    find_problems,
    has_unpublished_wording,
    publish,
)
from polls.questionnaire.services.running import close, reopen
from polls.questionnaire.services.waves import FaultyMap, map_between, save_map

__all__ = [
    "Actor",
    "FaultyMap",
    "NotNow",
    "NotPublishable",
    "add_choices",
    "add_page",
    "close",
    "duplicate",
    "errors_of",
    "find_problems",
    "free_slug",
    "has_unpublished_wording",
    "map_between",
    "publish",
    "reopen",
    "save_map",
    "why_not_deletable",
]
