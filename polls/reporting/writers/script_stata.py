"""A do-file for Stata (14 or newer) that loads the CSV of responses in codes and labels it.

Choices become numbers with value labels, the reasons of missing values Stata's extended missing values (.a to .d),
options of a multiple choice 0 and 1. The names are those of the SPSS file, with an underscore for each point.
"""

import re
from collections.abc import Iterator, Mapping, Sequence

from polls.codebook.schema import Questionnaire, in_language
from polls.codebook.texts import JOINT
from polls.reporting.writers.dialect import DIALECTS
from polls.reporting.writers.responses import ATTRIBUTE, Holds, Layout, Reason, ResponseColumn
from polls.reporting.writers.responses_sav import numbers_of

LONGEST_NAME = 32
LONGEST_LABEL = 80

MISSING: Mapping[Reason, str] = {
    Reason.DONT_KNOW: ".a",
    Reason.SKIPPED: ".b",
    Reason.NOT_ASKED: ".c",
    Reason.NOT_RANKED: ".d",
}
"""The extended missing value of each reason."""

RESERVED = frozenset(
    {
        "_all", "_b", "_coef", "_cons", "_n", "_N", "_pi", "_pred", "_rc", "_skip", "byte", "double", "float", "if",
        "in", "int", "long", "str", "strL", "using", "with",
    }
)  # fmt: skip


_COMMENTS = {
    "nl": "Leest {file} en zet er labels bij. Zet dit bestand in dezelfde map en open het in Stata 14 of nieuwer.",
    "en": "Reads {file} and labels it. Put this file in the same folder and run it in Stata 14 or newer.",
}


def script(questionnaire: Questionnaire, layout: Layout, file: str, language: str) -> str:
    """Write the do-file for the CSV file of this name."""
    dialect = DIALECTS[language]
    title = in_language(questionnaire.title, language)
    names = stata_names([column.name for column in layout.columns])
    lines = [
        f"* {_one_line(title)}",
        f"* {_COMMENTS[language].format(file=file)}",
        "version 14",
        f'import delimited using "{file}", delimiters("{dialect.separator}") varnames(nonames) rowrange(2) '
        'stringcols(_all) bindquote(strict) maxquotedrows(unlimited) encoding("utf-8") clear',
        f"label data {quoted(_cut(title))}",
        "",
    ]
    for place, (column, name) in enumerate(zip(layout.columns, names, strict=True), start=1):
        lines += _column(column, f"v{place}", name, dialect.decimal_sign)
    return "\n".join([*lines, f"order {' '.join(names)}", "compress"]) + "\n"


def _column(column: ResponseColumn, source: str, name: str, decimal_sign: str) -> Iterator[str]:
    """Make one variable of a column of texts, and label it."""
    if column.holds is Holds.TEXT or (column.holds is Holds.CODE and not column.labels):
        yield f"rename {source} {name}"
    else:
        yield from _numbers(column, source, name, decimal_sign)
        yield f"drop {source}"
    yield f"label variable {name} {quoted(_cut(column.heading))}"
    if len(column.heading) > LONGEST_LABEL:
        yield f"notes {name}: {_escaped(_one_line(column.heading))}"
    yield ""


def _numbers(column: ResponseColumn, source: str, name: str, decimal_sign: str) -> Iterator[str]:
    numbers = numbers_of(column) if column.holds is Holds.CODE else {code: int(code) for code in column.labels}
    if column.labels:
        yield f"generate long {name} = ."
        for code, number in numbers.items():
            yield f"replace {name} = {number} if {source} == {quoted(code)}"
    elif column.holds is Holds.DAY:
        yield f'generate long {name} = date({source}, "YMD")'
        yield f"format {name} %td"
    elif column.holds is Holds.MONTH:
        yield f'generate long {name} = monthly({source}, "YM")'
        yield f"format {name} %tm"
    else:
        sign = f'subinstr({source}, "{decimal_sign}", ".", 1)' if decimal_sign != "." else source
        yield f"generate double {name} = real({sign})"
    for code in column.reasons:
        yield f"replace {name} = {MISSING[Reason(code)]} if {source} == {quoted(code)}"
    words = {str(number): column.labels[code] for code, number in numbers.items()}
    words |= {MISSING[Reason(code)]: word for code, word in column.reasons.items()}
    if words:
        yield f"label define {name} {' '.join(f'{number} {quoted(word)}' for number, word in words.items())}, replace"
        yield f"label values {name} {name}"


def stata_names(wanted: Sequence[str]) -> list[str]:
    """Give each column a name that Stata takes: 32 letters, digits and underscores, and nobody else's."""
    names: list[str] = []
    for name in wanted:
        plain = re.sub(r"[^A-Za-z0-9_]", "_", name.removeprefix(ATTRIBUTE))[:LONGEST_NAME] or "_"
        if plain[0].isdigit() or plain in RESERVED or re.fullmatch(r"v\d+|str\d+", plain):
            plain = f"q_{plain}"[:LONGEST_NAME]
        unique, number = plain, 2
        while unique in names:
            ending = f"_{number}"
            unique, number = plain[: LONGEST_NAME - len(ending)] + ending, number + 1
        names.append(unique)
    return names


def quoted(text: str) -> str:
    """Write a text between Stata's compound quotes, in which nothing of it is taken for a macro."""
    return f'`"{_escaped(_one_line(text))}"\''


def _escaped(text: str) -> str:
    """Keep macros from being expanded. An apostrophe ends one, so a straight one beside a quote becomes curly."""
    return text.replace('"', "”").replace("`", "‘").replace("'", "’").replace("$", "\\$")


def _cut(text: str) -> str:
    """Cut a label to the length that Stata takes; of "question – option" the question is cut."""
    plain = _one_line(text)
    if len(plain) <= LONGEST_LABEL:
        return plain
    question, is_joint, option = plain.rpartition(JOINT)
    room = LONGEST_LABEL - len(option) - len(f"…{JOINT}")
    if is_joint and room >= LONGEST_LABEL // 3:
        return f"{question[:room].rstrip()}…{JOINT}{option}"
    return plain[: LONGEST_LABEL - 1].rstrip() + "…"


def _one_line(text: str) -> str:
    return " ".join(text.split())
