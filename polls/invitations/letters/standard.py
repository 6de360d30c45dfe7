"""The texts that a poll's mails have as long as nobody wrote others, in both languages."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class LetterKind(StrEnum):
    """The mails of a poll that have a text of their own."""

    INVITATION = "invitation"
    FIRST = "reminder_first"
    SECOND = "reminder_second"
    LAST = "reminder_last"
    THANKS = "thanks"


@dataclass(frozen=True)
class Wording:
    """Subject and text of a mail in one language, with placeholders."""

    subject: str
    text: str


STANDARD: Mapping[LetterKind, Mapping[str, Wording]] = {
    LetterKind.INVITATION: {
        "nl": Wording(
            "Doet u mee? {titel}",
            "{aanhef}\n\n{inleiding}\n\nWij horen graag wat u vindt. Meedoen kost ongeveer {minuten}.\n\n{knop}",
        ),
        "en": Wording(
            "Will you take part? {title}",
            "{greeting}\n\n{introduction}\n\nWe would very much like to hear what you think. "
            "It takes about {minutes}.\n\n{button}",
        ),
    },
    LetterKind.FIRST: {
        "nl": Wording(
            "Herinnering: {titel}",
            "{aanhef}\n\nWij hebben u eerder voor deze peiling uitgenodigd, maar nog geen antwoorden van u ontvangen. "
            "Ook uw mening telt; meedoen kost ongeveer {minuten}.\n\n{knop}",
        ),
        "en": Wording(
            "Reminder: {title}",
            "{greeting}\n\nWe invited you to this poll earlier, and have not received your answers yet. "
            "Your view counts too; it takes about {minutes}.\n\n{button}",
        ),
    },
    LetterKind.SECOND: {
        "nl": Wording(
            "Wij horen het graag ook van u: {titel}",
            "{aanhef}\n\nHoe meer mensen meedoen, hoe meer de uitkomsten over de hele sector zeggen. "
            "Met {minuten} van uw tijd helpt u daaraan mee.\n\n{knop}",
        ),
        "en": Wording(
            "We would like to hear from you too: {title}",
            "{greeting}\n\nThe more people take part, the more the results say about the whole sector. "
            "With {minutes} of your time you help.\n\n{button}",
        ),
    },
    LetterKind.LAST: {
        "nl": Wording(
            "Laatste herinnering: {titel}",
            "{aanhef}\n\nDeze peiling sluit binnenkort. U kunt nu nog meedoen; dat kost ongeveer {minuten}.\n\n{knop}"
            "\n\nDit is de laatste mail die u over deze peiling van ons krijgt.",
        ),
        "en": Wording(
            "Last reminder: {title}",
            "{greeting}\n\nThis poll closes soon. You can still take part; it takes about {minutes}.\n\n{button}\n\n"
            "This is the last mail that we send you about this poll.",
        ),
    },
    LetterKind.THANKS: {
        "nl": Wording(
            "Dank voor het meedoen: {titel}",
            "{aanhef}\n\nDank u wel voor het meedoen aan deze peiling. "
            "Met uw bijdrage weten wij beter wat er in de sector leeft.",
        ),
        "en": Wording(
            "Thank you for taking part: {title}",
            "{greeting}\n\nThank you for taking part in this poll. "
            "Your contribution tells us more about what is going on in the sector.",
        ),
    },
}
