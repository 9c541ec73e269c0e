"""The bilan as a PDF: its first page tells a director everything, the others prove it."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.charts import Bar, chart_bars
from core.documents import Page, SubjectGone
from core.formatting import money, percent
from tracking.models import Bilan
from tracking.selectors.bilan import BilanPage, page_of
from tracking.selectors.bilan_signed import approval_of
from tracking.selectors.charts import Chart, charts_drawn

BUILDER = "bilan"


def bilan_pdf(subject: str) -> Page:
    """What the PDF of one bilan shows; `subject` is its id. Raises SubjectGone when it no longer exists."""
    rows = Bilan.objects.select_related(
        "campaign__workspace", "campaign__owner__user", "campaign__brand", "campaign__brief"
    )
    bilan = rows.filter(pk=int(subject)).first()
    if bilan is None:
        raise SubjectGone(_("Ce bilan n’existe plus."))
    shown = page_of(bilan.campaign, bilan, [])
    approval = approval_of(bilan)
    return Page(
        "pdf/bilan.html",
        {
            "workspace": bilan.campaign.workspace,
            "campaign": bilan.campaign,
            "bilan": bilan,
            "shown": shown,
            "facts": _facts(bilan, shown),
            "charts": charts_drawn(shown.charts, medium="print"),
            "budget_chart": _budget_chart(shown, bilan.campaign.workspace.currency),
            "version": _version(bilan),
            "approval": approval,
            "signatures": list(approval.signatures.all()) if approval else [],
            "printed_at": timezone.localtime(),
        },
    )


def _version(bilan: Bilan) -> str:
    if bilan.published_at:
        return _("publié par %(who)s") % {"who": bilan.published_by_name}
    return _("brouillon")


def _facts(bilan: Bilan, shown: BilanPage) -> list[dict[str, str]]:
    """Four figures: promises kept, money, dates, learnings."""
    currency = bilan.campaign.workspace.currency
    total = shown.total
    spent_detail = _("sur %(planned)s prévus") % {"planned": money(round(total.planned), currency)}
    if total.share is not None:
        spent_detail = _("%(detail)s, %(share)s") % {"detail": spent_detail, "share": percent(total.share)}
    late = ngettext("%(count)s en retard", "%(count)s en retard", shown.late) % {"count": shown.late}
    live = [row for row in shown.dates if row.actual]
    return [
        {
            "label": _("Objectifs tenus"),
            "value": _("%(kept)s sur %(total)s") % {"kept": shown.kept, "total": len(shown.kpis)},
            "detail": "",
        },
        {"label": _("Dépensé"), "value": money(round(total.actual), currency), "detail": spent_detail},
        {
            "label": _("Mises en ligne"),
            "value": _("%(live)s sur %(total)s") % {"live": len(live), "total": len(shown.dates)},
            "detail": late if shown.late else _("toutes à l’heure") if live else "",
        },
        {"label": _("Enseignements"), "value": str(len(shown.learnings)), "detail": ""},
    ]


def _budget_chart(shown: BilanPage, currency: str) -> Chart | None:
    """Planned and spent by channel, drawn for print."""
    rows = [row for row in shown.spent if row.planned or row.actual]
    if not rows:
        return None
    over = [row for row in rows if row.gap > 0]
    if over:
        worst = max(over, key=lambda row: row.gap)
        said = _(
            "Budget par canal, prévu au-dessus de réalisé : %(channel)s dépasse le plus, de %(gap)s."
        ) % {
            "channel": worst.channel,
            "gap": money(round(worst.gap), currency),
        }
    else:
        said = _("Budget par canal, prévu au-dessus de réalisé : aucun ne dépasse.")
    bars = [
        Bar(row.channel, _parts(row.planned, row.actual))
        for row in sorted(rows, key=lambda row: -row.planned)
    ]
    return Chart(said, chart_bars(bars, description=said, unit="€", medium="print"))


def _parts(planned: Any, actual: Any) -> list[tuple[str, Any, Any]]:
    return [
        (_("Prévu"), planned, "muted"),
        (_("Réalisé"), actual, "bad" if actual > planned else "main"),
    ]
