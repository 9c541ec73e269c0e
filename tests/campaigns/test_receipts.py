"""The receipt of a settled request: one, sealed, complete, and found out when a byte of it changes."""

import hashlib
import io
import json

import pytest
from asn1crypto import pem, x509
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext
from pypdf import PdfReader

from campaigns.documents_receipt import EVIDENCE, VERSION
from campaigns.evidence.bundle import bundle_problems
from campaigns.models import Signature
from campaigns.selectors.receipt_check import receipt_verdict
from campaigns.selectors.receipts import receipt_of
from campaigns.services.deciding import signature_close
from campaigns.services.signoff import signoff_request, signoff_withdraw
from campaigns.signoff.required import required_words
from core.documents import document_make
from core.models import Document, OutboxMessage
from core.sealing import attachments_of, certificates_known, seal_credentials, seal_faults
from core.sealing import seal as sealing
from tests.campaigns.brief_world import write_brief
from tests.campaigns.plan_world import MONDAY
from tests.campaigns.signing import decide, sign

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(campaign, kpi, acting, manager, viewer, finance, today):
    write_brief(campaign, kpi)
    return signoff_request(
        campaign=campaign, actor=acting(manager), kind="brief", signers=[finance, viewer], due_on=today
    )


@pytest.fixture
def approved(asked):
    for signature in asked.signatures.all():
        sign(signature, "reserved", reason="Sous réserve du prix", typed_name=signature.name)
    asked.refresh_from_db()
    return asked


def made(request):
    document = receipt_of(request)
    document_make(str(document.pk))
    document.refresh_from_db()
    assert document.status == Document.Status.READY, document.error
    return document.file.read()


def test_settling_asks_for_exactly_one_receipt(asked):
    first, second = asked.signatures.all()
    sign(first)
    assert receipt_of(asked) is None
    decide(second)
    assert receipt_of(asked) is None  # a decision that can be taken back settles nothing
    signature_close(signature=second)
    assert OutboxMessage.objects.get(key=f"receipt:{asked.pk}").payload == {
        "document": str(receipt_of(asked).pk)
    }
    assert Document.objects.count() == 1


def test_a_refusal_has_its_receipt_too(asked):
    sign(asked.signatures.first(), "rejected", reason="Trop cher")
    pages = PdfReader(io.BytesIO(made(asked))).pages
    text = " ".join(" ".join(page.extract_text() for page in pages).split())
    assert "est refusée depuis" in text
    assert "Trop cher" in text
    assert "N’ont pas répondu" in text


def test_a_withdrawn_request_has_none(asked, acting, manager):
    signoff_withdraw(request=asked, actor=acting(manager))
    assert receipt_of(asked) is None


def test_it_says_who_what_how_when_and_what_it_is_worth(approved):
    pages = PdfReader(io.BytesIO(made(approved))).pages
    text = " ".join(" ".join(page.extract_text() for page in pages).replace("\u202f", " ").split())
    for words in ("Paul Tessier", "paul.tessier@example.com", "Sophie Lambert", "Sous réserve du prix",
                  "192.0.2.7", "code à six chiffres", "signature électronique simple", "eIDAS", "RGPD",
                  "aucun service d’horodatage"):  # fmt: skip
        assert words in text, words
    assert approved.snapshot.sha256 in text.replace(" ", "")
    assert "Requise pour" not in text


def test_it_says_which_rule_required_a_signature(approved):
    approved.signatures.filter(name="Paul Tessier").update(required_for="delegation:10000")
    pages = PdfReader(io.BytesIO(made(approved))).pages
    text = " ".join(" ".join(page.extract_text() for page in pages).split())
    assert "Requise pour " + " ".join(required_words("delegation:10000").split()) in text


def test_the_validator_of_pyhanko_finds_it_intact_valid_and_trusted(approved):
    pdf = made(approved)
    roots = [x509.Certificate.load(pem.unarmor(each)[2]) for each in certificates_known()]
    seal = PdfFileReader(io.BytesIO(pdf)).embedded_signatures[0]
    status = validate_pdf_signature(seal, ValidationContext(trust_roots=roots))
    assert (status.intact, status.valid, status.trusted, status.bottom_line) == (True, True, True, True)
    assert seal.sig_object["/SubFilter"] == "/ETSI.CAdES.detached"


