"""What the problems of a question of some kind are called: severity and sentence, in the words of the editor."""

from collections.abc import Mapping

from polls.codebook.texts import Text

KIND_MESSAGES: Mapping[str, tuple[str, Text]] = {
    "no_rows": (
        "error",
        {"nl": "Deze matrix heeft nog geen rijen.", "en": "This matrix has no rows yet."},
    ),
    "choice_bound_out_of_reach": (
        "error",
        {
            "nl": "{bound} kan hier niet: er staan {count} antwoorden.",
            "en": "{bound} is not possible here: there are {count} choices.",
        },
    ),
    "number_of_stars": (
        "error",
        {"nl": "Kies {fewest} tot {most} sterren.", "en": "Choose {fewest} to {most} stars."},
    ),
    "step_does_not_fit": (
        "error",
        {
            "nl": "Stappen van {step} komen niet precies van {minimum} op {maximum} uit, of het zijn er meer dan 1000.",
            "en": "Steps of {step} do not lead exactly from {minimum} to {maximum}, or there are more than 1000.",
        },
    ),
    "nothing_to_divide": (
        "error",
        {"nl": "Het totaal dat men verdeelt is minstens 1.", "en": "The total to divide is at least 1."},
    ),
    "period_reversed": (
        "error",
        {
            "nl": "De eerste datum ({earliest}) ligt na de laatste ({latest}).",
            "en": "The first date ({earliest}) lies after the last ({latest}).",
        },
    ),
    "no_image": (
        "error",
        {"nl": "Bij dit antwoord hoort nog een afbeelding.", "en": "This choice still needs a picture."},
    ),
    "no_expression": (
        "error",
        {"nl": "Vul in wat hier wordt berekend.", "en": "Fill in what is calculated here."},
    ),
    "file_in_anonymous_poll": (
        "error",
        {
            "nl": "In een anonieme peiling kan men geen bestand meesturen: een bestand verraadt wie het stuurt. Maak "
            "de peiling op naam, of haal deze vraag weg.",
            "en": "No file can be sent in an anonymous poll: a file tells who sent it. Make the poll identified, or "
            "remove this question.",
        },
    ),
    "hidden_contact_in_anonymous_poll": (
        "error",
        {
            "nl": "In een anonieme peiling komt een kenmerk van een contact niet bij de antwoorden te staan. Maak er "
            "een indeling van: die laat groepen weg die te klein zijn.",
            "en": "In an anonymous poll a contact attribute is not stored with the answers. Make it a segment "
            "variable: that leaves out groups that are too small.",
        },
    ),
    "today_in_anonymous_poll": (
        "error",
        {
            "nl": "In een anonieme peiling mag niets afhangen van de dag waarop iemand antwoordt: naast een kopie van "
            "de gegevens kan die dag verraden wie het was. Laat today() hier weg.",
            "en": "In an anonymous poll nothing may depend on the day on which somebody answers: beside a copy of the "
            "data that day could give them away. Leave today() out here.",
        },
    ),
    "hidden_text_in_anonymous_poll": (
        "error",
        {
            "nl": "In een anonieme peiling neemt een verborgen variabele alleen waarden aan die u hier noemt. Voeg ze "
            "toe als antwoorden.",
            "en": "In an anonymous poll a hidden variable takes only values that you name here. Add them as choices.",
        },
    ),
}
"""Severity (error or warning) and sentence per problem; the parts in braces are filled in by ``problem``."""
