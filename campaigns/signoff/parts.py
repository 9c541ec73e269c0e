"""What a signer answers for. A change asks again those whose part it touches, and nobody else."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from campaigns.signoff.diff import Change

EVERYTHING = ""
MONEY = "money"
DATES = "dates"
MESSAGE = "message"
LEGAL = "legal"

#: Key → words of the choice «signe pour…».
PARTS = {
    EVERYTHING: _("tout le contenu"),
    MONEY: _("les objectifs chiffrés"),
    DATES: _("les dates"),
    MESSAGE: _("les messages et les canaux"),
    LEGAL: _("le juridique"),
}


def concerned(part: str, changes: Sequence[Change]) -> bool:
    """Whether these changes touch what a signer of this part answers for."""
    return part == EVERYTHING or any(change.part in (EVERYTHING, part) for change in changes)
