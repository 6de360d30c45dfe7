"""What the demo's questionnaires share: the sector's two roles, the privacy text, some labels."""

from polls.codebook.schema import (
    Choice,
    Segment,
    SegmentVariable,
    Source,
    Text,
)


def both(nl: str, en: str) -> Text:
    return {"nl": nl, "en": en}


DONT_KNOW = both("Weet ik niet / geen mening", "Don’t know / no opinion")
OTHER = Choice("other", both("Anders, namelijk", "Other, namely"), is_other=True)

PRIVACY = both(
    "De Klantenservice Federatie gebruikt uw antwoorden alleen voor dit onderzoek. We publiceren uitsluitend "
    "percentages over groepen van vijf of meer deelnemers. "
    "Vragen? Mail naar onderzoek@klantenservicefederatie.example.",
    "The Klantenservice Federatie uses your answers for this study only. We publish nothing but percentages "
    "about groups of five or more participants. Questions? Mail onderzoek@klantenservicefederatie.example.",
)

ROLE = SegmentVariable(
    code="sector_role",
    label=both("Soort contactcenter", "Type of contact centre"),
    source_kind=Source.CONTACT,
    source="role",
    segments=(
        Segment("inhouse", both("Inhouse contactcenters", "Inhouse contact centres"), ("inhouse",)),
        Segment("facilitair", both("Facilitaire contactcenters", "Outsourced contact centres"), ("facilitair",)),
    ),
)

SIZE = SegmentVariable(
    code="size",
    label=both("Omvang", "Size"),
    source_kind=Source.CONTACT,
    source="seats",
    segments=(
        Segment("small", both("Minder dan 50 werkplekken", "Fewer than 50 seats"), ("small",)),
        Segment("medium", both("50 tot 200 werkplekken", "50 to 200 seats"), ("medium",)),
        Segment("large", both("200 werkplekken en meer", "200 seats and more"), ("large",)),
    ),
)
