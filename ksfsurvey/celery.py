"""The Celery application. Tasks live in the stages; ``polls.tasks`` is their index."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ksfsurvey.settings")

app = Celery("ksfsurvey")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
