"""Who signs for the law, sector by sector."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count

from campaigns.models import Brief, LegalSigner
from campaigns.models.brief import SECTOR_CHOICES
from campaigns.models.campaign import Phase
from core.models import Workspace

_OVER = (Phase.CLOTUREE, Phase.ABANDONNEE)


@dataclass(frozen=True)
class SectorRow:
    """A sector, its designated signer, and how many campaigns under way declare it."""

    key: str
    label: str
    signer: LegalSigner | None
    campaigns: int


def sector_rows(workspace: Workspace) -> list[SectorRow]:
    """Every regulated sector, in the order of the playbooks: two queries."""
    signers = {row.sector: row for row in legal_signers(workspace)}
    briefs = Brief.objects.filter(campaign__workspace=workspace).exclude(sector="")
    briefs = briefs.exclude(campaign__phase__in=_OVER)
    declared = dict(briefs.order_by().values_list("sector").annotate(count=Count("pk")))
    return [
        SectorRow(key, str(label), signers.get(key), declared.get(key, 0))
        for key, label in SECTOR_CHOICES[1:]
    ]


def legal_signers(workspace: Workspace) -> list[LegalSigner]:
    return list(LegalSigner.objects.filter(workspace=workspace).select_related("member__user", "stakeholder"))


def signers_seen(signers: Sequence[LegalSigner]) -> str:
    """What a reader of the whole page has seen: differs as soon as one designation does."""
    told = sorted(f"{row.sector}:{row.member_id or 0}:{row.stakeholder_id or 0}" for row in signers)
    return hashlib.sha256(",".join(told).encode()).hexdigest()[:16]
