"""Puts a webhook and announcements in the database, as a process of its own: ``tests.faults.telling URL 40``."""

import sys

import django
from django.utils import timezone


def main() -> None:
    django.setup()
    from polls.api.models import Webhook
    from polls.questionnaire.models import Announcement
    from polls.questionnaire.services.announcing import announce
    from tests.results import sample

    url, number = sys.argv[1:]
    now = timezone.now()
    kind = Announcement.Kind.CLOSED
    Webhook.objects.create(name="CRM", url=url, kinds=[kind.value], created_at=now)
    poll = sample.published(sample.questionnaire())
    for _each in range(int(number)):
        announce(poll, kind, now=now)


if __name__ == "__main__":
    main()
