"""Checking a seal: the file, its attachments and the certificates one trusts; no network, no database."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import BytesIO

from asn1crypto import cms, pem
from asn1crypto import x509 as asn1_x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext


@dataclass(frozen=True)
class SealFault:
    """What is wrong with a seal: a place in the file and a code."""

    where: str
    what: str


def seal_faults(pdf: bytes, *, certificates: Sequence[bytes]) -> list[SealFault]:
    """Everything wrong with the one seal of a PDF: none, broken, untrusted, or the file changed after it."""
    try:
        reader = PdfFileReader(BytesIO(pdf), strict=True)
        seals = reader.embedded_regular_signatures
    except Exception:  # a changed byte can break a parser in any way
        return [SealFault("file", "not_readable")]
    if len(seals) != 1:
        return [SealFault("seal", "seal_missing" if not seals else "seal_unexpected")]
    try:
        return [
            *_signature_faults(seals[0], certificates),
            *_container_faults(pdf, seals[0]),
            *_certificate_faults(seals[0], certificates),
        ]
    except Exception:  # the same: what cannot be parsed does not hold
        return [SealFault("seal", "seal_broken")]


def _signature_faults(seal: EmbeddedPdfSignature, certificates: Sequence[bytes]) -> Iterable[SealFault]:
    roots = [asn1_x509.Certificate.load(pem.unarmor(each)[2]) for each in certificates]
    # Nothing is fetched, and what a certificate was at the time of the seal is not asked of a third party.
    context = ValidationContext(trust_roots=roots, allow_fetching=False, revocation_mode="soft-fail")
    usage = KeyUsageConstraints(
        key_usage={"digital_signature", "non_repudiation"}, match_all_key_usages=False
    )
    status = validate_pdf_signature(seal, context, key_usage_settings=usage)
    if not status.intact or not status.valid:
        yield SealFault("seal", "seal_broken")
    elif not status.trusted:
        yield SealFault("seal", "seal_untrusted")
    if status.coverage != SignatureCoverageLevel.ENTIRE_FILE:
        yield SealFault("file", "changed_after_seal")


def _container_faults(pdf: bytes, seal: EmbeddedPdfSignature) -> Iterable[SealFault]:
    """The signature's own bytes, which it cannot cover: its DER in capital hexadecimal, then zeros."""
    start, length, after, rest = (int(each) for each in seal.byte_range)
    if start != 0 or after + rest != len(pdf):
        yield SealFault("file", "changed_after_seal")
    held = pdf[length:after]
    der = cms.ContentInfo.load(seal.pkcs7_content).dump(force=True)
    expected = b"<" + der.hex().upper().encode().ljust(len(held) - 2, b"0") + b">"
    # Named once more outside what is signed.
    algorithms = [each.dump() for each in seal.signed_data["digest_algorithms"]]
    if held != expected or algorithms != [seal.signer_info["digest_algorithm"].dump()]:
        yield SealFault("seal", "seal_broken")


def _certificate_faults(seal: EmbeddedPdfSignature, certificates: Sequence[bytes]) -> Iterable[SealFault]:
    """The certificates carried along are not signed either: the signer's is the one the signature names."""
    known = {hashlib.sha256(pem.unarmor(each)[2]).digest() for each in certificates}
    for attribute in seal.signer_info["signed_attrs"]:
        if attribute["type"].native == "signing_certificate_v2":
            known.add(attribute["values"][0]["certs"][0]["cert_hash"].native)
    carried = (choice.chosen.dump() for choice in seal.signed_data["certificates"])
    if any(hashlib.sha256(each).digest() not in known for each in carried):
        yield SealFault("seal", "seal_broken")


def attachments_of(pdf: bytes) -> dict[str, bytes]:
    """The files a PDF carries, by name. Raises ValueError when they cannot be read."""
    try:
        names = PdfFileReader(BytesIO(pdf), strict=True).root["/Names"]["/EmbeddedFiles"]["/Names"]
        pairs = ((names[place], names[place + 1]) for place in range(0, len(names), 2))
        return {str(name): bytes(spec["/EF"]["/F"].data) for name, spec in pairs}
    except Exception as error:
        raise ValueError("The attached files cannot be read") from error
