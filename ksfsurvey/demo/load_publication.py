"""The publication of the demo: composed by the analyst, approved by the editor, for everybody to read."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from accounts.models import User
from ksfsurvey.demo.publication_texts import ENTRIES, LEAD, TITLE
from polls.publication.models import Edition
from polls.publication.services import approving, composing, making
from polls.publication.services.suggesting import languages_of
from polls.questionnaire.models import Poll
from polls.reporting.press.facts import facts_of
from polls.reporting.press.markup import refreshed
from polls.reporting.published.composition import Composition, Entry, Texts
from polls.results.models import Run
from polls.results.services.method_statement import write_statement
from polls.results.services.press import report_in

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
        "en": "Customer contact professionals at inhouse and outsourced contact centres in the Netherlands.",
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
    facts = {code: facts_of(report_in(run, code)) for code in languages_of(run)}

    def bound(texts: Texts) -> Texts:
        return {code: refreshed(text, facts[code]) for code, text in texts.items()}

    entries = tuple(Entry(each.question, each.variable, each.title, bound(each.text)) for each in ENTRIES)
    chosen = Composition(languages_of(run), TITLE, bound(LEAD), entries)
    revision = composing.change(publication, chosen, revision=1, by=author, now=now)
    edition = approving.offer(publication, revision=revision, note={}, by=author, now=now)
    making.make_edition(edition.pk, now=now, clock=lambda: now)
    edition.refresh_from_db()
    approving.approve(edition, edition.content_hash, by=reader, now=now + timedelta(minutes=30))
    return approving.publish(edition, edition.content_hash, by=reader, now=now + timedelta(minutes=40))
