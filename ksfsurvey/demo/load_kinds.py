"""Puts the poll with every kind of question in the database, open to visitors, with answers of people before them."""

import random
from datetime import datetime, timedelta

from accounts.models import User
from ksfsurvey.demo.kinds_answers import participants
from ksfsurvey.demo.pictures import store_pictures
from ksfsurvey.demo.questionnaires.kinds import KINDS_POLL
from polls.collection.models import Link
from polls.collection.services.links import make_link
from polls.collection.services.loading import newcomer
from polls.collection.services.submission import Outcome, submit
from polls.invitations.tokens import new_random
from polls.questionnaire.rows import create_poll
from polls.questionnaire.services import publish
from polls.results.services.runs import execute, refresh

PARTICIPANTS = 80
FROM_NEWSLETTER = 3
"""One in so many comes in by the link of the newsletter, the others by the main one."""


def load_kinds_poll(rng: random.Random, *, by: User, now: datetime) -> None:
    """Open the poll and let people answer it in the hours before ``now``; then make its first results."""
    store_pictures()
    opened = now - timedelta(hours=PARTICIPANTS)
    poll = create_poll(KINDS_POLL, by=by, opens_at=opened, closes_at=now + timedelta(days=60))
    publish(poll, by=by, now=opened)
    newsletter = make_link(poll, Link.Kind.OPEN, name="Nieuwsbrief", by=by, now=opened)
    for number, answers in enumerate(participants(rng, PARTICIPANTS), start=1):
        place = f"o/{newsletter.key}/" if number % FROM_NEWSLETTER == 0 else f"o/{poll.slug}/"
        person = newcomer(new_random(), place, language="nl")
        if person is None:
            raise LookupError(f"{poll.slug} has no open link at {place}")
        outcome = submit(person, answers, language="nl", now=opened + number * timedelta(minutes=55))
        if outcome is not Outcome.RECEIVED:
            raise RuntimeError(f"an answer of the demo was not received: {outcome.value}")
    poll.refresh_from_db()
    run = refresh(poll, by=None, now=now)
    if run is not None:
        execute(run.pk, now=now, clock=lambda: now)
