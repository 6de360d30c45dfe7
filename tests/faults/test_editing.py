"""Staff change a poll while people answer: what was promised stays, and each response fits the version it saw."""

import csv
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from io import BytesIO, StringIO
from random import Random

import pytest
from django.db import DatabaseError, connection, transaction

from polls.codebook.answers import clean
from polls.codebook.schema import Questionnaire
from polls.collection.models import Response
from polls.collection.services import Participation, load, submit
from polls.questionnaire import services
from polls.questionnaire.models import Poll, Question, QuestionnaireVersion
from polls.results.services.files import write_responses
from tests.collection import sample
from tests.faults.figures import Tell, sized

pytestmark = pytest.mark.django_db

STEPS = sized(40, 2000)
TRIGGERS = {"version_never_changes", "promise_never_changes"}


class Fieldwork:
    """A poll in the field, with people who have opened it and staff who do as chance has it."""

    def __init__(self, seed: int) -> None:
        self.poll = sample.launched(is_anonymous=False)
        self.rng, self.now = Random(seed), sample.LAUNCH + timedelta(hours=1)
        self.opened: list[Participation] = []
        self.seen: dict[str, int] = {}
        self.refused: Counter[str] = Counter()
        self.allowed: Counter[str] = Counter()

    def run(self, steps: int) -> None:
        works: list[Callable[[], None]] = [self.open, self.open, self.send, self.send, self.correct, self.attack]
        for _ in range(steps):
            self.now += timedelta(minutes=self.rng.randint(1, 30))
            self.poll.refresh_from_db()
            self.rng.choice([*works, self.close_and_reopen])()

    def open(self) -> None:
        participation = load(sample.invited(self.poll))
        assert participation is not None
        self.opened.append(participation)

    def send(self) -> None:
        """Somebody who opened the poll some versions ago sends it now."""
        if not self.opened:
            return
        participation = self.opened.pop(self.rng.randrange(len(self.opened)))
        submit(participation, sample.COMPLETE, language="nl", now=self.now)
        self.seen[str(participation.invitation_id)] = participation.version.id

    def correct(self) -> None:
        """A wording is corrected and published: that makes a version."""
        question = Question.objects.select_related("page__poll").get(page__poll=self.poll, code="opinion")
        question.text = {"nl": f"Hoe kijkt u? {self.rng.random()}", "en": "How?"}
        services.save(services.Edit(question, question.revision, ("text",)), by=None, now=self.now)
        before = self.poll.versions.count()
        services.publish(self.poll, by=None, now=self.now, reason="wording")
        self.allowed["wording"] += self.poll.versions.count() - before

    def close_and_reopen(self) -> None:
        if self.rng.random() < 0.3:
            services.close(self.poll, by=None, now=self.now)
            services.reopen(self.poll, by=None, now=self.now + timedelta(seconds=1))
            self.allowed["reopened"] += 1

    def attack(self) -> None:
        """Change what may not change, by the product's own verbs and straight in the database."""
        name, change = self.rng.choice(list(ATTACKS.items()))
        try:
            with transaction.atomic():
                change(self.poll, self.now)
                raise AssertionError(f"{name} was let through")
        except (DatabaseError, services.NotPublishable, services.NotNow):
            self.refused[name] += 1


def add_choice(poll: Poll, now: datetime) -> None:
    services.add_choices(Question.objects.get(page__poll=poll, code="outsources"), ["Soms | Sometimes"])
    services.publish(poll, by=None, now=now)


def delete_question(poll: Poll, now: datetime) -> None:
    Question.objects.filter(page__poll=poll, code="grade").delete()
    services.publish(poll, by=None, now=now)


def change_code(poll: Poll, now: datetime) -> None:
    question = Question.objects.get(page__poll=poll, code="outsources")
    question.choices.filter(code="never").update(code="often")
    services.publish(poll, by=None, now=now)


