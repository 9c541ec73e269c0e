"""«Enseignements»: what past campaigns taught, for the next ones."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from core.access import access_for
from tracking.forms.bilan import LearningFilter
from tracking.models import Learning

PER_PAGE = 30


@require_safe
def learnings(request: HttpRequest, slug: str) -> HttpResponse:
    access = access_for(request, slug)
    request.place = "learnings"  # type: ignore[attr-defined]
    form = LearningFilter(request.GET, workspace=access.workspace)
    found = form.apply(
        Learning.objects.filter(campaign__workspace=access.workspace, bilan__published_at__isnull=False)
        .select_related("campaign", "channel", "bilan")
        .order_by("-bilan__published_at", "pk")
    )
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "tracking/learnings.html", {"access": access, "form": form, "page": page})
