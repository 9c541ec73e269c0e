"""What a run says: a line per page, and whether the targets hold."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass

TARGET_RATIO = 5.0
TARGET_BYTES = 200_000
#: Of a page that draws a whole plan: its HTML, compressed.
PLAN_BYTES = 60_000


@dataclass(frozen=True)
class Row:
    """One page's figures. Ratios are to the empty page of the same run; bytes are of one first visit."""

    name: str
    judged: bool
    ms: float
    ratio: float
    cpu_ms: float
    cpu_ratio: float
    queries: int
    html_bytes: int
    html_gzip: int
    total_gzip: int  # with every style sheet, script and picture
    html_limit: int | None = None  # what the HTML may weigh compressed, where it has a target of its own

    @property
    def quick(self) -> bool:
        return self.ratio <= TARGET_RATIO

    @property
    def light(self) -> bool:
        within = self.html_limit is None or self.html_gzip <= self.html_limit
        return within and self.total_gzip < TARGET_BYTES

    @property
    def verdict(self) -> str:
        """PASS or FAIL with what failed; in brackets for a page that is only watched."""
        wrong = [words for words, right in (("slow", self.quick), ("heavy", self.light)) if not right]
        text = f"FAIL {' '.join(wrong)}" if wrong else "PASS"
        return text if self.judged else f"({text})"


def holds(rows: Sequence[Row]) -> bool:
    """True when every judged page is quick and light enough."""
    return all(row.quick and row.light for row in rows if row.judged)


def as_text(rows: Sequence[Row]) -> str:
    """The table, one line per page."""
    head = ("page", "ms", "× empty", "CPU ms", "× empty", "queries", "HTML", "gzip", "all gzip", "")
    lines = [head, *(_cells(row) for row in rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(head))]
    return "\n".join(
        "  ".join(
            cell.ljust(width) if column in (0, len(head) - 1) else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        for line in lines
    )


def _cells(row: Row) -> tuple[str, ...]:
    return (
        row.name,
        f"{row.ms:.1f}",
        f"{row.ratio:.2f}",
        f"{row.cpu_ms:.1f}",
        f"{row.cpu_ratio:.2f}",
        str(row.queries),
        _kilobytes(row.html_bytes),
        _kilobytes(row.html_gzip),
        _kilobytes(row.total_gzip),
        row.verdict,
    )


def _kilobytes(count: int) -> str:
    return f"{count / 1000:.1f} kB"


def as_data(rows: Sequence[Row]) -> list[dict[str, object]]:
    """The same for a machine: numbers as they are."""
    return [asdict(row) | {"verdict": row.verdict} for row in rows]
