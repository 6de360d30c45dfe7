"""The scheduler in a hurry, so that a test need not wait for its next round."""

from ksfsurvey.celery import app

app.conf.beat_schedule = {
    "send waiting mail": {"task": "invitations.deliver_waiting", "schedule": 1.0, "options": {"expires": 15}}
}

__all__ = ["app"]
