"""A bilan as its page and its PDF show it: the frozen figures once published, live ones before."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from campaigns.models import Campaign, Phase
from campaigns.playbooks.kpis import kpi_words
from campaigns.selectors.live import live_since
from campaigns.selectors.waivers import check_label
from core.formatting import date_short, money, with_unit
from tracking.bilan_figures import bilan_figures
from tracking.models import Alert, Bilan, Learning

_VERBS = {
    "pause": gettext_lazy("Mise en pause"),
    "resume": gettext_lazy("Reprise"),
    "stop": gettext_lazy("Arrêt de la diffusion"),
    "abandon": gettext_lazy("Abandon"),
}


@dataclass(frozen=True)
class Kept:
    """A promised measure: what was promised, what happened, and whether the promise was kept."""

    name: str
    goal: str
    actual: str
    state: str
    word: str


@dataclass(frozen=True)
class WentLive:
    wave: str
    channel: str
    planned: date
    actual: date | None
    days_late: int | None


@dataclass(frozen=True)
class Spent:
    channel: str
    planned: Decimal
    committed: Decimal
    actual: Decimal

    @property
    def gap(self) -> Decimal:
        """Spent beyond the plan; negative when some of it is left."""
        return self.actual - self.planned

    @property
    def share(self) -> Decimal | None:
        return self.actual / self.planned if self.planned else None


@dataclass(frozen=True)
class Event:
    """An exception or an interruption: what, why, who and when."""

    label: str
    reason: str
    said: str


@dataclass(frozen=True)
class BilanPage:
    """`bilan` is None while nobody has begun one; figures are shown all the same."""

    bilan: Bilan | None
    others: list[Bilan]
    learnings: list[Learning]
    period: tuple[date, date]
    sentence: str
    kpis: list[Kept]
    dates: list[WentLive]
    spent: list[Spent]
    total: Spent
    budget_note: str
    plan: str
    waivers: list[Event]
    interruptions: list[Event]
    alerts: str
    charts: dict[str, Any] | None  # what its charts draw; None in bilans published before it was kept

    @property
    def kept(self) -> int:
        return sum(row.state == "ok" for row in self.kpis)

    @property
    def late(self) -> int:
        """Channels that went live after their day."""
        return sum(bool(row.days_late and row.days_late > 0) for row in self.dates)


def next_period(campaign: Campaign) -> tuple[date, date]:
    """The days the next bilan speaks of: the live window, or for an always-on campaign what follows the
    last bilan, up to today (or to the day it was stopped)."""
    today = timezone.localdate()
    last: date | None = None
    if campaign.ends_on is None:
        last = campaign.bilans.order_by("-period_end").values_list("period_end", flat=True).first()
    start = date.fromordinal(last.toordinal() + 1) if last else live_since(campaign)
    return start, max(start, campaign.stopped_on or campaign.ends_on or today)


def bilan_page(campaign: Campaign, *, number: int | None = None) -> BilanPage:
    """The latest bilan of a campaign, or the one asked by its number."""
    bilans = list(campaign.bilans.order_by("-number"))
    shown = next((row for row in bilans if row.number == number), bilans[0] if bilans else None)
    return page_of(campaign, shown, [row for row in bilans if row != shown])


def page_of(campaign: Campaign, bilan: Bilan | None, others: list[Bilan]) -> BilanPage:
    """One bilan, with those of the other periods beside it."""
    figures = bilan.figures if bilan and bilan.frozen_at else _live(campaign, bilan)
    period = figures["period"]
    return page_shown(
        figures,
        currency=campaign.workspace.currency,
        period=(date.fromisoformat(period["start"]), date.fromisoformat(period["end"])),
        by_period=campaign.ends_on is None,
        running=_is_running(bilan, date.fromisoformat(period["end"])),
        bilan=bilan,
        others=others,
        learnings=list(bilan.learnings.select_related("channel")) if bilan else [],
    )


def page_shown(
    figures: dict[str, Any],
    *,
    currency: str,
    period: tuple[date, date],
    by_period: bool,
    running: bool = False,
    bilan: Bilan | None = None,
    others: Sequence[Bilan] = (),
    learnings: Sequence[Learning] = (),
) -> BilanPage:
    """Figures, today's or frozen ones, in the reader's words. No query.

    `by_period` says that money is counted over the period alone, as for an always-on campaign.
    """
    kpis = [_kept(row, running) for row in figures["kpis"]]
    budget = figures["budget"]
    total = _spent(_("Ensemble"), budget)
    return BilanPage(
        bilan=bilan,
        others=list(others),
        learnings=list(learnings),
        period=period,
        sentence=" ".join(
            part for part in (_kept_words(kpis), _spent_words(total, currency, running)) if part
        ),
        kpis=kpis,
        dates=[_went(row) for row in figures["dates"]],
        spent=[_spent(row["channel"], row) for row in budget["channels"]],
        total=total,
        budget_note=_budget_note(budget) if by_period else "",
        plan=plan_words(figures["plan"]),
        waivers=[_waiver(row) for row in figures["waivers"]],
        interruptions=[_interruption(row) for row in figures["interruptions"]],
        alerts=alert_words(figures["alerts"]),
        charts=figures.get("charts"),
    )


def _budget_note(budget: dict[str, Any]) -> str:
    """How monthly amounts were cut to a period; bilans published before counted whole months."""
    if not budget.get("by_day"):
        return _("Les mois entiers de la période.")
    return _(
        "Les jours de la période seulement : le réalisé vient des chiffres quotidiens ; "
        "ce qui n’est connu qu’au mois est réparti également entre ses jours."
    )


def _is_running(bilan: Bilan | None, end: date) -> bool:
    """Whether the period is not over: a promise not kept yet is not a broken one."""
    return not (bilan and bilan.frozen_at) and end > timezone.localdate()


def _live(campaign: Campaign, bilan: Bilan | None) -> dict[str, Any]:
    start, end = (bilan.period_start, bilan.period_end) if bilan else next_period(campaign)
    return bilan_figures(campaign, start=start, end=max(start, end))


def _kept_words(kpis: list[Kept]) -> str:
    """«4 objectifs tenus sur 7, 1 non mesuré.»"""
    if not kpis:
        return _("Aucun objectif KPI n’avait été fixé.")
    kept = sum(row.state == "ok" for row in kpis)
    silent = sum(row.state == "todo" for row in kpis)
    words = ngettext("%(kept)s objectif tenu sur %(total)s", "%(kept)s objectifs tenus sur %(total)s", kept)
    said = words % {"kept": kept, "total": len(kpis)}
    if not silent:
        return f"{said}."
    more = ngettext("%(said)s, %(count)s non mesuré.", "%(said)s, %(count)s non mesurés.", silent)
    return more % {"said": said, "count": silent}


def _spent_words(total: Spent, currency: str, running: bool) -> str:
    """«229 332 € dépensés sur 240 000 € prévus, soit 10 668 € de moins.»"""
    if not total.planned and not total.actual:
        return ""
    amounts = {
        "actual": money(round(total.actual), currency),
        "planned": money(round(total.planned), currency),
        "gap": money(abs(round(total.actual) - round(total.planned)), currency),
    }
    if amounts["actual"] == amounts["planned"]:
        return _("%(actual)s dépensés, comme prévu.") % amounts
    if running and total.gap < 0:
        return _("%(actual)s dépensés à ce jour, sur %(planned)s prévus.") % amounts
    if total.gap < 0:
        return _("%(actual)s dépensés sur %(planned)s prévus, soit %(gap)s de moins.") % amounts
    return _("%(actual)s dépensés pour %(planned)s prévus, soit %(gap)s de trop.") % amounts


def plan_words(plan: dict[str, Any]) -> str:
    """«36 tâches terminées sur 36, dont 2 après la date prévue.»"""
    if not plan["total"]:
        return _("Aucune tâche n’était planifiée.")
    words = ngettext(
        "%(done)s tâche terminée sur %(total)s", "%(done)s tâches terminées sur %(total)s", plan["done"]
    )
    said = words % plan
    if not plan["done"]:
        return f"{said}."
    if not plan["late"]:
        return _("%(said)s, toutes à la date prévue.") % {"said": said}
    return _("%(said)s, dont %(late)s après la date prévue.") % {"said": said, "late": plan["late"]}


def alert_words(alerts: dict[str, int]) -> str:
    """«5 alertes : Budget dépassé (2), KPI en retard (3).»"""
    count = sum(alerts.values())
    if not count:
        return _("Aucune alerte ne s’est ouverte.")
    kinds = ", ".join(
        f"{Alert.Kind(kind).label} ({number})"
        for kind, number in sorted(alerts.items(), key=lambda item: -item[1])
        if kind in Alert.Kind.values
    )
    words = ngettext("%(count)s alerte : %(kinds)s.", "%(count)s alertes : %(kinds)s.", count)
    return words % {"count": count, "kinds": kinds}


def _kept(row: dict[str, Any], running: bool) -> Kept:
    name = " · ".join(part for part in (kpi_words(row["kpi"]), row["channel"]) if part)
    goal = with_unit(row["target"], row["unit"])
    if row.get("monthly"):
        name = _("%(name)s (%(goal)s par mois)") % {
            "name": name,
            "goal": with_unit(row["monthly"], row["unit"]),
        }
    if row["actual"] is None:
        return Kept(name, goal, "—", "todo", _("Non mesuré"))
    actual = with_unit(row["actual"], row["unit"])
    if not row["kept"] and actual == with_unit(row["target"], row["unit"]):
        # «2,6 × promis, 2,6 × obtenu, non tenu» reads as a mistake: show what rounding hides.
        goal, actual = (with_unit(row[key], row["unit"], digits=4) for key in ("target", "actual"))
    return Kept(name, goal, actual, *_verdict(row["kept"], running))


def _verdict(kept: bool, running: bool) -> tuple[str, str]:
    """State and word of a promise, of a period that is over or still runs."""
    if running:
        return ("ok", _("Tenu à ce jour")) if kept else ("waiting", _("Pas encore tenu"))
    return ("ok", _("Tenu")) if kept else ("bad", _("Non tenu"))


def _went(row: dict[str, Any]) -> WentLive:
    actual = date.fromisoformat(row["actual"]) if row["actual"] else None
    return WentLive(row["wave"], row["channel"], date.fromisoformat(row["planned"]), actual, row["days_late"])


def _spent(name: str, row: dict[str, Any]) -> Spent:
    return Spent(name, Decimal(row["planned"]), Decimal(row["committed"]), Decimal(row["actual"]))


def _waiver(row: dict[str, Any]) -> Event:
    values = {"who": row["by"], "day": _day(row["on"]), "until": _day(row["until"])}
    said = (
        _("Dérogation de %(who)s le %(day)s, levée depuis.")
        if row["revoked"]
        else _("Dérogation de %(who)s le %(day)s, valable jusqu’au %(until)s.")
    )
    label = " · ".join(filter(None, [check_label(row["check"]), row.get("wave", "")]))
    seal = row.get("sha256", "")
    signed = _("Signée, empreinte %(start)s…") % {"start": seal[:12]} if seal else ""
    return Event(label, row["reason"], " ".join(filter(None, [said % values, signed])))


def _interruption(row: dict[str, Any]) -> Event:
    label = interruption_label(row["verb"], row.get("target", ""))
    said = _("%(who)s, le %(day)s") % {"who": row["by"] or _("Le système"), "day": _day(row["on"])}
    return Event(label, row["reason"], said)


def interruption_label(verb: str, target: str) -> str:
    """What interrupted a campaign; `target` is the phase it was reopened to."""
    if verb != "reopen":
        return str(_VERBS.get(verb, verb))
    return _("Réouverture à la phase %(phase)s") % {
        "phase": Phase(target).label if target in Phase.values else "?"
    }


def _day(iso: str) -> str:
    return date_short(date.fromisoformat(iso))
