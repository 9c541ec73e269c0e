"""Asking over a living request: who may, and never over one the asker did not see."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from campaigns.models import SignOffRequest
from campaigns.services.inviting import Asked
from campaigns.services.signoff import signoff_request
from core.models import OutboxMessage
from tests.campaigns.signing import sign, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(campaign):
    return reverse("campaigns:signoff-request", args=[campaign.workspace.slug, campaign.reference, "brief"])


def sent(person, **more):
    return {"signers": [f"s{person.pk}"], "due_on": timezone.localdate().isoformat(), **more}


def seen(answer):
    return answer.context["living"]


def test_a_contributor_does_not_end_an_approval_that_holds(ask, finance, page, as_, contributor):
    request = ask(finance)
    sign(request.signatures.get())
    browser = as_(contributor)
    form = browser.get(page)
    assert "seul un responsable de campagne" in words(form)
    answer = browser.post(page, sent(finance, replaces=seen(form)))
    assert answer.status_code == 422
    assert SignOffRequest.objects.get().status == "approved"


def test_a_manager_reads_what_it_does_and_may(ask, finance, page, as_, manager):
    request = ask(finance)
    sign(request.signatures.get())
    browser = as_(manager)
    form = browser.get(page)
    assert "L’envoi annule cette validation" in words(form)
    assert browser.post(page, sent(finance, replaces=seen(form))).status_code == 303
    request.refresh_from_db()
    assert request.status == "replaced"


def test_a_request_that_appeared_meanwhile_is_not_replaced(ask, finance, page, as_, manager):
    browser = as_(manager)
    form = browser.get(page)
    ask(finance)
    mails = OutboxMessage.objects.count()
    answer = browser.post(page, sent(finance, replaces=seen(form)))
    assert answer.status_code == 422
    assert "Rien n’est parti" in words(answer)
    assert "(Brief campagne, version 1)" in words(answer)
    assert (SignOffRequest.objects.count(), OutboxMessage.objects.count()) == (1, mails)
    # Now they have seen it: the same form sent again replaces it.
    assert "Une demande de Claire Vasseur est en cours" in words(answer)
    assert browser.post(page, sent(finance, replaces=seen(answer))).status_code == 303


def test_a_request_approved_meanwhile_is_not_replaced(ask, finance, page, as_, manager):
    browser, request = as_(manager), ask(finance)
    form = browser.get(page)
    sign(request.signatures.get())
    assert browser.post(page, sent(finance, replaces=seen(form))).status_code == 422
    assert SignOffRequest.objects.get().status == "approved"


def test_asking_again_starts_from_the_turns_of_last_time(ask, finance, admin, page, as_, manager):
    ask(Asked(finance, step=2), Asked(admin, step=1))
    form = as_(manager).get(page).context["form"]
    assert form["rule"].value() == "in_turn"
    turns = {row.name: row.turn.value() for row in form.people() if row.ticked}
    assert turns == {admin.user.name: 1, finance.name: 2}


def test_asking_again_starts_from_the_quorum_of_last_time(ask, finance, admin, page, as_, manager):
    ask(admin, finance, rule="quorum", quorum=1)
    form = as_(manager).get(page).context["form"]
    assert (form["rule"].value(), form["quorum"].value()) == ("quorum", 1)


def test_nobody_approves_alone_what_they_ask_for(ask, manager, finance):
    with pytest.raises(ValidationError, match="seul à approuver"):
        ask(manager)
    assert ask(manager, finance).status == "open"


@pytest.mark.parametrize("terms", [{"rule": "any"}, {"rule": "quorum", "quorum": 1}], ids=["any", "quorum"])
def test_nor_under_a_rule_that_takes_one_approval(ask, manager, finance, admin, terms):
    with pytest.raises(ValidationError, match="votre seule approbation suffirait"):
        ask(manager, finance, **terms)
    assert ask(finance, admin, **terms).status == "open"
    assert ask(manager, finance, admin, rule="quorum", quorum=2).status == "open"


def test_alone_in_the_workspace_one_may(campaign, brief, acting, manager, today):
    campaign.workspace.memberships.exclude(pk=manager.pk).update(is_active=False)
    made = signoff_request(
        campaign=campaign, actor=acting(manager), kind="brief", signers=[manager], due_on=today
    )
    assert made.status == "open"
