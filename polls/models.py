"""Index of the models, for Django. Each stage keeps its own."""

from polls.collection.models import DailyCount, Draft, Response, SealedResponse, Upload
from polls.invitations.models import Contact, ContactImport, Invitation, Message
from polls.questionnaire.models import (
    Choice,
    Discarded,
    MatrixRow,
    Page,
    Poll,
    PollEvent,
    Question,
    QuestionCheck,
    QuestionnaireVersion,
    QuestionVariant,
    Quota,
    ScreenOut,
    Segment,
    SegmentVariable,
    WarningAnswer,
    WaveMap,
)
from polls.results.models import Export, Run

__all__ = [
    "Choice",
    "Contact",
    "ContactImport",
    "DailyCount",
    "Discarded",
    "Draft",
    "Export",
    "Invitation",
    "MatrixRow",
    "Message",
    "Page",
    "Poll",
    "PollEvent",
    "Question",
    "QuestionCheck",
    "QuestionVariant",
    "QuestionnaireVersion",
    "Quota",
    "Response",
    "Run",
    "ScreenOut",
    "SealedResponse",
    "Segment",
    "SegmentVariable",
    "Upload",
    "WarningAnswer",
    "WaveMap",
]
