"""A workspace's key and certificate: made on first use, replaced by putting a real pair in the same file."""

import os
import tempfile
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID
from django.conf import settings

from core.models import Workspace

YEARS = 10
KEY_BITS = 3072


def seal_credentials(workspace: Workspace) -> bytes:
    """PEM of the workspace's private key, its certificate, and any chain above it.

    The first call writes a self-signed pair that only this account of the machine may read. Two processes
    may come at once: linking the finished file lets one win, and the other reads what it wrote.
    """
    folder = Path(settings.SEAL_DIR)
    path = folder / f"workspace-{workspace.pk}.pem"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        descriptor, scratch = tempfile.mkstemp(dir=folder)  # 0600 from the start
        try:
            with os.fdopen(descriptor, "wb") as stream:
                stream.write(_pair(workspace))
            with suppress(FileExistsError):
                os.link(scratch, path)
        finally:
            os.unlink(scratch)
    return path.read_bytes()


def certificates_known() -> list[bytes]:
    """PEM of every certificate in the folder of seals: those in use, and old ones kept to verify with."""
    folder = Path(settings.SEAL_DIR)
    files = sorted(folder.glob("*.pem")) if folder.is_dir() else []
    return [pem for file in files for pem in certificates_in(file.read_bytes())]


def certificates_in(pem: bytes) -> list[bytes]:
    """PEM of each certificate of a file. Raises ValueError when it holds none."""
    return [
        certificate.public_bytes(serialization.Encoding.PEM)
        for certificate in x509.load_pem_x509_certificates(pem)
    ]


def _pair(workspace: Workspace) -> bytes:
    key = rsa.generate_private_key(public_exponent=65537, key_size=KEY_BITS)
    name = x509.Name(
        [
            x509.NameAttribute(NameOID.COMMON_NAME, f"Cachet de {workspace.name}"[:64]),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, workspace.name[:64]),
        ]
    )
    now = datetime.now(UTC)
    usage = x509.KeyUsage(True, True, False, False, False, False, False, False, False)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(minutes=5))  # clocks of readers differ
        .not_valid_after(now + timedelta(days=365 * YEARS))
        .add_extension(usage, critical=True)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return private + certificate.public_bytes(serialization.Encoding.PEM)
