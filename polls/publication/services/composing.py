"""Composing a publication: begun from a run, changed by revision, bound anew to newer results."""

from collections.abc import Iterator
from datetime import datetime

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F

from polls.publication.models import Publication
from polls.publication.services.suggesting import rebound, suggested
from polls.questionnaire.models import Poll
from polls.reporting.published.composition import Composition, from_document, to_document
from polls.results.models import Run
from polls.results.services.actors import Actor, key_of

LONGEST = 20_000
"""So many characters a text may have."""

MOST_ENTRIES = 60
ATTEMPTS = 5


class PublicationConflictError(Exception):
    """Somebody else changed the publication since; ``publication`` is as it stands now."""

    def __init__(self, publication: Publication) -> None:
        super().__init__(f"publication {publication.pk} is at revision {publication.revision}")
        self.publication = publication


class RefusedCompositionError(Exception):
    """The composition is larger than any publication is."""


def begin(poll: Poll, run: Run, *, by: Actor, now: datetime) -> Publication:
    """Begin a publication from a finished run, under an address that nobody has yet."""
    document = to_document(suggested(poll, run))
    for slug in _addresses(poll):
        if Publication.objects.filter(slug=slug).exists():
            continue
        try:
            with transaction.atomic():
                return Publication.objects.create(
                    poll=poll,
                    run=run,
                    slug=slug,
                    composition=document,
                    needs_approval=settings.FOUR_EYES,
                    created_at=now,
                    edited_at=now,
                    edited_by_id=key_of(by),
                )
        except IntegrityError:  # somebody took the address in this very moment
            continue
    raise RefusedCompositionError("no free address")


def composition_of(publication: Publication) -> Composition:
    """Read the contents of a publication as its makers have them."""
    return from_document(publication.composition)


def change(publication: Publication, composition: Composition, *, revision: int, by: Actor, now: datetime) -> int:
    """Write a composition that was based on ``revision`` and give the new revision.

    Raises PublicationConflictError when the publication is at another one, RefusedCompositionError.
    """
    _check_size(composition)
    return _write(publication, revision, by, now, composition=to_document(composition))


def take_run(publication: Publication, run: Run, *, revision: int, by: Actor, now: datetime) -> int:
    """Bind the numbers of a publication to another run, and give the new revision. Raises PublicationConflictError."""
    document = to_document(rebound(composition_of(publication), run))
    return _write(publication, revision, by, now, composition=document, run=run)


def _write(publication: Publication, revision: int, by: Actor, now: datetime, **values: object) -> int:
    with transaction.atomic():
        rows = Publication.objects.filter(pk=publication.pk, revision=revision)
        if not rows.update(**values, revision=F("revision") + 1, edited_at=now, edited_by_id=key_of(by)):
            raise PublicationConflictError(
                Publication.objects.select_related("edited_by", "run").get(pk=publication.pk)
            )
    publication.refresh_from_db()
    return publication.revision


def _check_size(composition: Composition) -> None:
    texts = [composition.title, composition.lead]
    texts += [text for entry in composition.entries for text in (entry.title, entry.text)]
    if len(composition.entries) > MOST_ENTRIES or any(len(each) > LONGEST for text in texts for each in text.values()):
        raise RefusedCompositionError("too large")


def _addresses(poll: Poll) -> Iterator[str]:
    yield poll.slug
    for number in range(2, 2 + ATTEMPTS + Publication.objects.filter(poll=poll).count()):
        yield f"{poll.slug[:55]}-{number}"
