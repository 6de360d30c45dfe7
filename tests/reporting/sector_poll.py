"""A poll of a small sector with round numbers, summarised by the real analysis: 152 respondents, Dutch and English."""

from collections.abc import Mapping
from functools import cache
from itertools import cycle, islice
from typing import Any

from polls.analysis.coding import from_rows
from polls.analysis.plan import Filter, plan_for
from polls.analysis.summary import summarise
from polls.analysis.summary_document import Summary
from polls.codebook.schema import (
    Choice,
    Page,
    Question,
    QuestionKind,
    Questionnaire,
    Segment,
    SegmentVariable,
    Source,
)

DONT_KNOW = {"nl": "Weet niet", "en": "Don’t know"}


def choice(code: str, dutch: str, english: str, **fields: Any) -> Choice:
    return Choice(code, {"nl": dutch, "en": english}, **fields)


OPINION = Question(
    "opinion",
    QuestionKind.SCALE,
    {
        "nl": "Hoe staat u tegenover het uitbesteden van klantcontact aan gespecialiseerde organisaties?",
        "en": "What is your opinion on outsourcing customer contact to specialised organisations?",
    },
    choices=(
        choice("vneg", "Zeer negatief", "Very negative"),
        choice("neg", "Negatief", "Negative"),
        choice("neutral", "Neutraal", "Neutral"),
        choice("pos", "Positief", "Positive"),
        choice("vpos", "Zeer positief", "Very positive"),
    ),
    dont_know=DONT_KNOW,
)
CRITERION = Question(
    "criterion",
    QuestionKind.SINGLE,
    {
        "nl": "Wat is voor u het belangrijkste criterium bij de selectie van een partnerorganisatie?",
        "en": "What is your most important criterion when selecting a partner organisation?",
    },
    choices=(
        choice("quality", "Kwaliteit van het klantcontact", "Quality of customer contact"),
        choice("cost", "Kosten", "Costs"),
        choice("expertise", "Expertise en specialisatie in onze sector", "Expertise and specialisation in our sector"),
        choice("tech", "Technologie", "Technology"),
        choice("else", "Anders, namelijk", "Other, namely", is_other=True),
    ),
    dont_know=DONT_KNOW,
    show_if="role = inhouse",
)
DIRECTS = Question(
    "directs",
    QuestionKind.SINGLE,
    {
        "nl": "Heeft de afdeling klantcontact de regierol bij het uitbesteden?",
        "en": "Does the customer contact department direct the outsourcing?",
    },
    choices=(choice("yes", "Ja", "Yes"), choice("no", "Nee", "No")),
    dont_know=DONT_KNOW,
)
CHANNELS = Question(
    "channels",
    QuestionKind.MULTIPLE,
    {"nl": "Welke kanalen besteedt u uit?", "en": "Which channels do you outsource?"},
    choices=(
        choice("phone", "Telefoon", "Telephone"),
        choice("chat", "Chat", "Chat"),
        choice("mail", "E-mail", "E-mail"),
        choice("none", "Geen van deze", "None of these", is_exclusive=True),
    ),
)
RATING = Question(
    "rating",
    QuestionKind.RATING,
    {
        "nl": "Hoe waarschijnlijk is het dat u uitbesteden aanbeveelt?",
        "en": "How likely are you to recommend outsourcing?",
    },
    low_label={"nl": "Zeer onwaarschijnlijk", "en": "Very unlikely"},
    high_label={"nl": "Zeer waarschijnlijk", "en": "Very likely"},
)
SEATS = Question(
    "seats",
    QuestionKind.NUMBER,
    {"nl": "Hoeveel werkplekken telt uw contactcenter?", "en": "How many seats does your contact centre have?"},
    unit={"nl": "werkplekken", "en": "seats"},
)
COMMENT = Question("comment", QuestionKind.LONG_TEXT, {"nl": "Wilt u nog iets kwijt?", "en": "Anything to add?"})

