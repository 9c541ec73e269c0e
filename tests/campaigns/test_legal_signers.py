"""Where a brief declares a regulated sector: the designated legal signer signs, or nothing leaves."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from campaigns.models import Brief, LegalSigner, SignOffRequest, Stakeholder
from campaigns.requirements_legal import legal_required
from campaigns.selectors.legal import legal_signers, signers_seen
from campaigns.services.brief import brief_edit
from campaigns.services.inviting import Asked
from campaigns.services.legal import LegalSignersMovedError, legal_signers_set
from campaigns.signoff.parts import LEGAL, MESSAGE
from campaigns.signoff.rules import Place, outcome
from core.models import AuditEvent
from tests.campaigns.signing import link_of, sign

pytestmark = pytest.mark.django_db


@pytest.fixture
def lawyer(workspace) -> Stakeholder:
    return Stakeholder.objects.create(
        workspace=workspace, name="Karim Haddad", email="karim@example.com", function="Juridique"
    )


@pytest.fixture
def regulated(brief):
    Brief.objects.filter(pk=brief.pk).update(sector="health")
    return brief


@pytest.fixture
def designated(workspace, lawyer):
    return LegalSigner.objects.create(workspace=workspace, sector="health", stakeholder=lawyer)


def url(campaign):
    return reverse("campaigns:signoff-request", args=[campaign.workspace.slug, campaign.reference, "brief"])


def plain(response) -> str:
    return response.content.decode().replace("\u202f", " ").replace("\xa0", " ")


def test_a_brief_without_a_sector_requires_nobody(ask, designated, finance):
    assert ask(finance).signatures.get().required_for == ""


def test_the_designated_signer_is_required(ask, regulated, designated, finance, lawyer):
    with pytest.raises(ValidationError, match=r"Karim Haddad .Juridique. doit signer"):
        ask(finance)
    with pytest.raises(ValidationError, match="doit signer pour le juridique ou pour tout le contenu"):
        ask(finance, Asked(lawyer, part=MESSAGE))
    request = ask(finance, Asked(lawyer, part=LEGAL))
    assert request.signatures.get(email=lawyer.email).required_for == "sector:health"


def test_the_legal_signature_is_carried_when_nothing_legal_changed(
    ask, regulated, designated, finance, lawyer, campaign, acting, contributor
):
    for signature in ask(finance, Asked(lawyer, part=LEGAL)).signatures.all():
        sign(signature)
    brief_edit(campaign=campaign, actor=acting(contributor), expected_version=1, changes={"tone": "Vif"})
    again = ask(finance, Asked(lawyer, part=LEGAL))
    kept = again.signatures.get(email=lawyer.email)
    assert (kept.approves, kept.required_for) == (True, "sector:health")
    sign(again.signatures.get(email=finance.email))
    again.refresh_from_db()
    assert again.status == "approved"


@pytest.mark.parametrize(
    ("kind", "required"), [("brief", 1), ("assets", 1), ("assets-12", 1), ("plan", 0), ("budget", 0)]
)
def test_the_brief_and_the_assets_are_concerned(campaign, regulated, designated, kind, required):
    assert len(legal_required(campaign, kind)) == required


def test_nobody_designated_refuses_and_says_whom_to_ask(
    as_, campaign, regulated, admin, manager, finance, today
):
    page = plain(as_(manager).get(url(campaign)))
    assert "personne n’y signe pour le juridique" in page
    assert "Demandez à Inès Moreau" in page
    assert "/reglages/signataires-juridiques/" in plain(as_(admin).get(url(campaign)))
    due = (today + timedelta(days=2)).isoformat()
    answer = as_(manager).post(url(campaign), {"signers": [f"s{finance.pk}"], "due_on": due})
    assert answer.status_code == 422
    assert not SignOffRequest.objects.exists()


def test_a_designated_person_who_left_is_nobody(ask, regulated, designated, lawyer, finance):
    Stakeholder.objects.filter(pk=lawyer.pk).update(is_active=False)
    with pytest.raises(ValidationError, match="Karim Haddad signait pour le juridique"):
        ask(finance)


def test_the_page_offers_no_part_smaller_than_required(as_, campaign, regulated, designated, manager, lawyer):
    page = as_(manager).get(url(campaign)).content.decode()
    part = page.split(f'name="part_s{lawyer.pk}"')[1].split("</select>")[0]
    assert 'value="legal" selected' in part
    assert "dates" not in part


def test_an_administrator_designates_and_the_second_is_told(as_, admin, workspace, lawyer, viewer):
    browser, page = as_(admin), reverse("campaigns:legal-signers", args=[workspace.slug])
    seen = signers_seen([])
    data = {"seen": seen, "health": f"s{lawyer.pk}", "food": f"m{viewer.pk}"}
    assert browser.post(page, data).status_code == 303
    assert {row.sector: row.person for row in legal_signers(workspace)} == {"health": lawyer, "food": viewer}
    assert AuditEvent.objects.filter(verb="legal_signer_set").count() == 2
    assert browser.post(page, {**data, "health": ""}).status_code == 409
    assert LegalSigner.objects.count() == 2
    fresh = {"seen": signers_seen(legal_signers(workspace)), "food": f"m{viewer.pk}"}
    assert browser.post(page, fresh).status_code == 303
    assert LegalSigner.objects.get().sector == "food"


def test_somebody_of_another_workspace_is_never_designated(acting, admin, stranger, as_, workspace):
    page = reverse("campaigns:legal-signers", args=[workspace.slug])
    answer = as_(admin).post(page, {"seen": signers_seen([]), "health": f"m{stranger.pk}"})
    assert answer.status_code == 422
    with pytest.raises(ValidationError):
        legal_signers_set(actor=acting(admin), people={"health": stranger}, seen=signers_seen([]))
    with pytest.raises(LegalSignersMovedError):
        legal_signers_set(actor=acting(admin), people={}, seen="older")


RULES = [("all", None), ("any", None), ("quorum", 1)]


@pytest.mark.parametrize(("rule", "quorum"), RULES, ids=[rule for rule, _ in RULES])
def test_every_required_place_decides_whatever_the_rule(rule, quorum):
    def told(required, other):
        return outcome(rule, quorum, [Place(1, required, required=True), Place(1, other)])

    assert told(None, True) == "open"
    assert told(False, None) == told(False, True) == "rejected"
    assert told(True, True) == "approved"


def test_the_page_tells_a_required_signer_why(ask, regulated, designated, lawyer):
    signature = ask(lawyer).signatures.get()
    page = plain(Client().get(link_of(signature), follow=True))
    assert "Votre signature est requise : secteur réglementé (santé et médicament)." in page
