"""Reading a contact file safely: CSV or XLSX from anybody, to contacts and findings."""

from polls.invitations.contact_file.cells import UnreadableFileError, read_cells
from polls.invitations.contact_file.columns import Column, aimed, recognise, to_code
from polls.invitations.contact_file.contacts import (
    ContactFile,
    ContactRow,
    Vocabulary,
    email_key,
    key_of,
    read_contacts,
    read_rows,
    unknown_values,
)
from polls.invitations.contact_file.findings import FILE_PROBLEMS, RowFinding, message_of

__all__ = [
    "FILE_PROBLEMS",
    "Column",
    "ContactFile",
    "ContactRow",
    "RowFinding",
    "UnreadableFileError",
    "Vocabulary",
    "aimed",
    "email_key",
    "key_of",
    "message_of",
    "read_cells",
    "read_contacts",
    "read_rows",
    "recognise",
    "to_code",
    "unknown_values",
]
