"""What the columns of an import are for: guessed by their names and by last time, chosen by somebody, remembered."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from polls.codebook.attributes import Attribute, AttributeKind, plain, read_value
from polls.invitations.contact_file import Column, Vocabulary, aimed, recognise, to_code, unknown_values
from polls.invitations.contact_file.cells import Row
from polls.invitations.contact_file.columns import RULES
from polls.invitations.models import ColumnMemory, ContactImport
from polls.invitations.plain_text import clean_text
from polls.invitations.services.attributes import add_values, definitions, describe, remember_spelling

LONGEST_LIST = 50
SAMPLES = 3


def headers_of(made: ContactImport) -> list[str]:
    return [clean_text(cell) for cell in made.cells[0][1]] if made.cells else []


def rows_of(made: ContactImport) -> list[Row]:
    return [(number, cells) for number, cells in made.cells[1:]]


def samples_of(made: ContactImport, position: int) -> list[str]:
    """Give the first different texts of a column."""
    found: dict[str, None] = {}
    for _, cells in rows_of(made):
        text = clean_text(cells[position]) if position < len(cells) else ""
        if text:
            found[text] = None
        if len(found) == SAMPLES:
            break
    return list(found)


def columns_of(made: ContactImport) -> list[Column]:
    """Give the columns that are used, as they were guessed or chosen."""
    headers = headers_of(made)
    return [
        aimed(each["position"], headers[each["position"]], each["target"], kind=each["kind"], rule=each["rule"])
        for each in made.mapping.get("columns", [])
    ]


def has_addresses(made: ContactImport) -> bool:
    """Whether a column is known to hold the e-mail addresses."""
    return any(column.role == "email" for column in columns_of(made))


def vocabulary_of(made: ContactImport, known: Mapping[str, Attribute]) -> Vocabulary:
    return Vocabulary(known, made.mapping.get("meanings", {}))


def guess(made: ContactImport, known: Mapping[str, Attribute]) -> list[Column]:
    """Guess what each column is for: as last time, else by its name in Dutch or English, else a new attribute."""
    headers, rows = headers_of(made), rows_of(made)
    remembered = {memory.header: memory for memory in ColumnMemory.objects.filter(header__in=map(_key, headers))}
    by_name = {plain(name): code for code, each in known.items() for name in (code, *each.label.values())}
    recognised = {column.position: column for column in recognise(headers)[0]}
    columns: list[Column] = []
    for position, header in enumerate(headers):
        memory = remembered.get(_key(header))
        column = recognised.get(position)
        if memory and _still_is(memory.target, known):
            column = aimed(position, header, memory.target, rule=memory.rule or RULES[0]) if memory.target else None
        elif column and column.attribute:
            code = by_name.get(plain(header), column.attribute)
            column = replace(column, attribute=code, kind="" if code in known else _kind_of(rows, position))
        if column and all(column.target != other.target for other in columns):
            columns.append(column)
    return columns


def choose(made: ContactImport, columns: Sequence[Column], *, rule: str = RULES[0]) -> None:
    """Lay down what the columns are for, and remember it for files with the same columns. Does not store ``made``."""
    made.mapping = {
        **made.mapping,
        "rule": rule,
        "columns": [
            {"position": each.position, "target": each.target, "kind": each.kind, "rule": each.rule} for each in columns
        ],
    }


def remember(made: ContactImport) -> None:
    """Keep what each column was for, by its name; one that was left out as well."""
    used = {column.position: column for column in columns_of(made)}
    for position, header in enumerate(headers_of(made)):
        if _key(header):
            column = used.get(position)
            ColumnMemory.objects.update_or_create(
                header=_key(header),
                defaults={"target": column.target if column else "", "rule": column.rule if column else ""},
            )


def unknown_of(made: ContactImport, known: Mapping[str, Attribute]) -> dict[str, dict[str, int]]:
    """Give by attribute the texts that are none of its values, with how many rows have each."""
    return unknown_values(rows_of(made), columns_of(made), known)


def learn(made: ContactImport) -> list[str]:
    """Describe the attributes that are new, add values that are, remember spellings; give the new attributes."""
    known, meanings = definitions(), made.mapping.get("meanings", {})
    new = []
    for column in columns_of(made):
        if not column.attribute:
            continue
        if column.attribute not in known:
            describe(column.attribute, AttributeKind(column.kind or AttributeKind.CHOICE), label=column.header)
            new.append(column.attribute)
    known = definitions()
    for code, texts in unknown_of(made, known).items():
        meant = {text: meanings.get(code, {}).get(plain(text), to_code(text)) for text in texts}
        codes = {value.code for value in known[code].values}
        add_values(code, {value: text for text, value in meant.items() if value and value not in codes})
        remember_spelling(code, {text: value for text, value in meant.items() if value})
    return new


def rules_of(made: ContactImport) -> dict[str, str]:
    """Give the rule of updating by field."""
    return {column.field: column.rule for column in columns_of(made)}


def _key(header: str) -> str:
    return plain(header)[:100]


def _still_is(target: str, known: Mapping[str, Attribute]) -> bool:
    return ":" not in target or target.partition(":")[2] in known


def _kind_of(rows: Sequence[Row], position: int) -> str:
    """Guess the kind of an attribute that does not exist yet from what its column holds."""
    texts = {clean_text(cells[position]) for _, cells in rows if position < len(cells)} - {""}
    for kind in (AttributeKind.YES_NO, AttributeKind.NUMBER, AttributeKind.DATE):
        sort = Attribute("x", {}, kind)
        is_flag = kind is AttributeKind.YES_NO and texts <= {"0", "1"}  # that may be any code
        if len(texts) > 1 and not is_flag and all(read_value(sort, text) is not None for text in texts):
            return kind.value
    return (AttributeKind.CHOICE if len(texts) <= LONGEST_LIST else AttributeKind.TEXT).value


def describe_columns(made: ContactImport) -> list[dict[str, Any]]:
    """Give each column of the file with its name, samples, and what it is for at present (None: left out)."""
    used = {column.position: column for column in columns_of(made)}
    return [
        {
            "position": position,
            "header": header,
            "samples": samples_of(made, position),
            "column": used.get(position),
        }
        for position, header in enumerate(headers_of(made))
    ]
