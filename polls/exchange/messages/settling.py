"""What was put right while a questionnaire was taken in, whatever file it came from."""

from collections.abc import Mapping

from polls.codebook.schema import Text

SETTLING: Mapping[str, tuple[str, Text]] = {
    "day_lost": (
        "lost",
        {
            "nl": "‘{day}’ is geen datum en is niet overgenomen.",
            "en": "‘{day}’ is no date and was not taken.",
        },
    ),
    "values_lost": (
        "lost",
        {
            "nl": "De waarden van dit segment zijn samen langer dan {most} tekens; de laatste zijn niet overgenomen.",
            "en": "The values of this segment are longer than {most} characters together; the last were not taken.",
        },
    ),
    "image_lost": (
        "lost",
        {
            "nl": "De afbeelding bij dit antwoord is niet meegekomen. Kies haar opnieuw.",
            "en": "The picture of this choice did not come along. Choose it again.",
        },
    ),
    "unknown_field": (
        "lost",
        {
            "nl": "Dit veld is hier niet bekend en is niet overgenomen.",
            "en": "This field is not known here and was not taken.",
        },
    ),
    "code_changed": (
        "changed",
        {
            "nl": "De code ‘{before}’ kon zo niet blijven en is nu ‘{after}’.",
            "en": "The code ‘{before}’ could not stay as it was and is now ‘{after}’.",
        },
    ),
    "text_cut": (
        "changed",
        {
            "nl": "Deze tekst is langer dan {most} tekens en is afgekapt.",
            "en": "This text is longer than {most} characters and was cut off.",
        },
    ),
    "condition_too_long": (
        "lost",
        {
            "nl": "De voorwaarde is langer dan {most} tekens en is niet overgenomen.",
            "en": "The condition is longer than {most} characters and was not taken.",
        },
    ),
    "number_out_of_range": (
        "lost",
        {
            "nl": "Het getal {value} bij ‘{name}’ past hier niet en is niet overgenomen.",
            "en": "The number {value} at ‘{name}’ does not fit here and was not taken.",
        },
    ),
}
