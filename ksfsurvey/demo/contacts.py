"""Synthetic contacts for the demo, as the file that staff would get from a Dutch Excel."""

import csv
import io
import random

from polls.codebook.attributes import AttributeKind

FIRST_NAMES = (
    "Anouk", "Bas", "Carlijn", "Daan", "Eva", "Fatima", "Gijs", "Hanneke", "Ilse", "Jeroen", "Karin", "Lars",
    "Mariëlle", "Niels", "Olga", "Pieter", "Quinten", "Renée", "Sanne", "Thijs", "Ursula", "Vincent", "Wietske",
    "Youssef", "Zoë",
)  # fmt: skip
LAST_NAMES = (
    "Aalbers", "Bakker", "de Boer", "Çelik", "Dijkstra", "van den Berg", "Fokkema", "de Groot", "Hendriks", "Ibrahimi",
    "Jansen", "Kuipers", "van Leeuwen", "Meijer", "Nijhuis", "Özdemir", "Peters", "Quist", "Ruiter", "Smit", "Timmer",
    "Uijlenbroek", "Visser", "Wolters", "Zijlstra",
)  # fmt: skip
INHOUSE_ORGANISATIONS = ("Energie", "Verzekeringen", "Telecom", "Zorg", "Gemeente", "Webwinkel", "Bank", "Vervoer")
PLACES = ("Amstelkade", "Berkveld", "Duinrode", "Eemstad", "Heuveloord", "Linge", "Maasdal", "Vechthaven", "Zilverbos")

CONTACT_CENTRE = {
    "code": "role",
    "label": {"nl": "Soort contactcenter", "en": "Type of contact centre"},
    "kind": AttributeKind.CHOICE,
    "values": [
        {"code": "inhouse", "label": {"nl": "Inhouse", "en": "Inhouse"}},
        {"code": "facilitair", "label": {"nl": "Facilitair", "en": "Outsourced"}},
    ],
}
"""The attribute by which the demo's polls split their results."""

SECTOR = {
    "code": "sector",
    "label": {"nl": "Sector", "en": "Sector"},
    "kind": AttributeKind.CHOICE,
    "values": [
        {"code": "utilities", "label": {"nl": "Energie en telecom", "en": "Energy and telecom"}},
        {"code": "finance", "label": {"nl": "Bank en verzekering", "en": "Banking and insurance"}},
        {"code": "public", "label": {"nl": "Zorg, overheid en vervoer", "en": "Care, government and transport"}},
        {"code": "retail", "label": {"nl": "Webwinkel", "en": "Online retail"}},
        {"code": "services", "label": {"nl": "Klantcontact voor anderen", "en": "Customer contact for others"}},
    ],
}
SECTOR_OF = {
    "Energie": "Energie en telecom", "Telecom": "Energie en telecom", "Verzekeringen": "Bank en verzekering",
    "Bank": "Bank en verzekering", "Zorg": "Zorg, overheid en vervoer", "Gemeente": "Zorg, overheid en vervoer",
    "Vervoer": "Zorg, overheid en vervoer", "Webwinkel": "Webwinkel",
}  # fmt: skip
"""By the first word of an organisation's name; any other is in customer contact for others."""

SIZE = {
    "code": "seats",
    "label": {"nl": "Werkplekken", "en": "Seats"},
    "kind": AttributeKind.NUMBER,
    "position": 1,
    "values": [
        {"code": "small", "label": {"nl": "Minder dan 50", "en": "Fewer than 50"}, "below": "50"},
        {"code": "medium", "label": {"nl": "50 tot 200", "en": "50 to 200"}, "start": "50", "below": "200"},
        {"code": "large", "label": {"nl": "200 en meer", "en": "200 and more"}, "start": "200"},
    ],
}
ATTRIBUTES = (CONTACT_CENTRE, SECTOR, SIZE)


def contact_file(rng: random.Random, *, inhouse: int, facilitair: int) -> bytes:
    """Write a contact file with a semicolon and Windows-1252, as Dutch Excel saves it."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";")
    writer.writerow(["E-mailadres", "Naam", "Organisatie", "Taal", "Role", "Sector", "Werkplekken"])
    for number in range(inhouse + facilitair):
        writer.writerow(_contact(rng, number, is_inhouse=number < inhouse))
    return text.getvalue().encode("cp1252")


def _contact(rng: random.Random, number: int, *, is_inhouse: bool) -> list[str]:
    first, last, place = rng.choice(FIRST_NAMES), rng.choice(LAST_NAMES), rng.choice(PLACES)
    organisation = f"{rng.choice(INHOUSE_ORGANISATIONS)} {place}" if is_inhouse else f"{place} Contact"
    mailbox = "".join(letter for letter in f"{first[0]}{last}".lower() if letter.isascii() and letter.isalpha())
    return [
        f"{mailbox}{number + 1}@{organisation.lower().replace(' ', '-')}.example",
        f"{first} {last}",
        organisation,
        "Engels" if rng.random() < 0.08 else "Nederlands",
        "Inhouse" if is_inhouse else "Facilitair",
        SECTOR_OF.get(organisation.split()[0], "Klantcontact voor anderen"),
        str(12 + number * 37 % 380),
    ]
