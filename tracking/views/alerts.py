"""«Alertes et blocages»: what is wrong, how much, who has it, what to do next."""

from collections.abc import Mapping

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from core.access import Access, access_for
from core.http import see_other
from core.models import Role
from tracking.forms.alerts import AlertActionForm, AlertFilter
from tracking.models import Alert
from tracking.selectors.alerts import alert_rows, alerts_list
from tracking.services.alerts import alert_acknowledge, alert_snooze, alerts_refresh

PER_PAGE = 25


@require_safe
def alerts(request: HttpRequest, slug: str) -> HttpResponse:
    return _page(request, access_for(request, slug))


@require_POST
def act(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Take an alert in hand, or put it aside for a while. It resolves itself when its cause ends."""
    access = access_for(request, slug, at_least=Role.CONTRIBUTOR)
    alert = get_object_or_404(Alert, pk=pk, campaign__workspace=access.workspace)
    form = AlertActionForm(request.POST)
    if form.is_valid():
        try:
            if form.cleaned_data["action"] == "snooze":
                alert_snooze(alert=alert, actor=access, until=form.cleaned_data["until"])
                messages.success(request, _("Alerte reportée."))
            else:
                alert_acknowledge(alert=alert, actor=access)
                messages.success(request, _("Alerte prise en charge."))
            return see_other(f"{reverse('tracking:alerts', args=[access.workspace.slug])}#alerte-{alert.pk}")
        except ValidationError as error:
            form.add_error(None, error)
    return _page(request, access, refused={alert.pk: form})


@require_POST
def check(request: HttpRequest, slug: str) -> HttpResponse:
    """Look for alerts now; they are looked for every few minutes anyway."""
    access = access_for(request, slug, at_least=Role.MANAGER)
    done = alerts_refresh(workspace=access.workspace)
    opened = ngettext("%(count)s alerte ouverte", "%(count)s alertes ouvertes", done["opened"])
    resolved = ngettext("%(count)s résolue", "%(count)s résolues", done["resolved"])
    messages.success(
        request,
        _("Vérification faite : %(opened)s, %(resolved)s.")
        % {
            "opened": opened % {"count": done["opened"]},
            "resolved": resolved % {"count": done["resolved"]},
        },
    )
    return see_other("tracking:alerts", access.workspace.slug)


def _page(
    request: HttpRequest, access: Access, refused: Mapping[int, AlertActionForm] | None = None
) -> HttpResponse:
    request.place = "alerts"  # type: ignore[attr-defined]
    form = AlertFilter(request.GET, workspace=access.workspace)
    found = form.apply(alerts_list(access), access)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    waiting = Alert.objects.filter(campaign__workspace=access.workspace, status=Alert.Status.OPEN)
    context = {
        "access": access,
        "form": form,
        "filtered": any(form.cleaned_data.values()),
        "page": page,
        "rows": alert_rows(list(page.object_list), refused=refused),
        "open": waiting.count(),
        "oldest": waiting.order_by("opened_at").values_list("opened_at", flat=True).first(),
        "may_act": access.covers(Role.CONTRIBUTOR),
        "may_check": access.covers(Role.MANAGER),
    }
    return render(request, "tracking/alerts.html", context, status=422 if refused else 200)
