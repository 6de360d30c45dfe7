"""The project: settings, Celery, URLs and the demo. Wiring only; what the product does lives in the apps."""

from ksfsurvey.celery import app as celery_app

__all__ = ["celery_app"]
