"""Reading a contact file safely: CSV or XLSX from anybody, to contacts and findings."""

from polls.invitations.contact_file.cells import UnreadableFileError, read_cells
from polls.invitations.contact_file.columns import to_code
from polls.invitations.contact_file.contacts import ContactFile, ContactRow, email_key, read_contacts
from polls.invitations.contact_file.findings import FILE_PROBLEMS, RowFinding, message_of

__all__ = [
    "FILE_PROBLEMS",
    "ContactFile",
    "ContactRow",
    "RowFinding",
    "UnreadableFileError",
    "email_key",
    "message_of",
    "read_cells",
    "read_contacts",
    "to_code",
]
