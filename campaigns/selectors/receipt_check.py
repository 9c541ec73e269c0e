"""A receipt by itself: its seal, its attachments, the evidence inside. No network, no database."""

import hashlib
from collections.abc import Sequence
from contextlib import suppress

from campaigns.evidence import Problem
from campaigns.evidence.bundle import bundle_links, bundle_problems
from campaigns.selectors.verification import Verdict
from core.sealing import attachments_of, certificates_known, seal_faults

EVIDENCE = "preuves.json"


def receipt_verdict(pdf: bytes, *, certificates: Sequence[bytes] = ()) -> Verdict:
    """Everything in a receipt that does not hold; trusts these certificates and this installation's."""
    verdict = Verdict()
    faults = seal_faults(pdf, certificates=[*certificates_known(), *certificates])
    verdict.checked["seals"] = 1
    verdict.problems += (Problem(fault.where, fault.what) for fault in faults)
    try:
        files = attachments_of(pdf)
        text = files.pop(EVIDENCE).decode()
    except (ValueError, KeyError):
        verdict.problems.append(Problem(f"file:{EVIDENCE}", "not_readable"))
        return verdict
    verdict.checked["attachments"] = len(files) + 1
    digests = {name: hashlib.sha256(body).hexdigest() for name, body in files.items()}
    verdict.problems += bundle_problems(text, digests)
    with suppress(ValueError):  # said above
        verdict.checked["events"] = len(bundle_links(text))
    return verdict
