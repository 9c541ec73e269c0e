"""The creative brief as a PDF: one page that its makers can pin to the wall."""

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from campaigns.models import KeyMessage
from coordination.models import CreativeBrief
from coordination.selectors.briefs import missing_fields
from coordination.selectors.specification import specification_of
from core.documents import Page, SubjectGone
from core.formatting import countdown, date_short

BUILDER = "creative_brief"


def creative_brief_page(subject: str) -> Page:
    """What the PDF of one creative brief shows; `subject` is its id."""
    rows = CreativeBrief.objects.select_related(
        "campaign__workspace", "campaign__owner__user", "campaign__brand", "channel", "format", "team"
    )
    brief = rows.filter(pk=int(subject)).first()
    if brief is None:
        raise SubjectGone(_("Ce brief créatif n’existe plus."))
    campaign = brief.campaign
    facts = [
        {
            "label": _("À livrer le"),
            "value": date_short(brief.due_on) or "—",
            "detail": countdown(brief.due_on),
        },
        {"label": _("Équipe"), "value": str(brief.team or "—"), "detail": ""},
        {
            "label": _("Lancement"),
            "value": date_short(campaign.launch_on),
            "detail": countdown(campaign.launch_on),
        },
        {"label": _("Responsable"), "value": str(campaign.owner), "detail": ""},
    ]
    waves = campaign.waves.filter(placements__channel=brief.channel, placements__format=brief.format)
    return Page(
        "pdf/creative_brief.html",
        {
            "workspace": campaign.workspace,
            "campaign": campaign,
            "brief": brief,
            "facts": facts,
            "missing": missing_fields(brief),
            "specification": specification_of(brief.format),
            "waves": waves.order_by("number").prefetch_related(
                Prefetch("assets", queryset=brief.assets.order_by("name"), to_attr="planned")
            ),
            "messages": KeyMessage.objects.filter(campaign=campaign)
            .exclude(text=brief.message)
            .order_by("position", "id")[:4],
        },
    )
