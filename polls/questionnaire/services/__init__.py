"""Verbs of the stage: publish, close, reopen, duplicate, edit. Each says who did it and is one transaction."""

from polls.questionnaire.services.acting import Actor, Gone, NotNow
from polls.questionnaire.services.arranging import (
    add_page,
    add_question,
    duplicate_page,
    duplicate_question,
    move_page,
    move_question,
)
from polls.questionnaire.services.bin import discard, empty_bins, restore
from polls.questionnaire.services.copying import duplicate, free_slug
from polls.questionnaire.services.deleting import why_not_deletable
from polls.questionnaire.services.editing import Edit, EditConflict, add_choices, save
from polls.questionnaire.services.exchanging import confirm_import, preview_import
from polls.questionnaire.services.library import insert_question, keep_question, offered
from polls.questionnaire.services.publishing import (
    NotPublishable,
    errors_of,
    find_problems,
    has_unpublished_wording,
    publish,
)
from polls.questionnaire.services.running import close, reopen
from polls.questionnaire.services.translating import Entry as TextEntry
from polls.questionnaire.services.translating import entries as text_entries
from polls.questionnaire.services.translating import save_texts
from polls.questionnaire.services.warnings import answer_warnings, answers_to, warnings_by_key
from polls.questionnaire.services.waves import FaultyMap, map_between, save_map

__all__ = [
    "Actor",
    "Edit",
    "EditConflict",
    "FaultyMap",
    "Gone",
    "NotNow",
    "NotPublishable",
    "TextEntry",
    "add_choices",
    "add_page",
    "add_question",
    "answer_warnings",
    "answers_to",
    "close",
    "confirm_import",
    "discard",
    "duplicate",
    "duplicate_page",
    "duplicate_question",
    "empty_bins",
    "errors_of",
    "find_problems",
    "free_slug",
    "has_unpublished_wording",
    "insert_question",
    "keep_question",
    "map_between",
    "move_page",
    "move_question",
    "offered",
    "preview_import",
    "publish",
    "reopen",
    "restore",
    "save",
    "save_map",
    "save_texts",
    "text_entries",
    "warnings_by_key",
    "why_not_deletable",
]
