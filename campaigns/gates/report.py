"""Gate reports: the checks of a phase's exit, with waivers applied."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext as _

from campaigns.gates.evaluation import evaluating, judged_campaigns, read_once
from campaigns.gates.registry import Check, Finding, Scope, check_list, findings
from campaigns.models import Campaign, Phase, Waiver, Wave
from campaigns.models.campaign import STEPS


@dataclass(frozen=True)
class CheckResult:
    key: str
    label: str
    kind: str
    finding: Finding
    waiver: Waiver | None = None  # in force
    asked: Waiver | None = None  # asked for, not signed: excepts nothing
    phase: Phase | None = None  # the phase it guards the way out of

    @property
    def ok(self) -> bool:
        """Satisfied by evidence, or excepted by a waiver in force."""
        return self.finding.ok or self.waiver is not None

    @property
    def state(self) -> str:
        """ "ok", "waived", "waiting" or "bad", for the checklist's icon."""
        if self.finding.ok:
            return "ok"
        if self.waiver:
            return "waived"
        return "waiting" if self.finding.waiting else "bad"


@dataclass(frozen=True)
class GateReport:
    """Whether a campaign may leave its phase now, check by check."""

    campaign: Campaign
    phase: Phase
    next: Phase | None
    results: tuple[CheckResult, ...]

    @property
    def livrables(self) -> list[CheckResult]:
        return [result for result in self.results if result.kind == "livrable"]

    @property
    def criteria(self) -> list[CheckResult]:
        return [result for result in self.results if result.kind == "criterion"]

    @property
    def missing(self) -> list[CheckResult]:
        return [result for result in self.results if not result.ok]

    @property
    def pause_blocks(self) -> bool:
        """Nothing is activated while a campaign is paused."""
        return self.campaign.paused_at is not None

    @property
    def can_advance(self) -> bool:
        return self.next is not None and not self.missing and not self.pause_blocks

    @property
    def reason(self) -> str:
        """One sentence saying why the gate is closed, empty when it is open."""
        if self.next is None:
            return _("Il n’y a pas de phase suivante.")
        if self.pause_blocks:
            return _("La campagne est en pause. Reprenez-la avant de continuer.")
        if self.missing:
            first = self.missing[0]
            return _("%(label)s : %(why)s") % {"label": first.label, "why": first.finding.why}
        return ""

    def as_json(self) -> dict[str, Any]:
        """What history keeps: plain data, no model rows."""
        rows = []
        for result in self.results:
            finding = asdict(result.finding)
            finding["since"] = result.finding.since.isoformat() if result.finding.since else None
            waiver = result.waiver
            rows.append(
                {
                    "key": result.key,
                    "kind": result.kind,
                    "label": str(result.label),
                    **finding,
                    "waiver": {"by": waiver.grantor, "reason": waiver.reason} if waiver else None,
                }
            )
        return {"phase": self.phase, "next": self.next, "can_advance": self.can_advance, "checks": rows}


def next_phase(phase: str) -> Phase | None:
    """The phase after one, CLOTUREE after BILAN, None when there is none."""
    if phase not in STEPS:
        return None
    position = STEPS.index(Phase(phase))
    return STEPS[position + 1] if position + 1 < len(STEPS) else Phase.CLOTUREE


def gate_report(campaign: Campaign) -> GateReport:
    """The gate out of the campaign's present phase, from today's data."""
    return gate_reports([campaign])[campaign.pk]


def gate_reports(campaigns: Sequence[Campaign]) -> dict[int, GateReport]:
    """Reports of many campaigns, in a number of queries that does not grow with them."""
    by_pk = {campaign.pk: campaign for campaign in campaigns}
    with evaluating(by_pk.values()):
        reports = read_once(_judge, by_pk)
        return {pk: reports[pk] for pk in by_pk}


def _judge(campaign_ids: Iterable[int]) -> dict[int, GateReport]:
    """The gates of every campaign of the evaluation, phase by phase."""
    judged = judged_campaigns(campaign_ids) or {}
    waivers = read_once(waivers_standing, judged)
    by_phase: dict[str, list[Campaign]] = defaultdict(list)
    for campaign in judged.values():
        by_phase[campaign.phase].append(campaign)
    reports: dict[int, GateReport] = {}
    for phase, group in by_phase.items():
        reports |= _reports_of_phase(phase, group, waivers)
    return reports


