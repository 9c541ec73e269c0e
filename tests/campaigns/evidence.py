"""Evidence that a test holds or drops at will, in place of what the apps compute."""

from dataclasses import dataclass, field, replace

import pytest

from campaigns.gates import Finding, registry

LIVRABLES = (
    "brief", "planning", "budget", "creative_briefs", "workflow", "activation", "dashboard", "bilan",
)  # fmt: skip
CRITERIA = (
    "brief_validated", "plan_approved", "budget_signed",
    "assets_approved", "tracking_configured", "teams_briefed",
)  # fmt: skip
EVERYTHING = LIVRABLES + CRITERIA


@dataclass
class Evidence:
    """`held` names the checks that hold; `waves` those that hold for some wave numbers only."""

    held: set[str] = field(default_factory=set)
    waves: dict[str, set[int]] = field(default_factory=dict)
    asked: int = 0

    def hold(self, *keys: str) -> None:
        self.held |= set(keys)

    def drop(self, *keys: str) -> None:
        self.held -= set(keys)

    def judge(self, key: str):
        def evaluate(scopes):
            self.asked += 1
            return [self._finding(key, scope) for scope in scopes]

        return evaluate

    def _finding(self, key: str, scope) -> Finding:
        number = scope.wave.number if scope.wave else 1
        ok = key in self.held and number in self.waves.get(key, {number})
        if ok:
            return Finding(ok=True, why="Vu.")
        return Finding(
            ok=False,
            why=f"Il manque {key}.",
            held_by="Paul Tessier",
            fix_url="/reparer/",
            fix_label="Réparer",
        )


@pytest.fixture
def evidence(monkeypatch) -> Evidence:
    """Every check of the product, judged by this object: nothing holds until the test says so."""
    world = Evidence()
    checks = {key: replace(check, evaluate=world.judge(key)) for key, check in registry._checks.items()}
    monkeypatch.setattr(registry, "_checks", checks)
    return world
