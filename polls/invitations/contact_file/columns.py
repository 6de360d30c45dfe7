"""What each column of a contact file is for, by its name in Dutch or English."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from polls.invitations.contact_file.findings import RowFinding

CODE_LENGTH = 40

ROLES = {
    "email": ("email", "emailadres", "emailaddress", "mail", "mailadres", "eposta", "epost"),
    "name": ("naam", "name", "volledigenaam", "fullname", "contactpersoon", "contactname"),
    "first_name": ("voornaam", "firstname", "givenname"),
    "infix": ("tussenvoegsel", "tussenvoegsels", "infix"),
    "last_name": ("achternaam", "lastname", "surname", "familyname"),
    "organisation": (
        "organisatie", "organisation", "organization", "organisatienaam", "bedrijf", "bedrijfsnaam", "company",
        "companyname", "werkgever", "employer",
    ),
    "language": ("taal", "language", "voorkeurstaal", "preferredlanguage"),
}  # fmt: skip

_ROLE_BY_NAME = {name: role for role, names in ROLES.items() for name in names}
_NOT_LETTER_OR_DIGIT = re.compile(r"[^a-z0-9]+")


NAMES = ("name", "first_name", "infix", "last_name")
RULES = ("overwrite", "fill", "never")
"""What a cell does to a contact that is known: replace what is there, fill what is empty, nothing."""


@dataclass(frozen=True)
class Column:
    """One column: where it stands, what it is called, and what it is for (a role, or the code of an attribute).

    ``is_of_organisation``: the attribute is not the person's but their organisation's. ``kind`` is that of an attribute
    that does not exist yet. ``rule`` is one of ``RULES``.
    """

    position: int
    header: str
    role: str = ""
    attribute: str = ""
    is_of_organisation: bool = False
    kind: str = ""
    rule: str = RULES[0]

    @property
    def field(self) -> str:
        """What of a contact the column fills: ``name``, ``attribute:role``, ``organisation:sector``."""
        if self.attribute:
            return f"{'organisation' if self.is_of_organisation else 'attribute'}:{self.attribute}"
        return "name" if self.role in NAMES else self.role

    @property
    def target(self) -> str:
        """What the column is for, as one text that ``aimed`` reads."""
        return f"{'o' if self.is_of_organisation else 'a'}:{self.attribute}" if self.attribute else self.role


def aimed(position: int, header: str, target: str, *, kind: str = "", rule: str = RULES[0]) -> Column:
    """Make a column that is for ``target``: a role, ``a:code`` of the person or ``o:code`` of the organisation."""
    of, _, code = target.partition(":")
    if code:
        return Column(position, header, attribute=code, is_of_organisation=of == "o", kind=kind, rule=rule)
    return Column(position, header, role=target, rule=rule)


def to_code(text: str) -> str:
    """Make the code of a value or a column name: small letters, digits and underscores; at most 40; maybe empty."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return _NOT_LETTER_OR_DIGIT.sub("_", plain).strip("_")[:CODE_LENGTH].strip("_")


def recognise(headers: Sequence[str]) -> tuple[list[Column], list[RowFinding]]:
    """Give the columns that are used, and findings about those that are not. ``headers`` are clean."""
    columns: list[Column] = []
    findings: list[RowFinding] = []
    for position, header in enumerate(headers):
        column = _column(position, header)
        if not column.role and not column.attribute:
            findings.append(RowFinding(1, header or letter_of(position), "column_without_name"))
        elif any((column.role, column.attribute) == (other.role, other.attribute) for other in columns):
            findings.append(RowFinding(1, header, "column_twice"))
        else:
            columns.append(column)
    return columns, findings


def letter_of(position: int) -> str:
    """Give Excel's name of a column: 0 is A, 26 is AA."""
    letters = ""
    position += 1
    while position:
        position, rest = divmod(position - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _column(position: int, header: str) -> Column:
    code = to_code(header)
    role = _ROLE_BY_NAME.get(code.replace("_", ""), "")
    if role:
        return Column(position, header, role=role)
    if code and not code[0].isalpha():
        code = f"column_{code}"[:CODE_LENGTH]
    return Column(position, header, attribute=code)
