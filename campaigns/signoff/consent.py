"""The words a signer agrees to. Their fingerprint is part of the evidence, so they are written once."""

from django.utils.translation import gettext as _

from campaigns.models import SignOffRequest
from campaigns.signoff.amendments import request_kind


def consent_text(request: SignOffRequest) -> str:
    """In the reader's language, about this very version."""
    return _(
        "Je me prononce sur %(kind)s, version %(number)s, telle qu’elle figure sur cette page, et sur rien "
        "d’autre. Mon nom, ma réponse, l’heure, mon adresse IP et mon navigateur sont conservés comme "
        "preuve : c’est une signature électronique simple."
    ) % {"kind": request_kind(request).label, "number": request.snapshot.number}
