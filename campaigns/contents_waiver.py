"""A waiver as signed content: one criterion excepted, for which wave, why, until when.

Its signer is the campaign's sponsor or an administrator, and nobody else. All of it comes from the waiver's
own row, which the database does not let change: an approval stands for the very words that were read.
"""

from collections.abc import Callable, Collection, Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.models import Campaign, Signature, SignOffRequest, Stakeholder, Waiver
from campaigns.models.waiver import FAMILY
from campaigns.selectors.waivers import capacity, check_finding, waiver_title
from campaigns.services.lifecycle_proof import waiver_signed
from campaigns.signoff import ContentFamily, ContentKind, Field, family_register
from campaigns.signoff.diff import as_day
from core.formatting import date_short

SCHEMA = 1
FIELDS = {
    "schema": Field(gettext_lazy("Format"), hidden=True),
    "check": Field(gettext_lazy("Critère")),
    "check.key": Field(gettext_lazy("Critère"), hidden=True),
    "check.label": Field(gettext_lazy("nom")),
    "wave": Field(gettext_lazy("Vague")),
    "reason": Field(gettext_lazy("Raison")),
    "valid_until": Field(gettext_lazy("Valable jusqu’au"), as_day),
    "missing": Field(gettext_lazy("Ce qui manquait")),
    "campaign": Field(gettext_lazy("Campagne")),
    "asked_by": Field(gettext_lazy("Demandée par")),
    "capacity": Field(gettext_lazy("Accordée en qualité de")),
    "gate": Field(gettext_lazy("Passage")),
}


def waiver_content(waiver: Waiver) -> dict[str, Any]:
    """What is signed, from the row alone."""
    return {
        "schema": SCHEMA,
        "check": {"key": waiver.check_key, "label": waiver.facts.get("label", waiver.check_key)},
        "wave": waiver.facts.get("wave", ""),
        "reason": waiver.reason,
        "valid_until": waiver.valid_until,
        "missing": waiver.facts.get("missing", ""),
        "campaign": waiver.facts.get("campaign", {}),
        "asked_by": waiver.asked_by_name,
        "capacity": waiver.facts.get("capacity", ""),
        "gate": waiver.facts.get("gate", []),
    }


def _waiver(pk: str | int) -> Waiver | None:
    return Waiver.objects.select_related("wave", "campaign").filter(pk=pk).first()


def _refused(subject: str) -> Callable[[Campaign, Sequence[Any]], str]:
    def refused(campaign: Campaign, signers: Sequence[Any]) -> str:
        waiver = _waiver(subject)
        if waiver is None or waiver.campaign_id != campaign.pk or waiver.request_id or waiver.revoked_at:
            return _("Cette dérogation ne se redemande pas : demandez-en une nouvelle.")
        if len(signers) != 1 or not _entitled(campaign, signers[0]):
            return _("Seul le sponsor de la campagne ou un administrateur accorde une dérogation.")
        return ""

    return refused


def _entitled(campaign: Campaign, signer: Any) -> bool:
    """The sponsor, an administrator, or whom an absent sponsor named to stand in for them."""
    if capacity(campaign, signer):
        return True
    sponsor = campaign.sponsor_stakeholder
    stands_in = isinstance(signer, Stakeholder) and signer.is_active and sponsor is not None
    return bool(stands_in and sponsor and sponsor.stand_in_id == signer.pk)


def _ended(signature: Signature) -> str:
    """Why it cannot be granted any more: the day is past, the waiver is gone, or its signer's power is."""
    request = signature.request
    waiver = Waiver.objects.filter(request=request).first()
    if waiver is None or waiver.revoked_at:
        return _("Cette demande de dérogation n’existe plus : il n’y a rien à signer.")
    if waiver.valid_until < timezone.localdate():
        return _("La date demandée, le %(day)s, est passée : il n’y a plus rien à excepter.") % {
            "day": date_short(waiver.valid_until)
        }
    if not _entitled(request.campaign, signature.membership or signature.stakeholder):
        return _(
            "Vous n’êtes plus ni sponsor de la campagne ni administrateur : cette dérogation doit être "
            "demandée à quelqu’un d’autre."
        )
    return ""


def _now(request: SignOffRequest) -> str:
    """Said beside the frozen words: the criterion is met meanwhile, or what it still lacks today."""
    waiver = Waiver.objects.select_related("wave").filter(request=request).first()
    finding = check_finding(request.campaign, waiver.check_key, waiver.wave) if waiver else None
    if waiver is None or finding is None:
        return ""
    if finding.ok:
        return _("Le critère est tenu depuis la demande : la dérogation n’est plus nécessaire. %(why)s") % {
            "why": finding.why
        }
    if finding.why == waiver.facts.get("missing"):
        return ""
    return _("Ce qui manque a changé depuis la demande. Aujourd’hui : %(why)s") % {"why": finding.why}


def _kind(subject: str, waiver: Waiver | None) -> ContentKind:
    """The content of one waiver; of one that went with its wave, what is needed to read what was signed."""
    name = waiver_title(waiver) if waiver else ""
    return ContentKind(
        key=f"{FAMILY}-{subject}",
        label=_("la dérogation sur « %(name)s »") % {"name": name} if name else _("la dérogation"),
        title=_("Dérogation : %(name)s") % {"name": name} if name else _("Dérogation"),
        build=lambda _campaign: waiver_content(waiver) if waiver else {},
        template="campaigns/signoff/content_waiver.html",
        url_name="campaigns:waivers",
        fields=FIELDS,
        refused=_refused(subject),
        ended=_ended,
        now=_now,
        settled=waiver_signed,
        ask_url_name="campaigns:waiver",
    )


def _one(subject: str) -> ContentKind:
    if not subject.isdecimal() or len(subject) > 12:
        raise KeyError(subject)
    waiver = _waiver(subject)
    key = f"{FAMILY}-{subject}"
    if waiver is None and not SignOffRequest.objects.filter(kind=key).exists():
        raise KeyError(subject)
    return _kind(subject, waiver)


def _several(subjects: Collection[str]) -> list[ContentKind]:
    rows = Waiver.objects.select_related("wave", "campaign")
    return [_kind(str(row.pk), row) for row in rows.filter(pk__in=[s for s in subjects if s.isdecimal()])]


def _of_campaign(campaign: Campaign) -> list[ContentKind]:
    """Those asked for or in force, and those refused whose day is still to come."""
    rows = Waiver.objects.told().filter(campaign=campaign, request__isnull=False, revoked_at=None)
    shown = (Waiver.State.ASKED, Waiver.State.IN_FORCE, Waiver.State.REFUSED)
    today = timezone.localdate()
    return [
        _kind(str(row.pk), row)
        for row in rows.filter(valid_until__gte=today).order_by("pk")
        if row.state in shown
    ]


def register() -> None:
    family_register(ContentFamily(FAMILY, kind=_one, kinds=_of_campaign, many=_several))
