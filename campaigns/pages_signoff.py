"""Sign-off's entries in the frame: one's own queue, and what waits there today."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.ports import TodayItem, today
from campaigns.selectors.amendments import amendments_today
from campaigns.selectors.signoff_queue import to_sign, to_sign_count
from campaigns.signoff import kinds_loaded
from campaigns.signoff.amendments import request_title
from core.access import Access
from core.context import Place, place_register
from core.formatting import since


def to_sign_today(access: Access) -> Sequence[TodayItem]:
    """One line for each version that waits for this member's decision."""
    now = timezone.localdate()
    items = []
    page = reverse("campaigns:sign", args=[access.workspace.slug, 0]).removesuffix("0/")
    waiting = list(to_sign(access, brief=True))
    with kinds_loaded({signature.request.kind for signature in waiting}):
        titles = {each.request.pk: request_title(each.request) for each in waiting}
    for signature in waiting:
        request = signature.request
        text = _("%(kind)s : version %(number)s à valider, demandée par %(who)s %(since)s")
        values = {
            "kind": titles[request.pk],
            "number": request.snapshot.number,
            "who": request.requested_by_name,
            "since": since(request.requested_at),
        }
        items.append(
            TodayItem(
                campaign=request.campaign,
                text=text % values,
                url=f"{page}{signature.pk}/",
                action=_("Lire et décider"),
                due_on=request.due_on,
                icon="sign",
                urgent=request.due_on <= now,
            )
        )
    return items


def register() -> None:
    place_register(
        Place(
            "to-sign",
            gettext_lazy("À valider"),
            "campaigns:to-sign",
            icon="sign",
            order=15,
            count=to_sign_count,
        )
    )
    today.register(to_sign_today)
    today.register(amendments_today)
