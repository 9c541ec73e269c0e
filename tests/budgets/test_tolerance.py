"""Money beyond a signed line: when the signature is void, who is told, and what is asked next."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from budgets.contents import BUDGET
from budgets.models import Entry, Overrun
from budgets.ports import actual_replace
from budgets.services.delegation import tolerance_set
from budgets.services.entries import EntryWords, entry_add, entry_cancel, entry_correct
from budgets.services.planned import line_edit
from budgets.tolerance import CENT, ceiling, tolerated
from campaigns.models import Campaign, SignOffRequest
from campaigns.services.lifecycle import campaign_abandon
from campaigns.services.signoff import signoff_request
from campaigns.signoff import current_canonical, current_content, fingerprint
from campaigns.signoff.diff import content_changes
from campaigns.signoff.standing import latest_requests
from core.models import OutboxMessage
from tests.campaigns.signing import sign

pytestmark = pytest.mark.django_db
ACCEPTED = {"above", "void", "future", "month", "window", "credit"}


@pytest.fixture
def claire(acting, manager):
    return acting(manager)


@pytest.fixture
def hugo(acting, contributor):
    return acting(contributor)


@pytest.fixture
def ines(acting, admin):
    return acting(admin)


@pytest.fixture
def approve(campaign, claire, finance, budget, line, today):
    """Ask Paul for the budget as it stands, and let him approve."""

    def make() -> SignOffRequest:
        request = signoff_request(
            campaign=campaign,
            actor=claire,
            kind="budget",
            signers=[finance],
            due_on=today + timedelta(days=3),
        )
        sign(request.signatures.get())
        request.refresh_from_db()
        return request

    return make


@pytest.fixture
def signed(approve) -> SignOffRequest:
    """400 € on Meta, signed: 440 € are tolerated."""
    return approve()


@pytest.fixture
def invoice(line, hugo):
    def write(amount: str, kind: str = "actual", label: str = "Facture Meta"):
        words = EntryWords(kind, Decimal(amount), line.month, label)
        return entry_add(line=line, actor=hugo, words=words, accepted=ACCEPTED)

    return write


@pytest.fixture
def bring(campaign, line):
    """Imported spend, by a job."""

    def replace(amount: str):
        amounts = {(line.channel_id, line.month): Decimal(amount)}
        return actual_replace(campaign=campaign, source_label="Meta Ads", amounts=amounts, actor=None)

    return replace


def status(request) -> str:
    return SignOffRequest.objects.get(pk=request.pk).status


def up_to(campaign):
    return [Decimal(row["up_to"]) for row in current_content(campaign, "budget").get("overruns", [])]


def test_a_budget_without_overrun_keeps_its_text(campaign, budget, line, invoice, signed):
    """Frozen: what was signed before overruns existed is still what it was."""
    line.month = line.month.replace(year=2027, month=1, day=1)
    line.save()
    assert current_canonical(campaign, "budget") == (
        '{"currency":"EUR","lines":[{"channel":"meta","channel_name":"Meta Ads","line":"Meta Ads · 01/2027",'
        '"month":"2027-01-01","planned":"400"}],"total":"1000"}'
    )
    digest = "ddc91fa67a7c8349eeedad2306e0fa44c89e62caa1d67edb7984e7eaaa74b40c"
    assert fingerprint(current_canonical(campaign, "budget")) == digest


@pytest.mark.parametrize(
    ("amount", "expected"), [("440.00", "approved"), ("440.01", "voided")], ids=["at", "past"]
)
@pytest.mark.parametrize("kind", ["committed", "actual"])
def test_the_tolerance_holds_to_the_cent(signed, invoice, amount, kind, expected):
    done = invoice(amount, kind)
    assert status(signed) == expected
    assert (done.voided == signed) is (expected == "voided")


def test_money_beyond_a_budget_signed_within_the_combined_request_voids_it(
    campaign, claire, finance, line, invoice, today
):
    Campaign.objects.filter(pk=campaign.pk).update(type=Campaign.Type.FLASH)
    campaign.refresh_from_db()
    whole = signoff_request(
        campaign=campaign, actor=claire, kind="combined", signers=[finance], due_on=today + timedelta(days=3)
    )
    sign(whole.signatures.get())
    assert invoice("440").voided is None
    assert invoice("0.01").voided == whole
    whole.refresh_from_db()
    assert whole.status == "voided"
    assert "Meta Ads" in whole.settled_reason
    assert OutboxMessage.objects.filter(key__startswith=f"budget_overrun:{whole.pk}:").exists()


def test_an_invoice_of_an_order_counts_once(signed, invoice):
    invoice("430", "committed")
    invoice("430", "actual")
    assert status(signed) == "approved"


def test_the_reason_names_the_line_the_amount_and_what_brought_it(signed, invoice, campaign):
    invoice("500")
    said = latest_requests([campaign.pk], "budget").get().settled_reason.replace("\u202f", " ")
    assert said.startswith("Meta Ads, ")
    for words in (
        "500\xa0€",
        "60\xa0€ au-delà des 440\xa0€",
        "400\xa0€ prévus",
        "Facture Meta",
        "Hugo Marchand",
    ):
        assert words in said


def test_the_next_request_asks_for_the_next_step(signed, invoice, campaign, approve):
    invoice("450")
    assert up_to(campaign) == [Decimal(480)]
    again = approve()
    invoice("30")  # up to the ceiling
    assert status(again) == "approved"
    invoice("0.01")
    assert status(again) == "voided"
    assert up_to(campaign) == [Decimal(520)]


def test_money_that_goes_back_down_voids_nothing(signed, invoice, campaign, approve, line, hugo):
    large = invoice("450").entry
    again = approve()
    words = EntryWords("actual", Decimal(100), line.month, "Facture Meta")
    entry_correct(entry=large, line=line, actor=hugo, words=words, reason="Avoir", accepted=ACCEPTED)
    assert status(again) == "approved"
    assert up_to(campaign) == [Decimal(480)]  # what was signed stays authorised
    invoice("380")
    assert status(again) == "approved"


def test_a_void_signature_does_not_come_back_but_is_asked_for_the_same_version(
    signed, invoice, campaign, approve, hugo
):
    large = invoice("450").entry
    entry_cancel(entry=large, actor=hugo, reason="Doublon")
    assert (status(signed), up_to(campaign)) == ("voided", [])
    assert approve().snapshot == signed.snapshot


def test_cancelling_a_credit_note_spends_more(signed, invoice, hugo):
    invoice("430")
    credit = invoice("-100").entry
    invoice("100")
    assert status(signed) == "approved"
    done = entry_cancel(entry=credit, actor=hugo, reason="Avoir refusé")
    assert (status(signed), done.voided) == ("voided", signed)


def test_an_import_that_overruns_voids_once_and_tells_the_team(signed, bring, campaign, manager):
    assert bring("500").voided == signed
    assert bring("500").voided is None
    assert bring("600").voided is None
    assert status(signed) == "voided"
    mail = OutboxMessage.objects.get(key__startswith="budget_overrun:")
    assert mail.payload["to"] == manager.user.email
    assert "dépense importée, Meta Ads" in mail.payload["body"]
    assert SignOffRequest.objects.get(pk=signed.pk).settled_by_name == ""


def test_who_brought_the_money_is_not_mailed_about_it(signed, line, claire):
    words = EntryWords("actual", Decimal(500), line.month, "Facture")
    entry_add(line=line, actor=claire, words=words, accepted=ACCEPTED)
    assert not OutboxMessage.objects.filter(key__startswith="budget_overrun:").exists()


def test_an_unsigned_budget_is_only_reckoned(campaign, budget, line, invoice):
    assert invoice("500").voided is None
    assert up_to(campaign) == [Decimal(520)]
    invoice("-200")
    assert up_to(campaign) == []


def test_what_nobody_planned_voids_nothing(signed, budget, line, campaign, google):
    amounts = {(google.pk, line.month): Decimal(9999)}
    actual_replace(campaign=campaign, source_label="Google", amounts=amounts, actor=None)
    assert status(signed) == "approved"


def test_an_overrun_older_than_the_rule_voids_only_when_it_grows(
    campaign, line, spend, approve, invoice, budget, google
):
    spend("actual", "900")  # written before ceilings existed
    signed = approve()
    other = budget.lines.create(channel=google, month=line.month, planned=Decimal(0))
    spend("actual", "5", on=other)
    invoice("-10")
    assert status(signed) == "approved"
    invoice("20")
    assert status(signed) == "voided"


def test_changing_the_tolerance_voids_nothing_and_holds_for_what_comes(signed, invoice, ines):
    invoice("430")
    tolerance_set(actor=ines, expected_version=1, tolerance=5)
    assert status(signed) == "approved"
    invoice("0.01")
    assert status(signed) == "voided"


def test_without_tolerance_signing_authorises_exactly_what_is_spent(signed, invoice, ines, campaign):
    tolerance_set(actor=ines, expected_version=1, tolerance=0)
    invoice("400.01")
    assert status(signed) == "voided"
    assert up_to(campaign) == [Decimal("400.01")]


def test_a_new_plan_makes_a_new_ceiling(signed, invoice, campaign, line, claire):
    invoice("500")
    line.refresh_from_db()
    line_edit(line=line, actor=claire, expected_version=1, planned=Decimal(480), note="")
    assert up_to(campaign) == []
    line.refresh_from_db()
    line_edit(line=line, actor=claire, expected_version=2, planned=Decimal(200), note="")
    assert up_to(campaign) == [Decimal(500)]


def test_a_campaign_that_is_over_keeps_its_signature(signed, bring, campaign, claire):
    campaign_abandon(campaign=campaign, actor=claire, reason="Arrêt")
    assert bring("900").voided is None
    assert status(signed) == "approved"


def test_typing_is_warned_and_the_page_says_what_happened(as_, contributor, campaign, signed, line):
    args = [campaign.workspace.slug, campaign.reference, line.pk]
    typed = {"kind": "actual", "amount": "441", "on": line.month.isoformat(), "label": "Facture"}
    browser = as_(contributor)
    page = browser.get(reverse("budgets:entry-warnings", args=args), typed).content.decode()
    assert "elle sera périmée" in page
    low = browser.get(reverse("budgets:entry-warnings", args=args), {**typed, "amount": "440"})
    assert "elle sera périmée" not in low.content.decode()
    held = browser.post(reverse("budgets:entry-add", args=args), {**typed, "accepted": "above,future,month"})
    assert (held.status_code, Entry.objects.count()) == (422, 0)
    accepted = {**typed, "accepted": ",".join(sorted(ACCEPTED))}
    done = browser.post(reverse("budgets:entry-add", args=args), accepted, follow=True)
    assert "est périmée" in done.content.decode()
    assert status(signed) == "voided"


@pytest.mark.parametrize(("language", "said"), [("fr", "dépassement autorisé jusqu’à"), ("en", "up to")])
def test_signers_read_it_in_words(campaign, signed, invoice, language, said):
    before = current_content(campaign, "budget")
    invoice("450")
    content = current_content(campaign, "budget")
    with translation.override(language):
        page = render_to_string(BUDGET.template, {"content": content, "campaign": campaign})
        (change,) = content_changes(before, content, BUDGET.fields)
    assert said in page
    assert "480" in page
    assert change.before == ""
    assert "480" in change.after


def test_the_content_takes_as_many_queries_with_many_overruns(
    campaign, budget, line, google, next_month, django_assert_num_queries
):
    fresh = Campaign.objects.select_related("workspace").get(pk=campaign.pk)
    with django_assert_num_queries(2):
        BUDGET.build(fresh)
    for number in range(6):
        more = budget.lines.create(
            channel=google, month=next_month.replace(year=next_month.year + number), planned=Decimal(10)
        )
        Overrun.objects.create(line=more, planned=Decimal(10), up_to=Decimal(12))
    with django_assert_num_queries(2):
        assert len(BUDGET.build(fresh)["overruns"]) == 6


amounts = st.decimals("0.01", "1000000", places=2)


@given(planned=amounts, used=amounts, percent=st.integers(0, 100))
def test_a_ceiling_covers_what_is_used_and_is_the_lowest_step_that_does(planned, used, percent):
    found, limit = ceiling(planned, used, percent), tolerated(planned, percent)
    assert (found is None) == (used <= limit)
    if found is not None:
        assert found >= used > limit
        assert found == found.quantize(CENT)
        assert found - used <= planned * percent / 100
