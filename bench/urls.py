"""The product's addresses, and the empty page that everything is compared with."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_safe

from campaigns.models import Campaign
from config.urls import urlpatterns as product
from core.access import access_for


@require_safe
def empty(request: HttpRequest, slug: str) -> HttpResponse:
    """Middleware, session, login and base template of any page; one query of its own, nothing else."""
    access = access_for(request, slug)
    request.place = "campaigns"  # type: ignore[attr-defined]
    first = Campaign.objects.filter(workspace=access.workspace).order_by().values_list("name")[:1].get()
    return render(request, "bench/empty.html", {"access": access, "name": first[0]})


urlpatterns = [path("e/<slug:slug>/bench/vide/", empty, name="bench-empty"), *product]