ATTACKS: dict[str, Callable[[Poll, datetime], None]] = {
    "a choice added": add_choice,
    "a question deleted": delete_question,
    "a code changed": change_code,
    "k changed": lambda poll, now: touch(Poll.objects.filter(pk=poll.pk).update(minimum_base=3)),
    "anonymity changed": lambda poll, now: touch(Poll.objects.filter(pk=poll.pk).update(is_anonymous=True)),
    "never published": lambda poll, now: touch(Poll.objects.filter(pk=poll.pk).update(first_published_at=None)),
    "a version changed": lambda poll, now: touch(QuestionnaireVersion.objects.filter(poll=poll).update(document={})),
    "a version renumbered": lambda poll, now: touch(QuestionnaireVersion.objects.filter(poll=poll).update(number=99)),
}


def touch(rows: int) -> None:
    assert rows > 0


def fits(response: Response) -> bool:
    """Whether each answer is one that the version would take."""
    known: Questionnaire = response.version.questionnaire
    for code, question in known.question_by_code.items():
        mine = {key: value for key, value in response.answers.items() if key.partition(".")[0] == code}
        posted = {key: value if isinstance(value, list) else [value] for key, value in mine.items()}
        if mine and clean(question, posted, "en").values != mine:
            return False
    return all(key.partition(".")[0] in known.question_by_code for key in response.answers)


def orphans(poll: Poll) -> int:
    """Count the codes in the file of single responses that no version offers."""
    stream = BytesIO()
    options = {"format": "csv", "values": "codes", "language": "en"}
    write_responses(poll, options, stream, lambda *told, **also: None)
    rows = list(csv.DictReader(StringIO(stream.getvalue().decode("utf-8-sig"))))
    version = poll.latest_version
    assert version is not None
    known = {code: {choice.code for choice in question.options} | {"_dk", "_na", ""}
             for code, question in version.questionnaire.question_by_code.items()}  # fmt: skip
    return sum(row[code] not in known[code] for row in rows for code in ("outsources", "opinion", "goal"))


def test_what_was_promised_stays_and_each_response_fits_its_version(tell: Tell) -> None:
    fieldwork = Fieldwork(6)
    for change in ATTACKS:  # each at least once, whatever chance has
        with pytest.raises((DatabaseError, services.NotPublishable, services.NotNow)), transaction.atomic():
            ATTACKS[change](fieldwork.poll, fieldwork.now)
    fieldwork.run(STEPS)
    responses = list(Response.objects.select_related("version"))
    wrong = sum(fieldwork.seen[str(each.invitation_id)] != each.version_id for each in responses)
    unfit, strange = sum(not fits(each) for each in responses), orphans(fieldwork.poll)
    tell(
        "G-INT-6",
        "people open and send while staff correct, close, reopen and try what is not allowed",
        size=f"{STEPS} steps by chance",
        lost=len(fieldwork.seen) - len(responses),
        allowed="each response fits the version that was seen",
        figure=f"{fieldwork.refused.total()} forbidden changes refused, none let through; {len(responses)} responses "
        f"over {fieldwork.poll.versions.count()} versions: {wrong} of another version, {unfit} unfit, {strange} "
        "orphan codes",
    )
    assert len(responses) == len(fieldwork.seen) > 0
    assert (wrong, unfit, strange) == (0, 0, 0)
    assert fieldwork.poll.versions.count() == 1 + fieldwork.allowed["wording"] > 1


def test_control_without_its_triggers_the_database_lets_promises_be_broken() -> None:
    """Also shows that no later migration has dropped them, as rebuilding a table on SQLite does."""
    poll = sample.launched()
    listed = (
        "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
        if connection.vendor == "postgresql"
        else "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    )
    with connection.cursor() as cursor:
        cursor.execute(listed)
        assert {row[0] for row in cursor.fetchall()} >= TRIGGERS
        cursor.execute("DROP TRIGGER promise_never_changes" + (" ON polls_poll" if "pg_" in listed else ""))
    assert Poll.objects.filter(pk=poll.pk).update(is_anonymous=False) == 1
