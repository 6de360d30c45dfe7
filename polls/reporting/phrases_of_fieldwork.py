"""The sentences of the charts of the fieldwork, in Dutch and in English."""

from collections.abc import Mapping

FIELDWORK_PHRASES: Mapping[str, Mapping[str, str]] = {
    "chart_finished_days": {"nl": "Afgerond per dag", "en": "Finished by day"},
    "finished_note": {"nl": "Afgerond per dag: {n} in totaal.", "en": "Finished by day: {n} in all."},
    "mailings_note": {"nl": "Driehoek: mail verstuurd.", "en": "Triangle: mail sent."},
    "mail_on": {"nl": "mail verstuurd op {days}", "en": "mail sent on {days}"},
    "chart_outlook": {"nl": "Nu en verwacht aan het eind", "en": "Now and expected at the end"},
    "outlook_line": {
        "nl": "{label}: nu {now}, verwacht {expected} ({low} tot {high})",
        "en": "{label}: {now} now, {expected} expected ({low} to {high})",
    },
    "outlook_note": {
        "nl": "Balk: nu beantwoord. Streep: hier komt het eind naar verwachting uit (negentig procent zekerheid).",
        "en": "Bar: answered now. Line: where the end is expected to lie (ninety per cent certainty).",
    },
}
