"""What can be wrong with a contact file, in words. A finding is stored by code and worded when it is shown."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

FILE_PROBLEMS: Mapping[str, Promise] = {
    "bomb": _("This workbook unpacks to far more than a list. Copy the list to a new workbook and try again."),
    "cell_too_long": _("One of the cells holds more than 10,000 characters."),
    "damaged": _("This file is damaged or is not a list. Open it in Excel, save it again and retry."),
    "empty": _("This file is empty."),
    "forgotten": _("Somebody’s data were erased while this file waited, so it was thrown away. Choose it again."),
    "no_email_column": _("No column with e-mail addresses was found. Call that column “e-mail”."),
    "not_a_table": _("This is not a CSV or Excel file."),
    "old_excel": _("This is an old (.xls) or protected Excel file. Save it as .xlsx without a password."),
    "only_header": _("This file has column names but no rows."),
    "too_large": _("This file is larger than 5 MB."),
    "too_many_columns": _("This file has more than 50 columns."),
    "too_many_rows": _("This file has more than 20,000 rows. Split it in parts."),
    "too_slow": _("Reading this file takes too long. Copy the list to a new workbook and try again."),
}

ROW_FINDINGS: Mapping[str, Promise] = {
    "email_missing": _("There is no e-mail address."),
    "email_invalid": _("“%(value)s” is not an e-mail address."),
    "too_long": _("This is longer than %(most)s characters."),
    "value_unusable": _("“%(value)s” has no letters or digits."),
    "not_number": _("“%(value)s” is not a number."),
    "not_date": _("“%(value)s” is not a date, such as 31-12-2026."),
    "not_yes_no": _("“%(value)s” is neither yes nor no."),
    "not_text": _("This text is longer than 200 characters."),
    "language_unknown": _("“%(value)s” is not a language of the mails; Dutch will be used."),
    "merged": _("The same address as in row %(first)s: the two became one contact."),
    "column_without_name": _("This column has no name and is left out."),
    "column_twice": _("There is another column with this name; this one is left out."),
    "column_many_values": _("This column has %(count)s different values. Is it meant to divide people into groups?"),
    "value_shortened": _("Long values in this column were shortened to 40 characters."),
    "more_cells": _("This row has more cells than there are columns."),
}


@dataclass(frozen=True)
class RowFinding:
    """Something about one row and column. An error keeps the row out; a note only tells."""

    row: int
    column: str
    code: str
    is_error: bool = False
    details: Mapping[str, str | int] = field(default_factory=dict)


def message_of(code: str, details: Mapping[str, str | int]) -> str:
    """Put a finding into words, in the current language."""
    return str(ROW_FINDINGS[code]) % details
