"""A control: the web server with one guard moved. Whether the poll is open is looked at before the transaction."""

import threading
import time
from typing import Any

from django.db import transaction

from ksfsurvey.wsgi import application

from polls.collection.services import submission  # isort: skip - after Django is set up
from polls.collection.views import answering  # isort: skip

looked = threading.local()
look, submit = submission._pass_gate, submission.submit


def look_first(participation: Any, answers: Any, *, now: Any, **told: Any) -> Any:
    try:
        with transaction.atomic():
            looked.poll = look(participation, now)
    except submission._RefusedError as refusal:
        return refusal.outcome
    time.sleep(0.5)
    return submit(participation, answers, now=now, **told)


submission._pass_gate = lambda participation, now: looked.poll
setattr(answering, "submit", look_first)  # noqa: B010

__all__ = ["application"]
