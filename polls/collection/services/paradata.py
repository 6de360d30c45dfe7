"""Time per page and break-off: from what respondents leave behind to numbers that belong to nobody.

A response arrives with a coarse band of time for each page. When responses become visible, in an anonymous poll as the
urn is emptied, the bands are added to the poll's counts, each respondent gets a pace beside the others, and the bands
themselves go: a row of times could be held against the log of a web server.
"""

from collections.abc import Sequence

from django.db import transaction

from polls.codebook.pace import Pace, Times, added, band_of, paces, shared_paces
from polls.collection.models import Draft, Paradata, Response
from polls.collection.services.counts import ROUNDING
from polls.collection.services.loading import Participation
from polls.collection.services.progress import count_progress
from polls.questionnaire.models import Poll

PACE = "_pace"
"""The attribute of a response that says how fast its respondent was. No attribute of a contact begins like this."""


def bands_of(participation: Participation) -> Times:
    """Give the respondent's band of time on each page."""
    return {page: band_of(seconds) for page, seconds in participation.draft.seconds.items()}


def count_times(poll: Poll, respondents: Sequence[Times]) -> list[Pace | None]:
    """Add the times to the poll's counts and give the pace of each respondent. Inside a transaction.

    In an anonymous poll each pace is shared by at least k of them.
    """
    paradata, _is_new = Paradata.objects.select_for_update().get_or_create(poll=poll)
    paradata.bands = added(paradata.bands, respondents)
    paradata.save(update_fields=["bands"])
    found = paces(respondents, paradata.bands)
    return shared_paces(found, minimum=poll.minimum_base) if poll.is_anonymous else found


def count_new_times(poll: Poll) -> int:
    """Count the times of identified responses that came in since the last call; give how many there were."""
    with transaction.atomic():
        locked = Poll.objects.select_for_update().get(pk=poll.pk)
        fresh = list(Response.objects.filter(poll=locked, times__isnull=False))
        if not fresh:
            return 0
        for response, pace in zip(fresh, count_times(locked, [each.times or {} for each in fresh]), strict=True):
            response.times = None
            if pace is not None:
                response.attributes = {**response.attributes, PACE: pace.value}
        Response.objects.bulk_update(fresh, ["times", "attributes"], batch_size=500)
        locked.data_revision += 1
        locked.save(update_fields=["data_revision"])
    return len(fresh)


def record_break_off(poll: Poll) -> None:
    """Count anew where those are who have not finished. In an anonymous poll in full steps of k."""
    version = poll.latest_version
    if version is None:
        return
    boxes = Draft.objects.filter(invitation__poll=poll).values_list("progress", flat=True)
    reached = count_progress(version.questionnaire, boxes.iterator(chunk_size=2000))
    step = max(poll.minimum_base, ROUNDING) if poll.is_anonymous else 1
    told = [{page: n - n % step for page, n in counts.items() if n >= step} for counts in (reached.been, reached.at)]
    Paradata.objects.update_or_create(poll=poll, defaults={"been": told[0], "at": told[1]})


def record_paradata() -> int:
    """Do for every poll in the field what has to be counted by the hour; give how many polls that are."""
    polls = list(Poll.objects.published())
    for poll in polls:
        record_break_off(poll)
        if not poll.is_anonymous:
            count_new_times(poll)
    return len(polls)
