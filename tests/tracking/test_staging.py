"""From rows to days: what is added up, what is shared out, what is left out. Totals stay exact."""

from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from tracking.importers import read
from tracking.staging import shares, stage

FOLLOWED = {"impressions", "clicks", "cost", "conversions", "conversion_value"}


def file(tmp_path, *lines: str):
    path = tmp_path / "export.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return read(path, filename="export.csv", currency="EUR", today=date(2026, 11, 22))


@given(st.decimals(-(10**9), 10**9, places=4), st.integers(1, 400), st.sampled_from(["1", "0.01", "0.0001"]))
def test_parts_always_add_up_to_the_whole(value, count, step):
    parts = list(shares(value, count, Decimal(step)))
    assert len(parts) == count
    assert sum(parts) == value


def test_rows_of_one_day_are_added_up(tmp_path):
    result = file(tmp_path, "Date;Campagne;Clics;Coût", "2026-03-01;A;3;1,50", "2026-03-01;B;4;2,25")
    staged = stage(result, followed=FOLLOWED)
    assert staged.values == {("clicks", date(2026, 3, 1)): 7, ("cost", date(2026, 3, 1)): Decimal("3.75")}
    assert staged.span == (date(2026, 3, 1), date(2026, 3, 1))


def test_only_the_chosen_campaigns_are_taken(tmp_path):
    result = file(tmp_path, "Date;Campagne;Clics", "2026-03-01;A;3", "2026-03-01;B;4")
    assert stage(result, followed=FOLLOWED, names={"B"}).totals == {"clicks": 4}


def test_a_measure_nobody_follows_is_left_out_and_told(tmp_path):
    result = file(tmp_path, "Date;Clics;Impressions", "2026-03-01;3;50")
    staged = stage(result, followed={"clicks"})
    assert (staged.totals, staged.left_out) == ({"clicks": 3}, {"impressions"})


def test_what_the_file_calls_otherwise_is_the_workspaces_measure(tmp_path):
    result = file(tmp_path, "Date;Commandes;Chiffre d'affaires", "2026-03-01;3;250,00")
    assert stage(result, followed=FOLLOWED).totals == {"conversions": 3, "conversion_value": 250}


def test_a_figure_over_several_days_is_shared_to_the_cent(tmp_path):
    result = file(tmp_path, "Début;Fin;Coût", "2026-03-01;2026-03-03;10,00")
    staged = stage(result, followed=FOLLOWED)
    assert [staged.values["cost", date(2026, 3, day)] for day in (1, 2, 3)] == [
        Decimal("3.34"), Decimal("3.33"), Decimal("3.33"),
    ]  # fmt: skip
    assert staged.spread
