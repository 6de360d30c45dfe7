"""The texts of a poll's mails: what staff wrote, else the standard ones; checked before anybody gets them."""

from collections.abc import Mapping
from dataclasses import dataclass

from polls.codebook.schema import Questionnaire
from polls.invitations.letters import STANDARD, Finding, LetterKind, Placeholder, Wording, check
from polls.invitations.models import MailText, Message
from polls.questionnaire.models import Poll

IN_SUBJECT = frozenset(Placeholder) - {Placeholder.BUTTON, Placeholder.INTRO, Placeholder.GREETING}
IN_TEXT = frozenset(Placeholder)

Wordings = Mapping[tuple[LetterKind, str], Wording]
"""By mail and language; what is not in it has the standard text."""


@dataclass(frozen=True)
class TextFinding:
    """Something wrong in the text of a mail: which mail, language and field (``subject`` or ``text``), and what."""

    kind: LetterKind
    language: str
    field: str
    finding: Finding


def load_wordings(poll_id: int) -> Wordings:
    """Give what staff wrote, in one query. A field that was left empty has its standard."""
    found = {}
    for row in MailText.objects.filter(poll_id=poll_id):
        kind = LetterKind(row.kind)
        for language in {*row.subject, *row.text}:
            subject, text = row.subject.get(language, "").strip(), row.text.get(language, "").strip()
            standard = STANDARD[kind].get(language, STANDARD[kind]["en"])
            if subject or text:
                found[kind, language] = Wording(subject or standard.subject, text or standard.text)
    return found


def wording_of(wordings: Wordings, kind: LetterKind, language: str) -> Wording:
    """Give the text that a mail has in a language."""
    return wordings.get((kind, language)) or STANDARD[kind].get(language, STANDARD[kind]["en"])


def letter_kind(message: Message) -> LetterKind:
    """Tell which text a message has."""
    if message.letter:
        return LetterKind(message.letter)
    return {
        Message.Kind.INVITATION.value: LetterKind.INVITATION,
        Message.Kind.THANKS.value: LetterKind.THANKS,
    }.get(message.kind, LetterKind.FIRST if message.round <= 1 else LetterKind.SECOND)


def check_wording(poll: Poll, kind: LetterKind, language: str, wording: Wording) -> list[TextFinding]:
    """Find what would keep a text from being sent: unknown placeholders, and those without a value in this poll."""
    without = frozenset() if poll.closes_at else frozenset({Placeholder.CLOSING})
    in_text = IN_TEXT - {Placeholder.BUTTON} if kind is LetterKind.THANKS else IN_TEXT
    fields = (("subject", wording.subject, IN_SUBJECT), ("text", wording.text, in_text))
    return [
        TextFinding(kind, language, field, finding)
        for field, content, allowed in fields
        for finding in check(content, allowed=allowed, without_value=without)
    ]


def text_findings(poll: Poll, questionnaire: Questionnaire) -> list[TextFinding]:
    """Check all texts that would be sent, in the languages of the poll."""
    return [
        finding
        for (kind, language), wording in load_wordings(poll.pk).items()
        if language in questionnaire.languages
        for finding in check_wording(poll, kind, language, wording)
    ]


def save_text(poll: Poll, kind: LetterKind, subject: Mapping[str, str], text: Mapping[str, str]) -> None:
    """Keep what staff wrote. A language that says the same as the standard is left empty, and follows it."""
    kept_subject = {code: value for code, value in subject.items() if value.strip()}
    kept_text = {code: _line_ends(value) for code, value in text.items() if value.strip()}
    for language, standard in STANDARD[kind].items():
        if kept_subject.get(language, "").strip() == standard.subject:
            del kept_subject[language]
        if kept_text.get(language, "").strip() == standard.text:
            del kept_text[language]
    if not kept_subject and not kept_text:
        MailText.objects.filter(poll=poll, kind=kind).delete()
        return
    MailText.objects.update_or_create(poll=poll, kind=kind, defaults={"subject": kept_subject, "text": kept_text})


def _line_ends(text: str) -> str:
    return text.replace("\r\n", "\n").strip()
