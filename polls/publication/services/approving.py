"""From what its makers offer to what everybody reads: offered, approved or sent back, published, withdrawn.

Approval is bound to the exact content by its hash: whoever approves or publishes names the hash that they saw, and a
change of the publication or of its method statement asks for a new approval.
"""

from collections.abc import Mapping
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Max

from polls.publication.models import Edition, Publication
from polls.publication.services.addresses import address_of
from polls.publication.services.composing import PublicationConflictError
from polls.publication.services.keys import MAKE_EDITION, PUBLISHED
from polls.publication.services.obstacles import obstacles_of
from polls.questionnaire.models import Announcement, Poll, PollEvent
from polls.questionnaire.services.announcing import announce, take_back
from polls.results.models import MethodStatement, Release, WorkState
from polls.results.services.actors import Actor, key_of
from polls.results.services.waking import wake

ATTEMPTS = 5


class NotReadyError(Exception):
    """Something stands in the way of offering the publication, as the page of the publication says."""


class StaleError(Exception):
    """What was seen is not what stands there now: it was changed, replaced or published since. Nothing was done."""


class WaitingError(Exception):
    """An edition of the publication waits for the end of its embargo: first it appears, or is taken back."""


class PastError(Exception):
    """An embargo must end in the future."""


class SamePersonError(Exception):
    """Who made the last change cannot approve it."""


class NotApprovedError(Exception):
    """Nobody has approved this edition yet."""


def offer(
    publication: Publication, *, revision: int, note: Mapping[str, str], by: Actor, now: datetime
) -> Edition:  # fmt: skip
    """Freeze a publication as the next edition, which a worker makes; one that was offered before gives way.

    Raises PublicationConflictError when the publication is at another revision, NotReadyError, WaitingError.
    """
    if obstacles_of(publication, told_in="nl"):
        raise NotReadyError(publication.slug)
    with transaction.atomic():
        held = _hold(publication)
        if held.revision != revision:
            raise PublicationConflictError(held)
        if held.editions.waiting_at(now).exists():
            raise WaitingError(held.slug)
        Edition.objects.filter(publication=held, published_at=None).delete()
        newest = held.editions.aggregate(newest=Max("number"))["newest"] or 0
        if newest and not all(note.get(each, "").strip() for each in held.composition["languages"]):
            raise NotReadyError("a correction needs a note")
        edition = Edition.objects.create(
            publication=held,
            number=newest + 1,
            run=held.run,
            composition=held.composition,
            revision=held.revision,
            statement_revision=_statement_revision(held.poll),
            note=dict(note) if newest else {},
            edited_by=held.edited_by,
            created_at=now,
            created_by_id=key_of(by),
        )
        _record(edition, PollEvent.Action.PROPOSED, by, now)
        wake(MAKE_EDITION, str(edition.pk))
    return edition


def approve(edition: Edition, content_hash: str, *, by: Actor, now: datetime) -> Edition:
    """Approve the edition with exactly this content. Doing it twice changes nothing.

    Raises StaleError, SamePersonError.
    """
    with transaction.atomic():
        held = _hold(edition.publication)
        fresh = _fresh(edition, held, content_hash)
        if held.needs_approval and key_of(by) == fresh.edited_by_id:
            raise SamePersonError(edition.pk)
        if fresh.approved_at is None:
            fresh.approved_at, fresh.approved_by_id = now, key_of(by)
            fresh.save(update_fields=["approved_at", "approved_by"])
            _record(fresh, PollEvent.Action.APPROVED, by, now)
    return fresh


def send_back(edition: Edition, content_hash: str, reason: str, *, by: Actor, now: datetime) -> None:
    """Give up the edition with exactly this content, approved or not; its makers read who did so and why.

    Raises NotReadyError without a reason, StaleError when it was sent back already.
    """
    if not reason.strip():
        raise NotReadyError("what is sent back needs a reason")
    with transaction.atomic():
        held = _hold(edition.publication)
        fresh = _fresh(edition, held, content_hash)
        _record(fresh, PollEvent.Action.SENT_BACK, by, now, reason=reason.strip())
        fresh.delete()


def publish(
    edition: Edition, content_hash: str, *, by: Actor, now: datetime, embargo_until: datetime | None = None
) -> Edition:
    """Let everybody read the edition with exactly this content, from the end of an embargo on where there is one.

    Doing it twice, or two at once, publishes it once, as the first one said. Raises StaleError, NotApprovedError,
    PastError.
    """
    if embargo_until is not None and embargo_until <= now:
        raise PastError(embargo_until)
    with transaction.atomic():
        held = _hold(edition.publication)
        found = Edition.objects.filter(pk=edition.pk).first()
        if found is not None and found.published_at is not None and found.content_hash == content_hash:
            return found
        fresh = _fresh(edition, held, content_hash)
        if held.needs_approval and fresh.approved_at is None:
            raise NotApprovedError(edition.pk)
        if fresh.told_before != Release.objects.filter(poll=held.poll, spec__has_key=PUBLISHED).count():
            raise StaleError(edition.pk)
        fresh.published_at, fresh.published_by_id, fresh.embargo_until = now, key_of(by), embargo_until
        fresh.save(update_fields=["published_at", "published_by", "embargo_until"])
        _write_down(fresh, held, now)
        action = PollEvent.Action.RESULTS_EMBARGOED if embargo_until else PollEvent.Action.RESULTS_PUBLISHED
        _record(fresh, action, by, now, four_eyes=held.needs_approval, address=address_of(held.slug),
                **_until(embargo_until))  # fmt: skip
        _announce(fresh, held, embargo_until or now)
    return fresh


