"""Whether a poll may be deleted."""

from polls.questionnaire.models import Poll


def why_not_deletable(poll: Poll) -> str:
    """Name what stands in the way of deleting ``poll``: ``open``, ``answers`` or nothing.

    The relations are those that the collecting stage lays on a poll; this stage knows no more of them than their names.
    """
    if poll.state == Poll.State.PUBLISHED:
        return "open"
    return "answers" if poll.responses.exists() or poll.sealed_responses.exists() else ""
