"""Parts of a questionnaire that steer or guard the way through it: checks, wordings, screen-outs, quotas."""

from dataclasses import dataclass

from polls.codebook.texts import Text


@dataclass(frozen=True)
class Check:
    """What must hold once a question is answered, in the language of ``rules``, and what is said when it does not.

    A hard check must be met to go on; a soft one is shown once and may then be passed. A check says nothing about what
    was left empty.
    """

    condition: str
    message: Text
    is_hard: bool = True


@dataclass(frozen=True)
class Variant:
    """A wording of a question of which each respondent gets one, drawn by lot."""

    code: str
    text: Text


@dataclass(frozen=True)
class ScreenOut:
    """Who does not belong to those the poll is for: they see ``text`` and are not asked anything more."""

    code: str
    condition: str
    text: Text


@dataclass(frozen=True)
class Quota:
    """How many responses that meet the condition are wanted; whoever comes after that sees ``text``."""

    code: str
    label: Text
    condition: str
    limit: int
    text: Text
