"""A PAdES seal with attached files, added to a PDF as one incremental revision."""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO

from asn1crypto import keys as asn1_keys
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from django.conf import settings
from pyhanko.pdf_utils import embed, generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import InvisSigSettings, SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, SimpleSigner
from pyhanko.sign.timestamps import HTTPTimeStamper
from pyhanko_certvalidator.registry import SimpleCertificateStore

FIELD = "Cachet"


@dataclass(frozen=True)
class Attachment:
    """A file carried inside the PDF."""

    name: str
    body: bytes
    mime: str
    description: str


def pdf_seal(pdf: bytes, *, attachments: Sequence[Attachment], credentials: bytes, reason: str) -> bytes:
    """Attach the files and sign the whole (PAdES B-B; B-T when TIMESTAMP_URL is set).

    What was there stays byte for byte at the beginning. The field is hidden, so that a tagged document
    stays one. `credentials` is PEM: private key, its certificate, any chain above it.
    """
    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    for each in attachments:
        params = embed.EmbeddedFileParams(embed_size=True, embed_checksum=True)
        data = embed.EmbeddedFileObject.from_file_data(writer, each.body, params=params, mime_type=each.mime)
        embed.embed_file(
            writer,
            embed.FileSpec(each.name, file_name=each.name, embedded_data=data, description=each.description),
        )
    page = writer.root["/Pages"]["/Kids"][0]
    page["/Tabs"] = generic.NameObject("/S")  # PDF/UA asks it of a page that holds a field
    writer.update_container(page)
    hidden = InvisSigSettings(set_print_flag=False, set_hidden_flag=True)
    signer = PdfSigner(
        PdfSignatureMetadata(
            field_name=FIELD, md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES, reason=reason
        ),
        signer=_signer(credentials),
        timestamper=HTTPTimeStamper(settings.TIMESTAMP_URL) if settings.TIMESTAMP_URL else None,
        new_field_spec=SigFieldSpec(FIELD, invis_sig_settings=hidden, readable_field_name=reason),
    )
    output = BytesIO()
    signer.sign_pdf(writer, output=output)
    return output.getvalue()


def _signer(credentials: bytes) -> SimpleSigner:
    key = serialization.load_pem_private_key(credentials, password=None)
    private = key.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    own, *chain = [
        asn1_x509.Certificate.load(certificate.public_bytes(serialization.Encoding.DER))
        for certificate in x509.load_pem_x509_certificates(credentials)
    ]
    store = SimpleCertificateStore()  # type: ignore[no-untyped-call]
    store.register_multiple([own, *chain])
    return SimpleSigner(
        signing_cert=own,
        signing_key=asn1_keys.PrivateKeyInfo.load(private),
        cert_registry=store,
    )
