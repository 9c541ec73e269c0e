"""«Preuves»: everything on record about a campaign, to read, to filter, to take away and verify."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from campaigns.access import campaign_for
from campaigns.forms.audit import AuditFilter
from campaigns.models import EvidenceHead
from campaigns.selectors import audit_trail as reads
from core.exports import csv_response
from core.models import Role

FORMAT = "campagnes/preuves/1"


@require_safe
def trail(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    access = campaign_for(request, slug, reference)
    form = AuditFilter(request.GET)
    asked = form.asked()
    page, lines = reads.audit_page(access.campaign, asked, request.GET.get("page"))
    context = {
        "access": access,
        "campaign": access.campaign,
        "form": form,
        "page": page,
        "lines": lines,
        "filtered": asked != reads.Asked(),
    }
    return render(request, "campaigns/audit.html", context)


@require_safe
def trail_csv(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    """The same list as a table, with the filters of the page."""
    access = campaign_for(request, slug, reference)
    header = [
        *(_("Date"), _("Qui"), _("Quoi"), _("Détail")),
        *(_("Type"), _("Sujet"), _("Preuve n°"), _("Empreinte")),
    ]
    rows = (
        [
            line.when,
            line.who,
            line.what,
            line.detail,
            line.kind,
            line.subject,
            line.evidence.sequence if line.evidence else None,
            line.evidence.digest if line.evidence else "",
        ]
        for line in reads.audit_lines(access.campaign, AuditFilter(request.GET).asked())
    )
    return csv_response(f"preuves-{access.campaign.reference}", header, rows)


@require_safe
def trail_json(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    """The record with hashes and payloads, so that it can be verified elsewhere.

    Addresses, browsers and e-mails of signers are given to managers; others get the events without them.
    """
    access = campaign_for(request, slug, reference)
    campaign, asked = access.campaign, AuditFilter(request.GET).asked()
    head = EvidenceHead.objects.filter(workspace=access.workspace).first()
    events = reads.evidence_rows(campaign, asked)
    document = {
        "format": FORMAT,
        "workspace": access.workspace.slug,
        "campaign": campaign.reference,
        "exported_at": timezone.now().isoformat(),
        "head": {"sequence": head.sequence, "digest": head.digest} if head else None,
        "evidence": reads.evidence_export(events, with_people=access.covers(Role.MANAGER)),
        "journal": reads.journal_export(reads.journal_rows(campaign, asked)),
    }
    response = JsonResponse(document, json_dumps_params={"ensure_ascii": False, "indent": 1})
    response["Content-Disposition"] = f'attachment; filename="preuves-{campaign.reference}.json"'
    response["Cache-Control"] = "private, no-store"
    return response
