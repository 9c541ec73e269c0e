"""What follow-up answers to the apps below it."""

from collections.abc import Sequence
from urllib.parse import urlencode

from django.db.models import Count, Min, Q, Window
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from campaigns.gates import read_once
from campaigns.models import Campaign, Kpi
from campaigns.playbooks.kpis import kpi_words
from campaigns.ports import Fact, PastLearning, PastResult, Tab, TeamLine, TodayItem, Trouble, Troubles
from campaigns.services.dictionaries import kpis_ensure
from core.access import Access
from core.context import Place
from core.formatting import since, with_unit
from core.models import Role, Workspace
from tracking.models import Alert, Bilan, KpiTarget, Learning, Source
from tracking.selectors.alerts import alert_rows, alerts_list, alerts_open_count
from tracking.selectors.evidence import promises, summed_so_far

PLACES = (
    Place("tracking", gettext_lazy("Suivi"), "tracking:overview", icon="chart", order=60),
    Place(
        "alerts",
        gettext_lazy("Alertes"),
        "tracking:alerts",
        icon="bell",
        order=65,
        wide=True,
        count=alerts_open_count,
    ),
    Place(
        "learnings", gettext_lazy("Enseignements"), "tracking:learnings", icon="learning", order=70, wide=True
    ),
)
TABS = (
    Tab("suivi", gettext_lazy("Suivi"), "tracking:dashboard", order=70),
    Tab("imports", gettext_lazy("Imports"), "tracking:imports", order=75),
    Tab("bilan", gettext_lazy("Bilan"), "tracking:bilan", order=80),
)
MOST_LEARNINGS = 6
MOST_TROUBLES = 5
#: What follow-up writes in the audit trail, as the campaign's history says it.
VERBS: dict[str, tuple[Promise, str]] = {
    "target_added": (gettext_lazy("a fixé l’objectif « %(label)s »"), "target"),
    "target_removed": (gettext_lazy("a retiré l’objectif « %(label)s »"), "trash"),
    "source_added": (gettext_lazy("a déclaré la source « %(label)s »"), "plus"),
    "fact_entered": (gettext_lazy("a saisi un chiffre (%(label)s)"), "edit"),
    "fact_corrected": (gettext_lazy("a corrigé un chiffre (%(label)s)"), "edit"),
    "fact_removed": (gettext_lazy("a retiré un chiffre (%(label)s)"), "trash"),
    "import_applied": (gettext_lazy("a importé « %(label)s »"), "upload"),
    "import_undone": (gettext_lazy("a annulé l’import « %(label)s »"), "undo"),
    "bilan_started": (gettext_lazy("a commencé le bilan"), "learning"),
    "bilan_frozen": (gettext_lazy("a figé les chiffres du bilan"), "lock"),
    "bilan_unfrozen": (gettext_lazy("a repris les chiffres du jour dans le bilan"), "undo"),
    "bilan_published": (gettext_lazy("a publié le bilan"), "learning"),
    "learning_added": (gettext_lazy("a ajouté l’enseignement « %(label)s »"), "plus"),
    "learning_removed": (gettext_lazy("a retiré l’enseignement « %(label)s »"), "trash"),
}


def kpi_facts(campaign: Campaign) -> list[Fact]:
    """The main promised measure: where it stands, of how much."""
    rows = read_once(promises, [campaign.pk])[campaign.pk]
    main = next((row for row in rows if row.aggregation == Kpi.Aggregation.SUM), None)
    if main is None:
        return []
    actual = summed_so_far(campaign, main)
    url = reverse("tracking:dashboard", args=[campaign.workspace.slug, campaign.reference])
    goal = with_unit(main.target, main.unit)
    if actual is None:
        return [Fact(kpi_words(main.name), goal, _("visés"), url=url)]
    return [
        Fact(
            kpi_words(main.name),
            with_unit(actual, main.unit),
            _("sur %(goal)s") % {"goal": goal},
            done=float(actual),
            total=float(main.target),
            url=url,
        )
    ]


def campaign_troubles(campaign: Campaign) -> Troubles | None:
    """The campaign's alerts that are neither settled nor put aside, oldest first, in one query."""
    pressing = Alert.objects.filter(
        campaign=campaign, status__in=[Alert.Status.OPEN, Alert.Status.ACKNOWLEDGED]
    )
    rows = list(pressing.annotate(total=Window(Count("pk"))).order_by("opened_at", "pk")[:MOST_TROUBLES])
    if not rows:
        return None
    for row in rows:
        row.campaign = campaign  # loaded with its workspace: no query for each
    page = reverse("tracking:alerts", args=[campaign.workspace.slug])
    return Troubles(
        shown=[
            Trouble(row.said.text, row.alert.opened_at, row.said.action, row.said.url)
            for row in alert_rows(rows)
        ],
        total=rows[0].total,
        url=f"{page}?{urlencode({'campagne': campaign.reference})}",
    )


