"""The team's pages of sign-off, and a member's own queue."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from campaigns.models import SignOffRequest, Snapshot, Stakeholder
from campaigns.pages_signoff import to_sign_today
from campaigns.services.brief import brief_edit
from campaigns.services.signoff import signoff_request
from core.models import OutboxMessage
from tests.campaigns.brief_world import write_brief
from tests.campaigns.signing import last_code, sign

pytestmark = pytest.mark.django_db


@pytest.fixture
def brief(campaign, kpi):
    return write_brief(campaign, kpi)


@pytest.fixture
def ask(campaign, brief, acting, manager, today):
    def make(*signers, **changes):
        return signoff_request(
            campaign=campaign, actor=acting(manager), kind="brief", signers=signers, due_on=today, **changes
        )

    return make


def approve(signature):
    sign(signature, typed_name="Moi")


def url(campaign, name, **more):
    return reverse(
        f"campaigns:{name}",
        kwargs={"slug": campaign.workspace.slug, "reference": campaign.reference, **more},
    )


def words(response):
    return response.content.decode().replace("\u202f", " ")


def asking(*people, **changes):
    signers = [f"s{one.pk}" if isinstance(one, Stakeholder) else f"m{one.pk}" for one in people]
    due = (timezone.localdate() + timedelta(days=30)).isoformat()
    return {"signers": signers, "due_on": due, "message": "Merci.", **changes}


# Asking ---------------------------------------------------------------------------------------------------


def test_a_manager_asks_and_the_page_says_who_is_waited_for(campaign, brief, finance, as_, manager):
    browser = as_(manager)
    form = browser.get(url(campaign, "signoff-request", kind="brief"))
    assert "Paul Tessier" in words(form)
    assert "Recruter des testeuses" in words(form)  # what they will read
    done = browser.post(url(campaign, "signoff-request", kind="brief"), asking(finance))
    assert (done.status_code, done.url) == (303, url(campaign, "signoff") + "#brief")
    page = words(browser.get(url(campaign, "signoff")))
    assert "Attend Paul Tessier (Finance)" in page
    assert "Relancer" in page


def test_the_due_date_begins_three_working_days_away(campaign, brief, as_, manager):
    page = words(as_(manager).get(url(campaign, "signoff-request", kind="brief")))
    from django.utils import timezone

    from campaigns.selectors.preparation import workspace_calendar

    due = workspace_calendar(campaign.workspace).add_working_days(timezone.localdate(), 3)
    assert f'value="{due.isoformat()}"' in page


def test_asking_too_early_is_said_but_not_forbidden(campaign, finance, as_, manager):
    browser = as_(manager)
    page = words(browser.get(url(campaign, "signoff-request", kind="brief")))
    assert "Il est peut-être trop tôt" in page
    assert "Dites quelle stratégie" in page
    assert browser.post(url(campaign, "signoff-request", kind="brief"), asking(finance)).status_code == 303


def test_a_request_without_anybody_is_refused_beside_the_field(campaign, brief, as_, manager):
    answer = as_(manager).post(url(campaign, "signoff-request", kind="brief"), asking())
    assert answer.status_code == 422
    assert "Choisissez au moins une personne" in words(answer)
    assert "Merci." in words(answer)
    assert not Snapshot.objects.exists()


@pytest.mark.parametrize("due", ["", "31/02/2027", "2001-01-01", "9999-12-31", "demain"])
def test_a_wrong_due_date_is_said_in_words(campaign, brief, finance, as_, manager, due):
    answer = as_(manager).post(url(campaign, "signoff-request", kind="brief"), asking(finance, due_on=due))
    assert answer.status_code == 422
    assert not SignOffRequest.objects.exists()


def test_a_signer_who_left_meanwhile_is_said(campaign, brief, finance, as_, manager):
    finance.is_active = False
    finance.save()
    answer = as_(manager).post(url(campaign, "signoff-request", kind="brief"), asking(finance))
    assert answer.status_code == 422
    assert "n’est plus dans l’espace" in words(answer)


def test_partners_are_not_asked(campaign, brief, partner, as_, manager):
    assert "Noé Halo" not in words(as_(manager).get(url(campaign, "signoff-request", kind="brief")))


def test_a_double_click_asks_once(campaign, brief, finance, as_, manager):
    browser = as_(manager)
    for _click in range(2):
        done = browser.post(
            url(campaign, "signoff-request", kind="brief"),
            asking(finance, submission="0b4f7f5e-3c43-4c53-8d0a-52e8d1c4a2aa"),
        )
        assert done.status_code == 303
    assert SignOffRequest.objects.count() == 1
    assert OutboxMessage.objects.filter(key__startswith="signoff_request").count() == 1


def test_anyone_on_the_team_may_ask_but_not_a_reader(campaign, brief, as_, contributor, viewer):
    assert as_(contributor).get(url(campaign, "signoff-request", kind="brief")).status_code == 200
    assert as_(viewer).get(url(campaign, "signoff-request", kind="brief")).status_code == 403
    assert as_(contributor).get(url(campaign, "signoff")).status_code == 200


def test_what_nobody_signs_is_not_found(campaign, as_, manager):
    assert as_(manager).get(url(campaign, "signoff-request", kind="cafe")).status_code == 404
    assert as_(manager).get(url(campaign, "signoff-version", kind="cafe", number=1)).status_code == 404
    assert as_(manager).get(url(campaign, "signoff-version", kind="brief", number=9)).status_code == 404


# Following ------------------------------------------------------------------------------------------------


def test_reminding_and_taking_back_from_the_page(campaign, ask, finance, as_, manager):
    browser, request = as_(manager), ask(finance)
    signature = request.signatures.get()
    browser.post(url(campaign, "signoff-remind", pk=signature.pk))
    again = browser.post(url(campaign, "signoff-remind", pk=signature.pk), follow=True)
    assert "il y a moins d’une heure" in words(again)
    assert OutboxMessage.objects.filter(key__startswith="signoff_reminder").count() == 1
    browser.post(url(campaign, "signoff-withdraw", pk=request.pk))
    request.refresh_from_db()
    assert request.status == "withdrawn"
    late = browser.post(url(campaign, "signoff-remind", pk=signature.pk), follow=True)
    assert "plus rien à signer" in words(late)


def test_requests_of_another_campaign_are_not_found(campaign, ask, finance, stranger, as_, manager):
    request = ask(finance)
    assert as_(stranger).post(url(campaign, "signoff-withdraw", pk=request.pk)).status_code == 404
    assert as_(manager).post(url(campaign, "signoff-withdraw", pk=request.pk + 999)).status_code == 404


def test_a_void_approval_shows_what_changed_in_words(
    campaign, ask, finance, as_, acting, contributor, manager
):
    approve(ask(finance).signatures.get())
    brief_edit(
        campaign=campaign, actor=acting(contributor), expected_version=1, changes={"tone": "Vif et court"}
    )
    page = words(as_(manager).get(url(campaign, "signoff")))
    assert "périmée" in page
    assert "Hugo Marchand" in page
    assert "<ins>Vif et court</ins>" in page
    assert "Redemander la validation" in page


def test_an_edit_says_that_it_voids(campaign, ask, finance, brief, as_, contributor):
    ask(finance)
    browser = as_(contributor)
    form = words(browser.get(url(campaign, "brief-text", section="ton")))
    assert "Enregistrer un changement annule la demande" in form
    done = browser.post(
        url(campaign, "brief-text", section="ton"),
        {"tone": "Vif", "constraints": "", "sector": "", "version": 1},
        follow=True,
    )
    assert "La validation de la version 1 est périmée" in words(done)


def test_a_version_is_read_with_its_signers_and_what_changed_since(
    campaign, ask, finance, as_, acting, contributor, viewer
):
    ask(finance)
    brief_edit(
        campaign=campaign, actor=acting(contributor), expected_version=1, changes={"tone": "Vif et court"}
    )
    ask(finance)
    first = words(as_(viewer).get(url(campaign, "signoff-version", kind="brief", number=1)))
    assert "Calme et précis" in first
    assert "Depuis cette version" in first
    second = words(as_(viewer).get(url(campaign, "signoff-version", kind="brief", number=2)))
    assert "Rien n’a changé depuis" in second
    assert "Depuis la version 1" in second


def test_a_signer_who_left_is_said_with_the_way_out(campaign, ask, finance, as_, manager):
    ask(finance)
    finance.is_active = False
    finance.save()
    page = words(as_(manager).get(url(campaign, "signoff")))
    assert "N’est plus dans l’espace" in page
    assert "Redemander sans elle" in page


# One's own queue ------------------------------------------------------------------------------------------


def test_the_queue_holds_what_waits_for_me_across_campaigns(campaign, ask, admin, as_, manager):
    queue = reverse("campaigns:to-sign", args=[campaign.workspace.slug])
    assert "Rien n’attend votre décision" in words(as_(admin).get(queue))
    ask(admin)
    assert "Une version attend votre décision" in words(as_(admin).get(queue))
    assert "Lancement Sérum Aube" in words(as_(admin).get(queue))
    assert "Rien n’attend votre décision" in words(as_(manager).get(queue))


def test_a_member_signs_in_the_application_on_the_same_content(campaign, ask, admin, as_):
    signature = ask(admin).signatures.get()
    address = reverse("campaigns:sign", args=[campaign.workspace.slug, signature.pk])
    browser = as_(admin)
    assert "Recruter des testeuses" in words(browser.get(address))
    answer = {
        "decision": "approved",
        "typed_name": "Inès Moreau",
        "consent": "on",
        "sha256": signature.request.snapshot.sha256,
    }
    asked = words(browser.post(address, {**answer, "action": "code"}))
    assert "Un code à six chiffres vient de partir" in asked
    assert "Inès Moreau" in asked
    done = browser.post(address, {**answer, "code": last_code(signature)})
    assert (done.status_code, done.url) == (303, address)
    assert "Vous avez approuvé la version 1" in words(browser.get(address))


def test_a_member_cannot_sign_for_another(campaign, ask, admin, as_, manager):
    signature = ask(admin).signatures.get()
    address = reverse("campaigns:sign", args=[campaign.workspace.slug, signature.pk])
    assert as_(manager).get(address).status_code == 404
    assert as_(manager).post(address, {"decision": "approved"}).status_code == 404


def test_a_withdrawn_request_is_read_but_not_decided(campaign, ask, admin, as_, acting, manager):
    from campaigns.services.signoff import signoff_withdraw

    request = ask(admin)
    signoff_withdraw(request=request, actor=acting(manager))
    page = as_(admin).get(
        reverse("campaigns:sign", args=[campaign.workspace.slug, request.signatures.get().pk])
    )
    assert "plus rien à décider ici" in words(page)
    assert "Envoyer ma décision" not in words(page)


def test_today_says_what_waits_for_me_and_since_when(campaign, ask, admin, acting, manager, today):
    ask(admin)
    (item,) = to_sign_today(acting(admin))
    assert "version 1 à valider" in item.text
    assert item.due_on == today
    assert item.urgent
    assert not to_sign_today(acting(manager))


def test_pages_run_the_same_number_of_queries_whatever_the_rows(
    campaign, ask, admin, workspace, as_, manager, acting, contributor
):
    pages = [url(campaign, "signoff"), reverse("campaigns:to-sign", args=[workspace.slug])]
    browser = as_(admin)

    def count():
        with CaptureQueriesContext(connection) as queries:
            for page in pages:
                assert browser.get(page).status_code == 200
        return len(queries)

    ask(admin, Stakeholder.objects.create(workspace=workspace, name="Léa Roux", email="lea@example.com"))
    browser.get(pages[0])
    few = count()
    for index in range(5):
        people = [
            Stakeholder.objects.create(
                workspace=workspace, name=f"P{index}{n}", email=f"p{index}{n}@example.com"
            )
            for n in range(3)
        ]
        ask(admin, *people)
    assert count() <= few
