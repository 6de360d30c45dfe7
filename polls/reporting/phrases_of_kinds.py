"""Sentences that belong to one kind of question; ``phrases`` joins them to all others."""

from collections.abc import Mapping

KIND_PHRASES: Mapping[str, Mapping[str, str]] = {
    "who_gave_date": {"nl": "die een datum noemden", "en": "who gave a date"},
    # Stars and net promoter scores
    "mean_stars": {
        "nl": "De {who} geven gemiddeld {mean} van de {high} sterren ({evidence}).",
        "en": "On average, {who} give {mean} out of {high} stars ({evidence}).",
    },
    "mean_nps": {
        "nl": "De Net Promoter Score van de {who} is {mean} ({evidence}): {promoters} is promotor (9 of 10), "
        "{detractors} criticaster (0 tot en met 6).",
        "en": "The Net Promoter Score of {who} is {mean} ({evidence}): {promoters} are promoters (9 or 10), "
        "{detractors} detractors (0 to 6).",
    },
    "nps": {"nl": "Net Promoter Score", "en": "Net Promoter Score"},
    "the_nps": {"nl": "de Net Promoter Score", "en": "the Net Promoter Score"},
    "promoters": {"nl": "promotors", "en": "promoters"},
    "passives": {"nl": "passief tevredenen", "en": "passives"},
    "detractors": {"nl": "criticasters", "en": "detractors"},
    "net_of_points": {"nl": "{code} ({first}–{last})", "en": "{code} ({first}–{last})"},
    "chart_nps": {
        "nl": "Score: het percentage promotors min dat van de criticasters, van −100 tot 100.",
        "en": "Score: the percentage of promoters minus that of detractors, from −100 to 100.",
    },
    # Consent and choices by picture
    "agrees": {"nl": "gaat akkoord", "en": "agree"},
    "agree": {"nl": "gaan akkoord", "en": "agree"},
    "claim_consent": {"nl": "{subject} {verb} ({evidence}).", "en": "{subject} {verb} ({evidence})."},
    "share_agrees": {"nl": "het aandeel dat akkoord gaat", "en": "the share that agrees"},
    "chooses": {"nl": "kiest", "en": "choose"},
    "choose": {"nl": "kiezen", "en": "choose"},
    "that_chooses": {"nl": "kiest", "en": "chooses"},
    # Rankings
    "first_place": {"nl": "{label}: eerste plaats", "en": "{label}: first place"},
    "mean_rank": {"nl": "{label}: gemiddelde rang", "en": "{label}: mean rank"},
    "top_places": {"nl": "{label}: in de top {top}", "en": "{label}: in the top {top}"},
    "points_row": {
        "nl": "{label}: punten (Borda: {options} voor de eerste plaats, 1 voor de laatste, 0 zonder plaats)",
        "en": "{label}: points (Borda: {options} for first place, 1 for last, 0 without a place)",
    },
    "ranking": {
        "nl": "{answer} staat bij de {who} gemiddeld het hoogst: gemiddelde rang {mean} van {options} ({evidence}); "
        "{percent} zet het op de eerste plaats.{rest}",
        "en": "{answer} ranks highest on average among {who}: mean rank {mean} of {options} ({evidence}); "
        "{percent} put it in first place.{rest}",
    },
    "ranking_rest": {
        "nl": " Daarna {answers}.",
        "en": " Next come {answers}.",
    },
    "ranked_at": {"nl": "{answer} ({mean})", "en": "{answer} ({mean})"},
    "share_first": {
        "nl": "het aandeel dat {answer} op de eerste plaats zet",
        "en": "the share that ranks {answer} first",
    },
    "chart_ranks": {
        "nl": "Gemiddelde rang: 1 is het hoogst. De rang telt bij wie het antwoord een plaats gaf.",
        "en": "Mean rank: 1 is highest. Counted over those who gave the answer a place.",
    },
    "chart_first": {
        "nl": "Aandeel dat het antwoord op de eerste plaats zette.",
        "en": "Share that put the answer in first place.",
    },
    # Dates
    "dates": {
        "nl": "De helft van de {who} noemt {median} of eerder ({evidence}){ends}.",
        "en": "Half of {who} give {median} or earlier ({evidence}){ends}.",
    },
    "dates_ends": {
        "nl": "; 80% van de antwoorden ligt van {tenth} tot en met {ninetieth}",
        "en": "; 80% of the answers run from {tenth} to {ninetieth}",
    },
    "tenth": {"nl": "10% noemt deze datum of eerder", "en": "10% give this date or earlier"},
    "median_date": {"nl": "Mediaan: 50% of eerder", "en": "Median: 50% or earlier"},
    "ninetieth": {"nl": "90% noemt deze datum of eerder", "en": "90% give this date or earlier"},
    # Questions with several rows
    "group_base": {
        "nl": "Basis per onderdeel: {low} tot {high} respondenten",
        "en": "Base by item: {low} to {high} respondents",
    },
    "group_base_one": {"nl": "Basis per onderdeel: {low} respondenten", "en": "Base by item: {low} respondents"},
    "group_base_hidden": {
        "nl": "Niet getoond: te weinig respondenten",
        "en": "Not shown: too few respondents",
    },
    "chart_item_means": {"nl": "Gemiddelde per onderdeel{unit}.", "en": "Mean by item{unit}."},
    "in_unit": {"nl": ", in {unit}", "en": ", in {unit}"},
    # What findings were tested against
    "finding_lead": {
        "nl": "Significant vaker gegeven dan het tweede antwoord (tekentoets, {p}).",
        "en": "Given significantly more often than the second answer (sign test, {p}).",
    },
    "finding_no_lead": {
        "nl": "Niet significant vaker gegeven dan het tweede antwoord (tekentoets, {p}).",
        "en": "Not given significantly more often than the second answer (sign test, {p}).",
    },
    "finding_above_half": {
        "nl": "Het hele interval ligt boven de helft.",
        "en": "The whole interval lies above half.",
    },
    "finding_around_half": {
        "nl": "De helft ligt binnen het interval: een meerderheid is niet zeker.",
        "en": "Half lies within the interval: a majority is not certain.",
    },
    "finding_difference": {
        "nl": "Houdt ook stand na correctie over alle tabellen van het rapport.",
        "en": "Also stands after correction over all tables of the report.",
    },
    "finding_even": {
        "nl": "Het hele interval ligt boven een gelijke verdeling over de antwoorden.",
        "en": "The whole interval lies above an even spread over the answers.",
    },
}
