"""The guard against formulas for whole columns of a file at once."""

from collections.abc import Collection

import polars as pl

from polls.reporting.writers.guard import FORMULA, NUMBER


def guard_texts(frame: pl.DataFrame, names: Collection[str]) -> pl.DataFrame:
    """Make columns of texts harmless, and their carriage returns ordinary line ends."""
    return frame.with_columns(_harmless(_tidy(pl.col(name))).alias(name) for name in names)


def guard_answers(frame: pl.DataFrame, names: Collection[str]) -> pl.DataFrame:
    """Make columns of codes, labels or numbers harmless; what is a number stays one.

    Such a column has few different values, so it is enough to look at those, in all columns at once.
    """
    found = frame.select(_dangerous(pl.col(name).unique(maintain_order=True)).implode() for name in names)
    dangerous = {name: found[name][0] for name in names if len(found[name][0])}
    return frame.with_columns(
        _with_apostrophe(pl.col(name), pl.col(name).is_in(values.to_list())).alias(name)
        for name, values in dangerous.items()
    )


def _tidy(texts: pl.Expr) -> pl.Expr:
    return texts.str.replace_all("\r\n", "\n", literal=True).str.replace_all("\r", "\n", literal=True)


def _harmless(texts: pl.Expr) -> pl.Expr:
    return _with_apostrophe(texts, texts.str.contains(FORMULA))


def _dangerous(values: pl.Expr) -> pl.Expr:
    """Give the values that start a formula. They must have an order of their own: they are worked out three times."""
    return values.filter(values.str.contains(FORMULA) & ~values.str.contains(NUMBER))


def _with_apostrophe(texts: pl.Expr, where: pl.Expr) -> pl.Expr:
    return pl.when(where).then("'" + texts).otherwise(texts)
