"""`python -m bench`: list pages at volume against the empty page of the product."""

import argparse
import json
import os
import platform
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench.place import Size, placed
from bench.table import PLAN_BYTES, TARGET_BYTES, TARGET_RATIO, Row, as_data, as_text, holds

if TYPE_CHECKING:
    from bench.timing import Sample


def main() -> int:
    """0 when every judged page holds its targets, 1 when one does not."""
    options = _options()
    size = Size(options.campaigns, options.tasks, options.facts, options.seed)
    with placed(size):
        import django

        django.setup()
        try:
            return _run(size, options.rounds, options.json)
        finally:
            from django.db import connection

            connection.close()


def _options() -> argparse.Namespace:
    size = Size()
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--rounds", type=int, default=30, help="timed visits of each page (30)")
    parser.add_argument("--json", action="store_true", help="print one JSON document instead of the table")
    for name in ("campaigns", "tasks", "facts", "seed"):
        parser.add_argument(f"--{name}", type=int, default=getattr(size, name))
    return parser.parse_args()


def _run(size: Size, rounds: int, as_json: bool) -> int:
    from django.conf import settings

    from bench.data import prepare
    from bench.pages import pages_of
    from bench.timing import measure, sign_in

    workspace = prepare(size)
    reader = workspace.memberships.select_related("user").order_by("pk")[0].user
    before = os.getloadavg()
    pages = pages_of(workspace, tasks=size.tasks // size.campaigns)
    samples = measure(sign_in(reader), pages, rounds)
    after = os.getloadavg()
    rows = rows_of(samples, Path(settings.STATIC_ROOT))
    machine = _machine()
    if as_json:
        about = {**machine, "load_before": before, "load_after": after, "rounds": rounds, "size": vars(size)}
        print(json.dumps({**about, "pages": as_data(rows), "holds": holds(rows)}, ensure_ascii=False))
        return 0 if holds(rows) else 1
    print(
        f"{machine['cores']} cores, Python {machine['python']}, Django {machine['django']}, "
        f"{machine['database']}; load {before[0]:.1f} before, {after[0]:.1f} after"
    )
    print(
        f"{size.campaigns} campaigns, {size.tasks} tasks, {size.facts} figures; medians of {rounds} rounds\n"
    )
    print(as_text(rows))
    print(
        f"\nTargets: ≤ {TARGET_RATIO:g} × the empty page, < {TARGET_BYTES // 1000} kB compressed. "
        f"A plan’s own HTML: ≤ {PLAN_BYTES // 1000} kB. In brackets: watched, not judged."
    )
    print("PASS" if holds(rows) else "FAIL")
    return 0 if holds(rows) else 1


def rows_of(samples: Sequence["Sample"], static_root: Path) -> list[Row]:
    """The lines of the table; the first sample is the empty page's."""
    from bench.weight import assets_weight

    empty = samples[0]
    return [
        Row(
            name=sample.page.name,
            judged=sample.page.judged,
            ms=sample.median_ms,
            ratio=sample.median_ms / empty.median_ms,
            cpu_ms=sample.median_cpu_ms,
            cpu_ratio=sample.median_cpu_ms / empty.median_cpu_ms,
            queries=sample.queries,
            html_bytes=sample.raw,
            html_gzip=sample.gzipped,
            total_gzip=sample.gzipped + assets_weight(sample.body, static_root),
            html_limit=sample.page.html_limit,
        )
        for sample in samples
    ]


def _machine() -> dict[str, Any]:
    import django
    from django.db import connection

    version = ".".join(str(part) for part in connection.get_database_version())
    return {
        "cores": os.cpu_count(),
        "python": platform.python_version(),
        "django": django.get_version(),
        "database": f"{connection.vendor} {version}",
    }


if __name__ == "__main__":
    sys.exit(main())
