"""«Prêt à lancer»: the six launch criteria, wave by wave."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from campaigns.access import CampaignAccess
from campaigns.gates import CheckResult, GateReport, check_list, evaluating, gate_report, read_once
from campaigns.gates.report import wave_reports
from campaigns.models import Phase, SignOffRequest, Wave
from campaigns.selectors.amendments import campaign_amendments
from campaigns.selectors.awaited import SIGNED_OF_WAVE, reminders, reminders_by_check
from campaigns.selectors.campaign import campaign_waves
from campaigns.selectors.checklist import CheckItem, check_items
from campaigns.selectors.waivers import may_ask_waiver, may_waive
from campaigns.signoff.standing import latest_of_every_kind
from core.models import Role


@dataclass(frozen=True)
class WaveGate:
    """One wave before its gate. `opens` and `why` are for its button; the first's advances the campaign.
    `ask_url` is where its assets, produced and reviewed, may be sent to people to approve."""

    wave: Wave
    channels: int
    items: list[CheckItem]
    held: int
    total: int
    opens: str  # "advance", "wave" or "" when it is open already
    why: str
    ask_url: str

    @property
    def lead(self) -> str:
        """«4 critères sur 6 tenus.»"""
        return ngettext(
            "%(held)s critère sur %(total)s tenu.", "%(held)s critères sur %(total)s tenus.", self.held
        ) % {"held": self.held, "total": self.total}


def launch_waves(access: CampaignAccess) -> dict[str, Any]:
    """The waves of a campaign with their gates, in a number of queries that does not grow with them."""
    campaign = access.campaign
    with evaluating([campaign]):
        waves, channels = campaign_waves(campaign)
        reports = wave_reports(campaign, waves)
        whole = gate_report(campaign) if campaign.phase == Phase.COORDINATION else None
        amendments = campaign_amendments(access, waves)
        requests = read_once(latest_of_every_kind, [campaign.pk]).get(campaign.pk, {})
    waiving = may_waive(access, campaign)
    per_wave = {check.key for check in check_list() if check.per_wave}
    common: Sequence[CheckResult] = ()
    asked = reminders(access)
    gates = []
    for index, wave in enumerate(waves):
        report = reports[wave.pk]
        own = [result for result in report.results if result.key in per_wave]
        common = [result for result in report.results if result.key not in per_wave]
        opens = "" if wave.opened_at else "advance" if index == 0 else "wave"
        gates.append(
            WaveGate(
                wave=wave,
                channels=len(channels.get(wave.pk, ())),
                items=check_items(
                    own,
                    access=access,
                    prefix=f"vague-{wave.number}",
                    may_waive=waiving,
                    reminders=reminders_by_check(asked, wave=wave.pk),
                ),
                held=len([result for result in report.results if result.ok]),
                total=len(report.results),
                opens=opens,
                why=_why(access, opens, report, whole),
                ask_url=_ask_url(access, wave, report, requests),
            )
        )
    return {
        "common": check_items(
            common,
            access=access,
            prefix="campagne",
            may_waive=waiving,
            reminders=reminders_by_check(asked),
        ),
        "amendments": amendments,
        "seen_at": timezone.now(),
        "gates": gates,
        "may_ask_waiver": may_ask_waiver(access, campaign),
    }


def _ask_url(
    access: CampaignAccess, wave: Wave, report: GateReport, requests: Mapping[str, SignOffRequest]
) -> str:
    """Where the assets of a wave to come may be sent to people, once they hold and nobody was asked."""
    held = {result.key for result in report.results if result.finding.ok}
    kinds = [f"{family}-{wave.pk}" for check, family in SIGNED_OF_WAVE.items() if check in held]
    if wave.opened_at or not access.covers(Role.CONTRIBUTOR) or not access.campaign.is_open:
        return ""
    place = [access.workspace.slug, access.campaign.reference]
    return next(
        (reverse("campaigns:signoff-request", args=[*place, kind]) for kind in kinds if kind not in requests),
        "",
    )


def _why(access: CampaignAccess, opens: str, report: GateReport, whole: GateReport | None) -> str:
    """Why a wave cannot be opened now; empty when it can."""
    campaign = access.campaign
    if not opens:
        return ""
    if not access.covers(Role.MANAGER):
        return _("Seul un responsable de campagne peut ouvrir une vague.")
    if opens == "advance":
        if whole is None:
            return _("Elle s’ouvre au passage en exécution ; la campagne n’en est pas là.")
        return whole.reason
    if not campaign.is_live:
        return _("La première vague doit être ouverte d’abord.")
    return report.reason
