"""The PDF of a frozen version, whatever its kind: the content as its signers read it, and who decided."""

import json

from django.utils.translation import gettext as _

from campaigns.documents_brief import campaign_brief
from campaigns.models import Snapshot
from campaigns.selectors.signed import amended_changes
from campaigns.signoff.amendments import request_kind
from campaigns.signoff.contents import content_kind
from core.documents import Page, SubjectGone, document_builder
from core.formatting import date_short

BUILDER = "frozen_version"


def frozen_version(subject: str) -> Page:
    """`subject` is "snapshot:<id>". The brief has a layout of its own. Raises SubjectGone."""
    rows = Snapshot.objects.select_related("campaign__workspace", "campaign__brand", "campaign__owner__user")
    snapshot = rows.filter(pk=int(subject.partition(":")[2])).first()
    if snapshot is None:
        raise SubjectGone(_("Cette version n’existe plus."))
    if snapshot.kind == "brief":
        return campaign_brief(subject)
    requests = snapshot.requests.prefetch_related("signatures").order_by("-requested_at", "-id")
    request = requests.first()
    kind, content = content_kind(snapshot.kind), json.loads(snapshot.content)
    pictures = kind.pictures(snapshot.campaign, content)
    status = request.get_status_display() if request else _("À demander")
    day = request and (request.settled_at or request.requested_at)
    context = {
        "workspace": snapshot.campaign.workspace,
        "campaign": snapshot.campaign,
        "kind": request_kind(request) if request else kind,
        "amended": amended_changes(request) if request else [],
        "content": content,
        "pictures": frozenset(pictures),
        "snapshot": snapshot,
        "signatures": list(request.signatures.all()) if request else [],
        "facts": [
            {"label": _("Lancement"), "value": date_short(snapshot.campaign.launch_on), "detail": ""},
            {"label": _("Validation"), "value": status, "detail": date_short(day or None)},
        ],
        "pdf": True,
    }
    return Page("pdf/version.html", context, resources=pictures)


def register() -> None:
    document_builder(BUILDER, frozen_version)
