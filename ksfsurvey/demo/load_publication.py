"""The publication of the demo: composed by the analyst, approved by the editor, for everybody to read."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from accounts.models import User
from polls.publication.models import Edition
from polls.publication.services import approving, composing, making
from polls.publication.services.suggesting import languages_of, new_entry
from polls.questionnaire.models import Poll
from polls.reporting.press.compose import compose_lead
from polls.reporting.published.composition import Composition, Texts
from polls.results.models import Run
from polls.results.services.method_statement import write_statement
from polls.results.services.press import report_in

PLACES = (("criterion", None), ("external_start", None), ("opinion", "sector_role"), ("channels", None))

TITLE: Texts = {
    "nl": "Kwaliteit weegt het zwaarst bij uitbesteden van klantcontact",
    "en": "Quality counts most when customer contact is outsourced",
}

STATEMENT: Mapping[str, Texts] = {
    "sponsor": {
        "nl": "De Klantenservice Federatie, die het onderzoek ook betaalde.",
        "en": "The Klantenservice Federatie, which also paid for it.",
    },
    "conductor": {
        "nl": "De Klantenservice Federatie: vragenlijst, veldwerk en analyse. De antwoorden zijn voor deze demonstratie"
        " verzonnen.",
        "en": "The Klantenservice Federatie: questionnaire, fieldwork and analysis. The answers were made up for this"
        " demonstration.",
    },
    "population": {
        "nl": "Professionals in klantcontact bij inhouse en facilitaire contactcenters in Nederland.",
        "en": "Customer contact professionals at in-house and outsourced contact centres in the Netherlands.",
    },
    "source": {
        "nl": "De relaties van de Klantenservice Federatie. Wie geen relatie is, kon niet worden uitgenodigd.",
        "en": "The contacts of the Klantenservice Federatie. Who is no contact could not be invited.",
    },
    "incentives": {"nl": "Geen.", "en": "None."},
    "limits": {
        "nl": "Wie niet meedeed, kan er anders over denken. De uitkomsten gaan over relaties van de federatie.",
        "en": "Those who did not take part may think otherwise. The results are about contacts of the federation.",
    },
    "contact": {"nl": "peiling@ksf.example", "en": "peiling@ksf.example"},
}


def load_publication(poll: Poll, run: Run, *, author: User, reader: User, now: datetime) -> Edition:
    """Compose and publish the findings of a closed poll. The author and the reader are two people."""
    write_statement(poll, STATEMENT, revision=0, by=author, now=now)
    publication = composing.begin(poll, run, by=author, now=now)
    reports = {language: report_in(run, language) for language in languages_of(run)}
    lead = {code: compose_lead(run.questionnaire, each, lead="criterion") for code, each in reports.items()}
    entries = tuple(new_entry(run, reports, question, variable) for question, variable in PLACES)
    chosen = Composition(languages_of(run), TITLE, lead, entries)
    revision = composing.change(publication, chosen, revision=1, by=author, now=now)
    edition = approving.offer(publication, revision=revision, note={}, by=author, now=now)
    making.make_edition(edition.pk, now=now, clock=lambda: now)
    edition.refresh_from_db()
    approving.approve(edition, edition.content_hash, by=reader, now=now + timedelta(minutes=30))
    return approving.publish(edition, edition.content_hash, by=reader, now=now + timedelta(minutes=40))
