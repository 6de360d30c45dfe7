"""What the demo's publication says, as its makers wrote it: words of their own, numbers bound to the results."""

from collections.abc import Sequence
from typing import NamedTuple

from polls.reporting.published.composition import Texts


class Written(NamedTuple):
    """An entry: a question, by which division, its title and its text. A number stands as ``{|key of its cell}``."""

    question: str
    variable: str | None
    title: Texts
    text: Texts


TITLE: Texts = {
    "nl": "Kwaliteit weegt het zwaarst bij uitbesteden van klantcontact",
    "en": "Quality counts most when customer contact is outsourced",
}

LEAD: Texts = {
    "nl": "Wie klantcontact uitbesteedt of dat overweegt, let bij de keuze van een partner vooral op kwaliteit: meer"
    " dan de helft ({|criterion/quality}) van de respondenten bij inhouse contactcenters noemt dat als belangrijkste"
    " criterium (n = {|n:criterion}). Dat blijkt uit een peiling van de Klantenservice Federatie, waaraan"
    " {|respondents} professionals deelnamen.",
    "en": "Those who outsource customer contact, or consider it, look for quality in a partner: more than half"
    " ({|criterion/quality}) of respondents at inhouse contact centres name it as their most important criterion"
    " (n = {|n:criterion}). This is a result of a poll by the Klantenservice Federatie, in which {|respondents}"
    " professionals took part.",
}

ENTRIES: Sequence[Written] = (
    Written(
        "criterion",
        None,
        {"nl": "Kwaliteit gaat voor kosten", "en": "Quality comes before costs"},
        {
            "nl": "Kwaliteit van het klantcontact ({|criterion/quality}) wordt veel vaker als belangrijkste criterium"
            " genoemd dan kosten ({|criterion/costs}) en expertise en specialisatie ({|criterion/expertise}). Tussen"
            " contactcenters die al uitbesteden ({|criterion/quality@outsourcing=yes}; n ="
            " {|n:criterion@outsourcing=yes}) en contactcenters die dat nog niet doen"
            " ({|criterion/quality@outsourcing=no}; n = {|n:criterion@outsourcing=no}) is er geen significant"
            " verschil.",
            "en": "Quality of customer contact ({|criterion/quality}) is named far more often as the most important"
            " criterion than costs ({|criterion/costs}) and expertise and specialisation ({|criterion/expertise})."
            " There is no significant difference between contact centres that already outsource"
            " ({|criterion/quality@outsourcing=yes}; n = {|n:criterion@outsourcing=yes}) and those that do not yet"
            " ({|criterion/quality@outsourcing=no}; n = {|n:criterion@outsourcing=no}).",
        },
    ),
    Written(
        "external_start",
        None,
        {
            "nl": "Krapte op de arbeidsmarkt is de belangrijkste overweging",
            "en": "A tight labour market is the main consideration",
        },
        {
            "nl": "Meer dan de helft ({|external_start/labour_market}) van de respondenten bij inhouse contactcenters"
            " noemt krapte op de arbeidsmarkt als belangrijkste overweging om met uitbesteden te beginnen (n ="
            " {|n:external_start}). Economische ontwikkelingen ({|external_start/economy}) en technologische"
            " ontwikkelingen ({|external_start/technology}) volgen op afstand.",
            "en": "More than half ({|external_start/labour_market}) of respondents at inhouse contact centres name a"
            " tight labour market as the most important consideration to start outsourcing (n = {|n:external_start})."
            " Economic developments ({|external_start/economy}) and technological developments"
            " ({|external_start/technology}) follow at a distance.",
        },
    ),
    Written(
        "opinion",
        "sector_role",
        {
            "nl": "Facilitaire contactcenters zijn positiever over uitbesteden",
            "en": "Outsourced contact centres are more positive about outsourcing",
        },
        {
            "nl": "Een meerderheid ({|opinion/top2}) van de respondenten met een mening is positief of zeer positief"
            " over uitbesteden (n = {|n:opinion}). Bij facilitaire contactcenters is dat aandeel"
            " ({|opinion/top2@sector_role=facilitair}; n = {|n:opinion@sector_role=facilitair}) significant groter dan"
            " bij inhouse contactcenters ({|opinion/top2@sector_role=inhouse}; n = {|n:opinion@sector_role=inhouse}).",
            "en": "A majority ({|opinion/top2}) of respondents with an opinion are positive or very positive about"
            " outsourcing (n = {|n:opinion}). At outsourced contact centres this share"
            " ({|opinion/top2@sector_role=facilitair}; n = {|n:opinion@sector_role=facilitair}) is significantly larger"
            " than at inhouse contact centres ({|opinion/top2@sector_role=inhouse}; n ="
            " {|n:opinion@sector_role=inhouse}).",
        },
    ),
    Written(
        "channels",
        None,
        {
            "nl": "Telefoon en e-mail zijn de meest gebruikte kanalen",
            "en": "Telephone and e-mail are the channels used most",
        },
        {
            "nl": "Een grote meerderheid van de respondenten noemt telefoon ({|channels/phone}) en e-mail"
            " ({|channels/email}) als kanaal voor klantcontact (n = {|n:channels}). Daarna volgen chat op de website"
            " ({|channels/chat}) en WhatsApp of een andere berichtendienst ({|channels/messaging}).",
            "en": "A large majority of respondents name telephone ({|channels/phone}) and e-mail ({|channels/email}) as"
            " channels for customer contact (n = {|n:channels}). Chat on the website ({|channels/chat}) and WhatsApp or"
            " another messenger ({|channels/messaging}) come next.",
        },
    ),
)