def alerts_today(access: Access) -> list[TodayItem]:
    """Open alerts that this person owns."""
    if access.membership.team_only:
        return []
    mine = alerts_list(access).filter(owner=access.membership, status=Alert.Status.OPEN)[:20]
    return [
        TodayItem(
            campaign=row.alert.campaign,
            text=row.said.text,
            url=row.said.url,
            action=row.said.action,
            icon="bell",
            urgent=True,
        )
        for row in alert_rows(mine)
        if access.covers(Role.CONTRIBUTOR)
    ]


def alerts_team(access: Access) -> TeamLine | None:
    """«6 alertes dans l’équipe, la plus ancienne depuis 19 jours»: one query; not for partners."""
    if access.membership.team_only:
        return None
    rows = Alert.objects.filter(campaign__workspace=access.workspace, status=Alert.Status.OPEN)
    found = rows.aggregate(count=Count("pk"), oldest=Min("opened_at"))
    if not found["count"]:
        return None
    words = ngettext(
        "%(count)s alerte dans l’équipe, %(since)s.",
        "%(count)s alertes dans l’équipe, la plus ancienne %(since)s.",
        found["count"],
    )
    return TeamLine(
        words % {"count": found["count"], "since": since(found["oldest"])},
        reverse("tracking:alerts", args=[access.workspace.slug]),
    )


def targets_created(campaign: Campaign, actor: Access) -> None:
    """Make sure the workspace has the measures this type follows. Targets are for people to set."""
    from campaigns.playbooks import playbook

    kpis_ensure(campaign.workspace, playbook(campaign.type).kpis)


def tracking_to_copy(source: Campaign) -> list[str]:
    """What `tracking_copied` takes, a line each."""
    targets, sources = source.kpi_targets.count(), source.sources.filter(is_active=True).count()
    lines = []
    if targets:
        words = ngettext("%(total)s objectif KPI", "%(total)s objectifs KPI", targets)
        lines.append(words % {"total": targets})
    if sources:
        words = ngettext("%(total)s source de mesures", "%(total)s sources de mesures", sources)
        lines.append(words % {"total": sources})
    return lines


def tracking_copied(source: Campaign, copy: Campaign, actor: Access) -> None:
    """Copy targets and sources; no figure is copied."""
    KpiTarget.objects.bulk_create(
        KpiTarget(campaign=copy, kpi_id=row.kpi_id, channel_id=row.channel_id, target=row.target)
        for row in source.kpi_targets.all()
    )
    Source.objects.bulk_create(
        Source(campaign=copy, channel_id=row.channel_id, platform=row.platform, name=row.name)
        for row in source.sources.filter(is_active=True)
    )


def past_learnings(campaign: Campaign) -> Sequence[PastLearning]:
    """Published learnings worth reading before this brief: same type first, then same brand."""
    rows = (
        Learning.objects.filter(campaign__workspace=campaign.workspace_id, bilan__published_at__isnull=False)
        .exclude(campaign=campaign)
        .select_related("campaign__workspace")
        .annotate(
            alike=Count("pk", filter=Q(campaign__type=campaign.type))
            + Count("pk", filter=Q(campaign__brand=campaign.brand_id))
        )
        .order_by("-alike", "-bilan__published_at", "pk")[:MOST_LEARNINGS]
    )
    return [
        PastLearning(
            text=row.text,
            evidence=row.evidence,
            kind=row.kind,
            kind_label=row.get_kind_display(),
            campaign_name=row.campaign.name,
            url=reverse("tracking:bilan", args=[row.campaign.workspace.slug, row.campaign.reference]),
        )
        for row in rows
    ]


def past_results(workspace: Workspace) -> Sequence[PastResult]:
    """Of each campaign, its last published bilan: objectives measured, and how many were kept. One query."""
    rows = (
        Bilan.objects.filter(campaign__workspace=workspace, published_at__isnull=False)
        .order_by("campaign_id", "number")
        .values_list("campaign_id", "campaign__type", "campaign__launch_on", "figures__kpis")
    )
    latest = {
        campaign: PastResult(
            kind,
            launch_on,
            kept=sum(bool(kpi["kept"]) for kpi in kpis or [] if kpi["actual"] is not None),
            promised=sum(kpi["actual"] is not None for kpi in kpis or []),
        )
        for campaign, kind, launch_on, kpis in rows
    }
    return list(latest.values())
