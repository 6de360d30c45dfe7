"""The remarks of the published poll, coded by two people: the one is done, the other has some answers left."""

from datetime import datetime

from accounts.models import User
from polls.codebook.coding.frame import CodeFrame, CodeGroup, FrameCode
from polls.questionnaire.models import Poll
from polls.results.services.open_text import frames, work
from polls.results.services.open_text.places import place_at, texts_at

LEFT = 6
"""So many answers lie on the desk of the second coder."""

FRAME = CodeFrame(
    (
        FrameCode(
            "agreements", {"nl": "Afspraken vooraf", "en": "Agreements beforehand"},
            {"nl": "Contract, verwachtingen, afspraken", "en": "Contract, expectations, agreements"}, "partnership",
        ),
        FrameCode(
            "control", {"nl": "Zelf de regie houden", "en": "Keeping control"},
            {"nl": "Sturen, inzicht, eigen verantwoordelijkheid", "en": "Steering, insight, own responsibility"},
            "partnership",
        ),
        FrameCode("satisfied", {"nl": "Tevreden", "en": "Satisfied"}, group="partnership"),
        FrameCode(
            "knowledge", {"nl": "Overdracht van kennis", "en": "Handing over knowledge"},
            {"nl": "Ook: inwerken kost tijd", "en": "Also: training takes time"},
        ),
        FrameCode("capacity", {"nl": "Pieken opvangen", "en": "Coping with peaks"}),
    ),
    (CodeGroup("partnership", {"nl": "Samenwerking", "en": "Partnership"}),),
)  # fmt: skip

GIVEN = {
    "Goede afspraken": (("agreements",), ("agreements",)),
    "De overdracht": (("knowledge",), ("knowledge",)),
    "Wij zijn tevreden": (("satisfied",), ("satisfied",)),
    "Ik mis vooral": (("control",), ("control", "knowledge")),
    "Zonder partner": (("capacity",), ("capacity",)),
    "Uitbesteden werkt": (("control",), ("agreements", "control")),
}
"""By the beginning of a remark what the first and the second coder gave it."""


def code_remarks(poll: Poll, *, first: User, second: User, now: datetime) -> None:
    """Set up the coding of the remarks, and do most of it."""
    version = poll.latest_version
    place = place_at(poll, version.questionnaire, "remark") if version else None
    if place is None or not place.may_be_read:
        return
    coding = frames.start(poll, "remark", by=first, now=now)
    frames.join(coding, FRAME, source="demo", revision=coding.revision, by=first, now=now)
    work.assign(coding, [first, second], overlap=100)
    texts = texts_at(poll, place)
    for coder in coding.coders.select_related("coding__poll"):
        for response, text in list(texts.items())[: len(texts) - LEFT * coder.number]:
            codes = next(given for beginning, given in GIVEN.items() if text.startswith(beginning))
            work.give(coder, response, codes[coder.number], texts)
