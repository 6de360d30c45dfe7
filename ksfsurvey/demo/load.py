"""Puts the demo in the database through the same services that staff and respondents use."""

import random
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import User
from accounts.roles import Role
from ksfsurvey.demo.answers import respondents
from ksfsurvey.demo.codings import code_remarks
from ksfsurvey.demo.contacts import ATTRIBUTES, contact_file
from ksfsurvey.demo.haste import seconds_by_page
from ksfsurvey.demo.load_field import load_open_poll
from ksfsurvey.demo.load_kinds import load_kinds_poll
from ksfsurvey.demo.load_publication import load_publication
from ksfsurvey.demo.mailing import deliver
from ksfsurvey.demo.people import create_people
from ksfsurvey.demo.questionnaires.home_working import DRAFT_POLL
from ksfsurvey.demo.questionnaires.outsourcing import OUTSOURCING_POLL
from polls.codebook.answers import Answers
from polls.codebook.path import values_of, visible_pages
from polls.codebook.schema import Page
from polls.collection.services.draft_box import DraftContent
from polls.collection.services.drafts import save_draft
from polls.collection.services.loading import Participation, load
from polls.collection.services.receipts import new_receipt
from polls.collection.services.submission import Outcome, submit
from polls.invitations import services as invitations
from polls.invitations.models import Attribute, Contact, Invitation
from polls.invitations.tokens import derive_again
from polls.questionnaire.models import GRACE, Poll
from polls.questionnaire.rows import create_poll
from polls.questionnaire.services import publish
from polls.results.models import Run
from polls.results.services.closing import close_poll
from polls.results.services.runs import execute

SEED = 20260914
INHOUSE, FACILITAIR = 210, 120
STARTED_ONLY = 14
FIELDWORK = timedelta(days=18)
AFTER = timedelta(days=4)
REMINDER = timedelta(days=8)

Say = Callable[[str], None]


def load_demo(*, now: datetime, say: Say) -> bool:
    """Load users, contacts and four polls; give False when they were there already.

    All times lie before ``now``. The same seed gives the same contacts and answers on every machine.
    """
    people = create_people()
    if Poll.objects.filter(slug=OUTSOURCING_POLL.slug).exists():
        return False
    rng = random.Random(SEED)  # noqa: S311 - synthetic data
    editor = people[Role.EDITOR]
    opened = (now - FIELDWORK - AFTER).replace(minute=0, second=0, microsecond=0)
    say("Contacts ...")
    import_contacts(rng, by=editor, now=opened - timedelta(days=3))
    say("The published poll: invitations, answers, results ...")
    final = load_closed_poll(rng, by=editor, opened=opened, closed=opened + FIELDWORK)
    code_remarks(final.poll, first=people[Role.ADMINISTRATOR], second=people[Role.ANALYST], now=opened + FIELDWORK)
    say("Its publication, for everybody to read ...")
    published_at = min(opened + FIELDWORK + timedelta(days=2), now - timedelta(hours=1))
    load_publication(final.poll, final, author=people[Role.ANALYST], reader=editor, now=published_at)
    say("The open poll and the draft ...")
    load_open_poll(by=editor, now=now)
    create_poll(DRAFT_POLL, by=editor)
    say("The poll with every kind of question ...")
    load_kinds_poll(rng, by=editor, now=now - timedelta(minutes=10))
    return True


def import_contacts(rng: random.Random, *, by: User, now: datetime) -> None:
    Attribute.objects.bulk_create(Attribute(**each) for each in ATTRIBUTES)
    content = contact_file(rng, inhouse=INHOUSE, facilitair=FACILITAIR)
    upload = SimpleUploadedFile("contacten.csv", content, content_type="text/csv")
    invitations.confirm_import(invitations.preview_import(upload, by=by, now=now), by=by, now=now)


