"""A poll copied with all that was decided around it: its mail and its registration page. Links and people never."""

from datetime import datetime

from django.db import transaction

from polls.collection.models import RegistrationPage
from polls.invitations.services.copying import copy_mail
from polls.questionnaire import services
from polls.questionnaire.models import Poll
from polls.questionnaire.services.acting import Actor


@transaction.atomic
def duplicate_whole(poll: Poll, *, by: Actor, now: datetime, slug: str) -> Poll:
    """Copy a poll as a new draft named ``slug``, with the texts and the plan of its mail and its text of consent.

    The registration page of the copy is closed. Raises ``IntegrityError`` when the slug is taken.
    """
    copy = services.duplicate(poll, by=by, now=now, slug=slug)
    copy_mail(poll, copy)
    page = RegistrationPage.objects.filter(poll=poll).first()
    if page is not None:
        RegistrationPage.objects.create(poll=copy, key=copy.slug, is_open=False, consent=page.consent)
    return copy
