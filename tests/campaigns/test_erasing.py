"""Erasing a person: nothing of theirs is left in the evidence, and the evidence still holds."""

import io

import pytest
from django.core.exceptions import ValidationError
from django.core.serializers import serialize
from pypdf import PdfReader

from campaigns.models import EvidenceEvent, EvidenceIdentity, Signature, SignOffNote, SignOffRequest, Snapshot
from campaigns.selectors.receipt_check import receipt_verdict
from campaigns.selectors.receipts import receipt_of
from campaigns.selectors.verification import evidence_verdict
from campaigns.services.erasing import identity_erase
from campaigns.services.questions import question_ask
from campaigns.services.signoff import signoff_request
from core.documents import document_make
from core.models import AuditEvent
from core.sealing import attachments_of
from tests.campaigns.brief_world import write_brief
from tests.campaigns.signing import sign

pytestmark = pytest.mark.django_db
KEPT = (Signature, SignOffRequest, SignOffNote, Snapshot, EvidenceEvent, EvidenceIdentity, AuditEvent)


@pytest.fixture
def refused(campaign, kpi, acting, manager, viewer, finance, today):
    write_brief(campaign, kpi)
    request = signoff_request(
        campaign=campaign, actor=acting(manager), kind="brief", signers=[finance, viewer], due_on=today
    )
    place = request.signatures.get(stakeholder=finance)
    question_ask(signature=place, text="Qui paie la TVA ?")
    sign(place, "rejected", reason="Trop cher pour Tessier", typed_name="P. Tessier")
    return request


def erase(workspace, admin, acting, email="Paul.Tessier@example.com", reason="Demande du 3 mars"):
    return identity_erase(workspace=workspace, email=email, by=acting(admin), reason=reason)


def held():
    return serialize("json", [row for model in KEPT for row in model.objects.all()])


def test_nothing_of_the_person_is_left_and_everything_holds(refused, workspace, admin, acting):
    before = held()
    for trace in ("Tessier", "paul.tessier", "192.0.2.7", "Trop cher", "Qui paie", "téléphone"):
        assert trace in before or trace.encode("unicode_escape").decode() in before, trace
    erasure = erase(workspace, admin, acting)
    assert (erasure.identities, erasure.rows) == (4, 3)
    after = held()
    for trace in ("Tessier", "paul.tessier", "192.0.2.7", "Trop cher", "Qui paie", "l\\u00e9phone"):
        assert trace not in after, trace
    assert evidence_verdict(workspaces=[workspace]).problems == []


def test_that_somebody_refused_and_when_stays(refused, workspace, admin, acting):
    before = Signature.objects.get(decision="rejected")
    erase(workspace, admin, acting)
    after = Signature.objects.get(pk=before.pk)
    assert (after.name, after.decision, after.decided_at) == (
        "Personne effacée",
        "rejected",
        before.decided_at,
    )
    assert after.consent_sha256 == before.consent_sha256
    assert after.stakeholder is None
    assert SignOffRequest.objects.get().settled_by_name == "Personne effacée"
    assert Signature.objects.exclude(pk=before.pk).get().name == "Sophie Lambert"


def test_a_row_filled_in_again_afterwards_is_found(refused, workspace, admin, acting):
    erase(workspace, admin, acting)
    Signature.objects.filter(decision="rejected").update(name="Paul Tessier")
    assert [each.what for each in evidence_verdict(workspaces=[workspace]).problems] == [
        "differs_from_evidence"
    ]


def test_whoever_asked_can_be_erased_too(refused, workspace, admin, acting, manager):
    erase(workspace, admin, acting, email=manager.user.email)
    assert SignOffRequest.objects.get().requested_by_name == "Personne effacée"
    assert Snapshot.objects.get().author_name == "Personne effacée"
    assert evidence_verdict(workspaces=[workspace]).problems == []


def test_erasing_twice_or_a_stranger_changes_nothing(refused, workspace, admin, acting):
    erase(workspace, admin, acting)
    events = EvidenceEvent.objects.count()
    for email in ("paul.tessier@example.com", "personne@example.com"):
        assert erase(workspace, admin, acting, email=email).identities == 0
    assert EvidenceEvent.objects.count() == events


def test_one_still_asked_is_not_erased(campaign, kpi, workspace, acting, admin, manager, finance, today):
    write_brief(campaign, kpi)
    signoff_request(campaign=campaign, actor=acting(manager), kind="brief", signers=[finance], due_on=today)
    with pytest.raises(ValidationError, match="encore attendue"):
        erase(workspace, admin, acting)
    assert Signature.objects.get().name == "Paul Tessier"


def test_erasing_says_why(refused, workspace, admin, acting):
    with pytest.raises(ValidationError, match="pourquoi"):
        erase(workspace, admin, acting, reason=" ")


def test_a_stored_receipt_is_destroyed_and_made_again_without_them(
    refused, workspace, admin, acting, django_capture_on_commit_callbacks
):
    document = receipt_of(refused)
    document_make(str(document.pk))
    document.refresh_from_db()
    storage, name = document.file.storage, document.file.name
    first = document.file.read()
    assert b"Tessier" in attachments_of(first)["preuves.json"]
    with django_capture_on_commit_callbacks(execute=True):
        erase(workspace, admin, acting)
    assert not storage.exists(name)
    document_make(str(document.pk))
    document.refresh_from_db()
    second = document.file.read()
    assert b"Tessier" not in attachments_of(second)["preuves.json"]
    text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(second)).pages)
    assert "Personne effacée" in text
    assert "Tessier" not in text
    assert receipt_verdict(second).problems == []
