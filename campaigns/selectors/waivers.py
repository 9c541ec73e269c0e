"""Waivers («dérogations»): what can be waived, who may ask, who may grant, and where each one stands."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from campaigns.access import CampaignAccess
from campaigns.gates import Finding, Scope, check_list, evaluating
from campaigns.gates.registry import findings
from campaigns.gates.report import campaign_standing, wave_reports
from campaigns.models import Campaign, Stakeholder, Waiver, Wave
from core.access import Access
from core.formatting import date_short
from core.models import Membership, Role

Signer = Membership | Stakeholder
SPONSOR, ADMIN = "sponsor", "admin"


def may_waive(access: Access, campaign: Campaign) -> bool:
    """Who may lift a waiver, and grant one they are asked for: an administrator, or the member-sponsor."""
    return access.covers(Role.ADMIN) or (
        access.membership.is_active and campaign.sponsor_member_id == access.membership.pk
    )


def may_ask_waiver(access: Access, campaign: Campaign) -> bool:
    """Anybody of the team asks; the sponsor too, whatever their role."""
    return campaign.is_open and (access.covers(Role.CONTRIBUTOR) or may_waive(access, campaign))


def may_withdraw(access: Access, waiver: Waiver) -> bool:
    """A request not signed yet goes back to whoever asked, a manager, or those who may grant it."""
    own = waiver.asked_by_id == access.membership.pk
    return own or access.covers(Role.MANAGER) or may_waive(access, waiver.campaign)


def capacity(campaign: Campaign, signer: Signer | None) -> str:
    """In which capacity somebody may grant a waiver of this campaign today: "sponsor", "admin" or ""."""
    if isinstance(signer, Stakeholder):
        return SPONSOR if signer.is_active and campaign.sponsor_stakeholder_id == signer.pk else ""
    if signer is None or not signer.is_active or signer.team_only:
        return ""
    if campaign.sponsor_member_id == signer.pk:
        return SPONSOR
    same_place = signer.workspace_id == campaign.workspace_id
    return ADMIN if same_place and signer.role == Role.ADMIN else ""


def capacity_words(key: str, name: str) -> str:
    """«Hélène Aubry, sponsor de la campagne»."""
    return {
        SPONSOR: _("%(name)s, sponsor de la campagne"),
        ADMIN: _("%(name)s, administrateur de l’espace"),
    }.get(key, "%(name)s") % {"name": name}


def possible_grantors(campaign: Campaign) -> dict[str, Signer]:
    """Those who may be asked, {"m12" or "s7": person}: the sponsor first, then the administrators."""
    found: dict[str, Signer] = {}
    if campaign.sponsor_stakeholder_id and campaign.sponsor_stakeholder:
        found[f"s{campaign.sponsor_stakeholder_id}"] = campaign.sponsor_stakeholder
    admins = campaign.workspace.memberships.filter(role=Role.ADMIN).select_related("user")
    sponsor = campaign.sponsor_member if campaign.sponsor_member_id else None
    for member in [sponsor, *admins.order_by("user__name", "pk")]:
        if member:
            found.setdefault(f"m{member.pk}", member)
    return {key: person for key, person in found.items() if capacity(campaign, person)}


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


def check_finding(campaign: Campaign, check_key: str, wave: Wave | None) -> Finding | None:
    """What the gate says of one check today; None when no app knows it any more."""
    checks = [check for check in check_list() if check.key == check_key]
    if not checks:
        return None
    with evaluating([campaign]):
        return findings(checks, [Scope(campaign, wave)])[check_key][0]


def last_waiver_day(campaign: Campaign) -> date:
    """The latest end of a waiver: the campaign's own, or a year from now for one without an end to come."""
    today = timezone.localdate()
    if campaign.ends_on and campaign.ends_on >= today:
        return campaign.ends_on
    return today + timedelta(days=365)


