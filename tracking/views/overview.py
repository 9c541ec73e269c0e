"""The workspace's follow-up."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from core.access import access_for
from tracking.selectors.overview import followed_campaigns, followed_rows

PER_PAGE = 25


@require_safe
def overview(request: HttpRequest, slug: str) -> HttpResponse:
    access = access_for(request, slug)
    request.place = "tracking"  # type: ignore[attr-defined]
    page = Paginator(followed_campaigns(access), PER_PAGE).get_page(request.GET.get("page"))
    rows = followed_rows(list(page.object_list), timezone.localdate())
    context = {"access": access, "page": page, "rows": rows, "behind": sum(row.behind for row in rows)}
    return render(request, "tracking/overview.html", context)
