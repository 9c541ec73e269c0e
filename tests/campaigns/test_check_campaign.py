"""`manage.py check_campaign`: what the gate says, without a browser."""

import json
from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError

from campaigns.gates import registry
from campaigns.models import Campaign, Phase, Snapshot
from campaigns.services.lifecycle import campaign_advance, campaign_pause, wave_open
from campaigns.services.signoff import signoff_request
from core.formatting import date_short
from tests.campaigns.evidence import CRITERIA, EVERYTHING, evidence
from tests.campaigns.waiving import waiver_grant

__all__ = ["evidence"]
pytestmark = pytest.mark.django_db

LIVRABLES = ["brief", "planning", "budget", "creative_briefs", "workflow", "dashboard"]


def run(*args):
    """(exit status, what was written)."""
    out = StringIO()
    try:
        call_command("check_campaign", *args, stdout=out)
    except SystemExit as left:
        return left.code, out.getvalue()
    return 0, out.getvalue()


def check(*args):
    status, text = run(*args, "--json")
    return status, json.loads(text)


def by_key(rows):
    return {row["key"]: row for row in rows}


@pytest.fixture
def second_wave(campaign):
    return campaign.waves.create(
        number=2, name="Révélation", goes_live_on=campaign.launch_on, ends_on=campaign.ends_on
    )


def test_the_answer_has_exactly_its_keys_in_every_phase(campaign, acting, manager, evidence):
    evidence.hold(*EVERYTHING)
    while True:
        status, answer = check(campaign.reference)
        assert list(answer) == ["phase", "next", "can_advance", "livrables", "criteria"]
        assert [row["key"] for row in answer["livrables"]] == LIVRABLES
        assert [row["key"] for row in answer["criteria"]] == list(CRITERIA)
        assert all(set(row) == {"key", "ok", "why"} for row in answer["livrables"])
        wanted = {"key", "ok", "why", "held_by", "since", "fix_url"}
        assert all(set(row) == wanted for row in answer["criteria"])
        assert answer["phase"] == campaign.phase
        if campaign.phase == Phase.CLOTUREE:
            break
        assert (status, answer["can_advance"]) == (0, True)
        before = answer["next"]
        campaign_advance(campaign=campaign, actor=acting(manager), expected_phase=campaign.phase)
        assert campaign.phase == before
    assert (status, answer["next"], answer["can_advance"]) == (1, None, False)


def test_the_products_own_checks_say_what_is_missing_who_holds_it_and_since_when(campaign, today):
    status, answer = check(campaign.reference)
    criterion = by_key(answer["criteria"])["brief_validated"]
    assert (status, answer["phase"], answer["next"]) == (1, "BRIEF", "PLANNING")
    assert criterion["why"] == "Aucune validation demandée."
    assert criterion["held_by"] == "Claire Vasseur"
    assert date.fromisoformat(criterion["since"]) == today
    text = run(campaign.reference)[1]
    assert f"depuis le {date_short(today)}" in text
    assert today.isoformat() not in text
    assert criterion["fix_url"].startswith("/e/maison-lumen/campagnes/2026-LAN-01/")


def test_an_unmet_check_closes_and_a_waived_one_says_so(campaign, acting, manager, admin, evidence, today):
    evidence.hold(*EVERYTHING)
    for phase in (Phase.BRIEF, Phase.PLANNING, Phase.BUDGET):
        campaign_advance(campaign=campaign, actor=acting(manager), expected_phase=phase)
    evidence.drop("budget_signed")
    status, answer = check(campaign.reference)
    unmet = by_key(answer["criteria"])["budget_signed"]
    assert (status, answer["can_advance"], unmet["ok"]) == (1, False, False)
    assert (unmet["since"], unmet["held_by"], "waived" in unmet) == (None, "Paul Tessier", False)
    waiver_grant(
        campaign=campaign, actor=acting(admin), check_key="budget_signed", reason="Signature en route",
        valid_until=today + timedelta(days=3),
    )  # fmt: skip
    status, answer = check(campaign.reference)
    waived = by_key(answer["criteria"])["budget_signed"]
    assert (status, answer["can_advance"], waived["ok"], waived["waived"]) == (0, True, True, True)
    assert "Signature en route" in waived["why"]


def test_a_paused_campaign_cannot_advance(campaign, acting, manager, evidence):
    evidence.hold(*EVERYTHING)
    campaign_pause(campaign=campaign, actor=acting(manager), reason="Crise")
    assert check(campaign.reference)[0] == 1


