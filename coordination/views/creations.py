"""The wall of creations, and the two buttons that prepare it."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from campaigns.access import campaign_for
from campaigns.models import SignOffRequest
from coordination.access import may, may_inside, teams_seen
from coordination.selectors.approvals import approvals_of, may_ask
from coordination.selectors.creations import wall_of
from coordination.selectors.standing import closed_words
from coordination.services.assets import assets_ensure
from coordination.services.briefs import creative_briefs_complete
from coordination.views.voided import say_voided
from core.http import see_other
from core.models import Role


@require_safe
def creations(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    access = campaign_for(request, slug, reference, team_only=True)
    asked = request.GET.get("vague", "")
    wave = int(asked) if asked.isdecimal() and len(asked) < 5 else None
    wall = wall_of(access.campaign, team_ids=teams_seen(access), wave=wave)
    context = {
        "access": access,
        "campaign": access.campaign,
        "wall": wall,
        "approvals": approvals_of(access, wall),
        "can_ask": may_ask(access),
        "wave": wave,
        "closed": closed_words(access.campaign),
        "can_upload": may(access, Role.CONTRIBUTOR),
        "can_edit": may_inside(access, Role.CONTRIBUTOR),
    }
    return render(request, "coordination/creations.html", context)


@require_POST
def complete(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    """Make the creative briefs that lack, and fill empty fields from the campaign's brief."""
    access = campaign_for(request, slug, reference, at_least=Role.CONTRIBUTOR)
    try:
        made, filled = creative_briefs_complete(campaign=access.campaign, actor=access)
    except ValidationError as error:
        messages.warning(request, " ".join(error.messages))
        return see_other("coordination:creations", slug, reference)
    if made:
        words = ngettext("%(count)s brief créé.", "%(count)s briefs créés.", made)
        messages.success(request, words % {"count": made})
    if filled:
        words = ngettext(
            "%(count)s brief complété d’après le brief de campagne.",
            "%(count)s briefs complétés d’après le brief de campagne.",
            filled,
        )
        messages.success(request, words % {"count": filled})
    if not made and not filled:
        messages.info(request, _("Rien à reprendre : les briefs disent déjà ce que dit la campagne."))
    return see_other("coordination:creations", slug, reference)


@require_POST
def plan(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    """Plan one asset wherever a wave has none."""
    access = campaign_for(request, slug, reference, at_least=Role.CONTRIBUTOR)
    try:
        voided: list[SignOffRequest] = []
        made = len(assets_ensure(campaign=access.campaign, actor=access, voided=voided))
        say_voided(request, access, voided)
        words = ngettext("%(count)s asset prévu.", "%(count)s assets prévus.", made)
        messages.success(request, words % {"count": made})
    except ValidationError as error:
        messages.warning(request, " ".join(error.messages))
    return see_other("coordination:creations", slug, reference)
