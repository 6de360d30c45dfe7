"""The words of the method statement in Dutch and in English: labels, help for the makers, and sentences."""

from collections.abc import Mapping

LABELS: Mapping[str, Mapping[str, str]] = {
    "sponsor": {"nl": "Opdrachtgever en financier", "en": "Commissioned and paid by"},
    "conductor": {"nl": "Uitgevoerd door", "en": "Carried out by"},
    "population": {"nl": "Doelgroep", "en": "Population"},
    "source": {"nl": "Herkomst van de uitgenodigden", "en": "Where those invited come from"},
    "mode": {"nl": "Manier van ondervragen", "en": "Mode"},
    "dates": {"nl": "Veldwerkperiode", "en": "Dates of fieldwork"},
    "sample": {"nl": "Uitgenodigd en ingevuld", "en": "Invited and completed"},
    "response": {"nl": "Respons", "en": "Response rate"},
    "incentives": {"nl": "Beloning voor deelname", "en": "Incentives"},
    "quality": {"nl": "Kwaliteit van de antwoorden", "en": "Quality of the answers"},
    "groups": {"nl": "Omvang van de groepen", "en": "Size of the groups"},
    "weighting": {"nl": "Weging", "en": "Weighting"},
    "margins": {"nl": "Foutmarges", "en": "Margins of error"},
    "tests": {"nl": "Toetsen", "en": "Tests"},
    "small_groups": {"nl": "Kleine groepen", "en": "Small groups"},
    "wording": {"nl": "Vragen en antwoorden", "en": "Questions and answers"},
    "limits": {"nl": "Beperkingen", "en": "Limits"},
    "contact": {"nl": "Contact", "en": "Contact"},
}

HELP: Mapping[str, Mapping[str, str]] = {
    "sponsor": {
        "nl": "Wie gaf de opdracht en wie betaalde? Noem alle partijen.",
        "en": "Who commissioned it and who paid? Name all parties.",
    },
    "conductor": {
        "nl": "Wie maakte de vragenlijst, deed het veldwerk en analyseerde?",
        "en": "Who wrote the questionnaire, did the fieldwork and analysed it?",
    },
    "population": {
        "nl": "Over wie gaan de uitkomsten? Bijvoorbeeld: managers klantcontact in Nederland.",
        "en": "Who are the results about? For instance: managers of customer contact in the Netherlands.",
    },
    "source": {
        "nl": "Uit welke lijst of langs welke weg kwamen de deelnemers, en wie stond daar niet op?",
        "en": "From which list or by which way did participants come, and who was not on it?",
    },
    "incentives": {
        "nl": "Kregen deelnemers iets voor hun moeite? Zo niet: geen.",
        "en": "Did participants get anything for their trouble? If not: none.",
    },
    "limits": {
        "nl": "Wat kan deze peiling niet zeggen? Bijvoorbeeld over wie niet meedeed.",
        "en": "What can this poll not tell? For instance about those who did not take part.",
    },
    "contact": {
        "nl": "Bij wie kan men terecht met vragen over het onderzoek?",
        "en": "Who can be asked about this poll?",
    },
}

_SENTENCES: Mapping[str, Mapping[str, str]] = {
    "mode_invitation": {
        "nl": "Online vragenlijst, op persoonlijke uitnodiging per e-mail met een link die één keer te gebruiken is.",
        "en": "Online questionnaire, by personal invitation by e-mail with a link that can be used once.",
    },
    "mode_open": {
        "nl": "Online vragenlijst met een open link: wie wilde, kon meedoen.",
        "en": "Online questionnaire by an open link: whoever wanted could take part.",
    },
    "dates": {
        "nl": "Van {first} tot {last} (tijdzone {zone}).",
        "en": "From {first} to {last} (time zone {zone}).",
    },
    "sample": {
        "nl": "{invited} personen uitgenodigd; {n} vulden de vragenlijst volledig in.",
        "en": "{invited} people invited; {n} completed the questionnaire.",
    },
    "sample_open": {
        "nl": "{n} deelnemers vulden de vragenlijst volledig in; hoeveel mensen de link zagen is niet bekend.",
        "en": "{n} participants completed the questionnaire; how many people saw the link is not known.",
    },
    "response": {
        "nl": "{rate} (responspercentage 1 (RR1) van AAPOR: volledig ingevuld, van alle uitgenodigden).",
        "en": "{rate} (AAPOR Response Rate 1 (RR1): completed, of everyone invited).",
    },
    "response_open": {
        "nl": "Bij een open link is er geen responspercentage.",
        "en": "An open link has no response rate.",
    },
    "no_groups": {
        "nl": "De uitkomsten zijn niet naar groepen uitgesplitst.",
        "en": "The results are not divided into groups.",
    },
    "margins": {
        "nl": "{n}: hoogstens {points} procentpunten naar boven of beneden, bij 95% betrouwbaarheid. Ze gelden als de "
        "deelnemers een toevallige afspiegeling van de doelgroep zijn.",
        "en": "{n}: at most {points} percentage points either way, at 95% confidence. They hold if participants are a "
        "random reflection of the population.",
    },
    "margin_of": {
        "nl": "{group} ({n}): hoogstens {points} procentpunten.",
        "en": "{group} ({n}): at most {points} percentage points.",
    },
    "margins_open": {
        "nl": "Bij een open link gelden geen foutmarges: de deelnemers zijn geen steekproef.",
        "en": "No margins of error apply to an open link: participants are no sample.",
    },
}


def state(language: str, key: str, /, **parts: str) -> str:
    """Give the sentence ``key`` with its parts filled in."""
    return _SENTENCES[key][language].format(**parts)
