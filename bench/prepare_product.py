"""Publishes the benchmark's poll and invites respondents; prints the paths of their links as JSON.

``DJANGO_SETTINGS_MODULE=ksfsurvey.settings python -m bench.prepare_product COUNT``
"""

import json
import random
import sys
import uuid
from datetime import timedelta

import django

django.setup()

from django.utils import timezone  # noqa: E402

from bench.questionnaire import bench_questionnaire  # noqa: E402
from polls.invitations.models import Contact, Invitation  # noqa: E402
from polls.invitations.tokens import derive, hash_token  # noqa: E402
from polls.questionnaire.models import Poll  # noqa: E402
from polls.questionnaire.rows import create_poll  # noqa: E402
from polls.questionnaire.services import publish  # noqa: E402


def prepare(count: int) -> list[str]:
    now = timezone.now()
    slug = f"bench-{uuid.uuid4().hex[:8]}"
    poll = create_poll(bench_questionnaire(slug), by=None, opens_at=now - timedelta(days=1))
    publish(poll, by=None, now=now)
    addresses = [f"{slug}-{number}@bench.example" for number in range(count)]
    contacts = Contact.objects.bulk_create(Contact(email=address, email_key=address) for address in addresses)
    return [f"/i/{token}/" for token in invite(poll, contacts)]


def invite(poll: Poll, contacts: list[Contact]) -> list[str]:
    """Make the invitations in bulk, without the mail; give their tokens."""
    rng, tokens, invitations = random.Random(1), [], []
    for contact in contacts:
        invitation = Invitation(poll=poll, contact=contact, attributes={"role": rng.choice(["inhouse", "facilitair"])})
        tokens.append(derive(invitation.pk, poll.pk, 1))
        invitation.token_hash = hash_token(tokens[-1])
        invitations.append(invitation)
    Invitation.objects.bulk_create(invitations, batch_size=5000)
    return tokens


if __name__ == "__main__":
    json.dump(prepare(int(sys.argv[1])), sys.stdout)
