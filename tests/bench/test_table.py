"""What a benchmark prints, and how it judges."""

from dataclasses import replace
from pathlib import Path

from bench.table import Row, as_data, as_text, holds
from bench.weight import assets_weight


def row(name: str = "portfolio", *, ratio: float = 2.0, total: int = 60_000, judged: bool = True) -> Row:
    return Row(
        name=name,
        judged=judged,
        ms=10.04 * ratio,
        ratio=ratio,
        cpu_ms=9.0 * ratio,
        cpu_ratio=ratio,
        queries=12,
        html_bytes=30_700,
        html_gzip=5_300,
        total_gzip=total,
    )


def test_a_quick_and_light_page_passes() -> None:
    assert row(ratio=5.0).verdict == "PASS"
    assert holds([row(ratio=5.0)])


def test_a_slow_page_fails_and_says_so() -> None:
    slow = row(ratio=5.01)
    assert slow.verdict == "FAIL slow"
    assert not holds([row(), slow])


def test_a_heavy_page_fails_and_says_so() -> None:
    assert row(total=200_000).verdict == "FAIL heavy"
    assert row(ratio=7, total=250_000).verdict == "FAIL slow heavy"


def test_a_watched_page_is_said_but_not_judged() -> None:
    watched = row("planning", ratio=9.0, judged=False)
    assert watched.verdict == "(FAIL slow)"
    assert holds([row(), watched])


def test_the_table_is_aligned_and_complete() -> None:
    lines = as_text([row("empty page", ratio=1.0), row("calendar, quarter", ratio=4.25)]).splitlines()
    assert len(lines) == 3
    assert lines[0].split()[:2] == ["page", "ms"]
    assert "4.25" in lines[2]
    assert "5.3 kB" in lines[2]
    assert lines[1].index("PASS") == lines[2].index("PASS")


def test_a_machine_reads_the_figures_unrounded() -> None:
    (figures,) = as_data([row(ratio=1.5)])
    assert figures["ms"] == 10.04 * 1.5
    assert figures["verdict"] == "PASS"


def test_weight_follows_what_files_name_in_turn(tmp_path: Path) -> None:
    """A style sheet counts with its picture, a script with what it imports; each once, missing ones not."""
    (tmp_path / "css").mkdir()
    (tmp_path / "js").mkdir()
    (tmp_path / "css" / "a.css").write_text('a { background: url("../pixel.png") }')
    (tmp_path / "pixel.png").write_bytes(b"0" * 1000)
    (tmp_path / "js" / "app.js").write_text('import "./part.js";')
    (tmp_path / "js" / "part.js").write_text("const part = 1;")
    html = b"""<link href="/static/css/a.css"><script src="/static/js/app.js"></script>
    <script src="/static/js/app.js"></script><img src="/static/gone.png"><a href="/elsewhere">x</a>"""
    alone = assets_weight(b'<link href="/static/css/a.css">', tmp_path)
    assert 1000 < alone < 1100
    assert alone < assets_weight(html, tmp_path) < 1250


def test_the_html_of_a_plan_has_a_limit_of_its_own() -> None:
    light = replace(row("planning"), html_gzip=60_000, html_limit=60_000)
    assert light.verdict == "PASS"
    assert replace(light, html_gzip=60_001).verdict == "FAIL heavy"
