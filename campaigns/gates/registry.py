"""Evidence: each deliverable and criterion is a function of data, registered by the app that knows it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from campaigns.models import Campaign, Phase, Wave
from core.models import Role


@dataclass(frozen=True)
class Scope:
    """What is being judged: a campaign, and for per-wave checks the wave (None: the first one)."""

    campaign: Campaign
    wave: Wave | None = None


@dataclass(frozen=True)
class Finding:
    """Satisfied or not; and if not: what is missing, who holds it, since when, and the link that fixes it.

    `why` is a sentence also when satisfied («Version 3, par Inès Moreau le 3 nov.»). `waiting=True`
    means the ball is in somebody's court (sent, in review), not that something is wrong. `fix_at_least` is
    the role that the page of `fix_url` asks for: whoever has less is not offered the link. `held_by` is
    names alone; `held_by_as` adds what they are, for a page that has the room («Paul Tessier (Finance)»).
    """

    ok: bool
    why: str
    held_by: str = ""
    since: date | None = None
    fix_url: str = ""
    fix_label: str = ""
    fix_at_least: Role = Role.VIEWER
    waiting: bool = False
    held_by_as: str = ""


#: Judges many scopes at once, in a number of queries that does not grow with them; one finding per
#: scope, in the same order. Campaigns come with their workspace and owner's user already loaded.
Evaluate = Callable[[Sequence[Scope]], Sequence[Finding]]


@dataclass(frozen=True)
class Check:
    """`kind` is "livrable" or "criterion"; `phase` is the phase it guards the way out of.

    `per_wave` criteria are judged again for each later wave before it goes live. `order` places it in
    its list.
    """

    key: str
    label: str | Promise
    kind: str
    phase: Phase
    evaluate: Evaluate
    order: int
    per_wave: bool = False
    in_campaign_list: bool = True  # one of the six livrables of the campaign phase


def _closed(scopes: Sequence[Scope]) -> Sequence[Finding]:
    return [
        Finding(ok=False, why=_("Ce contrôle n’est pas disponible : le passage reste fermé."))
        for _scope in scopes
    ]


def _expected(key: str, label: Any, kind: str, phase: Phase, order: int, **options: bool) -> Check:
    return Check(key, label, kind, phase, _closed, order, **options)


#: What every gate asks. Until its app registers the evidence a check is unmet: a gate never opens because
#: somebody forgot to say what it guards.
_checks: dict[str, Check] = {
    check.key: check
    for check in (
        _expected("brief", _l("Brief campagne"), "livrable", Phase.BRIEF, 10),
        _expected("planning", _l("Planning détaillé"), "livrable", Phase.PLANNING, 20),
        _expected("budget", _l("Budget alloué"), "livrable", Phase.BUDGET, 30),
        _expected("creative_briefs", _l("Briefs créatifs"), "livrable", Phase.COORDINATION, 40),
        _expected("workflow", _l("Workflow coordination"), "livrable", Phase.COORDINATION, 50),
        _expected("activation", _l("Activation"), "livrable", Phase.EXECUTION, 55, in_campaign_list=False),
        _expected("dashboard", _l("Dashboard suivi"), "livrable", Phase.SUIVI, 60),
        _expected("bilan", _l("Bilan"), "livrable", Phase.BILAN, 70, in_campaign_list=False),
        _expected("brief_validated", _l("Brief validé"), "criterion", Phase.COORDINATION, 10),
        _expected(
            "plan_approved",
            _l("Planning approuvé par les parties prenantes"),
            "criterion",
            Phase.COORDINATION,
            20,
        ),
        _expected("budget_signed", _l("Budget signé"), "criterion", Phase.COORDINATION, 30),
        _expected(
            "assets_approved",
            _l("Assets produits et validés"),
            "criterion",
            Phase.COORDINATION,
            40,
            per_wave=True,
        ),
        _expected(
            "tracking_configured",
            _l("Tracking configuré"),
            "criterion",
            Phase.COORDINATION,
            50,
            per_wave=True,
        ),
        _expected(
            "teams_briefed", _l("Équipes briefées"), "criterion", Phase.COORDINATION, 60, per_wave=True
        ),
    )
}


def check_register(check: Check) -> None:
    """Apps call this in ready(). Registering a key twice replaces it."""
    _checks[check.key] = check


def check_list(*, phase: str | None = None, kind: str | None = None) -> list[Check]:
    """Registered checks in order, optionally those of one phase's exit or of one kind."""
    found = [
        check
        for check in _checks.values()
        if (phase is None or check.phase == phase) and (kind is None or check.kind == kind)
    ]
    return sorted(found, key=lambda check: (check.kind, check.order))


def findings(checks: Sequence[Check], scopes: Sequence[Scope]) -> Mapping[str, Sequence[Finding]]:
    """Evaluate several checks over the same scopes: {check key: findings in scope order}."""
    return {check.key: check.evaluate(scopes) for check in checks}
