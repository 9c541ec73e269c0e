"""Addresses of the budgets app: the workspace's budgets, then the pages of one campaign's budget."""

from datetime import date

from django.urls import URLPattern, path, register_converter

from budgets.views import delegation, entries, lines, overview, page


class MonthConverter:
    """A month in an address: 2027-01."""

    regex = "20[0-9]{2}-(?:0[1-9]|1[0-2])"

    def to_python(self, value: str) -> date:
        return date.fromisoformat(f"{value}-01")

    def to_url(self, value: date) -> str:
        return value.strftime("%Y-%m")


register_converter(MonthConverter, "month")

app_name = "budgets"

LEVELS = "e/<slug:slug>/reglages/seuils/"
BUDGET = "e/<slug:slug>/campagnes/<slug:reference>/budget/"

urlpatterns: list[URLPattern] = [
    # /e/<workspace>/budgets/
    path("e/<slug:slug>/budgets/", overview.overview, name="overview"),
    # /e/<workspace>/reglages/seuils/
    path(LEVELS, delegation.levels, name="delegation"),
    path(f"{LEVELS}ajouter/", delegation.add, name="delegation-add"),
    path(f"{LEVELS}<int:pk>/", delegation.level, name="delegation-level"),
    path(f"{LEVELS}<int:pk>/retirer/", delegation.remove, name="delegation-remove"),
    # /e/<workspace>/campagnes/<reference>/budget/
    path(BUDGET, page.budget, name="budget"),
    path(f"{BUDGET}total/", page.total, name="total"),
    path(f"{BUDGET}export.csv", page.export, name="export"),
    path(f"{BUDGET}repartir/", lines.split, name="split"),
    path(f"{BUDGET}cases/<int:channel>/<month:month>/", page.cell, name="cell"),
    # …/budget/lignes/
    path(f"{BUDGET}lignes/ajouter/", lines.add, name="line-add"),
    path(f"{BUDGET}lignes/<int:pk>/", lines.line, name="line"),
    path(f"{BUDGET}lignes/<int:pk>/modifier/", lines.edit, name="line-edit"),
    path(f"{BUDGET}lignes/<int:pk>/retirer/", lines.remove, name="line-remove"),
    path(f"{BUDGET}lignes/<int:pk>/ecritures/", entries.add, name="entry-add"),
    path(f"{BUDGET}lignes/<int:pk>/verifier/", entries.warnings, name="entry-warnings"),
    # …/budget/ecritures/
    path(f"{BUDGET}ecritures/<int:pk>/corriger/", entries.correct, name="entry-correct"),
    path(f"{BUDGET}ecritures/<int:pk>/annuler/", entries.cancel, name="entry-cancel"),
]
