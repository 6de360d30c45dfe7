"""Responses that are left out of the numbers for flags on their quality. They stay what and where they are."""

from collections.abc import Sequence

import numpy as np

from polls.analysis.summary_document import LeftOut
from polls.analysis.table import Mask, ResponseTable


def has_any(table: ResponseTable, flags: Sequence[str]) -> Mask:
    """Say who has any of these flags: (n,). Raises ValueError for a flag that the table does not know."""
    unknown = set(flags) - table.flags.keys()
    if unknown:
        raise ValueError(f"no flags {sorted(unknown)}")
    found: Mask = np.any([np.zeros(table.n, np.bool_), *(table.flags[name] for name in flags)], axis=0)
    return found


def without_flagged(table: ResponseTable, flags: Sequence[str]) -> ResponseTable:
    """Give the table of those who have none of these flags; ``table`` itself where no flag is named."""
    return table.where(~has_any(table, flags)) if flags else table


def count_left_out(table: ResponseTable, flags: Sequence[str], k: int) -> LeftOut | None:
    """Count who is left out, in all and by flag; None where no flag is named."""
    if not flags:
        return None
    n = int(np.count_nonzero(has_any(table, flags)))
    counts = {name: int(np.count_nonzero(table.flags[name])) for name in flags}
    return {"of": table.n, "n": n, "by_flag": {name: _told(count, n, k) for name, count in counts.items()}}


def _told(count: int, n: int, k: int) -> int | None:
    return count if all(each == 0 or each >= k for each in (count, n - count)) else None
