"""Index of the Celery tasks, for Celery's discovery. Each stage keeps its own."""

from polls.results import tasks as results_tasks

__all__ = ["results_tasks"]