def _reports_of_phase(
    phase: str, group: Sequence[Campaign], waivers: Mapping[int, list[Waiver]]
) -> dict[int, GateReport]:
    checks = check_list(phase=phase)
    found = findings(checks, [Scope(campaign) for campaign in group])
    reports = {}
    for index, campaign in enumerate(group):
        mine = waivers.get(campaign.pk, ())
        results = tuple(_result(check, found[check.key][index], mine, None) for check in checks)
        reports[campaign.pk] = GateReport(campaign, Phase(phase), next_phase(phase), results)
    return reports


def wave_report(campaign: Campaign, wave: Wave) -> GateReport:
    """The launch gate as one wave meets it: the six criteria, the per-wave ones judged on that wave."""
    return wave_reports(campaign, [wave])[wave.pk]


def wave_reports(campaign: Campaign, waves: Sequence[Wave]) -> dict[int, GateReport]:
    """`wave_report` of several waves of one campaign, in a number of queries that does not grow with them."""
    checks = check_list(phase=Phase.COORDINATION, kind="criterion")
    with evaluating([campaign]):
        waivers = read_once(waivers_standing, [campaign.pk]).get(campaign.pk, ())
        found = findings(checks, [Scope(campaign, wave) for wave in waves])
    reports = {}
    for index, wave in enumerate(waves):
        results = tuple(_result(check, found[check.key][index], waivers, wave.pk) for check in checks)
        reports[wave.pk] = GateReport(campaign, Phase(campaign.phase), Phase.EXECUTION, results)
    return reports


def campaign_checklists(campaign: Campaign) -> tuple[list[CheckResult], list[CheckResult]]:
    """The two visible checklists of the campaign page: its six livrables and its six criteria."""
    _report, livrables, criteria = campaign_standing(campaign)
    return livrables, criteria


def campaign_standing(
    campaign: Campaign,
) -> tuple[GateReport | None, list[CheckResult], list[CheckResult]]:
    """The gate out of the present phase (None when the campaign is over) and the two checklists.

    Each check is judged once, whichever of the three it appears in.
    """
    checks = [check for check in check_list() if check.in_campaign_list or check.phase == campaign.phase]
    with evaluating([campaign]):
        waivers = read_once(waivers_standing, [campaign.pk]).get(campaign.pk, ())
        found = findings(checks, [Scope(campaign)])
    judged = [(check, _result(check, found[check.key][0], waivers, None)) for check in checks]
    listed = [result for check, result in judged if check.in_campaign_list]
    guarding = tuple(result for check, result in judged if check.phase == campaign.phase)
    after = next_phase(campaign.phase)
    return (
        GateReport(campaign, Phase(campaign.phase), after, guarding) if after else None,
        [result for result in listed if result.kind == "livrable"],
        [result for result in listed if result.kind == "criterion"],
    )


def _result(check: Check, finding: Finding, waivers: Iterable[Waiver], wave: int | None) -> CheckResult:
    waiver = asked = None
    if not finding.ok:
        mine = [each for each in waivers if each.check_key == check.key and _covers(each, wave)]
        waiver = next((each for each in mine if each.in_force), None)
        asked = None if waiver else next(iter(mine), None)
    return CheckResult(check.key, str(check.label), check.kind, finding, waiver, asked, check.phase)


def _covers(waiver: Waiver, wave: int | None) -> bool:
    """A waiver names one wave or holds for all; a campaign is judged on its first one (`wave=None`)."""
    judged = waiver.first_wave if wave is None else wave  # type: ignore[attr-defined]
    return waiver.wave_id is None or waiver.wave_id == judged


def waivers_standing(campaign_ids: Iterable[int]) -> dict[int, list[Waiver]]:
    """Waivers in force or asked for, oldest first, {campaign id: waivers}: one query."""
    first = Wave.objects.filter(campaign=OuterRef("campaign")).order_by("number").values("pk")[:1]
    rows = Waiver.objects.standing().filter(campaign__in=campaign_ids)
    found: dict[int, list[Waiver]] = defaultdict(list)
    for waiver in rows.annotate(first_wave=Subquery(first)).order_by("asked_at", "pk"):
        found[waiver.campaign_id].append(waiver)
    return found


def waivers_in_force(campaign_ids: Iterable[int]) -> dict[int, list[Waiver]]:
    """Those of `waivers_standing` that except their check today."""
    standing = read_once(waivers_standing, campaign_ids)
    return {pk: [each for each in rows if each.in_force] for pk, rows in standing.items()}
