"""What the advice on a questionnaire says: severity and sentence per finding, each with its reason and what to do."""

from collections.abc import Mapping

from polls.codebook.texts import Text

LINT_MESSAGES: Mapping[str, tuple[str, Text]] = {
    # Routing
    "condition_never": (
        "error",
        {
            "nl": "Deze voorwaarde kan nooit waar zijn, wat men ook antwoordt. Er staat iets in dat elkaar "
            "uitsluit; gebruik ‘or’ of ‘in (…)’, of haal een deel weg.",
            "en": "This condition can never hold, whatever is answered. Parts of it exclude each other; use "
            "‘or’ or ‘in (…)’, or take a part away.",
        },
    ),
    "condition_always": (
        "warning",
        {
            "nl": "Deze voorwaarde is altijd waar voor wie hier komt. Haal hem weg, of kijk of er iets anders "
            "bedoeld is.",
            "en": "This condition always holds for whoever comes here. Remove it, or see whether something else"
            " is meant.",
        },
    ),
    "unreachable": (
        "error",
        {
            "nl": "Dit krijgt niemand te zien: de route erheen en de voorwaarde sluiten elkaar uit. Pas een van"
            " beide aan.",
            "en": "Nobody ever gets to see this: the route to it and its condition exclude each other. Change "
            "one of them.",
        },
    ),
    "long_route": (
        "warning",
        {
            "nl": "De langste route duurt ongeveer {longest} minuten (de kortste {shortest}). Boven {most} "
            "minuten haken veel mensen af; schrap vragen of laat ze alleen zien aan wie ze aangaan.",
            "en": "The longest route takes about {longest} minutes (the shortest {shortest}). Above {most} "
            "minutes many people give up; drop questions, or show them only to whom they concern.",
        },
    ),
    # Wording
    "double_barrelled": (
        "warning",
        {
            "nl": "‘{found}’ vraagt naar twee dingen tegelijk: wie over het ene anders denkt dan over het "
            "andere, kan niet antwoorden. Maak er twee vragen van.",
            "en": "‘{found}’ asks about two things at once: whoever thinks differently of the two cannot "
            "answer. Make it two questions.",
        },
    ),
    "two_questions": (
        "warning",
        {
            "nl": "Hier staan twee vraagtekens, dus twee vragen met één antwoord. Splits de vraag.",
            "en": "There are two question marks here, so two questions with one answer. Split the question.",
        },
    ),
    "leading": (
        "warning",
        {
            "nl": "‘{found}’ stuurt naar een antwoord. Vraag het neutraal, bijvoorbeeld ‘In hoeverre …’.",
            "en": "‘{found}’ leads to an answer. Ask neutrally, for example ‘To what extent …’.",
        },
    ),
    "absolute": (
        "warning",
        {
            "nl": "‘{found}’ laat geen uitzondering toe, en dan kiest bijna niemand dit. Vraag hoe vaak of hoeveel.",
            "en": "‘{found}’ allows no exception, and then hardly anybody chooses it. Ask how often or how much.",
        },
    ),
    "negation": (
        "warning",
        {
            "nl": "Het oneens zijn met een ontkenning (‘{found}’) wordt vaak verkeerd gelezen. Schrijf de "
            "stelling zonder.",
            "en": "Disagreeing with a negation (‘{found}’) is often misread. Write the statement without it.",
        },
    ),
    "double_negation": (
        "warning",
        {
            "nl": "Er staan twee ontkenningen in (‘{found}’). Schrijf het zonder, dan leest men het in één keer goed.",
            "en": "There are two negations in it (‘{found}’). Write it without, and it is read right at once.",
        },
    ),
    "capitals": (
        "warning",
        {
            "nl": "‘{found}’ staat in hoofdletters: dat leest slecht en klinkt als roepen. Gebruik gewone letters.",
            "en": "‘{found}’ is in capitals, which read badly and sound like shouting. Use ordinary letters.",
        },
    ),
    # Answers
    "unbalanced": (
        "warning",
        {
            "nl": "De schaal heeft {positive} gunstige en {negative} ongunstige antwoorden. Geef beide kanten "
            "er evenveel.",
            "en": "The scale has {positive} favourable and {negative} unfavourable answers. Give both sides as many.",
        },
    ),
    "no_way_out": (
        "warning",
        {
            "nl": "De vraag is verplicht en heeft geen ‘weet ik niet’ of ‘anders’: wie het niet weet, verzint "
            "iets. Bied het aan, of maak de vraag niet verplicht.",
            "en": "The question is required and has no ‘don't know’ or ‘other’: whoever does not know will make"
            " something up. Offer it, or do not require the question.",
        },
    ),
    "sensitive_required": (
        "warning",
        {
            "nl": "Dit gaat over iets persoonlijks (‘{found}’) en is verplicht. Maak het vrijwillig: anders "
            "haakt men af of antwoordt men onwaar.",
            "en": "This is about something personal (‘{found}’) and is required. Make it voluntary: otherwise "
            "people give up or answer untruly.",
        },
    ),
    "ranges_overlap": (
        "warning",
        {
            "nl": "‘{first}’ en ‘{second}’ overlappen: een getal past in beide. Laat de tweede later beginnen.",
            "en": "‘{first}’ and ‘{second}’ overlap: a number fits both. Let the second begin later.",
        },
    ),
    "ranges_gap": (
        "warning",
        {
            "nl": "Tussen ‘{first}’ en ‘{second}’ zit een gat: een getal daartussen past nergens. Laat ze aansluiten.",
            "en": "There is a gap between ‘{first}’ and ‘{second}’: a number in between fits nowhere. Let them meet.",
        },
    ),
    "same_label": (
        "warning",
        {
            "nl": "‘{found}’ staat er twee keer, dus het ene antwoord is niet van het andere te onderscheiden. "
            "Verander er een.",
            "en": "‘{found}’ is there twice, so one answer cannot be told from the other. Change one.",
        },
    ),
    "same_question": (
        "warning",
        {
            "nl": "Dezelfde vraag staat ook bij ‘{other}’. Stel hem één keer, of zeg waarin hij verschilt.",
            "en": "The same question is also at ‘{other}’. Ask it once, or say how it differs.",
        },
    ),
    "many_choices": (
        "warning",
        {
            "nl": "Er zijn {count} antwoorden om te lezen. Boven {most} leest men ze niet meer allemaal; neem "
            "samen wat bij elkaar hoort, of maak er een keuzelijst van.",
            "en": "There are {count} choices to read. Above {most} people no longer read them all; put together"
            " what belongs together, or use a drop-down list.",
        },
    ),
    "many_to_rank": (
        "warning",
        {
            "nl": "{count} dingen op volgorde zetten is te veel; na {most} wordt het gokken. Vraag alleen de "
            "bovenste drie.",
            "en": "Putting {count} things in order is too much; after {most} it becomes guessing. Ask for the "
            "top three.",
        },
    ),
    "long_matrix": (
        "warning",
        {
            "nl": "Deze matrix heeft {count} rijen: op een telefoon is dat eindeloos en antwoordt men op de "
            "automatische piloot. Splits hem, met hoogstens {most} rijen per vraag.",
            "en": "This matrix has {count} rows: on a phone that is endless, and people answer without "
            "thinking. Split it, with at most {most} rows a question.",
        },
    ),
    "wide_matrix": (
        "warning",
        {
            "nl": "Deze matrix heeft {count} kolommen. Met hoogstens {most} past hij op een scherm en blijft "
            "hij te lezen.",
            "en": "This matrix has {count} columns. With at most {most} it fits a screen and stays readable.",
        },
    ),
    "open_pipe": (
        "warning",
        {
            "nl": "‘{name}’ wordt niet aan iedereen gevraagd die deze tekst leest, en zonder antwoord blijft de"
            " plek leeg. Zet er een terugval bij, zoals {{{name}|uw organisatie}}.",
            "en": "‘{name}’ is not asked of everyone who reads this text, and without an answer the place stays"
            " empty. Add a fallback, such as {{{name}|your organisation}}.",
        },
    ),
}
"""Severity (error or warning) and sentence per finding; the parts in braces are filled in by ``problem``."""
