"""What somebody may ask of us about themselves: to see all that is kept, over all polls, and to have it erased.

Anonymous answers are in neither: nobody can find them, which the pages say. With a receipt their owner still can.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import CharField, F
from django.db.models.functions import Cast

from polls.codebook.answers import other_key
from polls.codebook.pace import band_in_words
from polls.codebook.piping import asked_text
from polls.codebook.schema import Question, QuestionKind, in_language
from polls.collection.fields.saying import answer_in_words
from polls.collection.models import Draft, Registration, Response, TurnedAway
from polls.collection.services.links import give_places_back
from polls.collection.services.loading import load_questionnaire
from polls.collection.services.paradata import PACE
from polls.collection.services.uploads import remove_of
from polls.invitations.contact_file import key_of
from polls.invitations.models import Contact, ContactImport, ImportChange, Invitation, Message, Suppression
from polls.invitations.services import email_hash, forget_unread, suppress
from polls.questionnaire.models import Poll, PollEvent

FORMAT = "person/1"
BATCH = 500


@dataclass(frozen=True)
class Erased:
    """How much was erased: counts only, so that they may be kept as proof."""

    invitations: int
    messages: int
    responses: int
    drafts: int
    files: int = 0


def history_of(contact: Contact) -> list[Invitation]:
    """Give the person's invitations, newest poll first, with poll and messages at hand."""
    invitations = contact.invitations.select_related("poll").prefetch_related("messages")
    return list(invitations.order_by("-poll__first_published_at", "-poll_id"))


def data_of(contact: Contact) -> dict[str, Any]:
    """Write all that is kept of a person as one JSON document."""
    return {
        "format": FORMAT,
        "contact": {
            "email": contact.email,
            "name": contact.name,
            "organisation": contact.organisation_name,
            "language": contact.language,
            "attributes": contact.attributes,
            "attributes_of_organisation": contact.organisation.attributes if contact.organisation else {},
            "lists": list(contact.lists.values_list("name", flat=True)),
            "opted_out_at": _written(contact.opted_out_at),
            "created_at": _written(contact.created_at),
            "updated_at": _written(contact.updated_at),
        },
        "imports": [
            {"file": change.made.file_name, "at": _written(change.made.created_at), "changes": change.changes}
            for change in ImportChange.objects.filter(contact=contact).select_related("made")
        ],
        "consents": [_consent_data(registration) for registration in contact.registrations.order_by("confirmed_at")],
        "polls": [_poll_data(invitation) for invitation in history_of(contact)],
    }


def erase(contact: Contact, *, by: Any, now: datetime) -> Erased:
    """Erase a person over all polls, and never mail the address again. Irreversible; leaves counts in the logs.

    Invitations stay without contact and attributes, so that response rates stay true. Identified responses are
    deleted, and the results of their polls change with them.
    """
    with transaction.atomic():
        locked = Contact.objects.select_for_update().get(pk=contact.pk)
        invitations = Invitation.objects.filter(contact=locked)
        ours = list(invitations.values_list("pk", flat=True))
        polls = list(Poll.objects.filter(invitations__contact=locked).distinct())
        erased = Erased(
            invitations=len(ours),
            messages=Message.objects.filter(invitation__in=ours).delete()[1].get(Message._meta.label, 0),
            responses=_erase_responses(ours),
            drafts=Draft.objects.filter(invitation__in=ours).delete()[0],
            files=remove_of(ours),
        )
        # The link stops working: no hash is the text of a key.
        invitations.update(
            attributes={}, has_opted_out=True, contact=None, token_hash=Cast("id", CharField()), ending=None
        )
        _forget_in_imports(locked.email_key)
        Registration.objects.filter(email_key=locked.email_key).delete()
        suppress(locked.email_key, reason=Suppression.Reason.ERASED, now=now)
        _log_erasure(email_hash(locked.email_key), now)
        locked.delete()
        PollEvent.objects.bulk_create(
            PollEvent(poll=poll, at=now, by=by, action=PollEvent.Action.PERSON_ERASED) for poll in polls
        )
    return erased


def erase_again(*, by: Any, now: datetime) -> int:
    """Erase everybody who was erased before and is back, as after restoring a backup; give how many.

    Who that is says the log of erasures, which lies outside the database, and what the database still knows itself.
    """
    erased = Suppression.objects.filter(reason=Suppression.Reason.ERASED)
    wanted = set(erased.values_list("email_hash", flat=True)) | _logged_erasures()
    everyone = Contact.objects.iterator(chunk_size=BATCH) if wanted else []
    back = [contact for contact in everyone if email_hash(contact.email_key) in wanted]
    for contact in back:
        erase(contact, by=by, now=now)
    return len(back)


