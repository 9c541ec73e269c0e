"""Sealing PDF files in the name of a workspace, and checking such seals offline."""

from core.sealing.check import SealFault, attachments_of, seal_faults
from core.sealing.keys import certificates_in, certificates_known, seal_credentials
from core.sealing.seal import Attachment, pdf_seal

__all__ = [
    "Attachment",
    "SealFault",
    "attachments_of",
    "certificates_in",
    "certificates_known",
    "pdf_seal",
    "seal_credentials",
    "seal_faults",
]
