"""Signing as a person does: ask for the code, read it in the mail, decide, and close the decision."""

import re
from contextlib import suppress
from datetime import timedelta

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from campaigns.models import Signature, SigningCode
from campaigns.services.deciding import Origin, signature_close, signature_decide
from campaigns.services.signing_codes import code_check, code_send
from campaigns.services.signoff_rows import SignOffClosed
from core.models import OutboxMessage

HERE = Origin("192.0.2.7", "Mozilla/5.0 (téléphone)")


def a_code(signature: Signature) -> SigningCode:
    """A code mailed to the signer and typed without a fault."""
    # A person waits between two codes; a test does not.
    signature.codes.update(sent_at=timezone.now() - timedelta(hours=2))
    return code_check(signature=signature, digits=code_send(signature=signature))


def decide(signature: Signature, decision: str = "approved", **changes: object) -> Signature:
    """A decision that its signer may still take back."""
    given = {"decision": decision, "typed_name": "Paul Tessier", "reason": "", "origin": HERE, **changes}
    return signature_decide(
        signature=signature, **{"code": given.pop("code", None) or a_code(signature), **given}
    )


def sign(signature: Signature, decision: str = "approved", **changes: object):
    """A decision closed at once; returns the request."""
    decide(signature, decision, **changes)
    return signature_close(signature=signature)


def last_code(signature: Signature) -> str:
    """The digits of the newest code mail, asked for first when there is none; "" once decided."""
    if signature.codes.filter(used_at__isnull=False).exists():
        return ""
    mails = OutboxMessage.objects.filter(
        key__in=[f"signoff_code:{pk}" for pk in signature.codes.values_list("pk", flat=True)]
    )
    if not mails.exists():
        with suppress(SignOffClosed):
            return code_send(signature=signature)
        return "000000"
    return code_in(mails.latest("id").payload["body"])


def code_in(body: str) -> str:
    found = re.search(r"^ {4}(\d{6})$", body, re.MULTILINE)
    assert found, body
    return found[1]


def link_of(signature: Signature) -> str:
    """The address in the newest mail about this signature."""
    mail = OutboxMessage.objects.filter(key__contains=f":{signature.pk}:").latest("id")
    return "/v/" + str(mail.payload["body"]).split("/v/")[1].split()[0]


def page_of(signature: Signature) -> str:
    return reverse("campaigns:signoff-page", args=[signature.pk])


def words(response: HttpResponse) -> str:
    return response.content.decode().replace("\u202f", " ")


def answer(signature: Signature, decision: str = "approved", **changes: str) -> dict[str, str]:
    """The whole form as it is sent to sign, with the code of the last mail."""
    code = changes.pop("code") if "code" in changes else last_code(signature)
    return {"decision": decision, "typed_name": "Paul Tessier", "reason": "", "consent": "on",
            "sha256": signature.request.snapshot.sha256, "code": code, **changes}  # fmt: skip


def decided(signature: Signature) -> str:
    signature.refresh_from_db()
    return signature.decision