def move_embargo(edition: Edition, until: datetime | None, *, by: Actor, now: datetime) -> Edition:
    """Let an edition that waits appear at another moment, without one now.

    Raises StaleError when it does not wait any more, PastError.
    """
    if until is not None and until <= now:
        raise PastError(until)
    with transaction.atomic():
        held = _hold(edition.publication)
        waiting = Edition.objects.waiting_at(now).filter(pk=edition.pk).first()
        if waiting is None:
            raise StaleError(edition.pk)
        waiting.embargo_until = until or now
        waiting.save(update_fields=["embargo_until"])
        _record(waiting, PollEvent.Action.EMBARGO_MOVED, by, now, **_until(waiting.embargo_until))
        take_back(held.poll, Announcement.Kind.PUBLISHED, publication=held.slug, edition=waiting.number)
        _announce(waiting, held, waiting.embargo_until)
    return waiting


def cancel(edition: Edition, *, by: Actor, now: datetime) -> None:
    """Remove an edition that waits, before anybody read it. What it would have told stays in the ledger.

    Raises StaleError when it does not wait any more.
    """
    with transaction.atomic():
        held = _hold(edition.publication)
        waiting = Edition.objects.waiting_at(now).filter(pk=edition.pk).first()
        if waiting is None:
            raise StaleError(edition.pk)
        _remove(waiting, held, by, now)


def withdraw(publication: Publication, note: Mapping[str, str], *, by: Actor, now: datetime) -> int:
    """Take back all editions, whose addresses then show the note; give how many. Doing it twice changes nothing.

    One that waits for the end of its embargo never appears.

    Raises NotReadyError without a note.
    """
    with transaction.atomic():
        held = _hold(publication)
        if not all(note.get(each, "").strip() for each in held.composition["languages"]):
            raise NotReadyError("a withdrawal needs a note")
        for waiting in held.editions.waiting_at(now):
            _remove(waiting, held, by, now)
        standing = held.editions.public_at(now).filter(withdrawn_at=None)
        newest = standing.order_by("-number").first()
        count = standing.update(withdrawn_at=now, withdrawn_by_id=key_of(by), withdrawal_note=dict(note))
        if newest is not None:
            _record(newest, PollEvent.Action.RESULTS_WITHDRAWN, by, now)
    return count


def decide_on_approval(publication: Publication, *, is_needed: bool, by: Actor, now: datetime) -> None:
    """Say whether a second person approves, and leave an event that tells who said so."""
    with transaction.atomic():
        held = _hold(publication)
        if held.needs_approval == is_needed:
            return
        held.needs_approval = is_needed
        held.save(update_fields=["needs_approval"])
        PollEvent.objects.create(poll=held.poll, at=now, by_id=key_of(by), action=PollEvent.Action.FOUR_EYES,
                                 detail={"publication": held.slug, "needed": is_needed})  # fmt: skip


def is_stale(edition: Edition, publication: Publication) -> bool:
    """Whether the publication or its method statement was changed after the edition was frozen."""
    return edition.revision != publication.revision or edition.statement_revision != _statement_revision(
        publication.poll
    )


def _hold(publication: Publication) -> Publication:
    """Load the publication afresh and keep it until the transaction ends: changes and approvals wait for each other."""
    locked = Publication.objects.select_for_update(of=("self",))
    return locked.select_related("poll", "run", "edited_by").get(pk=publication.pk)


def _fresh(edition: Edition, publication: Publication, content_hash: str) -> Edition:
    fresh = Edition.objects.filter(pk=edition.pk, published_at=None, state=WorkState.DONE).first()
    if fresh is None or fresh.content_hash != content_hash or is_stale(fresh, publication):
        raise StaleError(edition.pk)
    return fresh


def _statement_revision(poll: Poll) -> int:
    return MethodStatement.objects.filter(poll=poll).values_list("revision", flat=True).first() or 0


def _remove(waiting: Edition, publication: Publication, by: Actor, now: datetime) -> None:
    _record(waiting, PollEvent.Action.EMBARGO_CANCELLED, by, now, sha256=waiting.content_hash)
    take_back(publication.poll, Announcement.Kind.PUBLISHED, publication=publication.slug, edition=waiting.number)
    waiting.delete()


def _announce(edition: Edition, publication: Publication, at: datetime) -> None:
    """Tell other programs from the moment on at which readers see the edition."""
    announce(
        publication.poll, Announcement.Kind.PUBLISHED, now=at, publication=publication.slug, edition=edition.number
    )


def _until(moment: datetime | None) -> dict[str, str]:
    return {"embargo_until": moment.isoformat()} if moment else {}


def _write_down(edition: Edition, publication: Publication, now: datetime) -> None:
    """Write into the ledger what readers are now told."""
    spec = {**edition.run.recipe, PUBLISHED: {"publication": publication.slug, "edition": edition.number}}
    for _attempt in range(ATTEMPTS):
        newest = Release.objects.filter(poll=publication.poll).aggregate(newest=Max("number"))["newest"] or 0
        try:
            with transaction.atomic():
                Release.objects.create(poll=publication.poll, number=newest + 1, spec=spec, told=edition.told,
                                       data_key=edition.run.data_key, n=edition.run.base, at=now)  # fmt: skip
        except IntegrityError:
            continue
        return
    raise StaleError(edition.pk)


def _record(edition: Edition, action: PollEvent.Action, by: Actor, now: datetime, **further: object) -> None:
    detail = {
        "publication": edition.publication.slug,
        "edition": edition.number,
        "edition_id": str(edition.pk),
        "sha256": edition.content_hash,
        **further,
    }
    PollEvent.objects.create(
        poll=edition.publication.poll, at=now, by_id=key_of(by), action=action, detail=detail
    )  # fmt: skip
