"""Evidence of follow-up: tracking configured, figures flowing, bilan published."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from campaigns.gates import Check, Finding, Scope, check_register, read_once
from campaigns.models import Campaign, Phase
from campaigns.selectors.frame import campaign_url
from campaigns.selectors.waves import PlannedWave, planned_waves
from campaigns.signoff.standing import asked_findings
from core.formatting import date_short
from core.models import Role
from tracking.models import Bilan
from tracking.selectors.bilan_signed import FAMILY, bilan_key
from tracking.selectors.evidence import ActiveSource, active_sources, promises
from tracking.selectors.performance import last_days


def register() -> None:
    check_register(
        Check(
            "tracking_configured",
            gettext_lazy("Tracking configuré"),
            "criterion",
            Phase.COORDINATION,
            tracking_configured,
            50,
            per_wave=True,
        )
    )
    check_register(
        Check("dashboard", gettext_lazy("Dashboard suivi"), "livrable", Phase.SUIVI, figures_flow, 60)
    )
    check_register(
        Check(
            "bilan",
            gettext_lazy("Bilan"),
            "livrable",
            Phase.BILAN,
            bilan_published,
            70,
            in_campaign_list=False,
        )
    )


def tracking_configured(scopes: Sequence[Scope]) -> list[Finding]:
    """Every channel of the wave declares where its figures come from, and a target is set. Four queries."""
    ids = {scope.campaign.pk for scope in scopes}
    planned = read_once(planned_waves, ids, phases=(Phase.COORDINATION, Phase.EXECUTION))
    sources = read_once(active_sources, ids, phases=(Phase.COORDINATION, Phase.SUIVI))
    promised = read_once(promises, ids, phases=[Phase.COORDINATION])
    return [
        _configured(
            scope,
            planned[scope.campaign.pk],
            {source.channel_id for source in sources[scope.campaign.pk]},
            bool(promised[scope.campaign.pk]),
        )
        for scope in scopes
    ]


def _configured(scope: Scope, waves: Sequence[PlannedWave], sources: set[int], has_target: bool) -> Finding:
    judged = (row for row in waves if row.wave.pk == scope.wave.pk) if scope.wave else waves
    placed = next((row.placements for row in judged if row.placements), [])
    channels = {placement.channel_id: placement.channel.name for placement in placed}
    if not channels:
        return _missing(scope, _("Aucun canal n’est prévu."), "campaigns:waves", _("Prévoir les canaux"))
    untracked = sorted(name for pk, name in channels.items() if pk not in sources)
    if untracked:
        words = ngettext(
            "%(names)s n’a pas de source de mesure.",
            "%(names)s n’ont pas de source de mesure.",
            len(untracked),
        )
        return _missing(
            scope, words % {"names": ", ".join(untracked)}, "tracking:setup", _("Déclarer les sources")
        )
    if not has_target:
        return _missing(
            scope, _("Aucun objectif KPI n’est fixé."), "tracking:setup", _("Fixer les objectifs")
        )
    words = ngettext(
        "%(count)s canal suivi, objectifs fixés.", "%(count)s canaux suivis, objectifs fixés.", len(channels)
    )
    return Finding(True, words % {"count": len(channels)})


def figures_flow(scopes: Sequence[Scope]) -> list[Finding]:
    """Figures came from every configured source, and the window is over or was stopped. Two queries."""
    ids = {scope.campaign.pk for scope in scopes}
    sources = read_once(active_sources, ids, phases=(Phase.COORDINATION, Phase.SUIVI))
    seen = last_days(ids)
    today = timezone.localdate()
    return [_flowing(scope, sources[scope.campaign.pk], seen, today) for scope in scopes]


def _flowing(scope: Scope, sources: Sequence[ActiveSource], seen: dict[int, date], today: date) -> Finding:
    campaign = scope.campaign
    if not sources:
        words = _("Aucune source de mesure n’est déclarée.")
        return _missing(scope, words, "tracking:setup", _("Déclarer les sources"))
    silent = [source.name for source in sources if source.pk not in seen]
    if silent:
        words = ngettext(
            "%(names)s n’a encore donné aucun chiffre.",
            "%(names)s n’ont encore donné aucun chiffre.",
            len(silent),
        )
        return _missing(
            scope, words % {"names": ", ".join(silent)}, "tracking:imports", _("Importer des chiffres")
        )
    return _window_over(scope, campaign, today, max(seen[source.pk] for source in sources), len(sources))


def _window_over(scope: Scope, campaign: Campaign, today: date, last: date, count: int) -> Finding:
    flowing = ngettext(
        "%(count)s source à jour au %(day)s.", "%(count)s sources à jour au %(day)s.", count
    ) % {"count": count, "day": date_short(last)}
    if campaign.stopped_on:
        return Finding(
            True,
            _("%(flowing)s Diffusion arrêtée : %(reason)s.")
            % {"flowing": flowing, "reason": campaign.stop_reason.rstrip(".")},
        )
    if campaign.ends_on is None:
        words = _("%(flowing)s La campagne est continue : arrêtez-la, avec une raison, pour conclure.")
        found = _missing(scope, words % {"flowing": flowing}, "campaigns:stop", _("Arrêter la diffusion"))
        return replace(found, fix_at_least=Role.MANAGER)
    if campaign.ends_on >= today:
        words = _("%(flowing)s La diffusion dure jusqu’au %(day)s.")
        return Finding(
            False,
            words % {"flowing": flowing, "day": date_short(campaign.ends_on)},
            held_by=str(campaign.owner),
            fix_url=_page(scope, "campaigns:stop"),
            fix_label=_("Arrêter plus tôt"),
            fix_at_least=Role.MANAGER,
            waiting=True,
        )
    return Finding(True, flowing)


def bilan_published(scopes: Sequence[Scope]) -> list[Finding]:
    """Figures frozen, at least one learning, published; the approval asked, if any. Four queries."""
    ids = {scope.campaign.pk for scope in scopes}
    published: dict[int, Bilan] = {}
    drafts: dict[int, Bilan] = {}
    for bilan in Bilan.objects.filter(campaign__in=ids).defer("figures").order_by("number"):
        (published if bilan.published_at else drafts)[bilan.campaign_id] = bilan

    def kind(scope: Scope) -> str:
        draft = drafts.get(scope.campaign.pk)
        return bilan_key(draft.pk) if draft else FAMILY

    approvals = asked_findings(scopes, kind)
    return [
        _published(scope, published.get(scope.campaign.pk), approval)
        for scope, approval in zip(scopes, approvals, strict=True)
    ]


def _published(scope: Scope, bilan: Bilan | None, approval: Finding | None) -> Finding:
    """`approval` is that of the bilan being written, when it was asked."""
    if bilan is None or bilan.published_at is None:
        words = _("Le bilan n’est pas publié.")
        if approval and not approval.ok:
            return replace(approval, why=f"{words} {approval.why}")
        return _missing(scope, words, "tracking:bilan", _("Écrire le bilan"))
    day = timezone.localtime(bilan.published_at).date()
    return Finding(
        True, _("Publié par %(who)s le %(day)s.") % {"who": bilan.published_by_name, "day": date_short(day)}
    )


def _missing(scope: Scope, words: str, page: str, label: str) -> Finding:
    return Finding(
        False,
        words,
        held_by=str(scope.campaign.owner),
        since=timezone.localtime(scope.campaign.phase_since).date(),
        fix_url=_page(scope, page),
        fix_label=label,
    )


def _page(scope: Scope, name: str) -> str:
    return campaign_url(scope.campaign, name)