def test_it_carries_the_version_and_the_evidence(approved):
    files = attachments_of(made(approved))
    assert set(files) == {EVIDENCE, VERSION}
    bundle = json.loads(files[EVIDENCE])
    assert (bundle["content"], bundle["sha256"]) == (approved.snapshot.content, approved.snapshot.sha256)
    kinds = [event["kind"] for event in bundle["events"]]
    assert kinds == [
        "version_frozen", "request_sent", "signer_named", "signer_named",
        "decision_given", "decision_final", "decision_given", "decision_final", "request_approved",
    ]  # fmt: skip
    text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(files[VERSION])).pages)
    assert "Recruter des testeuses" in text


def test_it_stays_a_tagged_document(approved):
    pdf = PdfReader(io.BytesIO(made(approved)))
    root = pdf.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert b"pdfuaid:part" in root["/Metadata"].get_data()
    notes = [each.get_object() for each in pdf.pages[0]["/Annots"]]
    (field,) = [each for each in notes if each.get("/FT") == "/Sig"]
    assert field["/F"] & 2  # hidden: nothing for a reader to meet
    assert pdf.pages[0]["/Tabs"] == "/S"


def test_the_file_holds_by_itself(approved):
    verdict = receipt_verdict(made(approved))
    assert verdict.problems == []
    assert verdict.checked == {"seals": 1, "attachments": 2, "events": 9}


def test_one_byte_changed_anywhere_is_found(approved):
    pdf, certificates = made(approved), certificates_known()
    seal = PdfFileReader(io.BytesIO(pdf)).embedded_signatures[0]
    start, after = int(seal.byte_range[1]), int(seal.byte_range[2])
    places = [
        *range(0, start, start // 25), start, *range(start + 1, start + 140, 4),
        *range(start + 140, start + 6000, 331),
        *range(start + 6000, after, 2000), after - 1, after,
        *range(after + 1, len(pdf), (len(pdf) - after) // 15), len(pdf) - 1,
    ]  # fmt: skip
    for place in places:
        changed = pdf[:place] + bytes([pdf[place] ^ 1]) + pdf[place + 1 :]
        assert seal_faults(changed, certificates=certificates), place
    assert seal_faults(pdf + b"\n", certificates=certificates)
    assert seal_faults(pdf[:-1], certificates=certificates)
    assert seal_faults(pdf, certificates=certificates) == []


def test_a_seal_of_somebody_else_is_not_trusted(approved, settings, tmp_path):
    pdf = made(approved)
    settings.SEAL_DIR = tmp_path
    assert [each.what for each in receipt_verdict(pdf).problems] == ["seal_untrusted"]


def test_the_key_is_for_this_account_alone(approved, settings):
    made(approved)
    kept = settings.SEAL_DIR / f"workspace-{approved.campaign.workspace_id}.pem"
    assert kept.stat().st_mode & 0o777 == 0o600


def test_no_time_stamping_service_is_asked_unless_named(approved, settings, monkeypatch):
    def refuse(url):
        raise AssertionError(f"asked {url}")

    monkeypatch.setattr(sealing, "HTTPTimeStamper", refuse)
    made(approved)
    settings.TIMESTAMP_URL = "https://tsa.example.org"
    Document.objects.update(status="waiting")
    with pytest.raises(AssertionError, match=r"asked https://tsa\.example\.org"):
        made(approved)


def test_the_team_finds_it_on_the_validations_page(approved, as_, viewer):
    place = [approved.campaign.workspace.slug, approved.campaign.reference]
    page = as_(viewer).get(reverse("campaigns:signoff", args=place)).content.decode()
    assert reverse("core:document", args=[place[0], receipt_of(approved).pk]) in page


def test_it_is_for_managers_and_for_those_who_signed(approved, as_, viewer, contributor, manager, stranger):
    """It names every signer, with address, IP address and browser."""
    place = [approved.campaign.workspace.slug, approved.campaign.reference]
    made(approved)
    document = [place[0], receipt_of(approved).pk]
    for member, status in ((manager, 200), (viewer, 200), (contributor, 403), (stranger, 404)):
        assert as_(member).get(reverse("core:document-download", args=document)).status_code == status
        assert as_(member).get(reverse("core:document", args=document)).status_code == status
    page = as_(contributor).get(reverse("campaigns:signoff", args=place)).content.decode()
    assert reverse("core:document", args=document) not in page


def test_a_plan_prints_whole(campaign, plan, as_, viewer, acting, manager, finance):
    ask = {"actor": acting(manager), "kind": "plan", "signers": [finance], "due_on": MONDAY}
    signoff_request(campaign=campaign, **ask)
    place = {"slug": campaign.workspace.slug, "reference": campaign.reference, "kind": "plan", "number": 1}
    assert as_(viewer).post(reverse("campaigns:signoff-version-pdf", kwargs=place)).status_code == 303
    document = Document.objects.get()
    document_make(str(document.pk))
    document.refresh_from_db()
    assert document.status == "ready", document.error
    text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(document.file.read())).pages)
    for task in campaign.tasks.all():
        assert task.name.split()[0] in text
    assert "Sans réponse" in text
    assert Signature.objects.get().name in text


