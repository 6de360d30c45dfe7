"""What readers are told of an identified poll is held against all that they were told of it before."""

import random

import pytest

from polls.publication.services.composing import take_run
from polls.publication.services.screening import WithheldError, screen
from polls.questionnaire.models import Poll
from tests.publication.conftest import begun, person, published
from tests.results import sample
from tests.results.conftest import finished_run
from tests.results.sample import NOW

pytestmark = pytest.mark.django_db


def more(poll: Poll, count: int) -> None:
    """Let so many others answer, all of them inhouse."""
    rng, known = random.Random(7), sample.questionnaire()
    answers = [sample.random_answers(rng, known) for _ in range(count)]
    sample.respond(poll, answers, [{"role": "inhouse"}] * count)


def test_a_second_edition_does_not_tell_what_one_more_person_said() -> None:
    author, reader = person("analyst"), person("editor")
    publication = begun(author)
    published(publication, author, reader)
    more(publication.poll, 1)
    run = finished_run(publication.poll)

    assert run.summary is not None
    assert run.summary["n"] == 121
    with pytest.raises(WithheldError):
        screen(run)


def test_a_second_edition_is_told_once_enough_people_have_come() -> None:
    author, reader = person("analyst"), person("editor")
    publication = begun(author)
    published(publication, author, reader)
    more(publication.poll, 40)
    run = finished_run(publication.poll)
    take_run(publication, run, revision=publication.revision, by=author, now=NOW)
    screened = screen(run)

    assert screened.told_before == 1
    assert screened.summary["n"] == 160
    assert "160|respondents" in publication.composition["lead"]["nl"]
