"""What the gate answers about a campaign, as plain data: for commands and other programs."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _

from campaigns.gates import CheckResult, Finding, GateReport, evaluating, gate_report, wave_report
from campaigns.gates.report import campaign_standing, next_phase
from campaigns.models import Campaign, Phase, Wave
from campaigns.selectors.checklist import waiver_words
from campaigns.signoff import content_kind, family_of, stale_kinds
from campaigns.signoff.amendments import is_launched

#: The checks that rest on the approval of a kind of content, or of a family of them.
_RESTS_ON = {
    "brief": ("brief", "brief_validated"),
    "plan": ("planning", "plan_approved"),
    "budget": ("budget", "budget_signed"),
    "assets": ("assets_approved",),
    "bilan": ("bilan",),
}
#: Families whose subject is a wave: the others' approvals are not asked at its gate.
_PER_WAVE = frozenset({"assets"})

Json = dict[str, Any]


def gate_answer(campaign: Campaign, wave: Wave | None = None) -> Json:
    """Where a campaign stands before its gate: phase, next phase, the six livrables, the six criteria.

    Without `wave`, `can_advance` speaks of the way out of the present phase and the criteria of the first
    wave. With one, it says whether that wave may open now, and `next` is what it enters: EXECUTION (for
    the first wave, that is the campaign's own passage). A living approval whose content changed in
    silence counts as unmet, as it does in the transition; once the campaign is launched it opens an
    amendment, which stops no phase.
    """
    with evaluating([campaign]):
        report, livrables, criteria = campaign_standing(campaign)
        stale = _stale_checks(campaign, wave.pk if wave else _first(campaign))
        if wave is not None:
            report = wave_report(campaign, wave)
            criteria = report.criteria
        live = wave is None and is_launched(campaign)
        after = next_phase(campaign.phase) if wave is None else Phase.EXECUTION
        return {
            "phase": str(campaign.phase),
            "next": str(after) if after else None,
            "can_advance": (live or not stale) and _open(campaign, wave, report),
            "livrables": [_livrable(result) for result in _seen(livrables, stale)],
            "criteria": [_criterion(result) for result in _seen(criteria, stale)],
        }


def _open(campaign: Campaign, wave: Wave | None, report: GateReport | None) -> bool:
    if report is None or not report.can_advance:
        return False
    if wave is None:
        return True
    if wave.opened_at:
        return False
    if wave.pk == _first(campaign):
        return campaign.phase == Phase.COORDINATION and gate_report(campaign).can_advance
    return campaign.is_live


def _first(campaign: Campaign) -> int | None:
    first: Wave | None = campaign.waves.order_by("number").first()
    return first.pk if first else None


def _stale_checks(campaign: Campaign, wave: int | None) -> set[str]:
    found: set[str] = set()
    for kind in stale_kinds(campaign):
        for content in content_kind(kind).covers or (kind,):
            family, subject = family_of(content)
            if family not in _PER_WAVE or subject == str(wave):
                found.update(_RESTS_ON.get(family, (content,)))
    return found


def _seen(results: Iterable[CheckResult], stale: set[str]) -> list[CheckResult]:
    """The results, those that rest on an approval that no longer matches its content turned unmet."""
    return [_outdated(result) if result.key in stale and result.finding.ok else result for result in results]


def _outdated(result: CheckResult) -> CheckResult:
    why = _("Validation périmée : le contenu n’est plus celui qui a été validé.")
    return replace(result, finding=Finding(ok=False, why=why))


def _livrable(result: CheckResult) -> Json:
    return {"key": result.key, "ok": result.ok, "why": _why(result), **_waived(result)}


def _criterion(result: CheckResult) -> Json:
    finding = result.finding
    return {
        "key": result.key,
        "ok": result.ok,
        "why": _why(result),
        "held_by": finding.held_by,
        "since": finding.since.isoformat() if finding.since else None,
        "fix_url": finding.fix_url,
        **_waived(result),
    }


def _why(result: CheckResult) -> str:
    if result.waiver is None:
        return result.finding.why
    return f"{result.finding.why} {waiver_words(result.waiver)}".strip()


def _waived(result: CheckResult) -> Json:
    return {"waived": True} if result.waiver else {}