def _log_erasure(hashed: str, now: datetime) -> None:
    """Write before the commit: a line for somebody who was not erased after all only makes a restore more careful."""
    settings.ERASURE_LOG.parent.mkdir(parents=True, exist_ok=True)
    with settings.ERASURE_LOG.open("a") as log:
        log.write(f"{now.date().isoformat()} {hashed}\n")


def _logged_erasures() -> set[str]:
    if not settings.ERASURE_LOG.exists():
        return set()
    return {line.split()[1] for line in settings.ERASURE_LOG.read_text().splitlines() if line.strip()}


def _erase_responses(invitations: list[Any]) -> int:
    """Delete identified responses, and let the results of their polls know; of who was turned away only that stays."""
    TurnedAway.objects.filter(invitation__in=invitations).update(answers={})
    responses = Response.objects.filter(invitation__in=invitations)
    give_places_back(responses)
    Poll.objects.filter(pk__in=list(responses.values_list("poll", flat=True))).update(
        data_revision=F("data_revision") + 1
    )
    return responses.delete()[0]


def _forget_in_imports(email_key: str) -> None:
    """Take the person's rows out of contact files that wait; what was imported goes with the contact itself."""
    forget_unread()
    for waiting in ContactImport.objects.filter(state__in=(*ContactImport.WAITING, *ContactImport.WORKING)):
        ours = {number for number, cells in waiting.cells if _names(cells, email_key)}
        ours |= {row["row"] for row in waiting.rows if row["key"] == email_key}
        ours |= {finding["row"] for finding in waiting.findings if _names([str(finding)], email_key)}
        if ours:
            waiting.cells = [row for row in waiting.cells if row[0] not in ours]
            waiting.rows = [row for row in waiting.rows if row["row"] not in ours and row["key"] != email_key]
            waiting.findings = [finding for finding in waiting.findings if finding["row"] not in ours]
            waiting.save(update_fields=["cells", "rows", "findings"])


def _names(cells: list[str], email_key: str) -> bool:
    """Whether the address stands anywhere in these cells, however it is written."""
    return any(email_key in cell.lower() or email_key == key_of(cell) for cell in cells)


def _consent_data(registration: Registration) -> dict[str, Any]:
    return {
        "text": registration.consent,
        "asked_at": _written(registration.asked_at),
        "confirmed_at": _written(registration.confirmed_at),
    }


def _poll_data(invitation: Invitation) -> dict[str, Any]:
    response = Response.objects.filter(invitation=invitation).first()
    away = TurnedAway.objects.filter(invitation=invitation).first()
    given = response or away
    return {
        "poll": invitation.poll.slug,
        "title": in_language(invitation.poll.title, "nl"),
        "attributes": invitation.attributes,
        "language": invitation.language,
        "has_answered": invitation.is_responded,
        "has_opted_out": invitation.has_opted_out,
        "mails": [_message_data(message) for message in invitation.messages.all()],
        "files": [
            {"question": file.question, "name": file.name, "size": file.size, "at": _written(file.uploaded_at)}
            for file in invitation.uploads.all()
        ],
        "answers": given.answers if given else None,
        "answers_in_words": _in_words(given, invitation.language) if given else None,
        "pace": response.attributes.get(PACE) if response else None,
        "seconds_per_page": _seconds(response),
        "answers_are_anonymous": invitation.poll.is_anonymous,
    }


def _in_words(given: Response | TurnedAway, language: str) -> list[dict[str, str]]:
    """Say each answer as the person read it, in the order of the questionnaire; files are listed by name elsewhere."""
    questionnaire = load_questionnaire(given.version.sha256)
    asked = (each for each in questionnaire.questions if each.kind is not QuestionKind.FILE)
    said = ((each, answer_in_words(each, given.answers, language)) for each in asked)
    return [
        {
            "question": asked_text(question, questionnaire, given.answers, language),
            "answer": ": ".join([words, *_namely(question, given.answers)]),
        }
        for question, words in said
        if words
    ]


def _namely(question: Question, answers: Mapping[str, Any]) -> Iterator[str]:
    """Give what was written at "other, namely"."""
    texts = (answers.get(other_key(question.code, option.code)) for option in question.options if option.is_other)
    return (text for text in texts if text)


def _seconds(response: Response | None) -> dict[str, str]:
    """Give the time on each page as far as it is kept: in bands, until it is counted within the hour."""
    times = (response.times if response else None) or {}
    return {page: band_in_words(band) for page, band in times.items()}


def _message_data(message: Message) -> dict[str, Any]:
    return {
        "kind": message.kind,
        "number": message.round,
        "state": message.state,
        "made_at": _written(message.created_at),
        "sent_at": _written(message.sent_at),
        "error": message.last_error,
        "log": [{"what": event.what, "at": _written(event.at), "said": event.detail} for event in message.events.all()],
    }


def _written(at: datetime | None) -> str | None:
    return at.isoformat() if at else None
