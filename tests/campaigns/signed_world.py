"""A flash campaign whose brief, plan and budget are there to be signed, and edits of each."""

from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal
from itertools import count

import pytest

from budgets.models import Budget, BudgetLine
from campaigns.gates import Finding, registry
from campaigns.models import Brief, Campaign, Phase, SignOffRequest, Task
from campaigns.services.lifecycle import campaign_advance
from campaigns.services.plan import plan_reschedule
from campaigns.services.signoff import signable_edit, signoff_request
from tests.campaigns.brief_world import write_brief
from tests.campaigns.signing import sign

#: The three launch criteria that rest on an approval, and the content of each.
CRITERIA = {"brief": "brief_validated", "plan": "plan_approved", "budget": "budget_signed"}
#: Judged for real here: the approvals, and the livrables that rest on them.
_REAL = {*CRITERIA.values(), "brief", "planning", "budget"}


@dataclass
class SignedWorld:
    """Asks, signs and edits as Claire would; `actor` is her access."""

    campaign: Campaign
    actor: object
    signer: object
    today: object

    def __post_init__(self) -> None:
        self._edits = count(1)

    def ask(self, kind: str, *signers: object, **changes: object) -> SignOffRequest:
        asked = {"campaign": self.campaign, "actor": self.actor, "kind": kind, "due_on": self.today}
        return signoff_request(**{**asked, "signers": signers or (self.signer,), **changes})

    def approve(self, kind: str, *signers: object, **changes: object) -> SignOffRequest:
        request = self.ask(kind, *signers, **changes)
        for signature in request.signatures.filter(decision=""):
            sign(signature)
        request.refresh_from_db()
        return request

    def edit(self, content: str) -> list[SignOffRequest]:
        """Change something material; the requests that fell void."""
        turn = next(self._edits)
        with signable_edit(campaign=self.campaign, kinds=[content], actor=self.actor) as edit:
            if content == "brief":
                Brief.objects.filter(campaign=self.campaign).update(tone=f"Ton {turn}")
            elif content == "plan":
                Task.objects.filter(campaign=self.campaign, kind="task").update(duration_days=turn + 1)
            else:
                Budget.objects.filter(campaign=self.campaign).update(total=Decimal(1000 + turn))
                BudgetLine.objects.filter(budget__campaign=self.campaign).update(planned=Decimal(1000 + turn))
        return edit.voided

    def reach(self, phase: Phase) -> Campaign:
        while self.campaign.phase != phase:
            campaign_advance(campaign=self.campaign, actor=self.actor, expected_phase=self.campaign.phase)
        return self.campaign


@pytest.fixture
def held(monkeypatch):
    """Every check that does not rest on an approval holds."""
    checks = {
        key: check if key in _REAL else replace(check, evaluate=_held)
        for key, check in registry._checks.items()
    }
    monkeypatch.setattr(registry, "_checks", checks)


def _held(scopes):
    return [Finding(ok=True, why="Vu.") for _scope in scopes]


@pytest.fixture
def world(campaign, kpi, creation, meta, acting, manager, finance, today, held) -> SignedWorld:
    Campaign.objects.filter(pk=campaign.pk).update(
        type=Campaign.Type.FLASH, launch_on=today + timedelta(days=30), ends_on=today + timedelta(days=33)
    )
    campaign.waves.update(goes_live_on=today + timedelta(days=30), ends_on=today + timedelta(days=33))
    campaign.refresh_from_db()
    campaign.waves.create(
        number=2, name="Relance", goes_live_on=campaign.launch_on, ends_on=campaign.ends_on
    ).placements.create(channel=meta, format=meta.formats.get())
    write_brief(campaign, kpi)
    Task.objects.create(campaign=campaign, position=1, name="Visuels", team=creation, duration_days=1)
    Task.objects.create(
        campaign=campaign, position=2, name="Prêt", kind="milestone", team=creation, duration_days=0
    )
    plan_reschedule(campaign=campaign)
    budget, _made = Budget.objects.update_or_create(campaign=campaign, defaults={"total": Decimal(1000)})
    BudgetLine.objects.create(budget=budget, channel=meta, month=today.replace(day=1), planned=Decimal(1000))
    return SignedWorld(campaign, acting(manager), finance, today)