def test_a_later_wave_is_judged_on_its_own(campaign, acting, manager, evidence, second_wave):
    evidence.hold(*EVERYTHING)
    evidence.waves["assets_approved"] = {1}
    assert check(campaign.reference, "--wave", "2")[1]["can_advance"] is False
    while campaign.phase != Phase.EXECUTION:
        campaign_advance(campaign=campaign, actor=acting(manager), expected_phase=campaign.phase)
    status, answer = check(campaign.reference, "--wave", "2")
    assert (status, answer["phase"], answer["next"]) == (1, "EXECUTION", "EXECUTION")
    assert [row["key"] for row in answer["criteria"] if not row["ok"]] == ["assets_approved"]
    assert all(row["ok"] for row in check(campaign.reference)[1]["criteria"])
    evidence.waves["assets_approved"] = {1, 2}
    assert check(campaign.reference, "--wave", "2")[0] == 0
    wave_open(wave=second_wave, actor=acting(manager))
    assert check(campaign.reference, "--wave", "2")[0] == 1


def test_the_first_wave_opens_with_the_campaign(campaign, acting, manager, evidence):
    evidence.hold(*CRITERIA)
    assert check(campaign.reference, "--wave", "1")[0] == 1
    evidence.hold(*EVERYTHING)
    for phase in (Phase.BRIEF, Phase.PLANNING, Phase.BUDGET):
        campaign_advance(campaign=campaign, actor=acting(manager), expected_phase=phase)
    assert check(campaign.reference, "--wave", "1")[0] == 0
    evidence.drop("workflow")
    assert check(campaign.reference, "--wave", "1")[0] == 1


def test_a_content_changed_behind_its_approval_is_found(campaign, acting, manager, finance, evidence, today):
    evidence.hold(*EVERYTHING)
    signoff_request(campaign=campaign, actor=acting(manager), kind="brief", signers=[finance], due_on=today)
    assert check(campaign.reference)[0] == 0
    later = campaign.ends_on + timedelta(days=1)
    Campaign.objects.filter(pk=campaign.pk).update(ends_on=later)
    assert later.isoformat() not in Snapshot.objects.get(campaign=campaign).content
    status, answer = check(campaign.reference)
    assert (status, answer["can_advance"]) == (1, False)
    assert [row["key"] for row in answer["criteria"] if not row["ok"]] == ["brief_validated"]
    assert [row["key"] for row in answer["livrables"] if not row["ok"]] == ["brief"]


def test_the_text_says_the_same_in_french(campaign, evidence):
    evidence.hold(*[key for key in EVERYTHING if key != "brief"])
    status, text = run(campaign.reference)
    assert status == 1
    assert "2026-LAN-01 · Lancement Sérum Aube" in text
    assert "✗ Brief campagne\u202f: Il manque brief." in text
    assert "✓ Budget signé\u202f: Vu." in text
    assert "Le passage est fermé." in text
    evidence.hold("brief")
    status, text = run(campaign.reference)
    assert (status, "Le passage est ouvert." in text) == (0, True)


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (["2099-LAN-99"], "Aucune campagne «\u202f2099-LAN-99\u202f»"),
        (["2026-LAN-01", "--workspace", "atelier-nord"], "dans l’espace «\u202fatelier-nord\u202f»"),
        (["2026-LAN-01", "--wave", "7"], "pas de vague 7\u202f; elle a\u202f: 1."),
        (["'; DROP TABLE"], "Aucune campagne"),
    ],
)
def test_what_does_not_exist_is_said_with_status_2(campaign, args, words):
    with pytest.raises(CommandError) as refused:
        run(*args, "--json")
    assert refused.value.returncode == 2
    assert words in str(refused.value)


def test_a_reference_in_two_workspaces_asks_which(campaign, stranger):
    Campaign.objects.create(
        workspace=stranger.workspace, reference=campaign.reference, name="Ailleurs", type="FLASH",
        owner=stranger, prepares_on=campaign.prepares_on, launch_on=campaign.launch_on,
        ends_on=campaign.ends_on,
    )  # fmt: skip
    with pytest.raises(CommandError) as refused:
        run(campaign.reference)
    assert refused.value.returncode == 2
    assert "(atelier-nord, maison-lumen)" in str(refused.value)
    assert check(campaign.reference, "--workspace", "maison-lumen")[0] == 1


def test_a_database_that_does_not_answer_is_no_traceback(campaign, monkeypatch):
    def broken(scopes):
        raise DatabaseError("no such table")

    spoilt = {key: registry._expected(key, key, check.kind, check.phase, check.order)
              for key, check in registry._checks.items()}  # fmt: skip
    spoilt["brief"] = registry.Check("brief", "Brief", "livrable", Phase.BRIEF, broken, 10)
    monkeypatch.setattr(registry, "_checks", spoilt)
    with pytest.raises(CommandError) as refused:
        run(campaign.reference)
    assert refused.value.returncode == 2