POLL = Questionnaire(
    slug="sector",
    title={"nl": "Uitbesteden van klantcontact", "en": "Outsourcing customer contact"},
    pages=(Page("p1", (OPINION, CRITERION, DIRECTS, CHANNELS, RATING, SEATS, COMMENT)),),
    segment_variables=(
        SegmentVariable(
            "role",
            {"nl": "Rol", "en": "Role"},
            Source.CONTACT,
            "role",
            (
                Segment("inhouse", {"nl": "Inhouse contactcenters", "en": "Inhouse contact centres"}, ("inhouse",)),
                Segment("bpo", {"nl": "Facilitaire contactcenters", "en": "Outsourced contact centres"}, ("bpo",)),
            ),
        ),
        SegmentVariable(
            "outsources",
            {"nl": "Besteedt uit", "en": "Outsources"},
            Source.CONTACT,
            "outsources",
            (
                Segment("already", {"nl": "Besteedt al uit", "en": "Already outsources"}, ("fully", "partly")),
                Segment("not_yet", {"nl": "Besteedt nog niet uit", "en": "Does not outsource yet"}, ("no",)),
            ),
        ),
    ),
)


GROUPS = Question(
    "size",
    QuestionKind.SINGLE,
    {"nl": "Groeit uw organisatie?", "en": "Is your organisation growing?"},
    choices=(choice("yes", "Ja", "Yes"), choice("no", "Nee", "No")),
)
REGIONS = ("Noord", "Oost", "Zuid", "West")
GROWTH_POLL = Questionnaire(
    slug="growth",
    title={"nl": "Groei", "en": "Growth"},
    pages=(Page("p1", (GROUPS,)),),
    segment_variables=(
        SegmentVariable(
            "region",
            {"nl": "Regio", "en": "Region"},
            Source.CONTACT,
            "region",
            tuple(Segment(name.lower(), {"nl": name, "en": name}, (name,)) for name in REGIONS),
        ),
    ),
)


def growth_summary(counts: Mapping[str, tuple[int, int]]) -> Summary:
    """Summarise a yes/no question by region; ``counts`` has the yes and the no of each."""
    rows = [
        (answer, region)
        for region, (yes, no) in counts.items()
        for answer, times in (("yes", yes), ("no", no))
        for _ in range(times)
    ]
    answers: list[Mapping[str, Any]] = [{"size": answer} for answer, _ in rows]
    attributes: list[Mapping[str, str]] = [{"region": region} for _, region in rows]
    return summarise(GROWTH_POLL, from_rows(GROWTH_POLL, answers, attributes))


def respondent(position: int) -> tuple[dict[str, Any], dict[str, str]]:
    """Give the answers and attributes of one of 152: 100 inhouse (50 outsource), then 52 outsourced centres."""
    is_inhouse = position < 100
    attributes = {"role": "inhouse" if is_inhouse else "bpo"}
    answers: dict[str, Any] = {
        "opinion": ["pos", "pos", "vpos", "neutral", "neg", "pos", "vneg", "vpos", "_dk"][position % 9],
        "directs": "no" if position % 8 == 7 else "yes",
        "channels": [["phone"], ["phone", "chat"], ["mail"], ["none"], ["phone", "mail"]][position % 5],
        "rating": str([7, 8, 6, 9, 7, 10, 5, 8, 7, 0][position % 10]),
        "seats": str([12, 25, 40, 8, 150][position % 5]),
        "comment": "Goed bezig" if position % 3 == 0 else "",
    }
    if is_inhouse:
        attributes["outsources"] = ("fully" if position % 2 else "partly") if position < 50 else "no"
        # 29 of 50 that outsource and 25 of 50 that do not say quality: 54 of 100.
        others = list(islice(cycle(["cost", "expertise", "cost", "tech", "_dk"]), 25))
        by_position = ["quality"] * 29 + others[:21] + ["quality"] * 25 + others
        answers["criterion"] = by_position[position]
    return answers, attributes


@cache
def sector_summary(variable: str = "", segment: str = "", n: int = 152) -> Summary:
    """Summarise the poll, or only one segment of it, over its first n respondents."""
    rows = [respondent(position) for position in range(n)]
    answers: list[Mapping[str, Any]] = [row[0] for row in rows]
    attributes: list[Mapping[str, str]] = [row[1] for row in rows]
    table = from_rows(POLL, answers, attributes)
    only = Filter(variable, segment) if variable else None
    return summarise(POLL, table, plan=plan_for(POLL, only=only))
