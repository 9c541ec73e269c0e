"""A chain rewritten whole, with its rows, holds by itself: the receipts sealed before contradict it."""

import io
import json

import pytest
from django.core.management import call_command

from campaigns.evidence import Identity
from campaigns.evidence.chain import link_after
from campaigns.models import Campaign, EvidenceEvent, EvidenceHead, EvidenceIdentity, Signature
from campaigns.selectors.receipts import receipt_of
from campaigns.selectors.verification import evidence_verdict
from campaigns.services.purging import purging
from campaigns.services.signoff import signoff_request
from core.documents import document_make
from core.models import Document, Workspace
from tests.campaigns.brief_world import write_brief
from tests.campaigns.signing import sign

pytestmark = pytest.mark.django_db
SAID, FORGED = "Sous réserve du prix", "Aucune réserve"


@pytest.fixture
def receipt(campaign, kpi, acting, manager, finance, today):
    write_brief(campaign, kpi)
    request = signoff_request(
        campaign=campaign, actor=acting(manager), kind="brief", signers=[finance], due_on=today
    )
    for signature in request.signatures.all():
        sign(signature, "reserved", reason=SAID)
    document_make(str(receipt_of(request).pk))
    return Document.objects.get(pk=receipt_of(request).pk)


def run(*args):
    out, status = io.StringIO(), 0
    try:
        call_command("verify_evidence", "--json", *args, stdout=out)
    except SystemExit as stopped:
        status = stopped.code
    return status, json.loads(out.getvalue())


def rewrite(workspace):
    """What somebody with the keys of the database and the source of the product can do."""
    previous = ""
    with purging(reason="Réécriture", by="pytest"):
        Signature.objects.filter(reason=SAID).update(reason=FORGED)
        for event in EvidenceEvent.objects.filter(workspace=workspace).order_by("sequence"):
            held = EvidenceIdentity.objects.filter(event=event).first()
            if held:
                held.data = held.data.replace(SAID, FORGED)
                held.save()
            link = link_after(
                sequence=event.sequence, previous=previous, kind=event.kind, subject=event.subject,
                scope=event.campaign.scope, at=event.at, data=json.loads(event.payload)["data"],
                identity=Identity(held.salt, held.data) if held else None,
            )  # fmt: skip
            previous = link.digest
            EvidenceEvent.objects.filter(pk=event.pk).update(
                payload=link.payload, previous=link.previous, digest=link.digest
            )
        EvidenceHead.objects.filter(workspace=workspace).update(digest=previous)


def test_a_receipt_and_its_chain_agree(receipt):
    status, answer = run()
    assert (status, answer["problems"], answer["checked"]["receipts"]) == (0, [], 1)


def test_a_chain_rewritten_whole_is_contradicted_by_its_receipts(receipt):
    rewrite(receipt.workspace)
    assert evidence_verdict(workspaces=Workspace.objects.all()).ok
    status, answer = run("--campaign", "2026-LAN-01")
    assert status == 1
    assert {problem["what"] for problem in answer["problems"]} == {"chain_rewritten"}


def test_a_receipt_whose_file_is_gone_is_said(receipt):
    receipt.file.storage.delete(receipt.file.name)
    status, answer = run()
    where = f"{receipt.workspace.slug}/receipt:{receipt.subject}/file"
    assert (status, answer["problems"]) == (1, [{"where": where, "what": "file_missing"}])


def test_a_stored_receipt_that_changed_is_said(receipt):
    name = receipt.file.name
    with receipt.file.storage.open(name, "r+b") as stream:
        stream.seek(2000)
        byte = stream.read(1)
        stream.seek(2000)
        stream.write(bytes([byte[0] ^ 1]))
    status, answer = run()
    assert status == 1
    assert all("/receipt:" in problem["where"] for problem in answer["problems"])


def test_receipts_of_another_campaign_are_left_alone(receipt, campaign, manager):
    other = Campaign.objects.create(
        workspace=campaign.workspace,
        reference="2026-LAN-02",
        name="Lancement Sérum Zénith",
        type=campaign.type,
        brand=campaign.brand,
        owner=manager,
        prepares_on=campaign.prepares_on,
        launch_on=campaign.launch_on,
        ends_on=campaign.ends_on,
    )
    receipt.file.storage.delete(receipt.file.name)
    assert run("--campaign", campaign.reference)[0] == 1
    assert run("--campaign", other.reference)[0] == 0
