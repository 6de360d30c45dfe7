"""The builder in Django's admin, and what was recorded of each poll."""

from polls.questionnaire.admin.pages import PageAdmin
from polls.questionnaire.admin.polls import PollAdmin
from polls.questionnaire.admin.records import PollEventAdmin, QuestionnaireVersionAdmin

__all__ = ["PageAdmin", "PollAdmin", "PollEventAdmin", "QuestionnaireVersionAdmin"]
