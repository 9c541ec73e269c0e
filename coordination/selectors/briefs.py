"""Creative briefs: what they lack, and the texts one may take from another."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from campaigns.models import Brief, Campaign, KeyMessage
from coordination.models import CreativeBrief

#: What is the same for everybody who makes something for the campaign, and may be copied across.
SHARED_FIELDS = ("message", "promise", "tone", "call_to_action", "mandatory", "landing_url")

#: What a creative brief must say before anybody can make something from it.
REQUIRED = ("message", "promise", "tone", "call_to_action")


def missing_fields(brief: CreativeBrief) -> list[str]:
    """Names of the fields a creative brief still lacks, for its readers."""
    empty = [name for name in REQUIRED if not getattr(brief, name).strip()]
    labels = [str(CreativeBrief._meta.get_field(name).verbose_name) for name in empty]  # type: ignore[union-attr]
    if brief.team_id is None:
        labels.append(_("équipe"))
    if brief.due_on is None:
        labels.append(_("date de livraison"))
    return labels


def texts_of(brief: CreativeBrief) -> dict[str, str]:
    """What another brief may take from this one."""
    return {name: getattr(brief, name) for name in SHARED_FIELDS}


def texts_of_campaign(campaign: Campaign) -> dict[str, str]:
    """What a creative brief may take from the campaign's brief: first key message, promise, tone."""
    brief = Brief.objects.filter(campaign=campaign).first()
    first = KeyMessage.objects.filter(campaign=campaign).order_by("position", "id").first()
    promise = brief.proposition if brief else ""
    if first and first.proof:
        promise = "\n".join(part for part in (promise, first.proof) if part)
    texts = {
        "message": first.text if first else "",
        "promise": promise,
        "tone": brief.tone if brief else "",
    }
    return {name: text for name, text in texts.items() if text.strip()}


def others_of(brief: CreativeBrief, team_ids: Sequence[int] | None) -> list[CreativeBrief]:
    """Other briefs of the campaign with something to take; a partner's own only."""
    rows = CreativeBrief.objects.filter(campaign=brief.campaign_id).exclude(pk=brief.pk)
    if team_ids is not None:
        rows = rows.filter(team__in=team_ids)
    rows = rows.select_related("channel", "format")
    return [row for row in rows if any(text.strip() for text in texts_of(row).values())]
