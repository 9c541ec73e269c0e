"""Committed and actual entries: warned, confirmed, corrected by reversal, never changed in place."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from budgets.models import Entry
from budgets.selectors.entries import entry_warnings, line_entries
from budgets.selectors.sums import line_sums, lines_with_sums
from budgets.services.entries import (
    EntryHeldError,
    EntrySettledError,
    EntryWords,
    entry_add,
    entry_cancel,
    entry_correct,
)
from core.models import AuditEvent

pytestmark = pytest.mark.django_db


@pytest.fixture
def hugo(acting, contributor):
    return acting(contributor)


@pytest.fixture
def claire(acting, manager):
    return acting(manager)


@pytest.fixture
def order(line, hugo, today):
    """A confirmed order of 100 €, placed today."""
    return entry_add(line=line, actor=hugo, words=words(today, amount="100.00")).entry


def words(on: date, kind="committed", amount="100.00", label="Achat d’espace", **more) -> EntryWords:
    return EntryWords(kind, Decimal(amount), on, label, **more)


def sums(line):
    return line_sums(lines_with_sums(type(line).objects.filter(pk=line.pk)).get())


def codes(line, on, **more):
    said = words(on, **more)
    found = entry_warnings(
        line=line, kind=said.kind, amount=said.amount, on=said.on, document_number=said.document_number
    )
    return {warned.code for warned in found}


def test_an_order_within_its_line_is_written_at_once(order, line):
    assert order.created_by_name == "Hugo Marchand"
    assert sums(line).committed == Decimal("100.00")
    event = AuditEvent.objects.get(verb="entry_added")
    assert (event.subject, event.changes["line_id"]) == (f"entry:{order.pk}", line.pk)
    assert event.changes["amount"] == ["", "100,00"]


def test_beyond_the_line_it_waits_for_a_confirmation(line, hugo, today):
    with pytest.raises(EntryHeldError) as held:
        entry_add(line=line, actor=hugo, words=words(today, amount="400.01"))
    assert [warned.code for warned in held.value.warnings] == ["above"]
    assert "0,01\xa0€ de trop" in held.value.warnings[0].text
    assert not Entry.objects.exists()


def test_a_confirmation_is_kept_with_the_entry(line, hugo, today):
    entry_add(line=line, actor=hugo, words=words(today, amount="400.01"), accepted={"above"})
    assert "de trop" in AuditEvent.objects.get(verb="entry_added").changes["accepted"]


def test_confirming_one_thing_is_not_confirming_another(line, hugo, today):
    far = today - timedelta(days=400)
    with pytest.raises(EntryHeldError) as held:
        entry_add(line=line, actor=hugo, words=words(far, amount="900"), accepted={"above"})
    assert {warned.code for warned in held.value.warnings} == {"above", "window"}


def test_what_is_unusual_is_said(line, campaign, today, spend):
    spend("committed", "100.00", document_number="BC-12")
    assert codes(line, today) == set()
    assert codes(line, campaign.ends_on + timedelta(days=1)) == {"window", "month"}
    assert codes(line, today, kind="actual") == {"month"}
    assert codes(line, line.month, kind="actual") == {"future"}
    assert codes(line, today, amount="300.01") == {"above"}
    assert codes(line, today, document_number="bc-12") == {"twice"}
    assert "credit" in codes(line, today, kind="actual", amount="-50.00")


def test_an_order_is_not_negative(line, hugo, today):
    with pytest.raises(ValidationError, match="positif"):
        entry_add(line=line, actor=hugo, words=words(today, amount="-5.00"))


def test_an_entry_of_nothing_is_refused(line, hugo, today):
    with pytest.raises(ValidationError, match="zéro"):
        entry_add(line=line, actor=hugo, words=words(today, amount="0.00"))


def test_a_correction_leaves_the_first_entry_readable(order, line, claire, today):
    corrected = entry_correct(
        entry=order, line=line, actor=claire, words=words(today, amount="130.00"), reason="Facture finale"
    ).entry
    found = line_entries(line)
    assert found.standing == (corrected,)
    assert found.past == (order,)
    assert found.past[0].reversal.reason == "Facture finale"
    assert sums(line).committed == Decimal("130.00")
    event = AuditEvent.objects.get(verb="entry_corrected")
    assert (event.actor_name, event.changes["amount"]) == ("Claire Vasseur", ["100,00", "130,00"])


def test_a_correction_does_not_count_the_entry_twice_in_its_warning(order, line, claire, today):
    corrected = words(today, amount="400.00")
    entry_correct(entry=order, line=line, actor=claire, words=corrected, reason="Montant final")
    assert sums(line).committed == Decimal("400.00")


def test_a_correction_may_move_an_entry_to_another_line(order, line, budget, google, month, claire, today):
    other = budget.lines.create(channel=google, month=month, planned=Decimal("500"))
    entry_correct(entry=order, line=other, actor=claire, words=words(today), reason="Mauvais canal")
    assert (sums(line).committed, sums(other).committed) == (Decimal("0.00"), Decimal("100.00"))
    assert AuditEvent.objects.get(verb="entry_moved").changes["line_id"] == line.pk


def test_correcting_nothing_writes_nothing(order, line, claire, today):
    again = entry_correct(entry=order, line=line, actor=claire, words=words(today), reason="?")
    assert again.entry == order
    assert Entry.objects.count() == 1


def test_a_cancelled_entry_counts_for_nothing_and_says_why(order, line, claire):
    entry_cancel(entry=order, actor=claire, reason="Commande annulée par le fournisseur")
    assert sums(line).committed == Decimal("0.00")
    assert line_entries(line).standing == ()
    assert line_entries(line).past[0].reversal.created_by_name == "Claire Vasseur"


def test_an_entry_is_taken_back_once(order, line, claire, hugo, today):
    entry_cancel(entry=order, actor=claire, reason="Doublon")
    with pytest.raises(EntrySettledError) as settled:
        entry_correct(entry=order, line=line, actor=hugo, words=words(today, amount="90"), reason="Remise")
    assert "Claire Vasseur" in settled.value.words
    assert sums(line).committed == Decimal("0.00")


@pytest.mark.parametrize("reason", ["", "   "])
def test_taking_back_needs_a_reason(order, claire, reason):
    with pytest.raises(ValidationError, match="pourquoi"):
        entry_cancel(entry=order, actor=claire, reason=reason)


def test_an_imported_entry_is_corrected_in_its_import(line, claire, spend):
    imported = spend("actual", "80.00", source="Google Ads")
    with pytest.raises(ValidationError, match="import"):
        entry_cancel(entry=imported, actor=claire, reason="Faux")


def test_the_sum_of_everything_ever_written_is_the_truth(order, line, claire, today):
    corrected = entry_correct(
        entry=order, line=line, actor=claire, words=words(today, amount="33.33"), reason="Remise"
    ).entry
    entry_correct(
        entry=corrected, line=line, actor=claire, words=words(today, amount="44.44"), reason="Sans remise"
    )
    assert sum(Entry.objects.values_list("amount", flat=True)) == Decimal("44.44")
    assert Entry.objects.count() == 5
