"""Waivers («dérogations»): who may grant one, and what can be waived."""

from datetime import date, timedelta

from django.utils import timezone

from campaigns.gates import check_list
from campaigns.gates.report import campaign_standing, wave_reports
from campaigns.models import Campaign, Waiver, Wave
from core.access import Access
from core.models import Role


def may_waive(access: Access, campaign: Campaign) -> bool:
    """An administrator, or the campaign's sponsor when that is a member."""
    return access.covers(Role.ADMIN) or (
        access.membership.is_active and campaign.sponsor_member_id == access.membership.pk
    )


def waivable(campaign: Campaign) -> dict[str, str]:
    """Checks a waiver can name: {key: label}, those of the launch first."""
    checks = sorted(check_list(), key=lambda check: (check.kind != "criterion", check.order))
    return {check.key: str(check.label) for check in checks}


def unmet(campaign: Campaign) -> dict[str, str]:
    """The checks a waiver would serve today, {key: label}: those not held, on any wave still to open."""
    _report, livrables, criteria = campaign_standing(campaign)
    results = [*livrables, *criteria, *(_report.results if _report else ())]
    waves = list(campaign.waves.filter(opened_at__isnull=True).order_by("number"))
    for report in wave_reports(campaign, waves).values():
        results += report.results
    missing = {result.key for result in results if not result.finding.ok}
    return {key: label for key, label in waivable(campaign).items() if key in missing}


def last_waiver_day(campaign: Campaign) -> date:
    """The latest end of a waiver: the campaign's own, or a year from now for one without an end to come."""
    today = timezone.localdate()
    if campaign.ends_on and campaign.ends_on >= today:
        return campaign.ends_on
    return today + timedelta(days=365)


def waiver_standing(campaign: Campaign, check_key: str, wave: Wave | None) -> Waiver | None:
    """The waiver in force that already excepts this check for this wave (None: for all of them)."""
    rows = Waiver.objects.filter(
        campaign=campaign, check_key=check_key, revoked_at=None, valid_until__gte=timezone.localdate()
    )
    return next((row for row in rows if row.wave_id is None or (wave and row.wave_id == wave.pk)), None)


def check_label(key: str) -> str:
    """The label of a check; its key when no app knows it any more."""
    return next((str(check.label) for check in check_list() if check.key == key), key)
