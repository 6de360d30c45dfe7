"""The resources as they go over the wire, each field with what it means. The documentation is made of these.

Times are UTC. Texts are in the language that was asked for.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from polls.analysis.summary_document import Summary
from polls.reporting.published.document import EditionDocument

Phase = Literal["scheduled", "open", "closing", "closed"]
Channel = Literal["invitation", "open"]
Next = Annotated[str | None, _("The address of the next page; null on the last one.")]


@dataclass(frozen=True)
class Version:
    """A questionnaire as it was launched, which never changes."""

    number: Annotated[int, _("1 for the first; one more for each correction of its wording.")]
    sha256: Annotated[str, _("The hash of the questionnaire; a run names the same.")]
    published_at: datetime


@dataclass(frozen=True)
class Responses:
    """How many have answered."""

    count: int
    is_rounded: Annotated[
        bool,
        _("While an anonymous poll is open the count is rounded down, so that nobody's moment of answering shows."),
    ]


@dataclass(frozen=True)
class Poll:
    """A poll that was launched."""

    slug: Annotated[str, _("The short name, which never changes.")]
    title: str
    phase: Annotated[
        Phase, _("Where it stands now; “closing” is the quarter of an hour in which who began may finish.")
    ]
    languages: Annotated[list[str], _("The languages of the questionnaire.")]
    channel: Annotated[Channel, _("How respondents get in: by a personal invitation or by an open link.")]
    is_anonymous: bool
    minimum_base: Annotated[int, _("Groups with fewer respondents are shown nowhere.")]
    launched_at: datetime | None
    opens_at: datetime | None
    closes_at: datetime | None
    invited: Annotated[int | None, _("How many were invited; null where there is an open link.")]
    responses: Responses
    runs: Annotated[str, _("The address of its results.")]
    url: str


@dataclass(frozen=True)
class PollList:
    """One page of polls, the newest first."""

    items: list[Poll]
    next: Next


@dataclass(frozen=True)
class ChoiceLabel:
    """A choice of a question, or a segment."""

    code: str
    label: str


@dataclass(frozen=True)
class QuestionLabels:
    """A question as respondents read it, by the codes that a run has."""

    code: str
    kind: str
    text: str
    choices: list[ChoiceLabel]


@dataclass(frozen=True)
class VariableLabels:
    """A variable by which the results are divided."""

    code: str
    label: str
    segments: list[ChoiceLabel]


@dataclass(frozen=True)
class Labels:
    """What the codes of a questionnaire mean, in one language."""

    language: str
    title: str
    questions: list[QuestionLabels]
    segment_variables: list[VariableLabels]


@dataclass(frozen=True)
class PollDetail(Poll):
    """A poll with the questionnaire that respondents see now."""

    version: Version | None
    labels: Labels | None


@dataclass(frozen=True)
class Filter:
    """The one segment that a run is about."""

    variable: str
    segment: str


@dataclass(frozen=True)
class Weights:
    """The weights with which a run was made."""

    name: str
    version: int


@dataclass(frozen=True)
class Run:
    """One computation of a poll's results. It never changes; newer responses give a new run."""

    id: UUID
    poll: Annotated[str, _("The short name of the poll.")]
    version: Annotated[int, _("The version of the questionnaire.")]
    questionnaire_sha256: str
    data_sha256: Annotated[str, _("The hash of the answers: the same answers give the same numbers.")]
    responses: Annotated[int, _("How many respondents the run counts.")]
    filter: Annotated[Filter | None, _("The segment that the run is limited to; null for all respondents.")]
    weights: Annotated[Weights | None, _("The weights, if any.")]
    without_flags: Annotated[
        list[str], _("Responses with these flags are left out: too fast, all answers alike, hardly any answers.")
    ]
    ready_at: datetime
    url: str


@dataclass(frozen=True)
class RunList:
    """One page of runs, the newest first."""

    items: list[Run]
    next: Next


@dataclass(frozen=True)
class RunDetail(Run):
    """A run with all its numbers. Groups that are too small are marked as hidden and have no numbers."""

    labels: Labels
    document: Annotated[Summary, _("The numbers. Shares lie between 0 and 1.")]


@dataclass(frozen=True)
class Index:
    """Where to begin."""

    polls: str
    publications: str
    openapi: str
    documentation: str


@dataclass(frozen=True)
class Publication:
    """A publication, as its newest edition has it."""

    slug: Annotated[str, _("The short name, which never changes.")]
    poll: Annotated[str, _("The short name of the poll.")]
    title: str
    edition: Annotated[int, _("The number of the newest edition.")]
    published_at: datetime
    is_withdrawn: bool
    page: Annotated[str, _("The address of the page for people.")]
    url: str


@dataclass(frozen=True)
class PublicationList:
    """One page of publications, the newest first."""

    items: list[Publication]
    next: Next


@dataclass(frozen=True)
class Edition:
    """An edition, of which no number ever changes."""

    publication: str
    number: int
    sha256: Annotated[str, _("The hash of its file edition.json, which names those of all other files.")]
    published_at: datetime
    note: Annotated[str | None, _("What was corrected; null for a first edition.")]
    withdrawn_at: datetime | None
    withdrawal_note: Annotated[str | None, _("Why it was withdrawn.")]
    page: Annotated[str, _("The address of the page for people, for good.")]
    url: str


@dataclass(frozen=True)
class PublicationDetail(Publication):
    """A publication with all its editions, the newest first."""

    editions: list[Edition]


@dataclass(frozen=True)
class File:
    """A file of an edition, byte for byte as it was published."""

    name: str
    content_type: str
    size: Annotated[int, _("In bytes.")]
    sha256: str
    url: str


@dataclass(frozen=True)
class EditionDetail(Edition):
    """An edition with all that it tells. Of a withdrawn one nothing is told any more."""

    document: Annotated[
        EditionDocument | None, _("Titles, texts, tables and method as they are published, by language.")
    ]
    files: list[File]


@dataclass(frozen=True)
class PollTold:
    """What a message about a poll says."""

    poll: Annotated[str, _("The short name of the poll.")]
    url: Annotated[str, _("Where to read on.")]


@dataclass(frozen=True)
class ResponsesTold(PollTold):
    """What a message about responses says. Of an open anonymous poll it comes in steps, never with the exact count."""

    threshold: Annotated[int, _("The number that was reached, as it was asked for.")]


@dataclass(frozen=True)
class RunTold(PollTold):
    """What a message about new results says. There is none for results of one segment."""

    run: str
    is_weighted: bool


@dataclass(frozen=True)
class PublicationTold(PollTold):
    """What a message about a publication says."""

    publication: str
    edition: int


@dataclass(frozen=True)
class PingTold:
    """What a message says that was sent to try a webhook."""

    webhook: Annotated[str, _("The name of the webhook.")]
