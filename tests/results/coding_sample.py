"""Open answers that were coded."""

from polls.codebook.coding.frame import CodeFrame, CodeGroup, FrameCode
from polls.questionnaire.models import Poll
from tests.results import sample

FRAME = CodeFrame(
    (
        FrameCode("wait", {"nl": "Wachttijd", "en": "Waiting"}, {"nl": "Ook: lang in de wacht"}, "service"),
        FrameCode("staff", {"nl": "Personeel", "en": "Staff"}, group="service"),
        FrameCode("price", {"nl": "Prijs", "en": "Price"}),
    ),
    (CodeGroup("service", {"nl": "Dienst", "en": "Service"}),),
)

WRITTEN = ["Te lang wachten"] * 8 + ["Te duur"] * 6 + ["Wachten én te duur"] * 4 + ["weet ik niet"] * 1 + ["xyz"] * 1
GIVEN = {
    "Te lang wachten": ("wait",),
    "Te duur": ("price",),
    "Wachten én te duur": ("price", "wait"),
    "weet ik niet": ("_dk",),
    "xyz": ("_nonsense",),
}


def poll_with_answers(*, is_anonymous: bool = True, state: str = Poll.State.CLOSED, silent: int = 10) -> Poll:
    """Give a poll of which twenty people wrote a remark, half of them inhouse, and ``silent`` skipped it."""
    poll = sample.published(sample.questionnaire(is_anonymous=is_anonymous), state=state)
    answers = [{"opinion": "p1", "remark": text} for text in WRITTEN] + [{"opinion": "p1", "remark": ""}] * silent
    sample.respond(poll, answers, [{"role": ("inhouse", "bpo")[place % 2]} for place in range(len(answers))])
    return poll
