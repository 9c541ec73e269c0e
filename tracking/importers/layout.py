"""What each column of a table is for."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from .metrics import IGNORE, METRICS, TEXT_DIMENSIONS, TIME_DIMENSIONS
from .platforms import Meaning


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `key`: metric or dimension it gives, None when it gives nothing.

    `label`: the header made unique ("Clics", "Clics [2]"), by which people map it by hand.
    `known`: we know what it is, even if we do not read it.
    `unit`: currency code or sign in the header.
    """

    index: int
    header: str
    label: str
    key: str | None = None
    known: bool = False
    unit: str = ""


@dataclass(frozen=True)
class Layout:
    """All columns, and those that say the same thing as another one (`rivals`: index → index)."""

    columns: tuple[Column, ...]
    rivals: dict[int, int]

    @property
    def metrics(self) -> list[Column]:
        return [column for column in self.columns if column.key in METRICS]

    @property
    def times(self) -> list[Column]:
        return [column for column in self.columns if column.key in TIME_DIMENSIONS]

    @property
    def texts(self) -> list[Column]:
        return [column for column in self.columns if column.key in TEXT_DIMENSIONS]

    @property
    def unknown(self) -> list[Column]:
        return [column for column in self.columns if not column.known and column.header]

    def of(self, key: str) -> Column | None:
        """The column that gives `key`."""
        return next((column for column in self.columns if column.key == key), None)


def labels(headers: Sequence[str]) -> list[str]:
    """The headers made unique: the second "Clics" is "Clics [2]"."""
    seen: Counter[str] = Counter()
    unique = []
    for header in headers:
        seen[header] += 1
        unique.append(f"{header} [{seen[header]}]" if seen[header] > 1 else header)
    return unique


def lay_out(headers: Sequence[str], meanings: Sequence[Meaning | None]) -> Layout:
    """Give each column its use.

    Where several headers have one meaning, the platform's preferred one is read. Two equally good
    ones are rivals: the first is read, and the survey checks that the other says the same.
    """
    columns: list[Column] = []
    claims: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
    for index, (header, label, meaning) in enumerate(zip(headers, labels(headers), meanings, strict=True)):
        known = meaning is not None or not header
        columns.append(Column(index, header, label, known=known, unit=meaning.unit if meaning else ""))
        if meaning and meaning.key != IGNORE:
            claims[meaning.key].append((meaning.rank, index))
    rivals: dict[int, int] = {}
    for key, claimants in claims.items():
        best, first = min(claimants)
        columns[first] = replace(columns[first], key=key)
        rivals.update((index, first) for rank, index in claimants if rank == best and index != first)
    return Layout(tuple(columns), rivals)
