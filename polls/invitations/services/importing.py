"""From an uploaded contact file to contacts: read, looked at, stored when somebody confirms.

Large files are worked off in the background: the state says what is to be done, a worker claims it by a lease.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from polls.invitations.contact_file import Column, RowFinding, UnreadableFileError, read_cells, read_rows, recognise
from polls.invitations.contact_file.cells import MOST_BYTES
from polls.invitations.models import Contact, ContactImport
from polls.invitations.plain_text import clean_text
from polls.invitations.services import columns
from polls.invitations.services.attributes import definitions
from polls.invitations.services.merging import StoredRow, changes_of, load_known, store_rows, verdict_of
from polls.invitations.services.suppression import suppressed_among

BATCH = 500
SMALL_FILE = 64 * 1024
"""Bytes of a file that is read while the page waits: some thousand rows. A larger one is read by a worker."""
KEPT = timedelta(days=1)
UNDOABLE = timedelta(days=30)
MOST_NOTES = 1_000

Actor = AbstractBaseUser | AnonymousUser | None


class FaultyRowsError(Exception):
    """Some rows cannot be imported, and nobody has said that they may be left out."""


@dataclass(frozen=True)
class Effect:
    """What confirming would do, or did: contacts that are new, changed or the same as before, and rows left out.

    ``suppressed`` are addresses that are left out because their owners asked for it.
    """

    new: int
    changed: int
    unchanged: int
    left_out: int
    suppressed: int = 0


def take_import(file: "UploadedFile[bytes]", *, by: Actor, now: datetime) -> ContactImport:
    """Read a small file at once; keep a larger one for a worker to read. Raises UnreadableFileError."""
    if (file.size or 0) <= SMALL_FILE:
        return read_import(file, by=by, now=now)
    made = _new_import(file, by, now)
    made.upload, made.state = _content(file), ContactImport.State.READING
    made.save()
    return made


def read_import(file: "UploadedFile[bytes]", *, by: Actor, now: datetime) -> ContactImport:
    """Read an uploaded file and guess what its columns are for. Raises UnreadableFileError."""
    made = _new_import(file, by, now)
    _read(made, _content(file))
    made.save()
    return made


def read_kept(made: ContactImport) -> None:
    """Read a file that was kept. One that cannot be read has failed, and says why by a key of ``FILE_PROBLEMS``.

    Nothing is stored when the import is another's by now, or when its file was forgotten meanwhile.
    """
    ours = ContactImport.objects.filter(pk=made.pk, state=ContactImport.State.READING, attempts=made.attempts)
    done = {"upload": None, "lease_until": None, "progress": 100}
    try:
        _read(made, bytes(made.upload or b""))
    except UnreadableFileError as error:
        made.state = ContactImport.State.FAILED
        ours.update(**done, state=made.state, outcome={"problem": error.code})
    else:
        made.state = ContactImport.State.COLUMNS
        ours.update(**done, state=made.state, cells=made.cells, mapping=made.mapping)


def forget_unread() -> None:
    """Give up the files that nobody has read yet: whoever is to be forgotten may stand in them."""
    unread = ContactImport.objects.filter(upload__isnull=False)
    unread.update(upload=None, lease_until=None, state=ContactImport.State.FAILED, outcome={"problem": "forgotten"})


def preview_import(file: "UploadedFile[bytes]", *, by: Actor, now: datetime) -> ContactImport:
    """Read and check a file with its columns as guessed; no contact changes yet. Raises UnreadableFileError."""
    made = read_import(file, by=by, now=now)
    if not columns.has_addresses(made):
        raise UnreadableFileError("no_email_column")
    check(made)
    return made


def choose_columns(made: ContactImport, chosen: Sequence[Column], *, rule: str) -> None:
    """Lay down what the columns are for; what was checked before has to be checked again."""
    columns.choose(made, chosen, rule=rule)
    columns.remember(made)
    made.state = ContactImport.State.COLUMNS
    made.save(update_fields=["mapping", "state", "list"])


def give_meanings(made: ContactImport, meanings: dict[str, dict[str, str]]) -> None:
    """Lay down which value each unknown text means, by attribute and plain text; an empty one leaves the cell out."""
    made.mapping = {**made.mapping, "meanings": meanings}
    made.save(update_fields=["mapping"])


def check(made: ContactImport, *, tell: Callable[[int], None] | None = None) -> None:
    """Work out row by row what confirming would do, as the contacts stand now. ``tell`` hears percentages."""
    headers = columns.headers_of(made)
    used = columns.columns_of(made)
    read = read_rows(
        columns.rows_of(made),
        used,
        width=len(headers),
        vocabulary=columns.vocabulary_of(made, definitions()),
        findings=[finding for finding in recognise(headers)[1] if finding.code == "column_without_name"],
    )
    unwanted = _unwanted([contact.key for contact in read.contacts])
    rows = [asdict(contact) for contact in read.contacts if contact.key not in unwanted]
    counts = _judge(rows, columns.rules_of(made), tell)
    faulty = len({finding.row for finding in read.findings if finding.is_error})
    made.rows = rows
    made.findings = [asdict(finding) for finding in _worth_keeping(read.findings)]
    made.outcome = asdict(Effect(counts["new"], counts["changed"], counts["unchanged"], faulty, len(unwanted)))
    made.state, made.progress, made.lease_until = ContactImport.State.PREVIEW, 100, None
    made.save(update_fields=["rows", "findings", "outcome", "state", "progress", "lease_until"])


def effect_of(made: ContactImport) -> Effect:
    """Tell what confirming would do, as it was when the file was checked; after confirming, what it did."""
    names = Effect.__dataclass_fields__
    return Effect(**{name: made.outcome.get(name, 0) for name in names})


def confirm_import(made: ContactImport, *, by: Actor, now: datetime, leave_out_faulty: bool = False) -> Effect:
    """Store the contacts, all or none. Confirming twice does nothing the second time and gives the same answer.

    Raises FaultyRowsError when rows have errors and ``leave_out_faulty`` does not say that they may be left out.
    """
    with transaction.atomic():
        ours = ContactImport.objects.select_for_update(of=("self",)).get(pk=made.pk)
        if ours.state in (ContactImport.State.DONE, ContactImport.State.UNDOING, ContactImport.State.UNDONE):
            return effect_of(ours)
        if ours.outcome.get("left_out") and not leave_out_faulty:
            raise FaultyRowsError
        left_out = effect_of(ours)
        new_attributes = columns.learn(ours)
        rows = _still_wanted(ours.rows)
        counts: Counter[str] = Counter()
        for batch in _batches(rows):
            counts += _store(ours, batch, now)
        suppressed = left_out.suppressed + len(ours.rows) - len(rows)
        effect = Effect(counts["new"], counts["changed"], counts["unchanged"], left_out.left_out, suppressed)
        # What was read is personal data, and in the contacts by now.
        ours.cells, ours.rows, ours.findings, ours.mapping = [], [], [], {}
        ours.state, ours.outcome = ContactImport.State.DONE, {**asdict(effect), "attributes": new_attributes}
        ours.progress, ours.lease_until = 100, None
        ours.created_by_id = by.pk if by else ours.created_by_id
        ours.save()
    return effect


def remove_expired(*, now: datetime) -> int:
    """Remove imports that nobody confirmed within a day, and those that are past undoing; give how many."""
    waiting = ContactImport.objects.filter(created_at__lt=now - KEPT, state__in=ContactImport.WAITING)
    done = ContactImport.objects.filter(created_at__lt=now - UNDOABLE)
    return int(waiting.delete()[1].get("polls.ContactImport", 0) + done.delete()[1].get("polls.ContactImport", 0))


def _new_import(file: "UploadedFile[bytes]", by: Actor, now: datetime) -> ContactImport:
    name = clean_text(file.name or "")[:255]
    return ContactImport(file_name=name, created_at=now, created_by_id=by.pk if by else None)


def _read(made: ContactImport, content: bytes) -> None:
    """Take the cells from the file and guess what the columns are for. Raises UnreadableFileError."""
    made.cells = read_cells(content)
    if len(made.cells) < 2:
        raise UnreadableFileError("only_header")
    columns.choose(made, columns.guess(made, definitions()))
    if not columns.has_addresses(made) and not any("@" in cell for _number, cells in made.cells for cell in cells):
        raise UnreadableFileError("no_email_column")


def _content(file: "UploadedFile[bytes]") -> bytes:
    if (file.size or 0) > MOST_BYTES:
        raise UnreadableFileError("too_large")
    return bytes(file.read(MOST_BYTES + 1))


def _judge(rows: Sequence[StoredRow], rules: dict[str, str], tell: Callable[[int], None] | None) -> Counter[str]:
    """Write at each row what it would do, and count."""
    counts: Counter[str] = Counter()
    for number, batch in enumerate(_batches(rows)):
        known = load_known(batch)
        for row in batch:
            row["changes"] = changes_of(row, known, rules)
            row["verdict"] = verdict_of(row, known, row["changes"])
            counts[row["verdict"]] += 1
        if tell:
            tell(100 * (number * BATCH + len(batch)) // len(rows))
    return counts


def _worth_keeping(findings: Sequence[RowFinding]) -> list[RowFinding]:
    """Give every error, so that no row is left out in silence, and as many notes as anybody reads."""
    notes = [finding for finding in findings if not finding.is_error][:MOST_NOTES]
    errors = [finding for finding in findings if finding.is_error]
    return sorted([*errors, *notes], key=lambda finding: finding.row)


def _unwanted(keys: Sequence[str]) -> set[str]:
    """Give the addresses that are suppressed and no contacts: nobody who was erased comes back with an old list."""
    suppressed = suppressed_among(keys)
    return suppressed - set(Contact.objects.filter(email_key__in=suppressed).values_list("email_key", flat=True))


def _still_wanted(rows: Sequence[StoredRow]) -> list[StoredRow]:
    unwanted = _unwanted([row["key"] for row in rows])
    return [row for row in rows if row["key"] not in unwanted]


def _batches(rows: Sequence[StoredRow]) -> list[Sequence[StoredRow]]:
    return [rows[start : start + BATCH] for start in range(0, len(rows), BATCH)]


def _store(made: ContactImport, rows: Sequence[StoredRow], now: datetime) -> Counter[str]:
    return store_rows(made, rows, columns.rules_of(made), now)
