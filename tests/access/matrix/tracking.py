"""Who may open follow-up's addresses. Partners see no figures, no alerts and no bilan."""

from datetime import timedelta
from decimal import Decimal

from django.core.files.base import ContentFile
from django.utils import timezone

from tests.access.matrix import CAMPAIGN, CONTRIBUTOR, MANAGER, VIEWER, WORKSPACE, Route
from tracking.models import Alert, Bilan, Import, KpiFact, KpiTarget, Learning, Source


def KEY(name):  # noqa: N802 - reads as a constant in the table
    return lambda t: {**CAMPAIGN(t), "pk": getattr(t, name).pk}


def ALERT(t):  # noqa: N802
    return {**WORKSPACE(t), "pk": t.alert.pk}


def furnish(t):
    """A target, two sources, an import to confirm, an alert, a draft bilan with a learning."""
    today = timezone.localdate()
    t.target = KpiTarget.objects.create(campaign=t.campaign, kpi=t.kpi, target=Decimal(400))
    t.source = Source.objects.create(
        campaign=t.campaign, channel=t.channel, platform="generic", name="Tableau du CRM"
    )
    t.by_hand = Source.objects.create(
        campaign=t.campaign, channel=t.channel, platform=Source.MANUAL, name="Relevé"
    )
    t.fact = KpiFact.objects.create(
        campaign=t.campaign, source=t.by_hand, channel=t.channel, kpi=t.kpi, day=today, value=Decimal(3)
    )
    t.record = Import(source=t.source, filename="crm.csv", sha256="0" * 64, imported_by_name="Hugo")
    t.record.file.save("export.dat", ContentFile(b"Jour;Leads\n2026-03-01;3\n"), save=False)
    t.record.save()
    t.alert = Alert.objects.create(
        campaign=t.campaign,
        kind=Alert.Kind.TASK_BLOCKED,
        cause="task:1",
        facts={"task": "Tournage", "reason": "Pluie", "since": ""},
        seen_at=timezone.now(),
    )
    t.bilan = Bilan.objects.create(
        campaign=t.campaign, period_start=today - timedelta(days=9), period_end=today
    )
    t.learning = Learning.objects.create(campaign=t.campaign, bilan=t.bilan, text="Commencer tôt")


ROUTES = [
    Route("tracking:overview", WORKSPACE, get=VIEWER),
    Route("tracking:alerts", WORKSPACE, get=VIEWER),
    Route("tracking:alerts-check", WORKSPACE, post=MANAGER),
    Route("tracking:alert-act", ALERT, post=CONTRIBUTOR),
    Route("tracking:learnings", WORKSPACE, get=VIEWER),
    Route("tracking:dashboard", CAMPAIGN, get=VIEWER),
    Route("tracking:setup", CAMPAIGN, get=VIEWER),
    Route("tracking:target-add", CAMPAIGN, get=CONTRIBUTOR, post=CONTRIBUTOR),
    Route("tracking:target", KEY("target"), get=CONTRIBUTOR, post=CONTRIBUTOR),
    Route("tracking:target-remove", KEY("target"), get=CONTRIBUTOR, post=CONTRIBUTOR),
    Route("tracking:source-add", CAMPAIGN, get=CONTRIBUTOR, post=CONTRIBUTOR),
    Route("tracking:source", KEY("source"), get=CONTRIBUTOR, post=CONTRIBUTOR),
    Route("tracking:enter", KEY("by_hand"), get=CONTRIBUTOR, post=CONTRIBUTOR),
    Route("tracking:fact", KEY("fact"), get=CONTRIBUTOR, post=CONTRIBUTOR),
    Route("tracking:fact-remove", KEY("fact"), get=CONTRIBUTOR, post=CONTRIBUTOR),
    Route("tracking:imports", CAMPAIGN, get=VIEWER, post=CONTRIBUTOR),
    Route("tracking:import", KEY("record"), get=CONTRIBUTOR, post=CONTRIBUTOR),
    Route("tracking:import-again", KEY("record"), post=CONTRIBUTOR),
    Route("tracking:import-apply", KEY("record"), post=CONTRIBUTOR),
    Route("tracking:import-undo", KEY("record"), get=CONTRIBUTOR, post=CONTRIBUTOR),
    Route("tracking:import-discard", KEY("record"), post=CONTRIBUTOR),
    Route("tracking:bilan", CAMPAIGN, get=VIEWER),
    Route("tracking:bilan-start", CAMPAIGN, post=CONTRIBUTOR),
    Route("tracking:bilan-freeze", CAMPAIGN, post=CONTRIBUTOR),
    Route("tracking:bilan-unfreeze", CAMPAIGN, post=CONTRIBUTOR),
    Route("tracking:bilan-edit", CAMPAIGN, get=CONTRIBUTOR, post=CONTRIBUTOR),
    Route("tracking:bilan-publish", CAMPAIGN, get=MANAGER, post=MANAGER),
    Route("tracking:bilan-pdf", CAMPAIGN, post=VIEWER),
    Route("tracking:learning-add", CAMPAIGN, get=CONTRIBUTOR, post=CONTRIBUTOR),
    Route("tracking:learning", KEY("learning"), get=CONTRIBUTOR, post=CONTRIBUTOR),
    Route("tracking:learning-remove", KEY("learning"), get=CONTRIBUTOR, post=CONTRIBUTOR),
]
