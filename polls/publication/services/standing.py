"""How far what its makers offer is: whether it was offered as it is now, and whether it was sent back."""

from polls.publication.models import Edition, Publication
from polls.publication.services.approving import is_stale
from polls.questionnaire.models import PollEvent
from polls.results.models import WorkState


def offered_of(publication: Publication) -> Edition | None:
    """Give the edition that was offered and is not published yet, without what it tells."""
    return Edition.objects.filter(publication=publication, published_at=None).defer("document", "drawings").first()


def is_offered(edition: Edition | None, publication: Publication) -> bool:
    """Whether the publication as it is now was offered as ``edition``, and could be made."""
    return edition is not None and edition.state != WorkState.FAILED and not is_stale(edition, publication)


def sent_back(publication: Publication) -> PollEvent | None:
    """Give who sent back what was offered last, when and (``detail["reason"]``) why; None once it is offered again."""
    offers = (PollEvent.Action.PROPOSED, PollEvent.Action.SENT_BACK)
    events = PollEvent.objects.filter(
        poll=publication.poll_id, action__in=offers, detail__publication=publication.slug
    )  # fmt: skip
    last = events.select_related("by").first()
    return last if last is not None and last.action == PollEvent.Action.SENT_BACK else None
