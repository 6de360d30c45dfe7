"""A script for R that loads the CSV of responses in codes and labels it; it needs no package.

It leaves a data frame ``poll`` (factors with words for codes, numbers, dates; a missing value is NA) and a data frame
``missing`` with the reason of each missing value. The script is plain ASCII, so that R reads it in any locale.
"""

from collections.abc import Mapping, Sequence

from polls.codebook.schema import Questionnaire, in_language
from polls.reporting.writers.dialect import DIALECTS
from polls.reporting.writers.responses import Holds, Layout, Measure, ResponseColumn

_COMMENTS = {
    "nl": 'Leest {file} en zet er labels bij: zet dit script in dezelfde map en voer uit: source("{script}")',
    "en": 'Reads {file} and labels it: put this script in the same folder and run: source("{script}")',
}

_HEAD = """\
raw <- read.csv({file}, sep = {separator}, quote = "\\"", header = TRUE, colClasses = "character",
                na.strings = character(), check.names = FALSE, encoding = "UTF-8", comment.char = "")
names(raw) <- {names}
poll <- data.frame(row.names = seq_len(nrow(raw)))
missing <- poll

add <- function(name, label, value, reasons = character()) {{
  attr(value, "label") <- label
  poll[[name]] <<- value
  why <- rep(NA_character_, nrow(raw))
  for (code in names(reasons)) why[raw[[name]] == sub("^_skipped$", "", code)] <- reasons[[code]]
  missing[[name]] <<- why
}}
number <- function(name, reasons) {{
  text <- raw[[name]]
  text[text %in% c(sub("^_skipped$", "", names(reasons)), "")] <- NA
  as.numeric(sub({decimal}, ".", text, fixed = TRUE))
}}
day <- function(name, ending = "") {{
  text <- raw[[name]]
  text[!grepl("^[0-9]", text)] <- NA
  as.Date(ifelse(is.na(text), NA, paste0(text, ending)))
}}
words <- function(name, reasons) {{
  text <- raw[[name]]
  text[text %in% c(sub("^_skipped$", "", names(reasons)), "")] <- NA
  text
}}
"""


def script(questionnaire: Questionnaire, layout: Layout, file: str, language: str) -> str:
    """Write the script for the CSV file of this name."""
    dialect = DIALECTS[language]
    comment = _COMMENTS[language].format(file=file, script=file.removesuffix("csv") + "R")
    lines = [
        f"# {_ascii(in_language(questionnaire.title, language))}",
        f"# {_ascii(comment)}",
        "",
        _HEAD.format(
            file=quoted(file),
            separator=quoted(dialect.separator),
            decimal=quoted(dialect.decimal_sign),
            names=_vector([column.name for column in layout.columns]),
        ),
    ]
    return "\n".join([*lines, *(_column(column) for column in layout.columns)]) + "\n"


def _column(column: ResponseColumn) -> str:
    reasons = {code or "_skipped": word for code, word in column.reasons.items()}
    name, known = quoted(column.name), _named(reasons)
    return f"add({name}, {quoted(column.heading)}, {_value(column, name, known)}, {known})"


def _value(column: ResponseColumn, name: str, reasons: str) -> str:
    if column.labels and column.holds is not Holds.TICK:
        ordered = "TRUE" if column.measure is Measure.ORDINAL else "FALSE"
        levels, labels = _vector(list(column.labels)), _vector(_distinct(list(column.labels.values())))
        return f"factor(raw[[{name}]], levels = {levels}, labels = {labels}, ordered = {ordered})"
    if column.holds in (Holds.NUMBER, Holds.TICK):
        return f"number({name}, {reasons})"
    if column.holds is Holds.DAY:
        return f"day({name})"
    if column.holds is Holds.MONTH:
        return f'day({name}, "-01")'
    return f"words({name}, {reasons})"


def _distinct(labels: Sequence[str]) -> list[str]:
    """Tell labels apart that are the same: R would take their codes for one."""
    return [
        label if label not in labels[:place] else f"{label} ({labels[:place].count(label) + 1})"
        for place, label in enumerate(labels)
    ]


def _named(pairs: Mapping[str, str]) -> str:
    if not pairs:
        return "character()"
    return "c(" + ", ".join(f"{quoted(key)} = {quoted(value)}" for key, value in pairs.items()) + ")"


def _vector(texts: Sequence[str]) -> str:
    return "c(" + ", ".join(quoted(text) for text in texts) + ")"


def quoted(text: str) -> str:
    """Write a text as a string of R, in ASCII. A NUL cannot be in one."""
    written = []
    for sign in text.replace("\0", ""):
        if sign in '"\\':
            written.append(f"\\{sign}")
        elif " " <= sign <= "~":
            written.append(sign)
        else:
            written.append(f"\\u{ord(sign):04x}" if ord(sign) < 0x10000 else f"\\U{ord(sign):08x}")
    return f'"{"".join(written)}"'


def _ascii(text: str) -> str:
    return " ".join(text.encode("ascii", "replace").decode().split())
