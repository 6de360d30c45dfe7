"""Verbs of the stage: load, save, submit, empty the urn, finish, remove what is past its date."""

from polls.collection.services.drafts import DraftConflictError, save_draft
from polls.collection.services.loading import Participation, Standing, load, load_questionnaire, newcomer
from polls.collection.services.page_saving import PageConflictError, PageSave, merged, save_page, without_page
from polls.collection.services.quotas import QuotaFullError, full_codes, read_counts
from polls.collection.services.receipts import Found, find_by_receipt, is_receipt, new_receipt, withdraw
from polls.collection.services.retention import Removed, remove_expired
from polls.collection.services.submission import Outcome, submit, turn_away
from polls.collection.services.uploads import RefusedFileError, keep_upload, upload_path, uploads_of
from polls.collection.services.urn import empty_urn, empty_urns, finish

__all__ = [
    "DraftConflictError",
    "Found",
    "Outcome",
    "PageConflictError",
    "PageSave",
    "Participation",
    "QuotaFullError",
    "RefusedFileError",
    "Removed",
    "Standing",
    "empty_urn",
    "empty_urns",
    "find_by_receipt",
    "finish",
    "full_codes",
    "is_receipt",
    "keep_upload",
    "load",
    "load_questionnaire",
    "merged",
    "new_receipt",
    "newcomer",
    "read_counts",
    "remove_expired",
    "save_draft",
    "save_page",
    "submit",
    "turn_away",
    "upload_path",
    "uploads_of",
    "withdraw",
    "without_page",
]
