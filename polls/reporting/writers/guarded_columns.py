"""The guard against formulas for a whole column of a file at once."""

import polars as pl

from polls.reporting.writers.guard import FORMULA, NUMBER


def guarded_texts(texts: pl.Series) -> pl.Series:
    """Make a column of texts harmless, and its carriage returns ordinary line ends."""
    tidy = texts.str.replace_all("\r\n", "\n", literal=True).str.replace_all("\r", "\n", literal=True)
    return _with_apostrophes(tidy, tidy.str.contains(FORMULA))


def guarded_answers(answers: pl.Series) -> pl.Series:
    """Make a column of codes, labels or numbers harmless; what is a number stays one.

    Such a column has few different values, so it is enough to look at those.
    """
    values = answers.unique()
    dangerous = values.filter(values.str.contains(FORMULA) & ~values.str.contains(NUMBER))
    return answers if dangerous.is_empty() else _with_apostrophes(answers, answers.is_in(dangerous))


def _with_apostrophes(texts: pl.Series, where: pl.Series) -> pl.Series:
    return pl.select(pl.when(where).then("'" + texts).otherwise(texts).alias(texts.name)).to_series()