def test_the_signer_downloads_it_from_their_own_page(asked, finance):
    place = asked.signatures.get(stakeholder=finance)
    mail = OutboxMessage.objects.filter(key__contains=f":{place.pk}:").latest("id").payload["body"]
    browser, stranger = Client(), Client()
    browser.get("/v/" + mail.split("/v/")[1].split()[0])
    page, part, file = (
        reverse(f"campaigns:{name}", args=[place.pk])
        for name in ("signoff-page", "signoff-receipt", "signoff-receipt-pdf")
    )
    assert browser.get(file).status_code == 404  # nothing decided yet
    sign(place, "rejected", reason="Trop cher")
    assert part in browser.get(page).content.decode()
    assert browser.get(file).status_code == 404  # not made yet
    assert "se prépare" in browser.get(part, headers={"HX-Request": "true"}).content.decode()
    assert browser.get(part).url == page
    pdf = made(asked)
    assert file in browser.get(page).content.decode()
    answer = browser.get(file)
    assert (answer["Content-Type"], answer["Cache-Control"]) == ("application/pdf", "no-store")
    assert b"".join(answer.streaming_content) == pdf
    assert {stranger.get(path).status_code for path in (page, part, file)} == {404}


def run(*args):
    out, status = io.StringIO(), 0
    try:
        call_command("verify_evidence", *args, stdout=out)
    except SystemExit as stopped:
        status = stopped.code
    return status, out.getvalue()


def test_the_command_verifies_a_file_without_the_database(
    approved, settings, tmp_path, django_assert_num_queries
):
    file, pdf = tmp_path / "recu.pdf", made(approved)
    file.write_bytes(pdf)
    with django_assert_num_queries(0):
        assert run(str(file))[0] == 0
    certificate = tmp_path / "cachet.pem"
    certificate.write_bytes(seal_credentials(approved.campaign.workspace))
    settings.SEAL_DIR = tmp_path / "ailleurs"
    assert run(str(file))[0] == 1
    assert run(str(file), "--certificate", str(certificate))[0] == 0
    changed = tmp_path / "change.pdf"
    changed.write_bytes(pdf.replace(b"/Annots", b"/Annotz", 1))
    status, text = run(str(changed), "--json")
    assert status == 1
    assert json.loads(text)["problems"]


@pytest.mark.parametrize("args", [("nulle-part.pdf",), ("recu.pdf", "--campaign", "2026-LAN-01")])
def test_a_file_that_is_not_there_or_named_with_a_campaign_is_refused(args):
    with pytest.raises(CommandError) as refused:
        run(*args)
    assert refused.value.returncode == 2


def test_evidence_changed_inside_is_found_even_under_a_good_seal(approved):
    """Whoever holds the key could seal anything: the chain inside still tells."""
    files = attachments_of(made(approved))
    digests = {VERSION: hashlib.sha256(files[VERSION]).hexdigest()}
    text = files[EVIDENCE].decode()
    assert list(bundle_problems(text, digests)) == []
    bundle = json.loads(text)
    changes = []
    for place, event in enumerate(bundle["events"]):
        for name, value in event.items():
            if name != "identity":
                other = value + 1 if isinstance(value, int) else f"{value}0"
                changes.append(("events", place, {**event, name: other}))
            elif value:
                changes += [
                    ("events", place, {**event, name: {**value, key: f"{value[key]}0"}}) for key in value
                ]
    for _events, place, event in changes:
        altered = {**bundle, "events": [*bundle["events"][:place], event, *bundle["events"][place + 1 :]]}
        assert list(bundle_problems(json.dumps(altered), digests)), event
    for name in ("content", "sha256", "format", "files"):
        assert list(bundle_problems(json.dumps({**bundle, name: "0"}), digests)), name
    assert len(changes) > 80
