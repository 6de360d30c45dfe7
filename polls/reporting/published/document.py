"""What a frozen edition tells, as JSON: the types of the document that readers, files and other programs get.

``freezing`` makes the texts, tables and charts, ``publication.services.writing`` the whole. Numbers are as they were on
the day of publication; shares lie between 0 and 1.
"""

from typing import Literal, TypedDict


class EditionParagraph(TypedDict):
    """A paragraph of a text."""

    kind: Literal["heading", "body"]
    text: str


class EditionChart(TypedDict):
    """A chart in words: its title, and what it shows. The drawing is among the files."""

    title: str
    alt: str


class EditionColumn(TypedDict):
    """A group of respondents. ``segment`` is null for all together; ``letter`` is that of its significance marks.

    ``n`` is the base as text. A group that is too small has no ``base``, and ``note`` says why.
    """

    segment: str | None
    label: str
    letter: str
    status: Literal["shown", "hidden", "not_asked", "empty"]
    n: str
    base: int | None
    is_small_base: bool
    note: str


class EditionCell(TypedDict):
    """A number with its text, and as ``detail`` what stands under it.

    ``form`` says what ``value`` is: a share of ``count`` in ``base``, another number, or nothing but the text.
    ``interval`` are its bounds and ``method`` how they were computed; ``letters`` the columns that it significantly
    exceeds.
    """

    text: str
    detail: str
    value: float | None
    form: Literal["share", "number", "text"]
    decimals: int
    base: int | None
    count: int | None
    interval: list[float] | None
    method: str
    letters: str
    is_small_base: bool
    is_highest: bool


class EditionLine(TypedDict):
    """A line of a table, with a cell per column; null where the column shows nothing."""

    code: str
    label: str
    role: Literal["answer", "net", "mean", "median", "spread", "extra"]
    cells: list[EditionCell | None]


class EditionTest(TypedDict):
    """A comparison of groups: the answer it is about, the groups, the test, its p-value as text, and a sentence."""

    row: str
    groups: str
    test: str
    p: str
    is_significant: bool
    text: str


class EditionTable(TypedDict):
    """A table as it is published, with its notes and tests."""

    columns: list[EditionColumn]
    lines: list[EditionLine]
    notes: list[str]
    tests: list[EditionTest]


class EditionEntry(TypedDict):
    """A question, of everyone (``variable`` null) or by a division, with what its makers wrote."""

    key: str
    question: str
    variable: str | None
    title: str
    text: list[EditionParagraph]
    question_text: str
    division: str
    base_note: str
    chart: EditionChart | None
    table: EditionTable | None


class EditionTexts(TypedDict):
    """All that is told in one language. ``statement`` is the method statement, in pairs of a name and a text."""

    title: str
    lead: list[EditionParagraph]
    organisation: str
    respondents: str
    filter: str
    fieldwork: str
    computed_on: str
    entries: list[EditionEntry]
    notes: list[str]
    reading: list[str]
    computing: list[str]
    statement: list[list[str]]


class EditionRun(TypedDict):
    """The computation that the numbers are from. ``weights`` names the weights and their version."""

    id: str
    respondents: int
    data_sha256: str
    questionnaire_version: int
    questionnaire_sha256: str
    weights: str | None


class EditionReceipts(TypedDict):
    """The list of receipts of the counted responses: the salt of its hashes, and how many there are."""

    salt: str
    count: int


class EditionFileRecord(TypedDict):
    """A file of the edition with its hash."""

    name: str
    content_type: str
    size: int
    sha256: str


class EditionDocument(TypedDict):
    """An edition as its file edition.json tells it; ``texts`` and ``note`` (what was corrected) by language."""

    format: str
    publication: str
    edition: int
    address: str
    poll: str
    languages: list[str]
    note: dict[str, str]
    run: EditionRun
    texts: dict[str, EditionTexts]
    receipts: EditionReceipts | None
    files: list[EditionFileRecord]
