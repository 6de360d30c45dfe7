"""Which contact attributes may stand beside an anonymous response."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

Attributes = Mapping[str, str]


class Coarsening:
    """Keeps attributes only where at least k invited people have the same combination.

    ``names`` are the attributes in the order of the segment variables; the last is dropped first.
    """

    def __init__(self, names: Sequence[str], invited: Iterable[Attributes], *, minimum: int) -> None:
        self._names = tuple(names)
        self._minimum = minimum
        self._counts: Counter[tuple[str, ...]] = Counter()
        for attributes in invited:
            values = self._values(attributes)
            self._counts.update(values[:length] for length in range(len(values) + 1))

    def coarsen(self, attributes: Attributes) -> dict[str, str]:
        """Give the attributes that may be kept, dropping the last names until enough people share the rest."""
        values = self._values(attributes)
        length = next((n for n in range(len(values), 0, -1) if self._counts[values[:n]] >= self._minimum), 0)
        kept = zip(self._names[:length], values[:length], strict=True)
        return {name: value for name, value in kept if value}

    def _values(self, attributes: Attributes) -> tuple[str, ...]:
        return tuple(str(attributes.get(name, "")) for name in self._names)
