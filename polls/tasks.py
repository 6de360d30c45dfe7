"""Index of the Celery tasks, for Celery's discovery. Each stage keeps its own."""

from polls.api import tasks as api_tasks
from polls.collection import tasks as collection_tasks
from polls.invitations import tasks as invitations_tasks
from polls.publication import tasks as publication_tasks
from polls.questionnaire import tasks as questionnaire_tasks
from polls.results import tasks as results_tasks

__all__ = [
    "api_tasks",
    "collection_tasks",
    "invitations_tasks",
    "publication_tasks",
    "questionnaire_tasks",
    "results_tasks",
]
