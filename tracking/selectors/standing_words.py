"""Where a campaign stands, in words: a sentence with figures, and one row per promised measure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from campaigns.models import Kpi
from campaigns.playbooks.kpis import kpi_words
from core.formatting import date_short, percent, with_unit
from tracking.selectors.performance import Standing


@dataclass(frozen=True)
class Figure:
    """One promised measure in words. `state` is "ok", "bad" or "todo" (nothing measured yet).

    `done` and `total` draw a bar; None for a ratio, which does not fill up.
    """

    name: str
    value: str
    goal: str
    detail: str
    state: str
    word: str
    done: float | None
    total: float | None


def main_standing(rows: Sequence[Standing]) -> Standing | None:
    """The measure that tells the campaign: one that adds up, measured, to raise, over all channels."""

    def far(row: Standing) -> tuple[bool, bool, bool, bool]:
        kpi = row.kpi
        return (
            row.actual is None,
            kpi.aggregation != Kpi.Aggregation.SUM,
            kpi.direction != Kpi.Direction.UP,
            row.target.channel_id is not None,
        )

    return min(rows, key=far, default=None)


def is_over(end: date) -> bool:
    """The last day of a window is behind us: promises are kept or not, no longer on their way."""
    return end < timezone.localdate()


def sentence_of(rows: Sequence[Standing], start: date, end: date, on: date, *, monthly: bool) -> str:
    """One sentence with figures: where the campaign stands as of a day of, before or after its window.

    `monthly`: the window is one month of an always-on campaign.
    """
    measured = [row for row in rows if row.pace]
    if on < start:
        return _("La diffusion commence le %(day)s : les chiffres viendront après.") % {
            "day": date_short(start)
        }
    if not rows:
        return _("Aucun objectif KPI n’est fixé : on ne peut pas dire où en est la campagne.")
    if not measured:
        return _("Aucun chiffre n’est encore arrivé. Importez un export ou saisissez une mesure.")
    if is_over(end):
        return _over(measured, len(rows), monthly)
    behind = [row for row in measured if row.pace and row.pace.behind]
    return _behind(behind, len(measured)) if behind else _well(measured)


def _over(measured: list[Standing], promised: int, monthly: bool) -> str:
    """«La diffusion est terminée : 4 objectifs tenus sur 5. Le plus loin : CPL, 28,52 € pour 18 €.»"""
    missed = [row for row in measured if not row.reached]
    kept = len(measured) - len(missed)
    if monthly:
        words = ngettext(
            "Le mois est terminé : %(kept)s objectif tenu sur %(total)s.",
            "Le mois est terminé : %(kept)s objectifs tenus sur %(total)s.",
            kept,
        )
    else:
        words = ngettext(
            "La diffusion est terminée : %(kept)s objectif tenu sur %(total)s.",
            "La diffusion est terminée : %(kept)s objectifs tenus sur %(total)s.",
            kept,
        )
    said = words % {"kept": kept, "total": promised}
    if not missed:
        return said
    worst = max(missed, key=_shortfall)
    return _("%(said)s Le plus loin de sa cible : %(kpi)s, %(actual)s pour %(goal)s.") % {
        "said": said,
        "kpi": name_of(worst),
        "actual": with_unit(worst.actual or 0, worst.kpi.unit),
        "goal": with_unit(worst.target.target, worst.kpi.unit),
    }


def _behind(behind: list[Standing], measured: int) -> str:
    words = ngettext(
        "%(count)s objectif sur %(total)s prend du retard : %(detail)s.",
        "%(count)s objectifs sur %(total)s prennent du retard, d’abord %(detail)s.",
        len(behind),
    )
    detail = _short(max(behind, key=_shortfall))
    return words % {"count": len(behind), "total": measured, "detail": detail}


def _well(measured: list[Standing]) -> str:
    """All is well, with the main figure: «Les 5 objectifs mesurés tiennent leur rythme : …»."""
    main = main_standing(measured) or measured[0]
    detail = _("%(kpi)s à %(actual)s sur %(goal)s") % {
        "kpi": name_of(main),
        "actual": with_unit(main.actual or 0, main.kpi.unit),
        "goal": with_unit(main.target.target, main.kpi.unit),
    }
    words = ngettext(
        "L’objectif mesuré tient son rythme : %(detail)s.",
        "Les %(count)s objectifs mesurés tiennent leur rythme : %(detail)s.",
        len(measured),
    )
    return words % {"count": len(measured), "detail": detail}


def name_of(row: Standing) -> str:
    """A promised measure by its name, with its channel when it is about one."""
    name = kpi_words(row.kpi.name)
    return f"{name} · {row.target.channel.name}" if row.target.channel else name


def _shortfall(row: Standing) -> Decimal:
    if row.pace is None or not row.pace.expected:
        return Decimal(0)
    return abs(row.pace.gap / row.pace.expected)


def _short(row: Standing) -> str:
    expected = row.pace.expected if row.pace else row.target.target
    return _("%(kpi)s, %(actual)s pour %(expected)s attendus") % {
        "kpi": name_of(row),
        "actual": with_unit(row.actual or Decimal(0), row.kpi.unit),
        "expected": with_unit(expected, row.kpi.unit),
    }


def figure_of(row: Standing, *, over: bool) -> Figure:
    """A promised measure for its row; once its window is over, it is kept or not."""
    kpi, target = row.kpi, row.target
    goal = with_unit(target.target, kpi.unit)
    if kpi.direction == Kpi.Direction.DOWN:
        goal = _("%(goal)s au plus") % {"goal": goal}
    if row.pace is None or row.actual is None:
        word = _("Non mesuré") if over else _("Pas encore mesuré")
        return Figure(name_of(row), "—", goal, "", "todo", word, None, None)
    well = row.reached if over else not row.pace.behind
    kept = _("Tenu") if well else _("Non tenu")
    pace = _("Tient son rythme") if well else _("En retard")
    adds_up = kpi.aggregation == Kpi.Aggregation.SUM
    return Figure(
        name=name_of(row),
        value=with_unit(row.actual, kpi.unit),
        goal=goal,
        detail=_detail(row, over) if adds_up else "",
        state="ok" if well else "bad",
        word=kept if over else pace,
        done=float(row.actual) if adds_up else None,
        total=float(target.target) if adds_up else None,
    )


def _detail(row: Standing, over: bool) -> str:
    if row.pace is None or row.pace.projected is None:
        return ""
    if over and row.pace.target:
        return _("%(share)s de la cible") % {"share": percent(row.pace.actual / row.pace.target)}
    return _("à ce rythme, %(projected)s à la fin (%(share)s de la cible)") % {
        "projected": with_unit(round(row.pace.projected), row.kpi.unit),
        "share": percent(row.pace.projected / row.pace.target) if row.pace.target else "—",
    }
