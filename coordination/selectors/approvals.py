"""Where people's approval of each wave's assets stands, for the wall."""

from collections.abc import Sequence
from dataclasses import dataclass

from campaigns.access import CampaignAccess
from campaigns.gates import Finding, Scope, evaluating
from campaigns.models import Wave
from campaigns.selectors.checklist import fix_of
from campaigns.signoff.standing import asked_findings
from coordination.selectors.creations import Wall
from coordination.selectors.frozen import assets_key
from core.models import Role


@dataclass(frozen=True)
class Approval:
    """The approval of a wave's assets; no `finding` while nobody was asked. `fix_url` is for this reader."""

    wave: Wave
    kind: str
    finding: Finding | None
    fix_url: str

    @property
    def state(self) -> str:
        if self.finding is None:
            return "todo"
        return "ok" if self.finding.ok else "waiting" if self.finding.waiting else "bad"


def approvals_of(access: CampaignAccess, wall: Wall) -> Sequence[Approval]:
    """One for each wave on the wall that has assets, in order: three queries. Partners are shown none."""
    if access.membership.team_only:
        return []
    shown = {tile.wave.pk for strip in wall.strips for tile in strip.tiles if tile.asset}
    waves = [wave for wave in wall.waves if wave.pk in shown]
    with evaluating([access.campaign]):
        scopes = [Scope(access.campaign, wave) for wave in waves]
        found = asked_findings(scopes, lambda scope: assets_key(scope.wave.pk) if scope.wave else "")
    return [
        Approval(wave, assets_key(wave.pk), finding, fix_of(finding, access) if finding else "")
        for wave, finding in zip(waves, found, strict=True)
    ]


def may_ask(access: CampaignAccess) -> bool:
    return access.covers(Role.CONTRIBUTOR) and access.campaign.is_open and not access.membership.team_only
