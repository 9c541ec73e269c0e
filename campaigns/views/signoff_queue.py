"""A member's own queue: what waits for my decision, across campaigns."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from campaigns.selectors import signoff as reads
from campaigns.selectors import signoff_queue as queue
from campaigns.views.deciding import decision_page, decision_take
from core.access import access_for


@require_safe
def to_sign(request: HttpRequest, slug: str) -> HttpResponse:
    access = access_for(request, slug)
    request.place = "to-sign"  # type: ignore[attr-defined]
    context = {
        "access": access,
        "waiting": queue.queue_rows(queue.to_sign(access)),
        "lately": queue.queue_rows(queue.lately_signed(access)),
    }
    return render(request, "campaigns/signoff/to_sign.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def sign(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """The same frozen content as on a stakeholder's page, decided by the member it was asked of."""
    access = access_for(request, slug)
    request.place = "to-sign"  # type: ignore[attr-defined]
    signature = reads.signature_of_member(access, pk)
    if signature is None:
        raise Http404(_("Cette validation ne vous est pas demandée."))
    template, context = "campaigns/signoff/sign.html", {"access": access}
    if request.method == "POST":
        back = reverse("campaigns:sign", args=[slug, pk])
        return decision_take(request, signature, template, context, back=back)
    return decision_page(request, signature, template, context)
