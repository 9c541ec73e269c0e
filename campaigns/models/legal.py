"""Who signs for the law where a brief declares a regulated sector."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from campaigns.models.brief import SECTOR_CHOICES
from campaigns.models.dictionaries import Stakeholder
from core.models import Membership, Workspace


class LegalSigner(models.Model):
    """The person designated for one sector: a member or a stakeholder. Without a row, nobody is."""

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="legal_signers")
    sector = models.CharField(_("secteur réglementé"), max_length=12, choices=SECTOR_CHOICES[1:])
    member = models.ForeignKey(Membership, models.CASCADE, null=True, blank=True, related_name="+")
    stakeholder = models.ForeignKey(Stakeholder, models.CASCADE, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("signataire juridique")
        verbose_name_plural = _("signataires juridiques")
        ordering = ["workspace_id", "sector"]
        constraints = [
            models.UniqueConstraint(fields=["workspace", "sector"], name="legal_signer_once"),
            models.CheckConstraint(
                condition=Q(member__isnull=True, stakeholder__isnull=False)
                | Q(member__isnull=False, stakeholder__isnull=True),
                name="legal_signer_is_one_person",
            ),
        ]

    def __str__(self) -> str:
        return str(self.person)

    @property
    def person(self) -> Membership | Stakeholder:
        """Whoever is designated; the database holds exactly one of the two."""
        person = self.member or self.stakeholder
        assert person is not None  # noqa: S101 - the check constraint says so
        return person
