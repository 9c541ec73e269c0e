"""A time stamping service (RFC 3161), asked over HTTP as a real one is, dates the seal of a receipt."""

import threading
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO

import pytest
from asn1crypto import keys, tsp
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.timestamps.dummy_client import DummyTimeStamper
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from campaigns.selectors.receipt_check import receipt_verdict
from campaigns.selectors.receipts import receipt_of
from campaigns.services.signoff import signoff_request
from core.documents import document_make
from core.models import Document
from core.sealing import certificates_known
from tests.campaigns.brief_world import write_brief
from tests.campaigns.signing import sign

pytestmark = pytest.mark.django_db
DATED = datetime(2026, 12, 1, 10, 30, tzinfo=UTC)


@pytest.fixture(scope="module")
def authority():
    """The certificate and key of a time stamping authority of our own."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Horodatage d’essai")])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(DATED - timedelta(days=3650))
        .not_valid_after(DATED + timedelta(days=3650))
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    der = key.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return (
        asn1_x509.Certificate.load(certificate.public_bytes(serialization.Encoding.DER)),
        keys.PrivateKeyInfo.load(der),
    )


@pytest.fixture
def service(authority):
    """Its address on this machine, and what it was asked."""
    stamper = DummyTimeStamper(*authority, fixed_dt=DATED)
    asked: list[tsp.TimeStampReq] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            request = tsp.TimeStampReq.load(self.rfile.read(int(self.headers["Content-Length"])))
            asked.append(request)
            body = stamper.request_tsa_response(request).dump()
            self.send_response(200)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: object) -> None:
            """Nothing on the terminal of the suite."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/", asked
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def approved(campaign, kpi, acting, manager, finance, today):
    write_brief(campaign, kpi)
    request = signoff_request(
        campaign=campaign, actor=acting(manager), kind="brief", signers=[finance], due_on=today
    )
    for signature in request.signatures.all():
        sign(signature)
    return request


def test_the_seal_bears_the_time_of_the_service(approved, service, authority, settings):
    settings.TIMESTAMP_URL, asked = service
    document_make(str(receipt_of(approved).pk))
    document = receipt_of(approved)
    assert document.status == Document.Status.READY, document.error
    assert asked  # the first time to learn how long an answer is
    pdf = document.file.read()
    (seal,) = PdfFileReader(BytesIO(pdf)).embedded_regular_signatures
    own = [asn1_x509.Certificate.load(_der(each)) for each in certificates_known()]
    context = ValidationContext(trust_roots=[*own, authority[0]], allow_fetching=False)
    status = validate_pdf_signature(seal, context, ts_validation_context=context)
    assert status.timestamp_validity.valid
    assert status.timestamp_validity.timestamp == DATED
    assert receipt_verdict(pdf).problems == []


def test_a_service_that_does_not_answer_leaves_the_receipt_to_be_made_again(approved, settings):
    settings.TIMESTAMP_URL = "http://127.0.0.1:9/"
    with pytest.raises(Exception, match="timestamp service"):
        document_make(str(receipt_of(approved).pk))
    document = receipt_of(approved)
    assert document.status == Document.Status.FAILED
    assert "nouvel essai" in document.error
    settings.TIMESTAMP_URL = ""
    document_make(str(document.pk))
    assert receipt_of(approved).status == Document.Status.READY


def _der(pem: bytes) -> bytes:
    return x509.load_pem_x509_certificate(pem).public_bytes(serialization.Encoding.DER)
