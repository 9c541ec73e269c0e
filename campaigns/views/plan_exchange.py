"""The plan as files people take away: CSV, workbook, PDF."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from campaigns.access import campaign_for
from campaigns.documents_plan import BUILDER
from campaigns.selectors.plan_board import filters_of, plan_board
from campaigns.selectors.plan_export import HEADER, WIDTHS, export_rows
from campaigns.selectors.plan_print import SIZES
from core.documents import document_request
from core.exports import csv_response
from core.http import see_other
from core.workbooks import xlsx_response


@require_safe
def export_csv(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    """One row per task, in its order, with the filters of the page."""
    access = campaign_for(request, slug, reference, team_only=True)
    board = plan_board(access, filters_of(request.GET), whole=True)
    return csv_response(f"planning-{reference}", [str(name) for name in HEADER], export_rows(board))


@require_safe
def export_xlsx(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    """The same table as a workbook, which the import reads back."""
    access = campaign_for(request, slug, reference, team_only=True)
    board = plan_board(access, filters_of(request.GET), whole=True)
    header = [str(name) for name in HEADER]
    return xlsx_response(f"planning-{reference}", _("Planning"), header, export_rows(board), WIDTHS)


@require_POST
def export_pdf(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    """The whole plan on paper. An unknown paper is A4."""
    access = campaign_for(request, slug, reference)
    paper = request.POST.get("papier", "")
    size = paper if paper in SIZES else "a4"
    asked = document_request(
        access=access,
        builder=BUILDER,
        subject=f"campaign:{access.campaign.pk}:{size}",
        scope=access.campaign.scope,
        title=_("Planning %(name)s") % {"name": access.campaign.name},
    )
    return see_other("core:document", slug, asked.pk)
