"""What the problems of a questionnaire are called: severity and sentence per code, in the words of the editor."""

from collections.abc import Mapping

from polls.codebook.schema import Text

MESSAGES: Mapping[str, tuple[str, Text]] = {
    # The outline
    "no_pages": (
        "error",
        {"nl": "De peiling heeft nog geen pagina met vragen.", "en": "The poll has no page with questions yet."},
    ),
    "no_questions": (
        "error",
        {
            "nl": "Op deze pagina staat nog geen vraag. Voeg er een toe, of verwijder de pagina.",
            "en": "There is no question on this page yet. Add one, or remove the page.",
        },
    ),
    "many_questions": (
        "warning",
        {
            "nl": "Op deze pagina staan {count} vragen. Met hoogstens {most} blijft hij op een telefoon te overzien.",
            "en": "There are {count} questions on this page. With at most {most} it stays manageable on a phone.",
        },
    ),
    "no_languages": (
        "error",
        {"nl": "Kies minstens één taal voor de peiling.", "en": "Choose at least one language for the poll."},
    ),
    # Codes
    "missing_code": ("error", {"nl": "De code ontbreekt.", "en": "The code is missing."}),
    "malformed_code": (
        "error",
        {
            "nl": "‘{code}’ kan geen code zijn. Gebruik kleine letters, cijfers en _ en begin met een letter; "
            "hoogstens 40 tekens.",
            "en": "‘{code}’ cannot be a code. Use small letters, digits and _ and start with a letter; "
            "at most 40 characters.",
        },
    ),
    "malformed_choice_code": (
        "error",
        {
            "nl": "‘{code}’ kan geen code zijn. Gebruik kleine letters, cijfers en _ en begin met een letter of "
            "cijfer; hoogstens 40 tekens.",
            "en": "‘{code}’ cannot be a code. Use small letters, digits and _ and start with a letter or digit; "
            "at most 40 characters.",
        },
    ),
    "reserved_code": (
        "error",
        {
            "nl": "‘{code}’ is een woord uit de taal van de voorwaarden. Kies een andere code.",
            "en": "‘{code}’ is a word of the language of conditions. Choose another code.",
        },
    ),
    "code_used_twice": (
        "error",
        {
            "nl": "De code ‘{code}’ is al gebruikt bij {other}. Geef er een van beide een andere code.",
            "en": "The code ‘{code}’ is already used for {other}. Give one of the two another code.",
        },
    ),
    # Choices and bounds
    "no_choices": (
        "error",
        {"nl": "Deze vraag heeft nog geen antwoorden om uit te kiezen.", "en": "This question has no choices yet."},
    ),
    "one_choice": (
        "error",
        {
            "nl": "Deze vraag heeft maar één antwoord om uit te kiezen. Voeg er minstens een toe.",
            "en": "This question has only one choice. Add at least one more.",
        },
    ),
    "few_points": (
        "error",
        {
            "nl": "Een schaal heeft minstens twee punten. Deze heeft er {count}.",
            "en": "A scale has at least two points. This one has {count}.",
        },
    ),
    "exclusive_in_single": (
        "error",
        {
            "nl": "‘Sluit de andere antwoorden uit’ kan alleen bij een vraag met meer antwoorden.",
            "en": "‘Excludes the others’ is only possible in a question with several answers.",
        },
    ),
    "bounds_reversed": (
        "error",
        {
            "nl": "Het laagste ({minimum}) moet onder het hoogste ({maximum}) liggen.",
            "en": "The lowest ({minimum}) must be below the highest ({maximum}).",
        },
    ),
    "negative_rating": (
        "error",
        {
            "nl": "Een waardering begint bij 0 of hoger, niet bij {minimum}.",
            "en": "A rating starts at 0 or higher, not at {minimum}.",
        },
    ),
    "many_points": (
        "error",
        {
            "nl": "Een waardering heeft hoogstens {most} punten. Deze heeft er {count}.",
            "en": "A rating has at most {most} points. This one has {count}.",
        },
    ),
    # Texts
    "missing_text": (
        "error",
        {"nl": "Vul {name} in, in het {language}.", "en": "Fill in {name}, in {language}."},
    ),
    "missing_translation": (
        "error",
        {"nl": "Vul {name} ook in het {language} in.", "en": "Fill in {name} in {language} too."},
    ),
    "long_text": (
        "warning",
        {
            "nl": "De tekst telt {count} tekens. Onder {most} leest hij beter op een telefoon.",
            "en": "The text has {count} characters. Below {most} it reads better on a phone.",
        },
    ),
    # Conditions
    "condition_unreadable": (
        "error",
        {
            "nl": "De voorwaarde is niet te lezen bij teken {character}: {reason}",
            "en": "The condition cannot be read at character {character}: {reason}",
        },
    ),
    "condition_unknown_name": (
        "error",
        {
            "nl": "De voorwaarde noemt ‘{name}’, maar dat is geen code van een vraag en geen kenmerk van een contact "
            "waar de peiling op indeelt.",
            "en": "The condition names ‘{name}’, but that is no code of a question and no contact attribute by which "
            "the poll divides respondents.",
        },
    ),
    "condition_on_itself": (
        "error",
        {
            "nl": "De voorwaarde hangt af van ‘{name}’: een vraag die zelf pas na de voorwaarde komt.",
            "en": "The condition depends on ‘{name}’: a question that is only asked when the condition holds.",
        },
    ),
    "condition_on_later": (
        "error",
        {
            "nl": "De voorwaarde hangt af van ‘{name}’, maar die vraag komt later. Zet hem eerder.",
            "en": "The condition depends on ‘{name}’, but that question comes later. Move it forward.",
        },
    ),
    "condition_unknown_choice": (
        "error",
        {
            "nl": "‘{value}’ in de voorwaarde is geen antwoord op ‘{name}’. De antwoorden zijn: {known}.",
            "en": "‘{value}’ in the condition is no answer to ‘{name}’. The answers are: {known}.",
        },
    ),
    "condition_unknown_value": (
        "warning",
        {
            "nl": "‘{value}’ in de voorwaarde is geen bekende waarde van ‘{name}’. De bekende waarden zijn: {known}.",
            "en": "‘{value}’ in the condition is not among the values of ‘{name}’. The known values are: {known}.",
        },
    ),
    "condition_on_text": (
        "error",
        {
            "nl": "‘{name}’ is een open vraag. Vraag alleen of er iets is ingevuld: answered({name}).",
            "en": "‘{name}’ is an open question. Ask only whether it was filled in: answered({name}).",
        },
    ),
    "condition_not_a_number": (
        "error",
        {
            "nl": "‘{name}’ vraagt een getal; ‘{value}’ in de voorwaarde is er geen.",
            "en": "‘{name}’ asks for a number; ‘{value}’ in the condition is none.",
        },
    ),
    "condition_order_of_codes": (
        "error",
        {
            "nl": "‘{operator}’ vergelijkt getallen; de antwoorden op ‘{name}’ zijn dat niet. Gebruik = of in (…).",
            "en": "‘{operator}’ compares numbers, and the answers to ‘{name}’ are none. Use = or in (…).",
        },
    ),
    "condition_equals_several": (
        "warning",
        {
            "nl": "Bij ‘{name}’ kan men meer antwoorden geven. ‘{operator}’ kijkt of dit het enige is; "
            "bedoelt u {name} includes {value}?",
            "en": "‘{name}’ takes several answers. ‘{operator}’ asks whether this is the only one; "
            "do you mean {name} includes {value}?",
        },
    ),
    # Segments
    "contact_in_open_poll": (
        "error",
        {
            "nl": "Met een open link is er geen adreslijst, dus ook geen kenmerk ‘{source}’. Deel in op een vraag.",
            "en": "With an open link there is no contact list, and so no attribute ‘{source}’. Divide by a question.",
        },
    ),
    "contact_segment_in_open_poll": (
        "warning",
        {
            "nl": "Met een open link is er geen adreslijst. Het kenmerk ‘{source}’ heeft alleen wie via de link van "
            "een organisatie binnenkomt.",
            "en": "With an open link there is no contact list. Only those who come in by the link of an organisation "
            "have the attribute ‘{source}’.",
        },
    ),
    "missing_source": (
        "error",
        {
            "nl": "Kies op welke vraag of welk kenmerk van de contacten dit indeelt.",
            "en": "Choose by which question or contact attribute this divides.",
        },
    ),
    "unknown_source": (
        "error",
        {"nl": "Er is geen vraag met de code ‘{source}’.", "en": "There is no question with the code ‘{source}’."},
    ),
    "unsuited_source": (
        "error",
        {
            "nl": "‘{source}’ is een vraag zonder vaste antwoorden; daarop valt niet in te delen.",
            "en": "‘{source}’ is a question without fixed answers; respondents cannot be divided by it.",
        },
    ),
    "no_segments": (
        "error",
        {"nl": "Deze indeling heeft nog geen segmenten.", "en": "This division has no segments yet."},
    ),
    "no_values": (
        "error",
        {"nl": "Noem de waarden die in dit segment vallen.", "en": "Name the values that fall in this segment."},
    ),
    "unknown_value": (
        "error",
        {
            "nl": "‘{value}’ is geen antwoord op ‘{source}’. De antwoorden zijn: {known}.",
            "en": "‘{value}’ is no answer to ‘{source}’. The answers are: {known}.",
        },
    ),
    "value_used_twice": (
        "error",
        {
            "nl": "De waarde ‘{value}’ staat ook in het segment ‘{other}’. Een waarde hoort in één segment.",
            "en": "The value ‘{value}’ is also in the segment ‘{other}’. A value belongs in one segment.",
        },
    ),
    "negative_population": (
        "error",
        {"nl": "Een aantal in de sector is niet negatief.", "en": "A population size is not negative."},
    ),
    # Corrections in the field
    "frozen": (
        "error",
        {
            "nl": "De peiling loopt: {name} ligt vast. Was ‘{before}’, is nu ‘{after}’. Zet het terug, of maak een "
            "kopie van de peiling.",
            "en": "The poll is in the field: {name} is fixed. It was ‘{before}’ and is now ‘{after}’. Put it back, or "
            "duplicate the poll.",
        },
    ),
    "frozen_added": (
        "error",
        {
            "nl": "De peiling loopt: er kan niets bij. ‘{code}’ is nieuw.",
            "en": "The poll is in the field: nothing can be added. ‘{code}’ is new.",
        },
    ),
    "frozen_removed": (
        "error",
        {
            "nl": "De peiling loopt: er kan niets af. ‘{code}’ ontbreekt.",
            "en": "The poll is in the field: nothing can be removed. ‘{code}’ is missing.",
        },
    ),
    "frozen_order": (
        "error",
        {
            "nl": "De peiling loopt: de volgorde ligt vast. Die was: {before}.",
            "en": "The poll is in the field: the order is fixed. It was: {before}.",
        },
    ),
}
"""Severity (error or warning) and sentence per problem; the parts in braces are filled in by ``problem``."""
