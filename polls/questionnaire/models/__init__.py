"""The editable design of a poll, and the frozen versions that were launched of it."""

from polls.questionnaire.models.announcements import Announcement
from polls.questionnaire.models.design import Choice, MatrixRow, Page, Question, Segment, SegmentVariable
from polls.questionnaire.models.editing import KEPT_IN_BIN, Discarded, Edited, WarningAnswer
from polls.questionnaire.models.polls import GRACE, LINKED_AFTER_CLOSING, Poll, PollQuerySet, QuestionnaireVersion
from polls.questionnaire.models.records import PollEvent
from polls.questionnaire.models.reuse import LibraryQuestion, QuestionnaireImport, WaveMap
from polls.questionnaire.models.routing import QuestionCheck, QuestionVariant, Quota, ScreenOut
from polls.questionnaire.models.texts import (
    TextByLanguage,
    choice_code_validator,
    code_validator,
    default_languages,
)

__all__ = [
    "GRACE",
    "KEPT_IN_BIN",
    "LINKED_AFTER_CLOSING",
    "Announcement",
    "Choice",
    "Discarded",
    "Edited",
    "LibraryQuestion",
    "MatrixRow",
    "Page",
    "Poll",
    "PollEvent",
    "PollQuerySet",
    "Question",
    "QuestionCheck",
    "QuestionVariant",
    "QuestionnaireImport",
    "QuestionnaireVersion",
    "Quota",
    "ScreenOut",
    "Segment",
    "SegmentVariable",
    "TextByLanguage",
    "WarningAnswer",
    "WaveMap",
    "choice_code_validator",
    "code_validator",
    "default_languages",
]
