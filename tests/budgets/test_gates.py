"""Evidence and signature: what the gates read, what is frozen, what the frozen page shows."""

import json
from datetime import timedelta
from decimal import Decimal

import pytest
from django.template.loader import render_to_string
from django.utils import translation

from budgets.checks import budget_findings, signed_findings
from budgets.contents import BUDGET
from budgets.models import Budget
from budgets.words import month_long
from campaigns.gates import Scope, check_list
from campaigns.models import Campaign, Phase
from campaigns.services.signoff import signoff_request
from campaigns.signoff import canonical_json, content_kind
from campaigns.signoff.diff import content_changes
from tests.campaigns.signing import sign

pytestmark = pytest.mark.django_db


def finding(campaign):
    return budget_findings([Scope(campaign)])[0]


def approve(campaign, actor, signer, today):
    request = signoff_request(
        campaign=campaign, actor=actor, kind="budget", signers=[signer], due_on=today + timedelta(days=3)
    )
    return sign(request.signatures.get())


def frozen(campaign) -> dict:
    return json.loads(canonical_json(BUDGET.build(campaign)))


def test_the_checks_guard_their_phases():
    keys = {check.key: (check.kind, check.phase) for check in check_list()}
    assert keys["budget"] == ("livrable", Phase.BUDGET)
    assert keys["budget_signed"] == ("criterion", Phase.COORDINATION)


def test_no_budget_says_to_set_the_total(campaign):
    found = finding(campaign)
    assert (found.ok, found.held_by, found.fix_label) == (False, "Claire Vasseur", "Fixer le total")
    assert found.fix_url.endswith("/budget/")


def test_a_cent_missing_keeps_the_gate_closed(campaign, line, budget):
    line.planned = Decimal("999.99")
    line.save()
    assert finding(campaign).why == "Il reste 0,01\xa0€ à répartir sur 1\u202f000\xa0€."


def test_a_cent_too_much_keeps_the_gate_closed(campaign, line):
    line.planned = Decimal("1000.01")
    line.save()
    assert "dépassent le total de 0,01\xa0€" in finding(campaign).why


def test_adding_up_is_not_enough_it_is_signed_too(campaign, line, acting, manager, finance, today):
    line.planned = Decimal("1000.00")
    line.save()
    assert not finding(campaign).ok
    approve(campaign, acting(manager), finance, today)
    assert finding(campaign).ok
    assert signed_findings([Scope(campaign)])[0].ok


def test_a_signature_on_a_budget_that_does_not_add_up_is_not_the_livrable(
    campaign, line, acting, manager, finance, today
):
    approve(campaign, acting(manager), finance, today)
    assert not finding(campaign).ok


def test_many_campaigns_are_judged_in_as_many_queries_as_one(
    campaign, workspace, manager, meta, today, django_assert_num_queries
):
    campaigns = [campaign]
    for number in range(8):
        made = Campaign.objects.create(
            workspace=workspace, reference=f"C-{number}", name="C", type="FLASH", owner=manager,
            prepares_on=today, launch_on=today, ends_on=today,
        )  # fmt: skip
        budget = Budget.objects.create(campaign=made, total=Decimal(10))
        budget.lines.create(channel=meta, month=today.replace(day=1), planned=Decimal(number))
        campaigns.append(made)
    fresh = list(Campaign.objects.filter(pk__in=[each.pk for each in campaigns]))
    scopes = [Scope(each) for each in fresh]
    with django_assert_num_queries(3):  # the balances, the requests (none: no signatures), the places
        budget_findings(scopes[:1])
    with django_assert_num_queries(3):
        assert len(budget_findings(scopes)) == 9


# Content --------------------------------------------------------------------------------------------


def test_the_content_is_the_total_and_the_planned_lines(campaign, line, budget, google, month, spend):
    budget.lines.create(channel=google, month=month, planned=Decimal("0"))
    spend("actual", "80")
    assert frozen(campaign) == {
        "currency": "EUR",
        "total": "1000",
        "lines": [
            {
                "line": f"Meta Ads · {month:%m/%Y}",
                "channel": "meta",
                "channel_name": "Meta Ads",
                "month": month.isoformat(),
                "planned": "400",
            }
        ],
    }
    assert content_kind("budget").url_name == "budgets:budget"


def test_a_change_reads_as_a_sentence(campaign, line):
    before = frozen(campaign)
    line.planned = Decimal("450.50")
    line.save()
    (change,) = content_changes(before, frozen(campaign), BUDGET.fields)
    assert change.label == f"Ligne «\u202fMeta Ads, {month_long(line.month)}\u202f», prévu"
    assert (change.before, change.after) == ("400\xa0€", "450,50\xa0€")


def test_a_line_that_comes_says_its_channel_its_month_and_its_amount_once(campaign, line):
    after = frozen(campaign)
    (change,) = content_changes({**after, "lines": []}, after, BUDGET.fields)
    assert (change.before, change.after) == ("", f"Meta Ads, {month_long(line.month)} · 400\xa0€")


def test_a_renamed_channel_is_a_change_that_is_seen(campaign, line):
    before = frozen(campaign)
    line.channel.name = "Meta"
    line.channel.save()
    (change,) = content_changes(before, frozen(campaign), BUDGET.fields)
    assert (change.before, change.after) == ("Meta Ads", "Meta")


def test_amounts_are_in_the_currency_of_the_content_alone_or_within_a_combined_one(campaign, line):
    before = frozen(campaign) | {"currency": "USD"}
    after = before | {"total": "1200"}
    (alone,) = content_changes(before, after, BUDGET.fields)
    (within,) = content_changes({"budget": before}, {"budget": after}, content_kind("combined").fields)
    assert (alone.before, alone.after) == ("1\u202f000\xa0$US", "1\u202f200\xa0$US")
    assert (within.before, within.after) == (alone.before, alone.after)


def test_asking_too_early_is_said(campaign, line):
    assert BUDGET.unready(campaign) == ["Il reste 600\xa0€ à répartir sur 1\u202f000\xa0€."]
    line.planned = Decimal("1000.00")
    line.save()
    assert BUDGET.unready(campaign) == []


def test_the_frozen_page_comes_from_the_content_alone(campaign, line, budget, google, next_month):
    budget.lines.create(channel=google, month=next_month, planned=Decimal("600.00"))
    content = frozen(campaign)
    budget.lines.all().delete()
    with translation.override("fr"):
        page = render_to_string(BUDGET.template, {"content": content, "campaign": campaign})
    assert page.index("Google Ads") < page.index("Meta Ads")
    assert "Total : 1\u202f000,00\xa0€" in page.replace("\u202f:", " :")
    assert "réparti au centime" in page


def test_an_empty_content_is_shown_too(campaign):
    page = render_to_string(BUDGET.template, {"content": frozen(campaign), "campaign": campaign})
    assert "Aucun montant" in page