def load_closed_poll(rng: random.Random, *, by: User, opened: datetime, closed: datetime) -> Run:
    """Run the whole fieldwork of the published poll at its own times, from invitation to final results."""
    poll = create_poll(OUTSOURCING_POLL, by=by, opens_at=opened, closes_at=closed)
    publish(poll, by=by, now=opened - timedelta(hours=2))
    invitations.invite(poll, Contact.objects.all(), by=by, now=opened)
    deliver(now=opened)
    people = respondents(rng)
    moments = sorted(moment(rng, opened, closed) for _ in people)
    links = {role: links_of(poll, role, rng) for role in ("inhouse", "facilitair")}
    is_reminded = False
    for (role, answers), seconds, at in zip(people, seconds_by_page(people), moments, strict=True):
        if not is_reminded and at >= opened + REMINDER:
            invitations.remind(poll, by=by, now=opened + REMINDER)
            deliver(now=opened + REMINDER)
            is_reminded = True
        answer(links[role].pop(), answers, seconds, now=at)
    for role, count in (("inhouse", STARTED_ONLY - 5), ("facilitair", 5)):
        for _ in range(count):
            start_only(links[role].pop(), now=moment(rng, opened, closed))
    final = close_poll(poll, now=closed + GRACE)
    if final is None:
        raise LookupError("closing the demo's poll left nothing to compute")
    execute(final.pk, now=closed + GRACE, clock=lambda: closed + GRACE)
    return Run.objects.select_related("poll", "version").get(pk=final.pk)


def answer(token: str, answers: Answers, seconds: Mapping[str, int], *, now: datetime) -> None:
    """Answer page by page as a respondent does, in so many seconds each, then send in."""
    begun = participant(token)
    for page in visible_pages(begun.questionnaire, values_of(answers, begun.attributes)):
        begun = save_page(begun, page, answers, seconds, now=now)
    outcome = submit(begun, answers, language=begun.language, now=now + timedelta(minutes=3), receipt=new_receipt())
    if outcome is not Outcome.RECEIVED:
        raise RuntimeError(f"an answer of the demo was not received: {outcome.value}")


def start_only(token: str, *, now: datetime) -> None:
    """Save the first page and never come back."""
    begun = participant(token)
    save_page(begun, begun.questionnaire.pages[0], {"opinion": "positive", "channels": ["phone"]}, {}, now=now)


def save_page(
    begun: Participation, page: Page, answers: Answers, seconds: Mapping[str, int], *, now: datetime
) -> Participation:
    codes = {question.code for question in page.questions}
    own = {key: value for key, value in answers.items() if key.split(".")[0] in codes}
    spent = {code: time for code, time in seconds.items() if code == page.code}
    content = DraftContent(
        {**begun.draft.answers, **own},
        page=page.code,
        language=begun.language,
        seconds={**begun.draft.seconds, **spent},
    )
    return save_draft(begun, content, now=now)


def participant(token: str) -> Participation:
    found = load(token)
    if found is None:
        raise LookupError("no invitation has this token")
    return found


def links_of(poll: Poll, role: str, rng: random.Random) -> list[str]:
    """Derive the tokens of the invited people in a role, in random order."""
    invited = Invitation.objects.filter(poll=poll, attributes__role=role).order_by("contact__email_key")
    tokens = [derive_again(row.pk, poll.pk, row.generation, token_hash=row.token_hash) for row in invited]
    rng.shuffle(tokens)
    return tokens


def moment(rng: random.Random, opened: datetime, closed: datetime) -> datetime:
    """Choose a moment in working hours: many in the first days, and again after the reminder."""
    start = opened if rng.random() < 0.6 else opened + REMINDER
    day = (start + timedelta(days=min(rng.expovariate(0.55), 9))).replace(hour=rng.randrange(7, 17))
    at = day + timedelta(minutes=rng.randrange(60))
    return max(opened + timedelta(minutes=20), min(at, closed - timedelta(hours=1)))
