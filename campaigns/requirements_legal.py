"""Where a brief declares a regulated sector, the designated legal signer signs the brief and the assets."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext as _

from campaigns.contents_brief import sector_label
from campaigns.models import Brief, Campaign, LegalSigner
from campaigns.signoff.parts import LEGAL
from campaigns.signoff.required import Required, Requirement, can_sign, required_register, signer_name


def legal_required(campaign: Campaign, kind: str) -> Sequence[Required]:
    """One query for a brief without a sector, two with one; nothing for the other contents."""
    if kind != "brief" and not kind.startswith("assets"):
        return []
    sector = Brief.objects.filter(campaign=campaign).values_list("sector", flat=True).first()
    if not sector:
        return []
    people = LegalSigner.objects.select_related("member__user", "stakeholder")
    designated = people.filter(workspace=campaign.workspace_id, sector=sector).first()
    reason = f"sector:{sector}"
    if designated and can_sign(designated.person):
        return [Required(designated.person, LEGAL, reason)]
    url = reverse("campaigns:legal-signers", args=[campaign.workspace.slug])
    return [Required(None, LEGAL, reason, _missing(sector, designated), url)]


def _missing(sector: str, gone: LegalSigner | None) -> str:
    values = {"sector": sector_label(sector)}
    if gone is None:
        return (
            _("Le brief déclare un secteur réglementé (%(sector)s) et personne n’y signe pour le juridique.")
            % values
        )
    return _("%(name)s signait pour le juridique (%(sector)s) et n’est plus dans l’espace.") % {
        **values,
        "name": signer_name(gone.person),
    }


def _words(sector: str) -> str:
    return _("secteur réglementé (%(sector)s)") % {"sector": sector_label(sector).lower()}


def register() -> None:
    required_register(Requirement("sector", legal_required, _words))
