"""Planned money: who wrote what, conflicts, the signature it voids."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from budgets.models import Budget, BudgetLine
from budgets.months import month_add, month_of
from budgets.selectors.board import board_of
from budgets.selectors.proposals import EQUAL, PRO_RATA, NothingToSplitError
from budgets.selectors.window import planning_window
from budgets.services.entries import EntryWords, entry_add
from budgets.services.planned import (
    BoardMovedError,
    LineGoneError,
    line_add,
    line_edit,
    planned_set,
    rest_split,
    total_set,
)
from budgets.services.spend import spend_record
from campaigns.models import Campaign, SignOffRequest
from campaigns.services.lifecycle import campaign_abandon
from campaigns.services.signoff import signoff_request
from core.editing import EditConflict
from core.models import AuditEvent
from tests.campaigns.signing import sign

pytestmark = pytest.mark.django_db


@pytest.fixture
def claire(acting, manager):
    return acting(manager)


@pytest.fixture
def ines(acting, admin):
    return acting(admin)


def save(campaign, actor, channel, month, planned, version):
    return planned_set(
        campaign=campaign,
        actor=actor,
        channel=channel,
        month=month,
        planned=None if planned is None else Decimal(planned),
        expected_version=version,
    )


def test_a_first_amount_makes_the_budget_and_the_line(campaign, claire, meta, month):
    save(campaign, claire, meta, month, "1250.50", 0)
    line = BudgetLine.objects.get(budget__campaign=campaign)
    assert (line.planned, line.version) == (Decimal("1250.50"), 1)
    event = AuditEvent.objects.get(subject=f"budgetline:{line.pk}")
    assert (event.verb, event.actor_name, event.version) == ("created", "Claire Vasseur", 1)


def test_an_edit_says_before_and_after(campaign, claire, line):
    save(campaign, claire, line.channel, line.month, "450", 1)
    event = AuditEvent.objects.get(verb="changed")
    assert event.changes == {"planned": ["400,00", "450,00"]}


def test_saving_the_same_amount_writes_nothing(campaign, claire, line):
    save(campaign, claire, line.channel, line.month, "400.00", 1)
    line.refresh_from_db()
    assert line.version == 1
    assert not AuditEvent.objects.exists()


def test_the_second_of_two_editors_is_told_who_wrote_what(campaign, claire, ines, line):
    save(campaign, claire, line.channel, line.month, "450", 1)
    with pytest.raises(EditConflict) as caught:
        save(campaign, ines, line.channel, line.month, "500", 1)
    change = caught.value.changes[0]
    assert (change.by, change.before, change.after) == ("Claire Vasseur", "400,00", "450,00")
    line.refresh_from_db()
    assert line.planned == Decimal("450.00")


def test_two_people_filling_the_same_empty_cell(campaign, claire, ines, meta, month):
    save(campaign, claire, meta, month, "450", 0)
    with pytest.raises(EditConflict) as caught:
        save(campaign, ines, meta, month, "500", 0)
    assert caught.value.changes[0].by == "Claire Vasseur"
    assert BudgetLine.objects.get().planned == Decimal("450.00")


def test_a_line_removed_meanwhile_says_by_whom(campaign, claire, ines, line):
    save(campaign, claire, line.channel, line.month, None, 1)
    with pytest.raises(LineGoneError) as caught:
        save(campaign, ines, line.channel, line.month, "500", 1)
    assert caught.value.by == "Claire Vasseur"


def test_emptying_a_cell_removes_its_line(campaign, claire, line):
    done = save(campaign, claire, line.channel, line.month, None, 1)
    assert done.line is None
    assert not BudgetLine.objects.exists()
    assert AuditEvent.objects.get(verb="deleted").changes == {"planned": ["400,00", ""]}


def test_a_line_with_entries_cannot_be_emptied(campaign, claire, line, spend):
    spend("actual", "10.00")
    with pytest.raises(ValidationError, match="mettez 0"):
        save(campaign, claire, line.channel, line.month, None, 1)
    assert BudgetLine.objects.get().planned == Decimal("400.00")


def test_a_negative_amount_never_reaches_the_table(campaign, claire, meta, month):
    with pytest.raises(ValidationError, match="négatif"):
        save(campaign, claire, meta, month, "-1", 0)
    assert not BudgetLine.objects.exists()


def test_a_channel_has_one_line_a_month(campaign, claire, line):
    with pytest.raises(ValidationError, match="déjà une ligne"):
        line_add(campaign=campaign, actor=claire, channel=line.channel, month=line.month, planned=Decimal(1))


def test_the_total_is_versioned(campaign, claire, ines, budget):
    total_set(campaign=campaign, actor=claire, expected_version=1, total=Decimal("1200"), note="Accord du 3")
    with pytest.raises(EditConflict) as caught:
        total_set(campaign=campaign, actor=ines, expected_version=1, total=Decimal("900"), note="")
    assert {change.field for change in caught.value.changes} == {"total", "note"}


def test_the_budget_of_an_abandoned_campaign_does_not_change(campaign, claire, line):
    campaign_abandon(campaign=campaign, actor=claire, reason="Produit retiré")
    with pytest.raises(ValidationError, match="abandonnée"):
        save(campaign, claire, line.channel, line.month, "1", 1)


# Sharing out ----------------------------------------------------------------------------------------


def test_equal_parts_go_to_the_live_months_and_add_up(campaign, claire, budget, meta, month):
    seen = board_of(campaign).seen
    proposal, _voided = rest_split(campaign=campaign, actor=claire, method=EQUAL, seen=seen)
    board = board_of(campaign)
    assert board.rest == 0
    assert len(proposal.moves) == len(board.months)
    assert {line.channel for line in budget.lines.all()} == {meta}


def test_pro_rata_keeps_the_proportions(campaign, claire, budget, meta, google, month):
    budget.lines.create(channel=meta, month=month, planned=Decimal("100"))
    budget.lines.create(channel=google, month=month, planned=Decimal("300"))
    rest_split(campaign=campaign, actor=claire, method=PRO_RATA, seen=board_of(campaign).seen)
    amounts = dict(budget.lines.values_list("channel__key", "planned"))
    assert amounts == {"meta": Decimal("250.00"), "google": Decimal("750.00")}


def test_too_much_is_taken_back_pro_rata(campaign, claire, budget, meta, google, month):
    budget.lines.create(channel=meta, month=month, planned=Decimal("500.01"))
    budget.lines.create(channel=google, month=month, planned=Decimal("1000.00"))
    rest_split(campaign=campaign, actor=claire, method=PRO_RATA, seen=board_of(campaign).seen)
    assert board_of(campaign).rest == 0


def test_too_much_is_not_taken_back_in_equal_parts(campaign, claire, budget, meta, month):
    budget.lines.create(channel=meta, month=month, planned=Decimal("1500"))
    with pytest.raises(NothingToSplitError, match="au prorata"):
        rest_split(campaign=campaign, actor=claire, method=EQUAL, seen=board_of(campaign).seen)


def test_nothing_planned_gives_no_proportions(campaign, claire, budget):
    with pytest.raises(NothingToSplitError, match="parts égales"):
        rest_split(campaign=campaign, actor=claire, method=PRO_RATA, seen=board_of(campaign).seen)


def test_a_proposal_that_is_no_longer_true_is_not_applied(campaign, claire, ines, line):
    seen = board_of(campaign).seen
    save(campaign, ines, line.channel, line.month, "450", 1)
    with pytest.raises(BoardMovedError):
        rest_split(campaign=campaign, actor=claire, method=EQUAL, seen=seen)
    assert board_of(campaign).rest == Decimal("550.00")


# Signature ------------------------------------------------------------------------------------------


@pytest.fixture
def signed(campaign: Campaign, claire, finance, budget: Budget, line: BudgetLine, today) -> SignOffRequest:
    """The budget, approved by finance."""
    request = signoff_request(
        campaign=campaign, actor=claire, kind="budget", signers=[finance], due_on=today + timedelta(days=3)
    )
    return sign(request.signatures.get())


def status(signed):
    signed.refresh_from_db()
    return signed.status


def test_a_planned_edit_voids_the_signature(campaign, claire, line, signed):
    done = save(campaign, claire, line.channel, line.month, "401", 1)
    assert done.voided == signed
    assert status(signed) == SignOffRequest.Status.VOIDED


def test_a_change_of_total_voids_the_signature(campaign, claire, signed):
    assert total_set(campaign=campaign, actor=claire, expected_version=1, total=Decimal("1001"), note="")
    assert status(signed) == SignOffRequest.Status.VOIDED


def test_a_note_voids_nothing(campaign, claire, line, signed):
    line_edit(line=line, actor=claire, expected_version=1, planned=line.planned, note="Sans la production")
    total_set(campaign=campaign, actor=claire, expected_version=1, total=Decimal("1000"), note="Hypothèse")
    assert status(signed) == SignOffRequest.Status.APPROVED


def test_entries_and_imported_spend_void_nothing(campaign, claire, line, signed, google, month):
    words = EntryWords("actual", Decimal("350"), line.month, "Facture")
    entry_add(line=line, actor=claire, words=words, accepted={"future", "month"})
    spend_record(
        campaign=campaign, source_label="Google", amounts={(google.pk, month): Decimal(9)}, actor=None
    )
    assert status(signed) == SignOffRequest.Status.APPROVED


def test_splitting_the_rest_voids_the_signature(campaign, claire, signed):
    _proposal, voided = rest_split(
        campaign=campaign, actor=claire, method=EQUAL, seen=board_of(campaign).seen
    )
    assert voided == signed


def test_a_month_far_from_the_campaign_is_refused_in_words(campaign, claire, meta, month):
    first, last = planning_window(campaign, timezone.localdate())
    for far in (month_add(first, -1), month_add(last, 1), month.replace(year=2099)):
        with pytest.raises(ValidationError, match="est hors de la campagne"):
            save(campaign, claire, meta, far, "10", 0)
        with pytest.raises(ValidationError, match="est hors de la campagne"):
            line_add(campaign=campaign, actor=claire, channel=meta, month=far, planned=Decimal(10))
    assert not BudgetLine.objects.exists()
    for edge in (first, last):
        assert save(campaign, claire, meta, edge, "10", 0).line


def test_a_month_the_table_already_shows_takes_other_channels(campaign, claire, meta, google, month):
    _first, last = planning_window(campaign, timezone.localdate())
    budget = Budget.objects.create(campaign=campaign)
    BudgetLine.objects.create(budget=budget, channel=meta, month=month_add(last, 1), planned=0)
    assert save(campaign, claire, google, month_add(last, 1), "10", 0).line


def test_a_campaign_without_end_is_planned_two_years_ahead(campaign, claire, meta):
    campaign.type, campaign.ends_on = Campaign.Type.ALWAYS_ON, None
    today = campaign.launch_on
    assert planning_window(campaign, today)[1] == month_add(month_of(today), 24)
