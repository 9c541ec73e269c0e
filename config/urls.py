"""URLs: wiring only. Each app keeps its own, in French path words under its workspace."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("compte/", include("allauth.urls")),
    path("", include("core.urls")),
    path("", include("campaigns.urls")),
    path("", include("budgets.urls")),
    path("", include("coordination.urls")),
    path("", include("tracking.urls")),
]

handler400 = "core.views.errors.bad_request"