def waiver_standing(campaign: Campaign, check_key: str, wave: Wave | None) -> Waiver | None:
    """The waiver, in force or asked for, that already covers this check for this wave (None: for all)."""
    rows = Waiver.objects.standing().filter(campaign=campaign, check_key=check_key)
    return next((row for row in rows if row.wave_id is None or (wave and row.wave_id == wave.pk)), None)


def check_label(key: str) -> str:
    """The label of a check; its key when no app knows it any more."""
    return next((str(check.label) for check in check_list() if check.key == key), key)


def waiver_title(waiver: Waiver) -> str:
    """«Budget signé», «Assets produits et validés · Révélation»: what a waiver is about."""
    label = check_label(waiver.check_key)
    return f"{label} · {waiver.wave.name}" if waiver.wave else label


@dataclass(frozen=True)
class WaiverLine:
    """One waiver on the campaign's list, with what its reader may do about it."""

    waiver: Waiver
    title: str
    said: str
    tone: str
    icon: str
    end_url: str  # where it is lifted or withdrawn, for those who may
    version_url: str  # the signed words


_LOOKS = {
    Waiver.State.ASKED: ("waiting", "clock"),
    Waiver.State.IN_FORCE: ("warn", "flag"),
    Waiver.State.REFUSED: ("bad", "x-circle"),
}


def waiver_lines(access: CampaignAccess) -> list[WaiverLine]:
    """Every waiver of a campaign, newest first, in one query."""
    rows = Waiver.objects.told().filter(campaign=access.campaign)
    return [_line(access, row) for row in rows]


def _line(access: CampaignAccess, waiver: Waiver) -> WaiverLine:
    place = [access.workspace.slug, access.campaign.reference]
    waiver.campaign = access.campaign
    tone, icon = _LOOKS.get(waiver.state, ("none", "archive"))
    ends = (
        may_withdraw(access, waiver)
        if waiver.is_asked
        else waiver.in_force and may_waive(access, access.campaign)
    )
    version = ""
    if waiver.request:
        number = waiver.request.snapshot.number
        version = reverse("campaigns:signoff-version", args=[*place, waiver.content_key, number])
    return WaiverLine(
        waiver=waiver,
        title=waiver_title(waiver),
        said=state_words(waiver),
        tone=tone,
        icon=icon,
        end_url=reverse("campaigns:waiver-revoke", args=[*place, waiver.pk]) if ends else "",
        version_url=version,
    )


def state_words(waiver: Waiver) -> str:
    """«Demandée à Paul Tessier le 3 nov.», «Accordée par Paul Tessier le 4 nov., jusqu’au 18 nov.»"""
    State = Waiver.State  # noqa: N806 - the class
    granted = waiver.granted_on
    values = {
        "who": waiver.grantor,
        "asked_of": getattr(waiver, "asked_of", "") or "—",
        "day": date_short(timezone.localtime(granted).date()) if granted else "",
        "asked": date_short(timezone.localtime(waiver.asked_at).date()),
        "until": date_short(waiver.valid_until),
        "lifter": waiver.revoked_by_name,
        "ended": date_short(timezone.localtime(waiver.revoked_at).date()) if waiver.revoked_at else "",
    }
    words = {
        State.ASKED: _("Demandée à %(asked_of)s le %(asked)s, pas encore signée : rien n’est excepté."),
        State.IN_FORCE: _("Accordée par %(who)s le %(day)s, valable jusqu’au %(until)s."),
        State.REFUSED: _("Refusée par %(asked_of)s."),
        State.WITHDRAWN: _("Demandée le %(asked)s, retirée avant d’être signée."),
        State.LIFTED: _("Accordée par %(who)s le %(day)s, levée par %(lifter)s le %(ended)s."),
        State.PAST: _("Accordée par %(who)s le %(day)s, échue le %(until)s.")
        if granted
        else _("Demandée à %(asked_of)s, échue le %(until)s sans être signée."),
    }
    return words[waiver.state] % values
