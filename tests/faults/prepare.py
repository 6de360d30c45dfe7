"""Puts in the database what a fault test needs, as a process of its own: ``tests.faults.prepare mailing 300``."""

import random
import sys
import time
from datetime import timedelta
from typing import Any

import django
from django.db import transaction
from django.utils import timezone


def mailing(number: int, **fields: Any) -> None:
    """Publish a poll and invite ``number`` contacts, whose mails wait."""
    from polls.invitations.models import Contact
    from polls.invitations.services import invite
    from tests.invitations import sample

    now = timezone.now()
    poll = sample.make_poll(closes_at=now + timedelta(days=14), **fields)
    sample.make_contacts(number)
    invite(poll, Contact.objects.all(), by=None, now=now)


def answering(number: int) -> None:
    """Publish an identified poll and print the paths of ``number`` personal links, one a line."""
    from polls.invitations.models import Invitation
    from polls.invitations.tokens import hash_token, new_random
    from polls.questionnaire.models import Poll
    from tests.invitations import sample

    slug = f"poll-{Poll.objects.count()}"
    poll = sample.make_poll(slug, closes_at=timezone.now() + timedelta(days=14), is_anonymous=False)
    tokens = [new_random() for _ in range(number)]
    Invitation.objects.bulk_create(
        (Invitation(poll=poll, token_hash=hash_token(token)) for token in tokens), batch_size=1000
    )
    sys.stdout.writelines(f"/i/{token}/\n" for token in tokens)


def linked(number: int) -> None:
    """Do as ``mailing`` for an identified poll, and print the address and the token of each person, a line each."""
    from polls.invitations.models import Message
    from polls.invitations.tokens import derive

    mailing(number, is_anonymous=False)
    waiting = Message.objects.order_by("not_before", "pk").select_related("invitation__contact")
    for invitation in (message.invitation for message in waiting):
        assert invitation.contact is not None
        token = derive(invitation.pk, invitation.poll_id, invitation.generation)
        sys.stdout.write(f"{invitation.contact.email} {token}\n")


def anonymous(number: int) -> None:
    """Publish an anonymous poll with open questions and print the paths of ``number`` personal links, one a line."""
    from tests.collection import sample

    now = timezone.now()
    poll = sample.launched(now=now, closes_at=now + timedelta(days=14))
    sys.stdout.writelines(f"/i/{token}/\n" for token in sample.invite_many(poll, number))


def empty(_number: int) -> None:
    """Empty the urn, as every hour, and print how many responses that gave."""
    from polls.collection.services import empty_urns

    sys.stdout.write(str(empty_urns()))


def close(_number: int) -> None:
    """Close the newest poll, as its closing time does, and print how many responses its final result has."""
    from polls.questionnaire.models import Poll
    from polls.results.services.closing import close_poll

    poll = Poll.objects.latest("pk")
    with transaction.atomic():  # what comes after the closing is not counted, however late we look
        close_poll(poll, now=timezone.now())
        counted = poll.responses.count()
    sys.stdout.write(str(counted))


def close_when_told(_number: int) -> None:
    """Say that all is ready, wait for the file ``close`` and close the newest poll; print the moment of it."""
    from django.conf import settings

    from polls.questionnaire.models import Poll
    from polls.results.services.closing import close_poll

    poll = Poll.objects.latest("pk")
    print("ready", flush=True)  # noqa: T201
    while not (settings.VAR_DIR / "close").exists():
        time.sleep(0.01)
    close_poll(poll, now=timezone.now())
    print(f"closed {time.monotonic()}", flush=True)  # noqa: T201


def results(number: int) -> None:
    """Store ``number`` responses and a run of them that waits."""
    from polls.results.services import runs
    from polls.results.services.recipes import recipe_for
    from tests.results import sample

    known, rng = sample.questionnaire(), random.Random(4)
    poll = sample.published(known)
    answers = [sample.random_answers(rng, known) for _ in range(number)]
    sample.respond(poll, answers, [sample.random_attributes(rng) for _ in answers])
    runs.request_run(poll, recipe=recipe_for(known), by=None, now=timezone.now(), is_urgent=False)


def main() -> None:
    django.setup()
    what, number = sys.argv[1:]
    known = (anonymous, answering, close, close_when_told, empty, linked, mailing, results)
    {each.__name__: each for each in known}[what](int(number))


if __name__ == "__main__":
    main()
