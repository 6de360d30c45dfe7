"""Index of the admin classes, for Django's discovery. Each stage keeps its own."""

from polls.questionnaire.admin import PageAdmin, PollAdmin, PollEventAdmin, QuestionnaireVersionAdmin

__all__ = ["PageAdmin", "PollAdmin", "PollEventAdmin", "QuestionnaireVersionAdmin"]
