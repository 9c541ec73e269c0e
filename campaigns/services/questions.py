"""A signer asks, the team answers: a thread beside the decision, which it leaves open."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from campaigns.evidence import moment
from campaigns.models import Signature, SignOffNote
from campaigns.services.evidence import evidence_append
from campaigns.services.inviting import link_renew
from campaigns.services.signoff_mail import mail_link, mail_question
from campaigns.services.signoff_rows import proof_actor, signature_lock, undecided_lock
from core.access import Access

#: More than any conversation needs; a page left open to a script stops here.
NOTES_PER_SIGNER = 50


def question_ask(*, signature: Signature, text: str) -> SignOffNote:
    """A signer's question, mailed to whoever asked. Raises SignOffClosed, ValidationError."""
    with transaction.atomic():
        _request, current = undecided_lock(signature)
        note = _note(current, text, author=None)
        mail_question(note)
    return note


def question_answer(*, signature: Signature, text: str, actor: Access) -> SignOffNote:
    """The team's answer, mailed to the signer with a fresh link. Raises SignOffClosed, ValidationError."""
    with transaction.atomic():
        _request, current = signature_lock(signature)
        note = _note(current, text, author=actor)
        mail_link(current, "signoff_answer", link_renew(current), note=note)
    return note


def _note(signature: Signature, text: str, *, author: Access | None) -> SignOffNote:
    text = text.strip()
    if not text:
        raise ValidationError({"text": _("Écrivez votre message avant de l’envoyer.")})
    if signature.notes.count() >= NOTES_PER_SIGNER:
        raise ValidationError({"text": _("Cet échange est long : appelez-vous, puis décidez ici.")})
    note = SignOffNote(
        signature=signature,
        author=author.membership if author else None,
        author_name=author.user.name if author else signature.name,
        from_signer=author is None,
        text=text,
    )
    note.full_clean()
    note.save()
    evidence_append(
        campaign=signature.request.campaign,
        kind="question_asked" if author is None else "question_answered",
        subject=f"signoffnote:{note.pk}",
        data={"request": signature.request_id, "signature": signature.pk, "at": moment(note.at)},
        who={**_author(signature, author), "text": note.text},
    )
    return note


def _author(signature: Signature, author: Access | None) -> dict[str, Any]:
    if author:
        return proof_actor(author)
    return {"by": signature.name, "email": signature.email, "member": None}
