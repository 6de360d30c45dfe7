"""Puts a poll in the field that has run for six days: mail, reminder to come, answers so far, and a forecast."""

import random
from datetime import datetime, time, timedelta

from accounts.models import User
from ksfsurvey.demo.mailing import deliver
from ksfsurvey.demo.questionnaires.ai import AI_POLL
from polls.codebook.answers import Answers
from polls.collection.services.draft_box import DraftContent
from polls.collection.services.drafts import save_draft
from polls.collection.services.loading import load
from polls.collection.services.submission import Outcome, submit
from polls.collection.services.urn import empty_urn
from polls.invitations import services as invitations
from polls.invitations.models import Contact, Invitation, MailPlan, ReminderStep
from polls.invitations.tokens import derive_again
from polls.questionnaire.models import Poll
from polls.questionnaire.rows import create_poll
from polls.questionnaire.services import publish
from polls.results.services.runs import execute, refresh

SEED = 20261102
RUNNING = timedelta(days=6)
TO_GO = timedelta(days=15)
INVITED, LATER, BEGUN_ONLY = 170, 40, 9
BY_DAY = (17, 12, 8, 6, 4, 3)
"""How many answered on each day since the invitation."""


def load_open_poll(*, by: User, now: datetime) -> None:
    """Open the second poll, let people answer for six days, and invite forty more, whose mails a visitor can open."""
    rng = random.Random(SEED)  # noqa: S311 - synthetic data
    opened = (now - RUNNING).replace(minute=0, second=0, microsecond=0)
    poll = create_poll(AI_POLL, by=by, opens_at=opened, closes_at=opened + RUNNING + TO_GO)
    publish(poll, by=by, now=opened)
    chosen = rng.sample(list(Contact.objects.order_by("email_key").values_list("pk", flat=True)), INVITED + LATER)
    invitations.invite(poll, Contact.objects.filter(pk__in=chosen[:INVITED]), by=by, now=opened)
    deliver(now=opened)
    _plan_reminders(poll)
    links = _links(poll, rng)
    for day, count in enumerate(BY_DAY):
        for _ in range(count):
            _answer(links.pop(), rng, now=opened + timedelta(days=day, minutes=rng.randrange(10, 600)), is_whole=True)
    for _ in range(BEGUN_ONLY):
        _answer(links.pop(), rng, now=opened + timedelta(minutes=rng.randrange(10, 6_000)), is_whole=False)
    invited_later = now - timedelta(hours=20)
    invitations.invite(poll, Contact.objects.filter(pk__in=chosen[INVITED:]), by=by, now=invited_later)
    deliver(now=invited_later)
    empty_urn(poll)
    poll.refresh_from_db()
    run = refresh(poll, by=None, now=now)
    if run is not None:
        execute(run.pk, now=now, clock=lambda: now)


def _plan_reminders(poll: Poll) -> None:
    plan = MailPlan.objects.create(poll=poll)
    ReminderStep.objects.create(plan=plan, number=1, after_days=8, time_of_day=time(9, 30))
    ReminderStep.objects.create(plan=plan, number=2, after_days=15, time_of_day=time(9, 30))


def _links(poll: Poll, rng: random.Random) -> list[str]:
    invited = Invitation.objects.filter(poll=poll).order_by("contact__email_key")
    tokens = [derive_again(row.pk, poll.pk, row.generation, token_hash=row.token_hash) for row in invited]
    rng.shuffle(tokens)
    return tokens


def _answer(token: str, rng: random.Random, *, now: datetime, is_whole: bool) -> None:
    """Save the first page, and send in what a whole respondent answers."""
    person = load(token)
    if person is None:
        raise LookupError("no invitation has this token")
    answers = _answers(rng)
    first = person.questionnaire.pages[0]
    own = {key: value for key, value in answers.items() if key in {question.code for question in first.questions}}
    begun = save_draft(person, DraftContent(own, page=first.code, language=person.language), now=now)
    if not is_whole:
        return
    outcome = submit(begun, answers, language=person.language, now=now + timedelta(minutes=3))
    if outcome is not Outcome.RECEIVED:
        raise RuntimeError(f"an answer of the demo was not received: {outcome.value}")


def _answers(rng: random.Random) -> Answers:
    uses = rng.choices(["yes", "pilot", "no"], [5, 3, 2])[0]
    answers: Answers = {"uses_ai": uses, "readiness": str(rng.choices(range(1, 11), [1, 1, 2, 3, 5, 7, 8, 5, 2, 1])[0])}
    if uses != "no":
        known = ("chatbot", "voicebot", "agent_support", "summaries")
        answers["applications"] = [code for code in known if rng.random() < 0.5] or ["chatbot"]
    opinions = ("strongly_disagree", "disagree", "neutral", "agree", "strongly_agree")
    answers["trust"] = rng.choices(opinions, [1, 2, 4, 6, 2])[0]
    return answers
