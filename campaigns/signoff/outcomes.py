"""How a request came out, in words that are true for its rule."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from campaigns.models import Signature, SignOffRequest
from campaigns.signoff.rules import Place, outcome
from core.formatting import date_day

Rule = SignOffRequest.Rule


def people(names: Sequence[str]) -> str:
    """Names in a sentence: "Inès Moreau", "Inès Moreau et Paul Tessier", "A, B et C"."""
    if len(names) < 2:
        return "".join(names)
    return _("%(first)s et %(last)s") % {"first": ", ".join(names[:-1]), "last": names[-1]}


def approved_words(request: SignOffRequest, signatures: Sequence[Signature]) -> str:
    """Who approved a version and when; of how many, where not all had to; who refused; who also asked."""
    given = [each for each in signatures if each.approves and each.final_at]
    last = max((each.decided_at for each in given if each.decided_at), default=None)
    values = {
        "number": request.snapshot.number,
        "day": date_day(last or request.settled_at),
        "people": people([each.name for each in given]),
        "count": len(given),
        "asked": len(signatures),
    }
    text = (
        _("Version %(number)s, validée le %(day)s par %(people)s")
        if len(given) <= 2
        else _("Version %(number)s, validée le %(day)s : %(count)s approbations sur %(asked)s demandées")
    )
    sentences = [f"{text % values}{_needed(request, signatures)}."]
    if reserved := [each.name for each in given if each.decision == Signature.Decision.RESERVED]:
        sentences.append(_("Avec des réserves de %(people)s.") % {"people": people(reserved)})
    if refusers := [each.name for each in signatures if each.final_at and not each.approves]:
        sentences.append(_("Refus de %(people)s.") % {"people": people(refusers)})
    if asker := next((each for each in given if _asked_it(request, each)), None):
        sentences.append(_("%(name)s l’avait demandée.") % {"name": asker.name})
    return " ".join(sentences)


def _needed(request: SignOffRequest, signatures: Sequence[Signature]) -> str:
    """What the rule asked for, where it was not everybody."""
    if request.rule == Rule.ALL or len(signatures) < 2:
        return ""
    needed = request.quorum or 1
    text = ngettext(
        "%(needed)s approbation suffisait, sur %(asked)s personnes demandées",
        "%(needed)s approbations suffisaient, sur %(asked)s personnes demandées",
        needed,
    )
    said = text % {"needed": needed, "asked": len(signatures)}
    if required := [each.name for each in signatures if each.required_for]:
        said = _("%(said)s, avec la signature requise de %(people)s") % {
            "said": said, "people": people(required)
        }  # fmt: skip
    return f" ({said})"


def _asked_it(request: SignOffRequest, signature: Signature) -> bool:
    return request.requested_by_id is not None and request.requested_by_id == signature.membership_id


def left_for_good(request: SignOffRequest, signatures: Sequence[Signature]) -> list[Signature]:
    """Those whose leaving keeps an open request from ever being approved; empty while it still can be."""
    left = [each for each in signatures if not each.decision and each.signer_left]
    places = [
        Place(
            each.step,
            False if each in left else (each.approves if each.decision else None),
            required=bool(each.required_for),
        )
        for each in signatures
    ]
    return left if left and outcome(request.rule, request.quorum, places) == "rejected" else []


def left_words(request: SignOffRequest, left: Sequence[Signature]) -> str:
    text = ngettext(
        "Version %(number)s : %(people)s n’est plus dans l’espace et ne peut plus répondre. "
        "Il faut redemander.",
        "Version %(number)s : %(people)s ne sont plus dans l’espace et ne peuvent plus répondre. "
        "Il faut redemander.",
        len(left),
    )
    return text % {"number": request.snapshot.number, "people": people([each.name for each in left])}
